"""ORCID records and works in version 3.0, as JSON or XML: the person, and the works the record lists.

A record's summaries group what several sources say of one work; each group is one entry, in the wording that the
person prefers. Summaries name no co-authors.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from papers.imports import json_text, xml_text
from papers.imports.draft import Draft, one_line, person_of
from papers.imports.json_text import object_of, objects, text_of
from papers.imports.record import Entry, LinkRecord, PersonRecord, UnreadableFile
from papers.imports.web_addresses import is_web_address
from papers.imports.xml_text import XmlElement, child, children, text_at
from papers.names import PersonName, split_name

LABEL = "ORCID"
EXTENSIONS = ("json", "xml")
TYPES = {
    "journal-article": "article",
    "conference-paper": "proceedings-paper",
    "preprint": "preprint",
    "book-chapter": "chapter",
    "book": "book",
    "dissertation-thesis": "thesis",
    "report": "report",
    "data-set": "dataset",
    "software": "software",
}
NEAREST_TYPES = {
    "conference-output": "proceedings-paper",
    "working-paper": "preprint",
    "dictionary-entry": "chapter",
    "encyclopedia-entry": "chapter",
    "edited-book": "book",
    "dissertation": "thesis",
    "supervised-student-publication": "thesis",
    "technical-standard": "report",
    "standards-and-policy": "report",
}
VENUE_KINDS = {"article": "journal", "proceedings-paper": "conference", "chapter": "book", "preprint": "repository"}
SCHEMES = {
    "doi": "doi",
    "arxiv": "arxiv",
    "pmid": "pmid",
    "pmc": "pmcid",
    "isbn": "isbn",
    "handle": "handle",
}
MARKS = {"orcid-identifier", "activities-summary", "work-summary", "put-code"}
READ = {
    *("title", "journal-title", "short-description", "type", "publication-date", "external-ids", "url", "contributors"),
    *(
        "language-code",
        "put-code",
        "path",
        "display-index",
        "visibility",
        "source",
        "created-date",
        "last-modified-date",
    ),
}


@dataclass(frozen=True)
class OrcidPerson:
    """Who a record is about: names, biography, links and where they worked (name of the place, role, from, to)."""

    name: str
    orcid: str
    given: str = ""
    family: str = ""
    other_names: tuple[str, ...] = ()
    biography: str = ""
    links: tuple[LinkRecord, ...] = ()
    affiliations: tuple[tuple[str, str, str, str], ...] = ()


def looks_like(text: str) -> bool:
    """Whether the text is JSON with the members that ORCID alone gives, or the XML of one of its works."""
    if text[:1000].lstrip()[:1] == "<":
        return xml_text.root_of(text) in ("work", "record", "bulk") and "www.orcid.org/ns/" in text[: xml_text.HEAD]
    return bool(MARKS & json_text.names_in(text))


def parse(text: str | bytes) -> Iterator[Entry]:
    """Yield the entries of a record's works, or of one work; raise UnreadableFile where there is no such thing."""
    if text[:1000].lstrip()[:1] in ("<", b"<"):
        yield from xml_text.read_entries(
            text, {"work"}, lambda element: _entry(Draft(line=element.line), _as_json(element))
        )
        return
    value = json_text.load_file(text)
    holder = _holder(value) if isinstance(value, dict) else None
    for number, work in enumerate(_works(value), 1):
        draft = Draft(place=_("item %(number)s") % {"number": number})
        yield _entry(draft, work, holder)


def read_person(text: str) -> OrcidPerson:
    """Return the person of a record in JSON; raise UnreadableFile for any other text."""
    record = json_text.load_file(text)
    if not isinstance(record, dict) or "person" not in record:
        raise UnreadableFile(_("This is no ORCID record: it describes no person."))
    about = object_of(record.get("person"))
    author = _holder(record) or PersonRecord(name="")
    other = objects(object_of(about.get("other-names")).get("other-name"))
    urls = objects(object_of(about.get("researcher-urls")).get("researcher-url"))
    return OrcidPerson(
        name=author.name,
        orcid=author.orcid,
        given=author.given,
        family=author.family,
        other_names=tuple(dict.fromkeys(filter(None, (one_line(text_of(item.get("content"))) for item in other)))),
        biography=text_of(object_of(about.get("biography")).get("content")),
        links=tuple(
            LinkRecord("", _value(item, "url"), one_line(text_of(item.get("url-name"))))
            for item in urls
            if is_web_address(_value(item, "url"))
        ),
        affiliations=tuple(_affiliations(object_of(record.get("activities-summary")))),
    )


def _affiliations(activities: dict) -> Iterator[tuple[str, str, str, str]]:
    employments = object_of(activities.get("employments"))
    for group in objects(employments.get("affiliation-group")):
        for item in objects(group.get("summaries")):
            summary = object_of(item.get("employment-summary"))
            place = text_of(object_of(summary.get("organization")).get("name"))
            dates = (_date(summary.get(name)) for name in ("start-date", "end-date"))
            yield (one_line(place), one_line(text_of(summary.get("role-title"))), *dates)


def _holder(record: dict) -> PersonRecord | None:
    """Return whose record it is; None where it does not say."""
    identifier = object_of(record.get("orcid-identifier"))
    name = object_of(object_of(record.get("person")).get("name"))
    given, family, credit = (one_line(_value(name, part)) for part in ("given-names", "family-name", "credit-name"))
    parts = split_name(credit, family) if credit else PersonName(given, family) if given else PersonName("", family)
    if not str(parts):
        return None
    return person_of(parts, orcid=Draft().orcid(text_of(identifier.get("path"))))


