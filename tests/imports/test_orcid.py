"""ORCID records and works."""

import json

import pytest

from papers.imports import orcid
from papers.imports.orcid import OrcidPerson
from papers.imports.record import LinkRecord, PaperRecord, PersonRecord, Problem, UnreadableFile
from papers.partial_dates import PartialDate
from tests.imports.reading import only_problem, only_record

SUMMARY = {
    "put-code": 7,
    "display-index": "1",
    "title": {"title": {"value": "Notes on the Engine"}, "subtitle": {"value": "With numbers"}},
    "journal-title": {"value": "Journal of Engines"},
    "type": "journal-article",
    "publication-date": {"year": {"value": "1843"}, "month": {"value": "10"}, "day": None},
    "url": {"value": "https://arxiv.org/abs/2306.16388"},
    "external-ids": {
        "external-id": [
            {"external-id-type": "doi", "external-id-value": "10.1000/ABC", "external-id-relationship": "self"},
            {"external-id-type": "issn", "external-id-value": "0006-2960", "external-id-relationship": "part-of"},
        ]
    },
}
RECORD = {
    "orcid-identifier": {"path": "0000-0002-1825-0097"},
    "person": {
        "name": {"given-names": {"value": "Ada"}, "family-name": {"value": "Lovelace"}, "credit-name": None},
        "other-names": {"other-name": [{"content": "Ada King"}, {"content": "Ada King"}]},
        "biography": {"content": "Wrote notes."},
        "researcher-urls": {
            "researcher-url": [
                {"url-name": "Home", "url": {"value": "https://example.org/"}},
                {"url-name": "Bad", "url": {"value": "javascript:alert(1)"}},
            ]
        },
    },
    "activities-summary": {
        "employments": {
            "affiliation-group": [
                {
                    "summaries": [
                        {
                            "employment-summary": {
                                "organization": {"name": "University of London"},
                                "role-title": "Reader",
                                "start-date": {"year": {"value": "1840"}, "month": {"value": "2"}, "day": None},
                                "end-date": None,
                            }
                        }
                    ]
                }
            ]
        },
        "works": {"group": [{"work-summary": [SUMMARY | {"display-index": "0", "title": {}}, SUMMARY]}]},
    },
}
WORK = SUMMARY | {
    "short-description": "On numbers.",
    "language-code": "en",
    "contributors": {
        "contributor": [
            {"credit-name": {"value": "Ada Lovelace"}, "contributor-orcid": {"path": "0000-0002-1825-0097"}},
            {"credit-name": {"value": "Charles Babbage"}, "contributor-orcid": None},
        ]
    },
}
XML = """\
<work:work xmlns:common="http://www.orcid.org/ns/common" xmlns:work="http://www.orcid.org/ns/work" put-code="7">
  <work:title><common:title>Notes</common:title></work:title>
  <work:type>book</work:type>
  <common:publication-date><common:year>1843</common:year><common:month>2</common:month></common:publication-date>
  <common:external-ids><common:external-id>
    <common:external-id-type>isbn</common:external-id-type>
    <common:external-id-value>978-3-86680-192-9</common:external-id-value>
    <common:external-id-relationship>self</common:external-id-relationship>
  </common:external-id></common:external-ids>
  <work:contributors>
    <work:contributor><work:credit-name>Ada Lovelace</work:credit-name></work:contributor>
  </work:contributors>
  <common:country>GB</common:country>
</work:work>
"""


def test_a_group_of_summaries_is_one_work_by_the_person():
    (entry,) = orcid.parse(json.dumps(RECORD))
    assert only_problem(entry) == Problem(
        "authors", "ORCID names no co-authors here, only the person whose record it is."
    )
    assert entry.record == PaperRecord(
        title="Notes on the Engine",
        issued=PartialDate(1843, 10),
        venue="Journal of Engines",
        venue_kind="journal",
        authors=(PersonRecord("Ada Lovelace", "Ada", "Lovelace", orcid="0000-0002-1825-0097"),),
        identifiers=(("doi", "10.1000/abc"), ("arxiv", "2306.16388")),
        extra={"subtitle": "With numbers", "external-id": "issn: 0006-2960 (part-of)"},
    )


def test_the_record_tells_of_the_person():
    assert orcid.read_person(json.dumps(RECORD)) == OrcidPerson(
        name="Ada Lovelace",
        orcid="0000-0002-1825-0097",
        given="Ada",
        family="Lovelace",
        other_names=("Ada King",),
        biography="Wrote notes.",
        links=(LinkRecord("", "https://example.org/", "Home"),),
        affiliations=(("University of London", "Reader", "1840-02", ""),),
    )


def test_the_name_in_citations_goes_first():
    person = RECORD["person"] | {
        "name": {
            "given-names": {"value": "Ada"},
            "family-name": {"value": "King Noel"},
            "credit-name": {"value": "A. King Noel"},
        }
    }
    read = orcid.read_person(json.dumps(RECORD | {"person": person}))
    assert (read.name, read.given, read.family) == ("A. King Noel", "A.", "King Noel")


@pytest.mark.parametrize("wrapped", [WORK, {"bulk": [{"work": WORK}]}, [WORK]])
def test_a_whole_work_names_its_authors(wrapped):
    record = only_record(orcid.parse(json.dumps(wrapped)))
    assert (record.abstract, record.language, record.authors) == (
        "On numbers.",
        "en",
        (
            PersonRecord("Ada Lovelace", "Ada", "Lovelace", orcid="0000-0002-1825-0097"),
            PersonRecord("Charles Babbage", "Charles", "Babbage"),
        ),
    )


def test_a_work_in_xml_is_read_too():
    assert only_record(orcid.parse(XML)) == PaperRecord(
        title="Notes",
        type="book",
        issued=PartialDate(1843, 2),
        authors=(PersonRecord("Ada Lovelace", "Ada", "Lovelace"),),
        identifiers=(("isbn", "9783866801929"),),
        extra={"country": "GB"},
    )


def test_a_record_without_works_gives_none():
    assert list(orcid.parse(json.dumps({"person": {}, "activities-summary": {"works": {"group": []}}}))) == []


def test_an_identifier_that_fails_its_check_is_reported():
    record = RECORD | {"orcid-identifier": {"path": "0000-0002-1825-0098"}}
    (entry,) = orcid.parse(json.dumps(record))
    assert entry.record.authors == (PersonRecord("Ada Lovelace", "Ada", "Lovelace"),)


def test_a_type_without_a_place_is_kept():
    record = only_record(orcid.parse(json.dumps(WORK | {"type": "artistic-performance"})))
    assert (record.type, record.extra["type"]) == ("article", "artistic-performance")


@pytest.mark.parametrize("text", ['{"a": 1}', "[1"])
def test_other_json_is_unreadable(text):
    with pytest.raises(UnreadableFile):
        list(orcid.parse(text))


def test_json_without_a_person_is_unreadable_as_a_record():
    with pytest.raises(UnreadableFile) as refusal:
        orcid.read_person(json.dumps(WORK))
    assert str(refusal.value) == "This is no ORCID record: it describes no person."


def test_a_file_of_the_format_is_known_by_its_members():
    texts = (json.dumps(RECORD), json.dumps(WORK), XML, "<work/>", '{"title": "x"}', "")
    assert [orcid.looks_like(text) for text in texts] == [True, True, True, False, False, False]
