"""CSV: a row for each paper under the columns in COLUMNS, for spreadsheets (RFC 4180, UTF-8 with a byte order mark).

A list is one cell, its items joined by "; "; a semicolon inside an item is doubled. A person is "Family, Given,
Suffix"; a name in one piece stands as it is, in braces where a comma in it would seem to part it. A link is its kind,
address and label. A cell that a spreadsheet would take for a formula has an apostrophe before it, which `unguarded`
takes off again.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator

from papers.exports.records import record_of
from papers.identifiers import SCHEMES
from papers.names import PersonName, sort_name, split_name

TEXTS = (
    *("title", "type", "language", "abstract", "posted", "issued"),
    *("venue", "venue_short", "venue_kind", "series", "volume", "issue", "pages"),
    *("publisher", "place", "citation_key", "notice"),
)
LISTS = ("keywords", "categories", "institutions")
COLUMNS = (*TEXTS, "authors", "editors", *LISTS, *SCHEMES, "links")
BYTE_ORDER_MARK = "\ufeff"  # without it Excel takes the file for the encoding of the country
TAKEN_FOR_FORMULA = re.compile(r"'*[=+\-@\t\r\n]")


def render(papers: Iterable) -> Iterator[str]:
    """Yield the header and a row for each paper."""
    yield BYTE_ORDER_MARK + _line(COLUMNS)
    for paper in papers:
        yield _line(row(record_of(paper)))


def row(record: dict) -> list[str]:
    """Return the cells of one paper, guarded, in the order of COLUMNS."""
    cells = {name: str(record[name] or "") for name in TEXTS}
    cells |= {name: joined(record[name]) for name in LISTS}
    cells["authors"] = joined(_author(person) for person in record["authors"])
    cells["editors"] = joined(_editor(name) for name in record["editors"])
    cells |= {scheme: joined(value for known, value in record["identifiers"] if known == scheme) for scheme in SCHEMES}
    cells["links"] = joined(" ".join(filter(None, link.values())) for link in record["links"])
    return [guarded(cells[column]) for column in COLUMNS]


def guarded(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if TAKEN_FOR_FORMULA.match(cell) else cell


def unguarded(cell: str) -> str:
    """Return the cell that `guarded` was given."""
    return cell[1:] if cell.startswith("'") and TAKEN_FOR_FORMULA.match(cell) else cell


def joined(items: Iterable[str]) -> str:
    """Return a list as one cell."""
    return "; ".join(item.replace(";", ";;") for item in items)


def parted(cell: str) -> list[str]:
    """Return the list that `joined` was given; spaces around an item and empty items are dropped."""
    items = cell.replace(";;", "\0").split(";")
    return [item.replace("\0", ";").strip() for item in items if item.strip()]


def _author(person: dict[str, str]) -> str:
    return _person(person["name"], PersonName(person["given"], person["family"], person["suffix"]))


def _editor(text: str) -> str:
    return _person(text, split_name(text))


def _person(text: str, name: PersonName) -> str:
    if name.given:
        return sort_name(name.given, name.family, name.suffix)
    return f"{{{text}}}" if "," in text else text


def _line(cells: Iterable[str]) -> str:
    text = io.StringIO()
    csv.writer(text).writerow(cells)
    return text.getvalue()