def _works(value: object) -> list[dict]:
    """Return the works in a record, in its list of works, in several works asked for at once, or the one work."""
    if isinstance(value, list):
        return objects(value)
    record = object_of(value)
    works = object_of(object_of(record.get("activities-summary")).get("works")) or record
    if "group" in works:
        return [_preferred(group) for group in groups_in(record)]
    if "bulk" in works:
        return [object_of(item.get("work")) for item in objects(works.get("bulk"))]
    if "title" in works:
        return [works]
    if "activities-summary" in record or "person" in record:
        return []
    raise UnreadableFile(_("This JSON holds no works."))


def groups_in(record: dict) -> list[dict]:
    """Return the groups of works in a record, or in its list of works, that have a work."""
    works = object_of(object_of(record.get("activities-summary")).get("works")) or record
    return [group for group in objects(works.get("group")) if _preferred(group)]


def _preferred(group: dict) -> dict:
    """Return the summary with the highest display index, which is the one that the person prefers."""
    summaries = objects(group.get("work-summary"))
    return max(summaries, key=lambda work: _index(work), default={})


def _index(work: dict) -> int:
    text = text_of(work.get("display-index"))
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def _entry(draft: Draft, work: dict, holder: PersonRecord | None = None) -> Entry:
    name = text_of(work.get("type")).lower().replace("_", "-")
    draft.fields["type"] = TYPES.get(name) or NEAREST_TYPES.get(name, "article")
    if name not in TYPES:
        draft.keep("type", name)
    _read_title(draft, object_of(work.get("title")))
    draft.set("venue", _value(work, "journal-title"))
    if draft.has("venue"):
        draft.fields["venue_kind"] = VENUE_KINDS.get(draft.fields["type"], "other")
    draft.set_prose("abstract", text_of(work.get("short-description")))
    date_name = "posted" if draft.fields["type"] == "preprint" else "issued"
    draft.set_date(date_name, _date(work.get("publication-date")), "publication-date")
    for item in objects(object_of(work.get("external-ids")).get("external-id")):
        _read_identifier(draft, item)
    draft.add_url(_value(work, "url"), "url")
    if language := text_of(work.get("language-code")):
        draft.set_language(language, "language-code")
    _read_contributors(draft, objects(object_of(work.get("contributors")).get("contributor")), holder)
    for member, value in work.items():
        if member not in READ:
            draft.keep(member, json_text.kept(value))
    return draft.entry()


def _read_title(draft: Draft, title: dict) -> None:
    draft.set("title", _value(title, "title"))
    draft.keep("subtitle", _value(title, "subtitle"))
    draft.keep("translated-title", _value(title, "translated-title"))


def _read_identifier(draft: Draft, item: dict) -> None:
    """Add an identifier of the work or a version of it; keep those of what it is part of, and of unknown kinds."""
    kind = text_of(item.get("external-id-type")).lower()
    value = text_of(item.get("external-id-value"))
    relation = text_of(item.get("external-id-relationship")).lower().replace("_", "-")
    if kind in SCHEMES and relation in ("self", "version-of", ""):
        draft.add_identifier(SCHEMES[kind], value, "external-id")
    elif value:
        draft.keep("external-id", " ".join(part for part in (f"{kind}: {value}", f"({relation})") if part))


def _read_contributors(draft: Draft, contributors: list[dict], holder: PersonRecord | None) -> None:
    for item in contributors:
        name = one_line(_value(item, "credit-name"))
        role = text_of(object_of(item.get("contributor-attributes")).get("contributor-role")).lower()
        orcid = draft.orcid(text_of(object_of(item.get("contributor-orcid")).get("path")))
        if role in ("editor", "chair-or-translator"):
            draft.add("editors", name)
        else:
            draft.add_author(person_of(split_name(name), orcid=orcid))
    if holder and not draft.has("authors"):
        draft.add_author(holder)
        draft.doubt("authors", _("ORCID names no co-authors here, only the person whose record it is."))


def _value(item: dict, name: str) -> str:
    """Return the text of a member, which ORCID wraps in an object with a value."""
    member = item.get(name)
    return text_of(object_of(member).get("value")) if isinstance(member, dict) else text_of(member)


def _date(value: object) -> str:
    """Return year, month and day as 2012-10-01, as far as they are known."""
    parts = (_value(object_of(value), name) for name in ("year", "month", "day"))
    return "-".join(part.zfill(2) for part in parts if part)


# XML


def _as_json(work: XmlElement) -> dict:
    """Return a work in XML with the members that it has in JSON."""
    members: dict[str, object] = {
        element.name: text_at(element) for element in work if not len(element) and element.name not in READ
    }
    citation = child(work, "citation")
    return members | {
        "title": {part: text_at(work, "title", part) for part in ("title", "subtitle", "translated-title")},
        **{
            name: text_at(work, name) for name in ("journal-title", "short-description", "type", "url", "language-code")
        },
        "publication-date": {part: text_at(work, "publication-date", part) for part in ("year", "month", "day")},
        "external-ids": {"external-id": [_members(item) for item in children(work, "external-ids", "external-id")]},
        "contributors": {"contributor": [_contributor(item) for item in children(work, "contributors", "contributor")]},
        "citation": {} if citation is None else _members(citation),
    }


def _members(element: XmlElement) -> dict[str, str]:
    return {item.name: text_at(item) for item in element}


def _contributor(element: XmlElement) -> dict:
    return {
        "credit-name": text_at(element, "credit-name"),
        "contributor-orcid": {"path": text_at(element, "contributor-orcid", "path")},
        "contributor-attributes": {"contributor-role": text_at(element, "contributor-attributes", "contributor-role")},
    }
