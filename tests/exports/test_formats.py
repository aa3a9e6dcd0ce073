"""The register of formats."""

import inspect

import pytest

from papers.exports import FORMATS, STYLES, bibtex, cite, plain_text
from papers.models import Paper


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


def test_every_style_has_its_label():
    assert {name: style.label for name, style in STYLES.items()} == {
        "apa": "APA",
        "mla": "MLA",
        "chicago": "Chicago",
        "ieee": "IEEE",
    }


@pytest.mark.django_db
def test_one_paper_is_cited_in_every_style_and_as_bibtex(loaded_paper):
    paper = loaded_paper()
    citation = cite(paper)
    assert citation.styles == [
        ("APA", "Lovelace, A. (n.d.). Notes on the Engine."),
        ("MLA", "Lovelace, Ada. “Notes on the Engine.”"),
        ("Chicago", "Lovelace, Ada. n.d. “Notes on the Engine.” Preprint."),
        ("IEEE", "A. Lovelace, “Notes on the Engine.”"),
    ]
    assert (citation.text, citation.bibtex) == (plain_text.reference(paper), bibtex.entry(paper))


@pytest.mark.usefixtures("reference_profile")
@pytest.mark.django_db
def test_the_reference_profile_is_cited_without_a_query(django_assert_num_queries):
    papers = list(Paper.objects.published().for_page())
    with django_assert_num_queries(0):
        references = [text for paper in papers for _label, text in cite(paper).styles]
    assert len(references) == 4 * len(papers)
    assert [text for text in references if "\n" in text or "  " in text or ".." in text] == []
