"""Works as Crossref's REST API gives them: one, a list, or CSL-JSON by content negotiation.

Fields as in https://github.com/CrossRef/rest-api-doc/blob/master/api_format.md
"""

from collections.abc import Iterator

from papers.imports import json_text
from papers.imports.csl_json import read_date
from papers.imports.draft import Draft, one_line, person_of
from papers.imports.json_text import object_of, objects, text_of, texts
from papers.imports.markup import plain_line, plain_prose
from papers.imports.record import Entry, PersonRecord
from papers.names import PersonName

LABEL = "Crossref"
EXTENSIONS = ("json",)
TYPES = {
    "journal-article": "article",
    "proceedings-article": "proceedings-paper",
    "posted-content": "preprint",
    "book-chapter": "chapter",
    "book": "book",
    "dissertation": "thesis",
    "report": "report",
    "dataset": "dataset",
    "software": "software",
}
NEAREST_TYPES = {
    "book-section": "chapter",
    "book-part": "chapter",
    "book-track": "chapter",
    "reference-entry": "chapter",
    "monograph": "book",
    "edited-book": "book",
    "reference-book": "book",
    "book-set": "book",
    "book-series": "book",
    "proceedings": "book",
    "report-component": "report",
    "report-series": "report",
    "standard": "report",
    "database": "dataset",
}
VENUE_KINDS = {"article": "journal", "proceedings-paper": "conference", "chapter": "book", "preprint": "repository"}
LINES = {
    "title": "title",
    "container-title": "venue",
    "short-container-title": "venue_short",
    "container-title-short": "venue_short",
    "volume": "volume",
    "issue": "issue",
    "page": "pages",
    "publisher": "publisher",
    "publisher-location": "place",
}
NAME_PARTS = frozenset("given family suffix name ORCID authenticated-orcid affiliation sequence role literal".split())
# A correction of an article, as Crossref calls it, and the notice that it gives the article here.
NOTICES = {
    "retraction": "retraction",
    "withdrawal": "retraction",
    "removal": "retraction",
    "correction": "correction",
    "corrigendum": "correction",
    "erratum": "correction",
    "expression_of_concern": "concern",
}
# What Crossref counts, and when it looked: of the answer rather than of the work, and another tomorrow.
PASSING = {"indexed", "deposited", "score", "is-referenced-by-count"}
MARKS = {"reference-count", "references-count", "is-referenced-by-count", "message-type"}


def looks_like(text: str) -> bool:
    """Whether a JSON text has the members that Crossref alone gives."""
    return bool(MARKS & json_text.names_in(text))


def parse(text: str) -> Iterator[Entry]:
    """Yield the entries of works; raise UnreadableFile where there are none."""
    yield from json_text.entries_of(works_in(text), _entry)


def works_in(text: str) -> object:
    """Return the works in an answer, which wraps one or a list of them in a message; anything else as it is.

    Raise UnreadableFile where the text is not JSON.
    """
    value = json_text.load_file(text)
    message = value.get("message", value) if isinstance(value, dict) else value
    return message.get("items", [message]) if isinstance(message, dict) else message


def _entry(draft: Draft, item: dict) -> Entry:
    draft.label = text_of(item.get("DOI"))
    name = text_of(item.get("type"))
    draft.fields["type"] = TYPES.get(name) or NEAREST_TYPES.get(name, "article")
    if name not in TYPES:
        draft.keep("type", name)
    for name, value in item.items():
        if name in LINES:
            _read_line(draft, name, value)
        elif name in READERS:
            READERS[name](draft, name, value)
        elif name != "type" and name not in PASSING:
            draft.keep(name, json_text.kept(value))
    _settle(draft)
    return draft.entry()


def _settle(draft: Draft) -> None:
    """Settle what depends on several members."""
    if draft.fields.get("venue_short") == draft.fields.get("venue"):
        draft.fields.pop("venue_short", None)
    if draft.fields["type"] == "book" and draft.has("venue"):
        draft.fields["series"] = draft.fields.pop("venue")
    if draft.has("venue"):
        draft.fields["venue_kind"] = VENUE_KINDS.get(draft.fields["type"], "other")


def _read_line(draft: Draft, name: str, value: object) -> None:
    """Set a field to the first text of a list, and keep others.

    Of two containers of a chapter or proceedings paper the first is the series, the second the book.
    """
    found = [plain_line(text) for text in texts(value)]
    if name == "container-title" and len(found) > 1 and draft.fields["type"] in ("chapter", "proceedings-paper"):
        draft.set("series", found.pop(0))
    for text in found:
        if draft.has(LINES[name]):
            if text != draft.fields[LINES[name]]:
                draft.keep(name, text)
        else:
            draft.set(LINES[name], text)


# Readers of one member each


def _read_abstract(draft: Draft, _name: str, value: object) -> None:
    draft.set_prose("abstract", plain_prose(text_of(value)))


def _read_authors(draft: Draft, name: str, value: object) -> None:
    for item in objects(value):
        draft.add_author(_person(draft, item))
    if any(not item.keys() <= NAME_PARTS for item in objects(value)):
        draft.keep(name, json_text.kept(value))


def _person(draft: Draft, item: dict) -> PersonRecord:
    places = [text_of(place.get("name")) for place in objects(item.get("affiliation"))]
    more = {
        "orcid": draft.orcid(text_of(item.get("ORCID"))),
        "affiliation": "; ".join(one_line(place) for place in places if place),
    }
    if whole := one_line(text_of(item.get("name")) or text_of(item.get("literal"))):
        return PersonRecord(name=whole, **more)
    parts = (one_line(text_of(item.get(part))) for part in ("given", "family", "suffix"))
    return person_of(PersonName(*parts), **more)


def _read_editors(draft: Draft, _name: str, value: object) -> None:
    for item in objects(value):
        draft.add("editors", _person(draft, item).name)


def _read_date(draft: Draft, name: str, value: object) -> None:
    """Set when a work was issued, or posted if it is a preprint."""
    read_date(draft, "posted" if draft.fields["type"] == "preprint" else "issued", name, value)


def _read_doi(draft: Draft, name: str, value: object) -> None:
    draft.add_identifier("doi", text_of(value), name)


def _read_isbns(draft: Draft, name: str, value: object) -> None:
    for text in texts(value):
        draft.add_serial_number(text.rpartition("/")[2], name)


def _read_url(draft: Draft, name: str, value: object) -> None:
    draft.add_url(text_of(value), name)


def _read_language(draft: Draft, name: str, value: object) -> None:
    draft.set_language(text_of(value), name)


def _read_subjects(draft: Draft, _name: str, value: object) -> None:
    for text in texts(value):
        draft.add("keywords", text)


def _read_updates(draft: Draft, name: str, value: object) -> None:
    """Set the notice of a work that was retracted or corrected, the gravest one; keep what says where."""
    kinds = {NOTICES.get(text_of(object_of(item).get("type")), "") for item in objects(value)}
    for notice in ("retraction", "concern", "correction"):
        if notice in kinds:
            draft.fields.setdefault("notice", notice)
    draft.keep(name, json_text.kept(value))


READERS = {
    "abstract": _read_abstract,
    "author": _read_authors,
    "editor": _read_editors,
    "issued": _read_date,
    "DOI": _read_doi,
    "ISBN": _read_isbns,
    "URL": _read_url,
    "language": _read_language,
    "subject": _read_subjects,
    "updated-by": _read_updates,
}
