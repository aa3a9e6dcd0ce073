"""EndNote: its tagged format (a field a line, %A for an author) and its XML."""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from papers.imports import xml_text
from papers.imports.draft import Draft, person
from papers.imports.record import Entry
from papers.imports.tagged import Dialect, TaggedEntry, is_begun, read_tagged
from papers.imports.xml_text import XmlElement, child, children, text_at, text_of
from papers.names import split_name

LABEL = "EndNote"
EXTENSIONS = ("enw", "xml")
DIALECT = Dialect(tag=re.compile(r"(?P<tag>%[0-9A-Z@!?#$^&*()+~<>\[\]=|])(?: +(?P<value>.*))?"), opens="%0")
OPENING = re.compile(r"^%0(?: [A-Z]|$)", re.MULTILINE)
TYPES = {
    "journal article": "article",
    "conference paper": "proceedings-paper",
    "conference proceedings": "proceedings-paper",
    "book section": "chapter",
    "book": "book",
    "thesis": "thesis",
    "report": "report",
    "dataset": "dataset",
    "computer program": "software",
}
NEAREST_TYPES = {
    "conference": "proceedings-paper",
    "conference proceeding": "proceedings-paper",
    "electronic book section": "chapter",
    "encyclopedia": "chapter",
    "dictionary": "chapter",
    "edited book": "book",
    "electronic book": "book",
    "serial": "book",
    "government document": "report",
    "standard": "report",
    "manuscript": "preprint",
    "unpublished work": "preprint",
    "aggregated database": "dataset",
}
VENUE_KINDS = {"article": "journal", "proceedings-paper": "conference", "chapter": "book"}


def looks_like(text: str) -> bool:
    """Whether a line begins an entry of the tagged format, or the text is EndNote's XML."""
    if text[:1000].lstrip()[:1] == "<":
        return xml_text.root_of(text).lower() == "xml" and "<record" in text[: xml_text.HEAD]
    return is_begun(OPENING, text)


def parse(text: str | bytes) -> Iterator[Entry]:
    """Yield the entries of a file in either form."""
    if text[:1000].lstrip()[:1] in ("<", b"<"):
        return xml_text.read_entries(text, {"record"}, _entry_of_record)
    return (_entry_of_tags(entry) for entry in read_tagged(text, DIALECT))


def _read_type(draft: Draft, name: str, source: str) -> None:
    """Set the type; the name in the source stays where another one stands for it here."""
    known = name.strip().lower()
    draft.fields["type"] = TYPES.get(known) or NEAREST_TYPES.get(known, "article")
    if known not in TYPES or known == "conference proceedings":
        draft.keep(source, name)


def _read_venue_kind(draft: Draft) -> None:
    if draft.has("venue"):
        draft.fields["venue_kind"] = VENUE_KINDS.get(draft.fields["type"], "other")


def _date_name(draft: Draft) -> str:
    return "posted" if draft.fields["type"] == "preprint" else "issued"


# The tagged format

TAGGED_FIELDS = {
    "title": ("%T",),
    "venue": ("%J", "%B"),
    "series": ("%S",),
    "volume": ("%V",),
    "issue": ("%N",),
    "pages": ("%P",),
    "publisher": ("%I",),
    "place": ("%C",),
}


def _entry_of_tags(entry: TaggedEntry) -> Entry:
    draft = Draft(line=entry.line)
    entry.note_stray(draft)
    _read_type(draft, " ".join(entry.texts("%0")), "%0")
    if draft.fields["type"] == "book":
        entry.set_first(draft, "series", "%B", "%S")
    for name, tags in TAGGED_FIELDS.items():
        entry.set_first(draft, name, *tags)
    _read_venue_kind(draft)
    for tag in ("%D", "%8"):
        for text in entry.texts(tag):
            _read_date(draft, text, tag)
    for text in entry.texts("%A"):
        draft.add_author(person(text))
    for text in entry.texts("%E"):
        draft.add("editors", str(split_name(text)))
    _read_tagged_identifiers(draft, entry)
    _read_tagged_texts(draft, entry)
    entry.keep_rest(draft)
    return draft.entry()


def _read_tagged_texts(draft: Draft, entry: TaggedEntry) -> None:
    for item in entry.take("%K"):
        for keyword in re.split(r"[;\n]", "\n".join(item.lines)):
            draft.add("keywords", keyword)
    for item in entry.take("%X"):
        if draft.has("abstract"):
            draft.keep("%X", item.text)
        else:
            draft.set_prose("abstract", "\n".join(item.lines))
    for text in entry.texts("%G"):
        draft.set_language(text, "%G")


