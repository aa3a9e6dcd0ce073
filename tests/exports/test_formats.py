"""The register of formats."""

import pytest

from papers.exports import FORMATS, bibtex, cite, plain_text


def test_every_format_says_what_a_download_needs():
    assert {name: (known.label, known.extension, known.content_type) for name, known in FORMATS.items()} == {
        "bibtex": ("BibTeX", "bib", "application/x-bibtex; charset=utf-8"),
        "text": ("Plain text", "txt", "text/plain; charset=utf-8"),
    }


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_renders_no_papers_as_no_text(name):
    assert "".join(FORMATS[name].render([])) == ""


@pytest.mark.django_db
def test_one_paper_is_cited_as_text_and_as_bibtex(loaded_paper):
    paper = loaded_paper()
    citation = cite(paper)
    assert (citation.text, citation.bibtex) == (plain_text.reference(paper), bibtex.entry(paper))
