"""Papers of the ACL Anthology as JSON Lines: an object a line, members named as the Anthology's own data name them."""

import re
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from papers.imports import json_text
from papers.imports.draft import Draft, one_line, person_of
from papers.imports.json_lines import lines_of
from papers.imports.json_text import objects, text_of, texts
from papers.imports.record import Entry
from papers.names import PersonName

LABEL = "ACL Anthology"
EXTENSIONS = ("jsonl",)
MARKS = {"id", "title", "bibkey", "venue_ids"}
HEAD = 20_000  # characters in which the format shows itself
LINES = {
    "title": "title",
    "venue": "venue_short",
    "volume": "volume",
    "issue": "issue",
    "pages": "pages",
    "publisher": "publisher",
    "address": "place",
}
TYPES = {"journal": "article", "proceedings": "proceedings-paper"}
VENUE_KINDS = {"article": "journal", "proceedings-paper": "conference"}
NAME_PARTS = {"first", "last", "affiliation", "orcid"}
SAID_ELSEWHERE = {"type", "year", "month", "journal", "booktitle", "has_pdf", "venue_ids"}


def looks_like(text: str) -> bool:
    """Whether the first line is an object with the members that the Anthology alone gives."""
    first_line = text[:HEAD].lstrip().partition("\n")[0]
    return first_line[:1] == "{" and json_text.names_in(first_line) >= MARKS


def parse(text: str | Iterable[str]) -> Iterator[Entry]:
    """Yield an entry for each line that is not blank, of a text or of an open file."""
    for number, line in lines_of(text):
        draft = Draft(line=number)
        try:
            paper = json_text.load(line)
        except ValueError as error:
            yield draft.refused(str(error))
            continue
        if isinstance(paper, dict):
            yield _entry(draft, paper)
        else:
            yield draft.refused(_("This line is not an object in curly brackets."))


def _entry(draft: Draft, paper: dict) -> Entry:
    name = text_of(paper.get("type"))
    draft.fields["type"] = TYPES.get(name, "proceedings-paper")
    if name not in TYPES:
        draft.keep("type", name)
    draft.set("venue", text_of(paper.get("journal")) or text_of(paper.get("booktitle")))
    if draft.has("venue"):
        draft.fields["venue_kind"] = VENUE_KINDS[draft.fields["type"]]
    _read_date(draft, text_of(paper.get("year")), text_of(paper.get("month")))
    for member, value in paper.items():
        if member in LINES:
            draft.set(LINES[member], text_of(value))
        elif member in READERS:
            READERS[member](draft, member, value)
        elif member not in SAID_ELSEWHERE:
            draft.keep(member, json_text.kept(value))
    return draft.entry()


def _read_date(draft: Draft, year: str, month: str) -> None:
    """Set when it was issued; the month may be a number, a name, or the days of a conference."""
    if re.fullmatch("[0-9]{1,2}", month):
        draft.set_date("issued", f"{year}-{month.zfill(2)}", "month")
    else:
        draft.set_date("issued", f"{month} {year}".strip(), "month")


# Readers of one member each


def _read_authors(draft: Draft, name: str, value: object) -> None:
    for item in objects(value):
        parts = PersonName(one_line(text_of(item.get("first"))), one_line(text_of(item.get("last"))))
        affiliation = one_line(text_of(item.get("affiliation")))
        draft.add_author(person_of(parts, orcid=draft.orcid(text_of(item.get("orcid"))), affiliation=affiliation))
    if any(not item.keys() <= NAME_PARTS for item in objects(value)):
        draft.keep(name, json_text.kept(value))


def _read_editors(draft: Draft, _name: str, value: object) -> None:
    for item in objects(value):
        draft.add("editors", str(PersonName(one_line(text_of(item.get("first"))), one_line(text_of(item.get("last"))))))


def _read_abstract(draft: Draft, _name: str, value: object) -> None:
    draft.set_prose("abstract", text_of(value))


def _read_key(draft: Draft, name: str, value: object) -> None:
    draft.set_citation_key(text_of(value), name)


def _read_id(draft: Draft, name: str, value: object) -> None:
    draft.add_identifier("acl", text_of(value), name)


def _read_doi(draft: Draft, name: str, value: object) -> None:
    draft.add_identifier("doi", text_of(value), name)


def _read_url(draft: Draft, name: str, value: object) -> None:
    draft.add_url(text_of(value), name)


def _read_language(draft: Draft, name: str, value: object) -> None:
    draft.set_language(text_of(value), name)


def _read_retraction(draft: Draft, _name: str, value: object) -> None:
    if value is True:
        draft.fields["notice"] = "retraction"


def _read_awards(draft: Draft, name: str, value: object) -> None:
    for text in texts(value):
        draft.keep(name, text)


READERS = {
    "authors": _read_authors,
    "editors": _read_editors,
    "abstract": _read_abstract,
    "bibkey": _read_key,
    "id": _read_id,
    "doi": _read_doi,
    "url": _read_url,
    "language": _read_language,
    "retracted": _read_retraction,
    "awards": _read_awards,
}