def _read_tagged_identifiers(draft: Draft, entry: TaggedEntry) -> None:
    for text in entry.texts("%F"):
        draft.set_citation_key(text, "%F")
    for text in entry.texts("%R"):
        draft.add_identifier("doi", text, "%R")
    for text in entry.texts("%@"):
        draft.add_serial_number(text, "%@")
    for text in entry.texts("%U", "%>"):
        for url in text.split():
            draft.add_url(url, "%U")


def _read_date(draft: Draft, text: str, source: str) -> None:
    """Set a date; one without its year, such as "Mar 3", goes with the year that stands elsewhere."""
    name = _date_name(draft)
    year = str(draft.fields[name])[:4] if draft.has(name) else ""
    draft.set_date(name, text if re.search("[0-9]{4}", text) else f"{text} {year}".strip(), source)


# XML

XML_FIELDS = {
    "title": ("titles", "title"),
    "venue": ("periodical", "full-title"),
    "venue_short": ("periodical", "abbr-1"),
    "volume": ("volume",),
    "issue": ("number",),
    "pages": ("pages",),
    "publisher": ("publisher",),
    "place": ("pub-location",),
}
READ_ELSEWHERE = {
    *("ref-type", "contributors", "titles", "periodical", "dates", "keywords", "urls", "volume", "number", "pages"),
    *("publisher", "pub-location", "isbn", "electronic-resource-num", "abstract", "language", "label"),
    # Where the record lay in somebody's library, on their disk.
    *("database", "source-app", "rec-number", "foreign-keys"),
}


def _entry_of_record(record: XmlElement) -> Entry:
    draft = Draft(line=record.line)
    kind = child(record, "ref-type")
    _read_type(draft, kind.get("name", "") if kind is not None else "", "ref-type")
    for name, path in XML_FIELDS.items():
        draft.set(name, text_at(record, *path))
    _read_xml_titles(draft, record)
    _read_xml_dates(draft, record)
    _read_xml_people(draft, record)
    _read_xml_identifiers(draft, record)
    draft.set_prose("abstract", _prose_of(child(record, "abstract")))
    for keyword in children(record, "keywords", "keyword"):
        draft.add("keywords", text_of(keyword))
    if text := text_at(record, "language"):
        draft.set_language(text, "language")
    for element in record:
        if element.name not in READ_ELSEWHERE:
            draft.keep(element.name, _prose_of(element))
    return draft.entry()


def _prose_of(element: Element | None) -> str:
    """Return an element's text; EndNote parts paragraphs by a carriage return, and wraps lines by none."""
    if element is None:
        return ""
    paragraphs = "".join(element.itertext()).split("\r")
    return "\n".join(" ".join(paragraph.split()) for paragraph in paragraphs).strip()


def _read_xml_titles(draft: Draft, record: XmlElement) -> None:
    for element in children(record, "titles"):
        for title in element:
            text = text_of(title)
            if title.name == "secondary-title" and draft.fields["type"] == "book":
                draft.set("series", text)
            elif title.name == "secondary-title" and not draft.has("venue"):
                draft.set("venue", text)
            elif title.name == "tertiary-title" and not draft.has("series"):
                draft.set("series", text)
            elif title.name != "title" and text not in draft.fields.values():
                draft.keep(title.name, text)
    _read_venue_kind(draft)


def _read_xml_dates(draft: Draft, record: XmlElement) -> None:
    for path in (("dates", "year"), ("dates", "pub-dates", "date")):
        for element in children(record, *path):
            if text := text_of(element):
                _read_date(draft, text, element.name)
    for element in children(record, "dates", "copyright-dates", "date"):
        draft.keep("copyright-dates", text_of(element))


def _read_xml_people(draft: Draft, record: XmlElement) -> None:
    for author in children(record, "contributors", "authors", "author"):
        draft.add_author(person(text_of(author)))
    for element in children(record, "contributors"):
        for group in element:
            for editor in group if group.name != "authors" else ():
                if group.name == "secondary-authors":
                    draft.add("editors", str(split_name(text_of(editor))))
                else:
                    draft.keep(group.name, text_of(editor))


def _read_xml_identifiers(draft: Draft, record: XmlElement) -> None:
    if label := text_at(record, "label"):
        draft.set_citation_key(label, "label")
    if doi := text_at(record, "electronic-resource-num"):
        draft.add_identifier("doi", doi, "electronic-resource-num")
    for number in re.split(r"[\r\n]+", _prose_of(child(record, "isbn"))):
        draft.add_serial_number(number, "isbn")
    for element in children(record, "urls"):
        for group in element:
            for url in children(group, "url"):
                draft.add_url(text_of(url), group.name)
