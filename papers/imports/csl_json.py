"""CSL-JSON, as Zotero, pandoc and citation processors write it (citationstyles.org, schema 1.0.2)."""

import re
from collections.abc import Iterator

from papers.imports import json_text
from papers.imports.draft import Draft, one_line, person_of
from papers.imports.json_text import object_of, objects, text_of, texts
from papers.imports.markup import plain_line, plain_prose
from papers.imports.record import Entry, PersonRecord
from papers.names import PersonName

LABEL = "CSL-JSON"
EXTENSIONS = ("json",)
TYPES = {
    "article-journal": "article",
    "paper-conference": "proceedings-paper",
    "article": "preprint",
    "chapter": "chapter",
    "book": "book",
    "thesis": "thesis",
    "report": "report",
    "dataset": "dataset",
    "software": "software",
}
NEAREST_TYPES = {
    "entry": "chapter",
    "entry-dictionary": "chapter",
    "entry-encyclopedia": "chapter",
    "collection": "book",
    "classic": "book",
    "manuscript": "preprint",
    "standard": "report",
}
VENUE_KINDS = {"article": "journal", "proceedings-paper": "conference", "chapter": "book"}
LINES = {
    "container-title": "venue",
    "container-title-short": "venue_short",
    "journalAbbreviation": "venue_short",
    "collection-title": "series",
    "volume": "volume",
    "issue": "issue",
    "page": "pages",
    "publisher": "publisher",
    "publisher-place": "place",
}
SCHEMES = {"DOI": "doi", "PMID": "pmid", "PMCID": "pmcid"}
NAME_PARTS = frozenset(
    "family given suffix non-dropping-particle dropping-particle literal comma-suffix static-ordering "
    "parse-names isInstitution".split()
)
MARKS = {"author", "issued", "container-title", "DOI", "URL", "editor", "publisher", "language", "page"}


def looks_like(text: str) -> bool:
    """Whether a JSON text has members with an id and a type, and dates or people as CSL writes them."""
    names = json_text.names_in(text)
    return {"id", "type"} <= names and bool(MARKS & names or "title" in names)


def parse(text: str) -> Iterator[Entry]:
    """Yield the entry of each item in a list, or of one item; raise UnreadableFile where there is none."""
    value = json_text.load_file(text)
    items = value.get("items", [value]) if isinstance(value, dict) else value
    yield from json_text.entries_of(items, _entry)


def _entry(draft: Draft, item: dict) -> Entry:
    draft.label = text_of(item.get("id"))
    _read_type(draft, text_of(item.get("type")))
    for name, value in item.items():
        if name in LINES:
            draft.set(LINES[name], plain_line(text_of(value)))
        elif name in READERS:
            READERS[name](draft, name, value)
        elif name not in ("id", "type"):
            draft.keep(name, json_text.kept(value))
    if draft.label != draft.fields.get("citation_key"):
        draft.set_citation_key(draft.label, "id")
    if draft.fields["type"] == "book" and draft.has("venue") and not draft.has("series"):
        draft.fields["series"] = draft.fields.pop("venue")
    if draft.has("venue"):
        draft.fields["venue_kind"] = VENUE_KINDS.get(draft.fields["type"], "other")
    return draft.entry()


def _read_type(draft: Draft, name: str) -> None:
    draft.fields["type"] = TYPES.get(name) or NEAREST_TYPES.get(name, "article")
    if name not in TYPES:
        draft.keep("type", name)


# Readers of one member each


def _read_title(draft: Draft, _name: str, value: object) -> None:
    draft.set("title", plain_line(text_of(value)))


def _read_abstract(draft: Draft, _name: str, value: object) -> None:
    draft.set_prose("abstract", plain_prose(text_of(value)))


def _read_authors(draft: Draft, name: str, value: object) -> None:
    for item in objects(value):
        draft.add_author(read_person(item))
    if any(not item.keys() <= NAME_PARTS for item in objects(value)):
        draft.keep(name, json_text.kept(value))


def read_person(item: dict) -> PersonRecord:
    """Return a person from a name in parts or a literal one; a family name in quotation marks has no particle in it."""
    if literal := one_line(text_of(item.get("literal"))):
        return PersonRecord(name=literal)
    parts = {name: one_line(text_of(item.get(name))) for name in NAME_PARTS}
    family = parts["family"].removeprefix('"').removesuffix('"')
    particles = [parts["dropping-particle"], parts["non-dropping-particle"]]
    return person_of(PersonName(parts["given"], " ".join(filter(None, [*particles, family])), parts["suffix"]))


def _read_editors(draft: Draft, _name: str, value: object) -> None:
    for item in objects(value):
        draft.add("editors", read_person(item).name)


def _read_issued(draft: Draft, name: str, value: object) -> None:
    draft_name = "posted" if draft.fields["type"] == "preprint" else "issued"
    read_date(draft, draft_name, name, value)


def _read_available(draft: Draft, name: str, value: object) -> None:
    read_date(draft, "posted", name, value)


def read_date(draft: Draft, name: str, source: str, value: object) -> None:
    """Set a date from an object with date-parts, raw or literal; what it says beyond the first date is kept too."""
    date = object_of(value)
    parts = date.get("date-parts")
    first = parts[0] if isinstance(parts, list) and parts else None
    numbers = [text_of(part).strip().zfill(2) for part in first if part] if isinstance(first, list) else []
    if numbers:
        draft.set_date(name, "-".join(numbers), source)
        says_more = len(parts) > 1 or any(date.get(key) for key in date if key not in ("date-parts", "date-time"))
        if says_more and source not in draft.kept:
            draft.keep(source, json_text.kept(value))
    else:
        draft.set_date(name, text_of(date.get("raw") or date.get("literal")), source)


def _read_identifier(draft: Draft, name: str, value: object) -> None:
    draft.add_identifier(SCHEMES[name], text_of(value), name)


def _read_isbn(draft: Draft, name: str, value: object) -> None:
    for text in texts(value):
        for number in re.split(r"[\s,;]+", text):
            draft.add_serial_number(number, name)


def _read_number(draft: Draft, name: str, value: object) -> None:
    """Add an arXiv id, which Zotero gives as a preprint's number; keep the number of a report."""
    text = text_of(value)
    if text.lower().startswith("arxiv:"):
        draft.add_identifier("arxiv", text, name)
    else:
        draft.keep(name, text)


def _read_url(draft: Draft, name: str, value: object) -> None:
    draft.add_url(text_of(value), name)


def _read_language(draft: Draft, name: str, value: object) -> None:
    draft.set_language(text_of(value), name)


def _read_keywords(draft: Draft, _name: str, value: object) -> None:
    for text in texts(value):
        for keyword in re.split("[,;]", text):
            draft.add("keywords", keyword)


def _read_key(draft: Draft, name: str, value: object) -> None:
    draft.set_citation_key(text_of(value), name)


def _read_note(draft: Draft, name: str, value: object) -> None:
    if text_of(value).strip() == "Retracted":  # as this site writes it
        draft.fields["notice"] = "retraction"
    else:
        draft.keep(name, json_text.kept(value))


READERS = {
    "title": _read_title,
    "abstract": _read_abstract,
    "author": _read_authors,
    "editor": _read_editors,
    "issued": _read_issued,
    "available-date": _read_available,
    "DOI": _read_identifier,
    "PMID": _read_identifier,
    "PMCID": _read_identifier,
    "ISBN": _read_isbn,
    "number": _read_number,
    "URL": _read_url,
    "language": _read_language,
    "keyword": _read_keywords,
    "citation-key": _read_key,
    "note": _read_note,
}
