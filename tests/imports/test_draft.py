"""Entries on their way to becoming records."""

import pytest

from papers.imports.draft import LINK_KINDS, NOTICES, PAPER_TYPES, VENUE_KINDS, Draft, person, prose
from papers.imports.record import Entry, LinkRecord, PaperRecord, PersonRecord, Problem
from papers.models import Link, Paper, Venue
from papers.partial_dates import PartialDate


@pytest.fixture
def draft():
    """A draft with a title."""
    draft = Draft(line=3)
    draft.set("title", "Notes")
    return draft


@pytest.mark.parametrize(
    ("known", "choices"),
    [
        (PAPER_TYPES, Paper.Type),
        (VENUE_KINDS, Venue.Kind),
        (LINK_KINDS, Link.Kind),
        (NOTICES, Paper.Notice),
    ],
)
def test_parsers_know_the_values_that_the_models_know(known, choices):
    assert sorted(known) == sorted(choices.values)


def test_address_that_would_be_run_is_kept_and_told(draft):
    draft.add_url("javascript:alert(1)", "url")
    entry = draft.entry()
    assert entry.record.extra == {"url": "javascript:alert(1)"}
    assert entry.problems == (Problem("links", "“javascript:alert(1)” is a program, no address: nobody sees it."),)


@pytest.mark.parametrize("text", ["10.1/../x", "https://doi.org/10.1/../x"])
def test_unusual_doi_is_taken_and_told_once(draft, text):
    draft.add_identifier("doi", text)
    draft.add_url("https://doi.org/10.1/../x", "url")
    entry = draft.entry()
    assert entry.record.identifiers == (("doi", "10.1/../x"),)
    assert entry.problems == (
        Problem("doi", "“10.1/../x”: This DOI has an unusual shape; please check that it opens at https://doi.org/."),
    )


def test_what_was_set_becomes_a_record(draft):
    draft.set("venue", "  Journal\nof Engines ")
    draft.set_date("issued", "1843/10/")
    draft.add_author(person("Lovelace, Ada"))
    draft.add("keywords", "engines")
    draft.add_identifier("doi", "https://doi.org/10.1000/ABC")
    draft.add_link("code", "https://example.org/code", "the code")
    assert draft.entry() == Entry(
        label="Notes",
        line=3,
        record=PaperRecord(
            title="Notes",
            venue="Journal of Engines",
            issued=PartialDate(1843, 10),
            authors=(PersonRecord(name="Ada Lovelace", given="Ada", family="Lovelace"),),
            keywords=("engines",),
            identifiers=(("doi", "10.1000/abc"),),
            links=(LinkRecord("code", "https://example.org/code", "the code"),),
        ),
    )


def test_an_entry_without_a_title_is_refused():
    entry = Draft(line=7).entry()
    assert (entry.record, entry.label, entry.problems) == (
        None,
        "line 7",
        (Problem("title", "It has no title, without which a paper cannot be listed."),),
    )


@pytest.mark.parametrize("character", ["\x00", "\ud800"])
def test_an_entry_with_a_character_that_cannot_be_stored_is_refused(draft, character):
    draft.add_author(PersonRecord(name=f"Ada{character}"))
    entry = draft.entry()
    assert (entry.record, entry.problems) == (
        None,
        (Problem("authors", "“Ada�” holds a character that cannot be stored (a NUL or half of a pair)."),),
    )


def test_a_character_that_cannot_be_stored_is_found_in_what_is_kept(draft):
    draft.keep("note", "x\x00")
    assert draft.entry().record is None


def test_other_control_characters_are_left_out(draft):
    draft.set("venue", "Jour\x1fnal\x07")
    assert draft.entry().record.venue == "Journal"


def test_text_read_in_a_wrong_encoding_is_reported(draft):
    draft.add_author(PersonRecord(name="Dirk WÃ¼bben"))
    assert draft.entry().problems == (Problem("authors", "“Dirk WÃ¼bben” looks garbled by a wrong encoding."),)


def test_an_impossible_identifier_is_kept_and_reported(draft):
    draft.add_identifier("doi", "doi: whatever", "DO")
    entry = draft.entry()
    assert (entry.record.extra, entry.problems[0].field, entry.problems[0].reason[:19]) == (
        {"DO": "doi: whatever"},
        "DO",
        "“doi: whatever”: A ",
    )


def test_an_address_in_the_place_of_a_doi_is_what_it_leads_to(draft):
    draft.add_identifier("doi", "http://hdl.handle.net/2065/12144", "doi")
    entry = draft.entry()
    assert (entry.record.identifiers, entry.problems) == ((("handle", "2065/12144"),), ())


