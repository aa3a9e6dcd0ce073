"""Whole sites into a complete export, into an empty site, and out again: the same bytes."""

import pytest

from papers.cataloguing import import_bibliography, take_in_file
from papers.models import Paper
from tests.cataloguing.complete_exports import empty_the_site, exported, restored

pytestmark = pytest.mark.django_db

MANY_FORMATS = (
    *("ris/rispy__example_wos.ris", "nbib/jabref__NbibImporterTest.nbib", "orcid/orcid__record-full-3.0.json"),
    *("csl-json/name_WithNonBreakingSpace.json", "crossref-json/test_random_dois_sample_param.json"),
    *("openalex-json/workJsonResponse.json", "arxiv-atom/q_testing_s0_m10_bc5a6c384fe9.xml"),
    *("endnote/jabref__EndnoteXmlImporterTestArticle.xml", "cff/jabref__CITATION.cff"),
    *("bibtex/biber__examples.bib", "bibtex/jabref__testjabref.bib", "anthology/hard_cases_shared.jsonl"),
)


@pytest.mark.usefixtures("reference_profile")
def test_the_reference_profile():
    before = exported()
    empty_the_site()
    restored(before)
    assert (exported() == before, before.count("\n")) == (True, 21)


def test_a_site_filled_from_many_formats(corpus):
    for name in MANY_FORMATS:
        import_bibliography(take_in_file(corpus / "corpus" / name))
    before = exported()
    empty_the_site()
    restored(before)
    assert (exported() == before, before.count("\n")) == (True, Paper.objects.count())
