"""Web of Science's tagged format, which it calls plain text, also as older ISI exports write it."""

import re
from collections.abc import Iterator

from papers.imports.draft import Draft, person
from papers.imports.record import Entry, PersonRecord
from papers.imports.tagged import Dialect, TaggedEntry, read_tagged
from papers.names import split_name

LABEL = "Web of Science"
EXTENSIONS = ("isi", "wos", "ciw", "txt")
DIALECT = Dialect(
    tag=re.compile(r"(?P<tag>[A-Z][A-Z0-9])(?: (?P<value>.*))?"),
    opens="PT",
    closes="ER",
    ignored=frozenset({"FN", "VR", "EF"}),
)
OPENING = re.compile(r"(?:FN .*\n+)?(?:VR .*\n+)?PT [A-Z]\s*\n|FN (?:Clarivate|Thomson|ISI)")
DOCUMENT_TYPES = {
    "article": "article",
    "review": "article",
    "letter": "article",
    "editorial material": "article",
    "proceedings paper": "proceedings-paper",
    "article; proceedings paper": "proceedings-paper",
    "book": "book",
    "book chapter": "chapter",
    "data set": "dataset",
    "software": "software",
}
PUBLICATION_TYPES = {"J": "article", "B": "book", "S": "chapter", "C": "proceedings-paper"}
VENUE_KINDS = {"article": "journal", "proceedings-paper": "conference", "chapter": "book"}
PLAIN_FIELDS = {
    "venue_short": ("JI",),
    "series": ("SE",),
    "volume": ("VL",),
    "issue": ("IS",),
    "publisher": ("PU",),
    "place": ("PI",),
}


def looks_like(text: str) -> bool:
    """Whether the text begins like an export of Web of Science."""
    return OPENING.match(text.lstrip("\ufeff \t\n")) is not None


def parse(text: str) -> Iterator[Entry]:
    """Yield the entries of an export."""
    for entry in read_tagged(text, DIALECT):
        yield _entry(entry)


def _entry(entry: TaggedEntry) -> Entry:
    draft = Draft(line=entry.line)
    entry.note_stray(draft)
    _read_type(draft, entry)
    for text in entry.texts("TI"):
        draft.set("title", text)
    for text in entry.texts("SO"):
        draft.set("venue", text)
        draft.fields["venue_kind"] = VENUE_KINDS.get(draft.fields["type"], "other")
    for name, tags in PLAIN_FIELDS.items():
        for text in entry.texts(*tags):
            draft.set(name, text)
    _read_pages(draft, entry)
    _read_date(draft, entry)
    _read_people(draft, entry)
    _read_identifiers(draft, entry)
    for item in entry.take("AB"):
        draft.set_prose("abstract", item.text)
    for text in entry.texts("DE"):  # the authors' own; ID holds what the database adds
        for keyword in text.split(";"):
            draft.add("keywords", keyword)
    for text in entry.texts("LA"):
        draft.set_language(text, "LA")
    entry.keep_rest(draft)
    return draft.entry()


def _read_type(draft: Draft, entry: TaggedEntry) -> None:
    documents = entry.texts("DT")
    publications = entry.texts("PT")
    kind = DOCUMENT_TYPES.get(documents[0].lower()) if documents else None
    draft.fields["type"] = kind or PUBLICATION_TYPES.get((publications or ["J"])[0], "article")
    if documents and documents[0].lower().replace(" ", "-") != draft.fields["type"]:
        draft.keep("DT", documents[0])


def _read_pages(draft: Draft, entry: TaggedEntry) -> None:
    ends = [text for tag in ("BP", "EP") for text in entry.texts(tag)[:1]]
    articles = entry.texts("AR")
    draft.set("pages", "-".join(dict.fromkeys(ends)) or "".join(articles[:1]))
    if ends and articles:
        draft.keep("AR", articles[0])


def _read_date(draft: Draft, entry: TaggedEntry) -> None:
    """Set the date: PY has the year, PD month and day."""
    for year in entry.texts("PY")[:1]:
        draft.set_date("issued", year, "PY")
        for day in entry.texts("PD")[:1]:
            draft.set_date("issued", f"{day} {year}", "PD")


def _read_people(draft: Draft, entry: TaggedEntry) -> None:
    """Add the authors by their full names where these are given, the groups, and the editors."""
    full = entry.take("AF")
    short = entry.take("AU")
    affiliations = _affiliations(entry)
    for item in full or short:
        for name in filter(None, item.lines):
            draft.add_author(person(name, affiliation=affiliations.get(name, "")))
    if full:
        entry.fields += [item for item in short if item.lines not in [other.lines for other in full]]
    for item in entry.take("CA", "GP"):
        for name in filter(None, item.lines):
            draft.add_author(PersonRecord(name=name))
    for item in entry.take("BE", "ED"):
        for name in filter(None, item.lines):
            draft.add("editors", str(split_name(name)))


def _affiliations(entry: TaggedEntry) -> dict[str, str]:
    """Return full name → address, from lines such as "[Lovelace, Ada; Babbage, C] Univ London, London, England."."""
    found: dict[str, str] = {}
    for item in entry.fields:
        for line in item.lines if item.tag == "C1" else ():
            if match := re.fullmatch(r"\[(.+?)\] (.+)", line):
                for name in match[1].split("; "):
                    found[name] = "; ".join(filter(None, (found.get(name), match[2].rstrip("."))))
    return found


def _read_identifiers(draft: Draft, entry: TaggedEntry) -> None:
    for text in entry.texts("DI", "D2"):
        draft.add_identifier("doi", text, "DI")
    for text in entry.texts("PM"):
        draft.add_identifier("pmid", text, "PM")
    for text in entry.texts("BN"):
        for number in re.split(r"[;\s]+", text):
            draft.add_serial_number(number, "BN")
