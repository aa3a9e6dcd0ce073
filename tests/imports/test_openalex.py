"""Works from OpenAlex."""

import json

import pytest

from papers.imports import openalex
from papers.imports.record import PaperRecord, PersonRecord, Problem
from papers.partial_dates import PartialDate
from tests.imports.reading import only_problem, only_record

WORK = {
    "id": "https://openalex.org/W2741809807",
    "doi": "https://doi.org/10.1000/ABC",
    "title": "Notes on the Engine",
    "display_name": "Notes on the Engine",
    "publication_year": 1843,
    "publication_date": "1843-10-05",
    "ids": {
        "openalex": "https://openalex.org/W2741809807",
        "pmid": "https://pubmed.ncbi.nlm.nih.gov/29456894",
        "pmcid": "https://www.ncbi.nlm.nih.gov/pmc/articles/5815332",
        "mag": "2741809807",
    },
    "language": "en",
    "primary_location": {
        "source": {"display_name": "Journal of Engines", "type": "journal", "host_organization_name": "Taylor"}
    },
    "locations": [{"landing_page_url": "http://arxiv.org/abs/2306.16388"}],
    "type": "article",
    "authorships": [
        {
            "author": {"display_name": "Ada K. Lovelace", "orcid": "https://orcid.org/0000-0002-1825-0097"},
            "institutions": [{"display_name": "University of London", "ror": "https://ror.org/04cw6st05"}],
            "raw_author_name": "Ada Lovelace",
            "raw_affiliation_strings": ["London", "Paris"],
        },
        {"author": {"display_name": "Charles Babbage", "orcid": None}, "institutions": []},
    ],
    "biblio": {"volume": "3", "issue": None, "first_page": "666", "last_page": "731"},
    "is_retracted": True,
    "keywords": [{"keyword": "engines", "score": 0.4}, {"display_name": "Numbers"}],
    "abstract_inverted_index": {"numbers": [1, 3], "On": [0], "and": [2]},
    "created_date": "2018-02-13",
    "mesh": [],
}


def test_every_member_has_its_place():
    record = only_record(openalex.parse(json.dumps(WORK)))
    kept = {name: json.dumps(WORK[name]) for name in ("primary_location", "locations", "authorships")}
    assert record == PaperRecord(
        title="Notes on the Engine",
        language="en",
        abstract="On numbers and numbers",
        issued=PartialDate(1843, 10, 5),
        venue="Journal of Engines",
        venue_kind="journal",
        volume="3",
        pages="666-731",
        publisher="Taylor",
        notice="retraction",
        authors=(
            PersonRecord("Ada Lovelace", "Ada", "Lovelace", orcid="0000-0002-1825-0097", affiliation="London; Paris"),
            PersonRecord("Charles Babbage", "Charles", "Babbage"),
        ),
        keywords=("engines", "Numbers"),
        institutions=("University of London",),
        identifiers=(
            ("openalex", "W2741809807"),
            ("doi", "10.1000/abc"),
            ("pmid", "29456894"),
            ("pmcid", "PMC5815332"),
            ("arxiv", "2306.16388"),
        ),
        extra={**kept, "ids": "mag: 2741809807", "created_date": "2018-02-13"},
    )


def test_a_page_of_results_gives_its_works():
    assert only_record(openalex.parse(json.dumps({"meta": {}, "results": [WORK]}))).title == "Notes on the Engine"


def test_a_preprint_is_posted():
    record = only_record(openalex.parse(json.dumps(WORK | {"type": "preprint"})))
    assert (str(record.posted), record.issued) == ("1843-10-05", None)


def test_the_year_counts_where_no_date_is_given():
    record = only_record(openalex.parse(json.dumps(WORK | {"publication_date": None})))
    assert str(record.issued) == "1843"


def test_what_openalex_counts_and_when_is_not_of_the_work():
    (entry,) = openalex.parse(json.dumps(WORK | {"cited_by_count": 565, "updated_date": "2026-11-24", "fwci": 1.5}))
    assert entry == next(openalex.parse(json.dumps(WORK)))


def test_authors_that_were_cut_off_are_said():
    (entry,) = openalex.parse(json.dumps(WORK | {"is_authors_truncated": True}))
    assert only_problem(entry) == Problem("authors", "The source does not name all the authors.")


def test_a_person_is_no_work():
    person = {"id": "https://openalex.org/A1969205032", "display_name": "Ada Lovelace", "works_api_url": "x"}
    (entry,) = openalex.parse(json.dumps(person))
    assert only_problem(entry) == Problem(
        "",
        "“Ada Lovelace” is no work; this file describes something else that OpenAlex has, such as a person.",
    )


@pytest.mark.parametrize("index", [None, [], {"a": "b"}, {"a": ["b"]}])
def test_an_abstract_of_another_shape_is_none(index):
    record = only_record(openalex.parse(json.dumps(WORK | {"abstract_inverted_index": index})))
    assert record.abstract == ""


def test_huge_places_in_an_abstract_take_no_space():
    assert openalex.abstract({"b": [10**20], "a": [3]}) == "a b"


def test_a_file_of_the_format_is_known_by_its_members():
    texts = (json.dumps(WORK), '{"works_api_url": "x"}', '{"id": "W1", "title": "y"}', "")
    assert [openalex.looks_like(text) for text in texts] == [True, True, False, False]
