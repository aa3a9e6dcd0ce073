"""The register of formats."""

import inspect

import pytest

from papers.exports import FORMATS, bibtex, cite, plain_text


def test_every_format_says_what_a_download_needs():
    assert {name: (known.label, known.extension, known.content_type) for name, known in FORMATS.items()} == {
        "bibtex": ("BibTeX", "bib", "application/x-bibtex; charset=utf-8"),
        "ris": ("RIS", "ris", "application/x-research-info-systems; charset=utf-8"),
        "csl-json": ("CSL-JSON", "csl.json", "application/vnd.citationstyles.csl+json"),
        "csv": ("CSV", "csv", "text/csv; charset=utf-8; header=present"),
        "jsonl": ("JSON Lines", "jsonl", "application/jsonl; charset=utf-8"),
        "atom": ("Atom", "atom", "application/atom+xml; charset=utf-8"),
        "text": ("Plain text", "txt", "text/plain; charset=utf-8"),
    }


def test_a_feed_alone_has_to_be_told_more():
    assert [name for name, known in FORMATS.items() if known.is_feed] == ["atom"]


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_is_streamed(name):
    assert inspect.isgeneratorfunction(FORMATS[name].render)


@pytest.mark.parametrize(
    ("name", "text"), [("bibtex", ""), ("ris", ""), ("csl-json", "[]\n"), ("jsonl", ""), ("text", "")]
)
def test_no_papers_are_nothing(name, text):
    assert "".join(FORMATS[name].render([])) == text


@pytest.mark.django_db
def test_one_paper_is_cited_as_text_and_as_bibtex(loaded_paper):
    paper = loaded_paper()
    citation = cite(paper)
    assert (citation.text, citation.bibtex) == (plain_text.reference(paper), bibtex.entry(paper))
