"""Tables as CSV: the columns that the site itself writes, and a few names by which others call them.

The columns are listed in docs/adding-a-format.md. A column of another name is kept with the record.
"""

import csv
import io
from collections.abc import Callable, Iterator

from django.utils.translation import gettext as _

from papers.exports.csv_table import COLUMNS, parted, unguarded
from papers.identifiers import SCHEMES
from papers.imports.draft import NOTICES, PAPER_TYPES, VENUE_KINDS, Draft, one_line, person
from papers.imports.record import Entry, PersonRecord, UnreadableFile
from papers.names import split_name

LABEL = "CSV"
EXTENSIONS = ("csv", "tsv")
DELIMITERS = (",", ";", "\t")
ALIASES = {
    "author": "authors",
    "editor": "editors",
    "keyword": "keywords",
    "category": "categories",
    "institution": "institutions",
    "key": "citation_key",
    "year": "issued",
    "date": "issued",
    "journal": "venue",
    "booktitle": "venue",
    "number": "issue",
    "address": "place",
    "link": "links",
}
KNOWN_VALUES = {"type": PAPER_TYPES, "venue_kind": VENUE_KINDS, "notice": NOTICES}
FEWEST_KNOWN = 2
LONGEST_HEADER = 20_000


def looks_like(text: str) -> bool:
    """Whether the first row names a title and at least one more column that is known."""
    header = _header(text)
    return "title" in header and _known_in(header) >= FEWEST_KNOWN


def parse(text: str) -> Iterator[Entry]:
    """Yield an entry for each row that is not blank; raise UnreadableFile where the first row names no title."""
    header = _header(text)
    if "title" not in header:
        raise UnreadableFile(_("The first row of a table must name its columns, one of them “title”."))
    reader = csv.reader(io.StringIO(text.lstrip("\ufeff"), newline=""), delimiter=_delimiter(text))
    rows = _rows(reader)
    _line, names = next(rows)
    for line, row in rows:
        yield _refused(line, row) if isinstance(row, csv.Error) else _entry(line, names, row)


def _rows(reader) -> Iterator[tuple[int, list[str] | csv.Error]]:
    """Yield the rows that say something with the line each begins on; the error in the place of a broken one."""
    while True:
        line = reader.line_num + 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            row = error
        if isinstance(row, csv.Error) or any(cell.strip() for cell in row):
            yield line, row


def _header(text: str, delimiter: str = "") -> list[str]:
    """Return the names in the first row, as this site calls them."""
    start = text.lstrip("\ufeff \t\r\n")[:LONGEST_HEADER]
    reader = csv.reader(io.StringIO(start, newline=""), delimiter=delimiter or _delimiter(text))
    try:
        return [_column(name) for name in next(reader, [])]
    except csv.Error:
        return []


def _delimiter(text: str) -> str:
    """Return the character between cells: the one that makes the first row name the most columns that are known."""
    return max(DELIMITERS, key=lambda delimiter: _known_in(_header(text, delimiter)))


def _known_in(header: list[str]) -> int:
    return sum(name in COLUMNS for name in header)


def _column(name: str) -> str:
    known = one_line(name).lower().replace(" ", "_").replace("-", "_")
    return ALIASES.get(known, known)


def _refused(line: int, error: csv.Error) -> Entry:
    draft = Draft(line=line)
    return draft.refused(_("This row cannot be read: %(error)s.") % {"error": error})


def _entry(line: int, names: list[str], row: list[str]) -> Entry:
    draft = Draft(line=line)
    if len(row) > len(names):
        return draft.refused(
            _("It has %(cells)s cells, but the table has %(columns)s columns; perhaps a quotation mark is missing.")
            % {"cells": len(row), "columns": len(names)}
        )
    for name, cell in zip(names, row, strict=False):
        text = unguarded(cell)
        if text.strip():
            _read_cell(draft, name, text)
    return draft.entry()


def _read_cell(draft: Draft, name: str, text: str) -> None:
    column = _column(name)
    if column in READERS:
        READERS[column](draft, column, text)
    elif column in KNOWN_VALUES:
        draft.set_one_of(column, text, KNOWN_VALUES[column])
    elif column in SCHEMES:
        for item in parted(text):
            draft.add_identifier(column, item)
    elif column == "url":
        draft.add_url(text, name)
    elif column in COLUMNS:
        draft.set(column, text)
    else:
        draft.keep(name, text)


# Readers of one cell each


def _read_date(draft: Draft, column: str, text: str) -> None:
    draft.set_date(column, text)


def _read_texts(draft: Draft, column: str, text: str) -> None:
    for item in parted(text):
        draft.add(column, item)


def _read_authors(draft: Draft, _column: str, text: str) -> None:
    for item in parted(text):
        draft.add_author(PersonRecord(name=one_line(item[1:-1])) if _is_whole(item) else person(item))


def _read_editors(draft: Draft, column: str, text: str) -> None:
    for item in parted(text):
        draft.add(column, item[1:-1] if _is_whole(item) else str(split_name(item)))


def _is_whole(name: str) -> bool:
    """Whether a name stands in braces, since a comma in it does not part it."""
    return name.startswith("{") and name.endswith("}")


def _read_links(draft: Draft, _column: str, text: str) -> None:
    for item in parted(text):
        kind, url, label = [*item.split(maxsplit=2), "", "", ""][:3]
        draft.add_link(kind, url, label)


READERS: dict[str, Callable[[Draft, str, str], None]] = {
    "abstract": lambda draft, column, text: draft.set_prose(column, text),
    "posted": _read_date,
    "issued": _read_date,
    "authors": _read_authors,
    "editors": _read_editors,
    "keywords": _read_texts,
    "categories": _read_texts,
    "institutions": _read_texts,
    "links": _read_links,
}
