"""Papers of the ACL Anthology."""

import json

import pytest

from papers.imports import acl_anthology
from papers.imports.record import PaperRecord, PersonRecord
from papers.partial_dates import PartialDate
from tests.imports.reading import only_problem, only_record

PAPER = {
    "id": "2011.tal-1.6",
    "title": "Notes on the Engine",
    "abstract": "On numbers.",
    "authors": [
        {"first": "Ada", "last": "Lovelace", "affiliation": "London", "orcid": "0000-0002-1825-0097"},
        {"first": "", "last": "Selvamani"},
    ],
    "year": 2011,
    "month": "December",
    "venue": "TAL",
    "venue_ids": ["tal"],
    "booktitle": "Traitement Automatique des Langues, Volume 52",
    "volume": "52",
    "pages": "23-55",
    "doi": "10.1000/ABC",
    "publisher": "ATALA",
    "address": "France",
    "bibkey": "lovelace-selvamani-2011-notes",
    "url": "https://aclanthology.org/2011.tal-1.6/",
    "language": "fra",
    "has_pdf": True,
    "retracted": True,
    "awards": ["Best Paper"],
    "type": "journal",
}


def paper(**members):
    """Return the one record of a paper with other members."""
    return only_record(acl_anthology.parse(json.dumps(PAPER | members)))


def test_every_member_has_its_place():
    assert paper() == PaperRecord(
        title="Notes on the Engine",
        language="fr",
        abstract="On numbers.",
        issued=PartialDate(2011, 12),
        venue="Traitement Automatique des Langues, Volume 52",
        venue_short="TAL",
        venue_kind="journal",
        volume="52",
        pages="23-55",
        publisher="ATALA",
        place="France",
        citation_key="lovelace-selvamani-2011-notes",
        notice="retraction",
        authors=(
            PersonRecord("Ada Lovelace", "Ada", "Lovelace", orcid="0000-0002-1825-0097", affiliation="London"),
            PersonRecord("Selvamani"),
        ),
        identifiers=(("acl", "2011.tal-1.6"), ("doi", "10.1000/abc")),
        extra={"awards": "Best Paper"},
    )


@pytest.mark.parametrize(
    ("month", "issued"),
    [("7", "2011-07"), ("", "2011"), ("6--9 September", "2011-09-06"), ("October 30 – November 3", "2011-10-30")],
)
def test_a_month_has_several_forms(month, issued):
    assert str(paper(month=month).issued) == issued


def test_a_line_that_is_no_paper_is_refused():
    entries = list(acl_anthology.parse('[1]\n{"a": \n\n' + json.dumps(PAPER)))
    assert [(entry.line, entry.record is None) for entry in entries] == [(1, True), (2, True), (4, False)]
    assert only_problem(entries[0]).reason == "This line is not an object in curly brackets."


def test_a_file_of_the_format_is_known_by_its_first_line():
    texts = (json.dumps(PAPER), '{"id": "a", "type": "book", "title": "b"}', "[]", "")
    assert [acl_anthology.looks_like(text) for text in texts] == [True, False, False, False]
