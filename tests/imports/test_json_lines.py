"""The site's own JSON Lines."""

import json
import tracemalloc
from dataclasses import asdict

import pytest

from papers.imports import json_lines
from papers.imports.record import LinkRecord, PaperRecord, PersonRecord, Problem
from papers.partial_dates import PartialDate
from tests.imports.reading import only_problem, only_record

FULL = PaperRecord(
    title="Notes  on the Engine",
    type="proceedings-paper",
    language="en",
    abstract="On numbers.\n\nAnd\u2028more.",
    posted=PartialDate(1843, 6),
    issued=PartialDate(1843, 10, 5),
    venue="Advances in Engines",
    venue_short="AdvEng",
    venue_kind="conference",
    series="Engine Series",
    volume="33",
    issue="2",
    pages="1877-1901",
    publisher="Taylor & Sons",
    place="London",
    citation_key="lovelace-1843-notes",
    notice="retraction",
    authors=(
        PersonRecord(
            "Ada Lovelace", "Ada", "Lovelace", orcid="0000-0002-1825-0097", affiliation="London", suffix="Jr."
        ),
        PersonRecord("Engines, Inc."),
    ),
    editors=("Mary Somerville",),
    keywords=("engines", "numbers; notes"),
    categories=("cs.CL", "cs.AI"),
    institutions=("University of London",),
    identifiers=(("doi", "10.1000/abc"), ("arxiv", "2306.16388")),
    links=(LinkRecord("code", "https://example.org/code", "the code"),),
    extra={"note": "A note"},
)


def line_of(record):
    """Return a record as a line, by Python's own means."""
    members = asdict(record) | {"posted": str(record.posted), "issued": str(record.issued)}
    return json.dumps(members, ensure_ascii=False) + "\n"


def entry_of(**members):
    """Return the entry of a line with these members beside its title."""
    (entry,) = json_lines.parse(json.dumps({"title": "Notes", "type": "article", **members}))
    return entry


def test_every_field_comes_back_as_it_was():
    assert only_record(json_lines.parse(line_of(FULL))) == FULL


def test_missing_and_null_members_are_empty():
    text = '{"title": "Notes", "type": "book", "venue": null, "issued": null, "authors": []}\n'
    assert only_record(json_lines.parse(text)) == PaperRecord(title="Notes", type="book")


def test_blank_lines_count_but_are_no_entries():
    text = '\n{"title": "One", "type": "book"}\n\n{"title": "Two", "type": "book"}\n'
    assert [(entry.line, entry.label) for entry in json_lines.parse(text)] == [(2, "One"), (4, "Two")]


def test_other_members_are_kept():
    assert entry_of(mood="calm", tags=["a"]).record.extra == {"mood": "calm", "tags": '["a"]'}


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('{"title": ', "This is not JSON: Expecting value at line 1, column 11."),
        ('["Notes"]', "This line is not an object in curly brackets."),
        ('{"title": 5}', "“title” must be text, not 5."),
        ('{"title": "Notes", "keywords": "a"}', "“keywords” must be a list."),
        ('{"title": "Notes", "keywords": [1]}', "“keywords” must be text, not 1."),
        (
            '{"title": "Notes", "identifiers": ["10.1000/a"]}',
            "“identifiers” must hold pairs of a scheme and a value.",
        ),
        (
            '{"title": "Notes", "links": [{"address": "https://example.org/"}]}',
            "Each of “links” must be an object with “url” and no other members than kind, label, url.",
        ),
        ('{"title": "Notes", "extra": []}', "“extra” must be an object of texts."),
        ('{"type": "book"}', "It has no title, without which a paper cannot be listed."),
    ],
)
def test_a_line_of_another_shape_is_refused_alone(line, reason):
    refused, good = json_lines.parse(f'{line}\n{{"title": "Notes", "type": "book"}}\n')
    assert (refused.record, only_problem(refused).reason, good.record.title) == (None, reason, "Notes")


@pytest.mark.parametrize("character", ["\\u0000", "\\ud800"])
def test_a_character_that_cannot_be_stored_is_refused(character):
    (entry,) = json_lines.parse(f'{{"title": "Notes {character}"}}')
    assert entry.record is None


@pytest.mark.parametrize(
    ("members", "field"),
    [
        ({"type": "novel"}, "type"),
        ({"issued": "1843-13"}, "issued"),
        ({"identifiers": [["doi", "x"]]}, "doi"),
        ({"identifiers": [["shelfmark", "x"]]}, "shelfmark"),
        ({"links": [{"kind": "code", "url": "javascript:alert(1)"}]}, "links"),
        ({"authors": [{"name": "Ada", "orcid": "0000-0002-1825-0098"}]}, "authors"),
    ],
)
def test_an_impossible_value_is_reported(members, field):
    entry = entry_of(**members)
    assert (entry.record.title, only_problem(entry).field) == ("Notes", field)


def test_an_impossible_date_is_kept():
    entry = entry_of(issued="1843-13")
    assert (entry.record.extra, only_problem(entry)) == (
        {"issued": "1843-13"},
        Problem("issued", "“1843-13”: The month must lie between 1 and 12, not 13."),
    )


def lines(count):
    """Yield as many lines as asked for, each made when it is asked for."""
    text = line_of(FULL)
    return (text for _number in range(count))


@pytest.mark.parametrize("count", [100, 1000])
def test_memory_does_not_grow_with_the_file(count):
    tracemalloc.start()
    accepted = sum(entry.record is not None for entry in json_lines.parse(lines(count)))
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (accepted, peak < 1_000_000) == (count, True)


def test_a_file_of_the_format_is_known_by_its_first_line():
    anthology = '{"id": "P19-1", "title": "x", "authors": [{"first": "A", "last": "B"}], "type": "journal"}'
    texts = (
        line_of(FULL) + "broken",
        '\n{"title": "x", "type": "book", "authors": []}',
        '{"title": "x"}',
        anthology,
        "[]",
        "{",
        "",
    )
    assert [json_lines.looks_like(text) for text in texts] == [True, True, True, False, False, False, False]
