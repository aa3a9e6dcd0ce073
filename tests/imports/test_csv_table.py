"""Tables as CSV."""

import csv
import io

import pytest

from papers.exports.csv_table import COLUMNS
from papers.imports import csv_table
from papers.imports.record import LinkRecord, PaperRecord, PersonRecord, UnreadableFile
from papers.partial_dates import PartialDate
from tests.imports.reading import names, only_problem, only_record

CELLS = {
    "title": "Notes on the Engine",
    "type": "chapter",
    "language": "en",
    "abstract": "On numbers.\nAnd more, at length.",
    "posted": "1843-06",
    "issued": "1843-10-05",
    "venue": "Advances in Engines",
    "venue_short": "AdvEng",
    "venue_kind": "book",
    "series": "Engine Series",
    "volume": "33",
    "issue": "2",
    "pages": "1877-1901",
    "publisher": "Taylor & Sons",
    "place": "London",
    "citation_key": "lovelace-1843-notes",
    "notice": "correction",
    "authors": "Lovelace, Ada; {Engines, Inc.}; King, Martin, Jr.",
    "editors": "Somerville, Mary",
    "keywords": "engines; numbers;; notes",
    "categories": "cs.CL; cs.AI",
    "institutions": "University of London",
    "doi": "10.1000/ABC; 10.1002/(sici)1096;;2-1",
    "arxiv": "2306.16388v2",
    "isbn": "978-3-86680-192-9",
    "links": "code https://example.org/code the code; pdf https://example.org/a.pdf",
}


def table(*rows, delimiter=","):
    """Return rows of cells as a table."""
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue()


def test_every_column_has_its_place():
    assert only_record(csv_table.parse(table(CELLS.keys(), CELLS.values()))) == PaperRecord(
        title="Notes on the Engine",
        type="chapter",
        language="en",
        abstract="On numbers.\nAnd more, at length.",
        posted=PartialDate(1843, 6),
        issued=PartialDate(1843, 10, 5),
        venue="Advances in Engines",
        venue_short="AdvEng",
        venue_kind="book",
        series="Engine Series",
        volume="33",
        issue="2",
        pages="1877-1901",
        publisher="Taylor & Sons",
        place="London",
        citation_key="lovelace-1843-notes",
        notice="correction",
        authors=(
            PersonRecord("Ada Lovelace", "Ada", "Lovelace"),
            PersonRecord("Engines, Inc."),
            PersonRecord("Martin King Jr.", "Martin", "King", suffix="Jr."),
        ),
        editors=("Mary Somerville",),
        keywords=("engines", "numbers; notes"),
        categories=("cs.CL", "cs.AI"),
        institutions=("University of London",),
        identifiers=(
            ("doi", "10.1000/abc"),
            ("doi", "10.1002/(sici)1096;2-1"),
            ("arxiv", "2306.16388"),
            ("isbn", "9783866801929"),
        ),
        links=(
            LinkRecord("code", "https://example.org/code", "the code"),
            LinkRecord("pdf", "https://example.org/a.pdf"),
        ),
    )


def test_every_column_that_the_site_writes_is_read():
    (entry,) = csv_table.parse(table(COLUMNS, ["x"] * len(COLUMNS)))
    assert [
        name for name in COLUMNS if name in entry.record.extra and name not in {p.field for p in entry.problems}
    ] == []


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_cells_may_be_parted_by_other_characters(delimiter):
    text = table(["Title", "Year"], ["Notes, and; more", "1843"], delimiter=delimiter)
    record = only_record(csv_table.parse("\ufeff" + text))
    assert (record.title, str(record.issued)) == ("Notes, and; more", "1843")


def test_other_names_of_columns_are_understood():
    text = table(["Title", "Author", "Year", "Journal"], ["Notes", "Lovelace, Ada", "1843", "Engines"])
    record = only_record(csv_table.parse(text))
    assert (names(record), str(record.issued), record.venue) == (["Ada Lovelace"], "1843", "Engines")


def test_a_column_of_an_unknown_name_is_kept():
    record = only_record(csv_table.parse(table(["title", "type", "Shelf Mark"], ["Notes", "book", "A 7"])))
    assert record.extra == {"Shelf Mark": "A 7"}


def test_the_guard_against_formulas_is_taken_off():
    record = only_record(csv_table.parse(table(["title", "type"], ["'=SUM(A1)", "book"])))
    assert record.title == "=SUM(A1)"


def test_rows_are_known_by_the_line_they_begin_on():
    text = 'title,abstract\nOne,"a\nb"\n\n,no title\nTwo,c\n'
    assert [(entry.line, entry.label, entry.record is None) for entry in csv_table.parse(text)] == [
        (2, "One", False),
        (5, "line 5", True),
        (6, "Two", False),
    ]


def test_a_row_with_too_many_cells_is_refused():
    (entry,) = csv_table.parse("title,type\nNotes,book,more\n")
    assert only_problem(entry).reason == (
        "It has 3 cells, but the table has 2 columns; perhaps a quotation mark is missing."
    )


def test_a_cell_that_is_far_too_long_is_refused():
    text = table(["title", "abstract"], ["One", "x" * 200_000], ["Two", "y"])
    long, good = csv_table.parse(text)
    assert (long.record, only_problem(long).reason, good.record.title) == (
        None,
        "This row cannot be read: field larger than field limit (131072).",
        "Two",
    )


def test_a_table_without_a_title_is_unreadable():
    with pytest.raises(UnreadableFile) as refusal:
        list(csv_table.parse("name,colour\na,b\n"))
    assert str(refusal.value) == "The first row of a table must name its columns, one of them “title”."


def test_a_table_is_known_by_its_first_row():
    texts = (table(CELLS.keys()), "Title;Year\n", "title\n", "Some title, and a year\n", "a,b\n", "", '"')
    assert [csv_table.looks_like(text) for text in texts] == [True, True, False, False, False, False, False]
