"""CSL-JSON."""

import json

import pytest

from papers.exports import csl_json
from papers.models import Paper
from tests.factories import VenueFactory

pytestmark = pytest.mark.django_db
Type = Paper.Type


def only(paper) -> dict:
    (item,) = json.loads("".join(csl_json.render([paper])))
    return item


def test_everything_known_of_a_paper_is_there(full_paper):
    assert only(full_paper) == {
        "id": "lovelace-etal-2020-notes",
        "type": "paper-conference",
        "title": "Notes on the Engine: Łódź & “more”",
        "author": [
            {"given": "Ada", "family": "Lovelace"},
            {"given": "Laurens", "non-dropping-particle": "van der", "family": "Maaten", "suffix": "Jr."},
            {"literal": "Engines, Inc. Team"},
        ],
        "editor": [{"given": "Charles", "family": "Babbage"}, {"given": "Mary", "family": "Somerville"}],
        "issued": {"date-parts": [[2020, 7]]},
        "available-date": {"date-parts": [[2019, 5, 28]]},
        "container-title": "Advances in Engines",
        "container-title-short": "AE",
        "collection-title": "Engine Series",
        "volume": "33",
        "issue": "2",
        "page": "1877-1901",
        "publisher": "Taylor & Sons",
        "publisher-place": "London",
        "language": "en",
        "DOI": "10.1000/engines.7",
        "ISBN": "9780262033848",
        "PMID": "32376956",
        "URL": "https://arxiv.org/abs/1905.00001",
        "note": "Retracted",
        "abstract": "An engine.\n\nIt weaves.",
        "keyword": "engines, looms",
    }


@pytest.mark.parametrize(
    ("kind", "csl"),
    [
        (Type.ARTICLE, "article-journal"),
        (Type.PROCEEDINGS_PAPER, "paper-conference"),
        (Type.PREPRINT, "article"),
        (Type.CHAPTER, "chapter"),
        (Type.BOOK, "book"),
        (Type.THESIS, "thesis"),
        (Type.REPORT, "report"),
        (Type.DATASET, "dataset"),
        (Type.SOFTWARE, "software"),
    ],
)
def test_every_type_has_its_own(loaded_paper, kind, csl):
    assert only(loaded_paper(type=kind))["type"] == csl


def test_a_preprint_has_its_arxiv_id_as_number_and_arxiv_as_publisher(loaded_paper):
    item = only(loaded_paper(identifiers=[("arxiv", "2306.16388")]))
    assert (item["number"], item["publisher"], item["URL"]) == (
        "arXiv:2306.16388",
        "arXiv",
        "https://arxiv.org/abs/2306.16388",
    )


@pytest.mark.parametrize("kind", [Type.PREPRINT, Type.THESIS, Type.REPORT, Type.DATASET, Type.SOFTWARE])
def test_the_venue_of_a_work_that_stands_alone_is_its_publisher(loaded_paper, kind):
    item = only(loaded_paper(type=kind, venue=VenueFactory(name="Zenodo"), publisher="CERN"))
    assert item["publisher"] == "Zenodo"
    assert "container-title" not in item


def test_the_venue_of_a_book_is_its_series(loaded_paper):
    item = only(loaded_paper(type=Type.BOOK, venue=VenueFactory(name="Engine Series")))
    assert item["collection-title"] == "Engine Series"


def test_the_issue_of_a_report_is_its_number(loaded_paper):
    item = only(loaded_paper(type=Type.REPORT, issue="12"))
    assert (item["number"], "issue" in item) == ("12", False)


def test_several_papers_are_one_array(loaded_paper):
    papers = [loaded_paper(), loaded_paper(citation_key="other")]
    assert [item["id"] for item in json.loads("".join(csl_json.render(papers)))] == ["lovelace-1843-notes", "other"]


@pytest.mark.usefixtures("reference_profile")
def test_the_reference_profile_is_written_without_a_query(django_assert_num_queries):
    papers = list(Paper.objects.published().for_page().order_by("pk"))
    with django_assert_num_queries(0):
        items = json.loads("".join(csl_json.render(papers)))
    assert [item["title"] for item in items] == [paper.title for paper in papers]


def test_variables_that_a_bibliography_had_are_written_back(loaded_paper):
    paper = loaded_paper()
    paper.extra = {
        "type": "post",
        "genre": "[Draft]",
        "translator": '[{"family": "Somerville"}]',
        "recipient": "Charles Babbage",
        "accessed": '{"date-parts": [[2020]]}',
        "submitted": "2020",
        "annote": "",
        "howpublished": "x",
    }
    item = only(paper)
    assert {name: value for name, value in item.items() if name not in ("id", "title", "author", "language")} == {
        "type": "post",
        "genre": "[Draft]",
        "translator": [{"family": "Somerville"}],
        "accessed": {"date-parts": [[2020]]},
    }


def test_what_a_bibliography_in_latex_had_is_plain_text(loaded_paper):
    paper = loaded_paper()
    paper.extra = {"note": r"In \emph{proof}, \& {GPT}", "edition": "5 % of a_b -- $x$"}
    item = csl_json.described_item(paper)
    assert (item["note"], item["edition"]) == ("In proof, & GPT", "5 % of a_b -- $x$")