def test_the_more_exact_of_two_dates_that_agree_stays(draft):
    for text in ("2005", "2005/07/15", "2005/07"):
        draft.set_date("issued", text, "PY")
    record = draft.entry().record
    assert (str(record.issued), record.extra) == ("2005-07-15", {})


def test_a_date_that_contradicts_is_kept(draft):
    draft.set_date("issued", "2005", "PY")
    draft.set_date("issued", "2006", "Y1")
    record = draft.entry().record
    assert (str(record.issued), record.extra) == ("2005", {"Y1": "2006"})


def test_an_impossible_date_is_kept_and_reported(draft):
    draft.set_date("issued", "99", "PY")
    entry = draft.entry()
    assert (entry.record.issued, entry.record.extra, entry.problems) == (
        None,
        {"PY": "99"},
        (Problem("issued", "“99”: A date needs a year of four digits."),),
    )


def test_what_a_date_does_not_hold_is_kept(draft):
    draft.set_date("issued", "2014///Spring", "PY")
    record = draft.entry().record
    assert (str(record.issued), record.extra) == ("2014", {"PY": "2014///Spring"})


def test_texts_kept_under_one_name_stand_on_lines_of_their_own(draft):
    draft.keep("N1", "one")
    draft.keep("N1", "two")
    assert draft.entry().record.extra == {"N1": "one\ntwo"}


def test_the_path_of_a_file_is_not_kept(draft):
    draft.keep("L1", "file:///Users/ada/notes.pdf")
    assert draft.entry().record.extra == {}


def test_et_al_is_no_author(draft):
    draft.add_author(person("Lovelace, Ada"))
    draft.add_author(person("et al."))
    entry = draft.entry()
    assert ([author.name for author in entry.record.authors], entry.problems) == (
        ["Ada Lovelace"],
        (Problem("authors", "The source does not name all the authors."),),
    )


def test_an_unknown_value_is_kept_and_reported(draft):
    draft.set_one_of("type", "novel", {"article", "book"})
    entry = draft.entry()
    assert (entry.record.type, entry.record.extra, entry.problems) == (
        "article",
        {"type": "novel"},
        (Problem("type", "“novel” is not known here; known are article, book."),),
    )


def test_a_dangerous_link_is_kept_as_text_and_reported(draft):
    draft.add_link("pdf", "javascript:alert(1)")
    entry = draft.entry()
    assert (entry.record.links, entry.record.extra, len(entry.problems)) == ((), {"pdf": "javascript:alert(1)"}, 1)


def test_an_address_becomes_the_identifier_that_it_leads_to(draft):
    draft.add_url("https://arxiv.org/abs/2306.16388v1", "UR")
    draft.add_url("https://example.org/a.pdf", "UR")
    draft.add_url("https://example.org/", "UR")
    record = draft.entry().record
    assert (record.identifiers, record.links, record.extra) == (
        (("arxiv", "2306.16388"),),
        (LinkRecord("pdf", "https://example.org/a.pdf"),),
        {"UR": "https://example.org/"},
    )


@pytest.mark.parametrize("text", ["1234", "ITEM-1", "http://zotero.org/items/1", "a b"])
def test_a_number_or_address_is_no_citation_key(draft, text):
    draft.set_citation_key(text, "ID")
    record = draft.entry().record
    assert (record.citation_key, record.extra) == ("", {"ID": text})


def test_an_issn_is_no_identifier_of_a_paper(draft):
    draft.add_serial_number("0021-9606", "SN")
    draft.add_serial_number("978-3-86680-192-9", "SN")
    record = draft.entry().record
    assert (record.identifiers, record.extra) == ((("isbn", "9783866801929"),), {"SN": "0021-9606"})


@pytest.mark.parametrize(
    ("text", "name", "given", "family", "suffix"),
    [
        ("Lovelace, Ada", "Ada Lovelace", "Ada", "Lovelace", ""),
        ("King, Martin Luther, Jr.", "Martin Luther King Jr.", "Martin Luther", "King", "Jr."),
        ("Jan van Berg", "Jan van Berg", "Jan", "van Berg", ""),
        ("Selvamani", "Selvamani", "", "", ""),
        ("Engines, Inc.", "Engines, Inc.", "", "", ""),
    ],
)
def test_a_person_has_the_parts_that_the_name_shows(text, name, given, family, suffix):
    assert person(text) == PersonRecord(name=name, given=given, family=family, suffix=suffix)


def test_prose_keeps_its_paragraphs():
    assert prose(" one \r\n\r\n\r\n\r\ntwo\x0c ") == "one\n\ntwo"
