"""Works from Crossref."""

import json

import pytest

from papers.imports import crossref
from papers.imports.record import PaperRecord, PersonRecord
from papers.partial_dates import PartialDate
from tests.imports.reading import only_problem, only_record

WORK = {
    "DOI": "10.1000/ABC",
    "type": "journal-article",
    "title": ["Notes on the <i>Engine</i>"],
    "subtitle": ["With numbers"],
    "author": [
        {
            "given": "Ada",
            "family": "Lovelace",
            "suffix": "Jr.",
            "ORCID": "http://orcid.org/0000-0002-1825-0097",
            "sequence": "first",
            "affiliation": [{"name": "London"}],
        },
        {"name": "Engine Team", "sequence": "additional", "affiliation": []},
    ],
    "editor": [{"given": "Mary", "family": "Somerville"}],
    "issued": {"date-parts": [[1843, 10, 5]]},
    "container-title": ["Journal of Engines"],
    "short-container-title": ["J. Eng."],
    "volume": "3",
    "issue": "2",
    "page": "666-731",
    "publisher": "Taylor",
    "publisher-location": "London",
    "abstract": "<jats:title>Abstract</jats:title><jats:p>On numbers.</jats:p>",
    "ISBN": ["http://id.crossref.org/isbn/9783866801929"],
    "URL": "http://dx.doi.org/10.1000/abc",
    "language": "en",
    "reference-count": 3,
    "original-title": [],
}


def work(**members):
    """Return the one record of a work with other members."""
    return only_record(crossref.parse(json.dumps(WORK | members)))


def test_every_member_has_its_place():
    assert work() == PaperRecord(
        title="Notes on the Engine",
        language="en",
        abstract="On numbers.",
        issued=PartialDate(1843, 10, 5),
        venue="Journal of Engines",
        venue_short="J. Eng.",
        venue_kind="journal",
        volume="3",
        issue="2",
        pages="666-731",
        publisher="Taylor",
        place="London",
        authors=(
            PersonRecord(
                "Ada Lovelace Jr.", "Ada", "Lovelace", suffix="Jr.", orcid="0000-0002-1825-0097", affiliation="London"
            ),
            PersonRecord("Engine Team"),
        ),
        editors=("Mary Somerville",),
        identifiers=(("doi", "10.1000/abc"), ("isbn", "9783866801929")),
        extra={"subtitle": '["With numbers"]', "reference-count": "3"},
    )


def test_a_work_of_content_negotiation_has_texts_in_place_of_lists():
    record = work(title="Notes", **{"container-title": "Science", "container-title-short": "Science"})
    assert (record.title, record.venue) == ("Notes", "Science")


@pytest.mark.parametrize(
    "wrapped",
    [{"message-type": "work", "message": WORK}, {"message-type": "work-list", "message": {"items": [WORK]}}, [WORK]],
)
def test_a_work_may_be_wrapped(wrapped):
    assert only_record(crossref.parse(json.dumps(wrapped))).title == "Notes on the Engine"


def test_the_first_of_two_containers_of_a_chapter_is_the_series():
    record = work(type="book-chapter", **{"container-title": ["Lecture Notes", "Engines"]})
    assert (record.venue, record.series, record.venue_kind) == ("Engines", "Lecture Notes", "book")


def test_what_crossref_counts_and_when_it_looked_is_not_of_the_work():
    passing = {"indexed": {"date-time": "2026"}, "deposited": {"date-time": "2026"}, "score": 1}
    assert work(**passing, **{"is-referenced-by-count": 5}) == work()


def test_posted_content_is_a_preprint():
    record = work(type="posted-content")
    assert (record.type, str(record.posted), record.issued) == ("preprint", "1843-10-05", None)


def test_a_work_without_a_date_has_none():
    assert work(issued={"date-parts": [[None]]}).issued is None


@pytest.mark.parametrize(
    ("kinds", "notice"),
    [(["correction"], "correction"), (["erratum", "retraction"], "retraction"), (["new_edition"], "")],
)
def test_the_gravest_update_is_the_notice(kinds, notice):
    assert work(**{"updated-by": [{"type": kind, "DOI": "10.1000/x"} for kind in kinds]}).notice == notice


def test_a_work_without_a_title_is_refused():
    (entry,) = crossref.parse(json.dumps(WORK | {"title": []}))
    assert (entry.label, only_problem(entry).field) == ("10.1000/ABC", "title")


def test_a_file_of_the_format_is_known_by_its_members():
    texts = (json.dumps(WORK), '{"message-type": "work"}', '{"DOI": "x", "title": "y"}', "")
    assert [crossref.looks_like(text) for text in texts] == [True, True, False, False]
