"""CITATION.cff: how to cite a piece of software or a data set (https://citation-file-format.github.io, schema 1.2.0).

The file's own work is an entry, and so is its preferred citation. Works under `references` are other people's; they are
kept with the record.
"""

import json
import re
from collections.abc import Iterator

import yaml
from django.utils.translation import gettext as _

from papers.imports.draft import Draft, one_line, person_of
from papers.imports.json_text import object_of, objects, text_of, texts
from papers.imports.record import Entry, PersonRecord, UnreadableFile
from papers.names import PersonName

LABEL = "CITATION.cff"
EXTENSIONS = ("cff",)
OPENING = re.compile(r"^[\"']?cff-version[\"']?\s*:", re.MULTILINE)
DEEPEST = 30
LARGEST = 5_000_000
HEAD = 100_000  # characters in which the format shows itself
TYPES = {
    "software": "software",
    "dataset": "dataset",
    "article": "article",
    "conference-paper": "proceedings-paper",
    "book": "book",
    "thesis": "thesis",
    "report": "report",
    "generic": "article",
}
NEAREST_TYPES = {
    "software-code": "software",
    "software-executable": "software",
    "software-container": "software",
    "software-virtual-machine": "software",
    "data": "dataset",
    "database": "dataset",
    "proceedings": "book",
    "edited-work": "book",
    "manual": "report",
    "standard": "report",
    "government-document": "report",
    "unpublished": "preprint",
    "magazine-article": "article",
    "newspaper-article": "article",
}
VENUE_KINDS = {"article": "journal", "proceedings-paper": "conference"}
LINES = {
    "title": "title",
    "journal": "venue",
    "collection-title": "venue",
    "abbreviation": "venue_short",
    "volume": "volume",
    "issue": "issue",
    "number": "issue",
}
SCHEMES = {"doi": "doi", "pmcid": "pmcid", "isbn": "isbn"}


class StrictLoader(yaml.SafeLoader):
    """Reads YAML as text alone: no aliases, which can stand for gigabytes, no deep nesting, no name given twice."""

    yaml_implicit_resolvers = {}  # so that a version 1.10 stays "1.10", and a date as it is written

    def __init__(self, text: str):
        super().__init__(text)
        self.depth = 0

    def compose_node(self, parent: yaml.Node | None, index: object) -> yaml.Node:
        """Return the next node; raise ValueError with a sentence for an alias or too deep a one."""
        if self.check_event(yaml.AliasEvent):
            raise ValueError(_("It uses YAML's aliases, which are not read here."))
        self.depth += 1
        if self.depth > DEEPEST:
            raise ValueError(_("Its lists and objects are nested more than %(levels)s deep.") % {"levels": DEEPEST})
        node = super().compose_node(parent, index)
        self.depth -= 1
        return node

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict:
        """Return an object; raise ValueError with a sentence for a name given twice."""
        names = [str(name.value) for name, _value in node.value]
        if len(set(names)) < len(names):
            twice = next(name for name in names if names.count(name) > 1)
            raise ValueError(_("It gives “%(name)s” twice.") % {"name": twice[:60]})
        return super().construct_mapping(node, deep)


def looks_like(text: str) -> bool:
    """Whether a line says which version of the format the file is in."""
    return text[:1000].lstrip()[:1] not in ("{", "<", "@") and OPENING.search(text, 0, HEAD) is not None


def parse(text: str) -> Iterator[Entry]:
    """Yield the entry of the work and that of its preferred citation; raise UnreadableFile for broken YAML."""
    work = _load(text)
    yield _entry(Draft(place=_("the work itself")), work)
    if preferred := object_of(work.get("preferred-citation")):
        yield _entry(Draft(place=_("its preferred citation")), preferred)


def _load(text: str) -> dict:
    if len(text) > LARGEST:
        raise UnreadableFile(_("This file is too large to be a CITATION.cff."))
    try:
        value = StrictLoader(text).get_single_data()
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise UnreadableFile(
            _("This is not YAML: %(what)s at line %(line)s.") % {"what": error.problem, "line": line}
        ) from error
    except (yaml.YAMLError, ValueError) as error:
        raise UnreadableFile(one_line(str(error))) from error
    if not isinstance(value, dict):
        raise UnreadableFile(_("This YAML describes no work."))
    return value


def _entry(draft: Draft, work: dict) -> Entry:
    name = text_of(work.get("type")) or ("software" if "cff-version" in work else "generic")
    draft.fields["type"] = TYPES.get(name) or NEAREST_TYPES.get(name, "article")
    if name not in TYPES or name == "generic":
        draft.keep("type", name)
    _read_date(draft, work)
    _read_pages(draft, work)
    for member, value in work.items():
        if member in LINES and not draft.has(LINES[member]):
            draft.set(LINES[member], text_of(value))
        elif member in SCHEMES:
            draft.add_identifier(SCHEMES[member], text_of(value), member)
        elif member in READERS:
            READERS[member](draft, member, value)
        elif member not in SAID_ELSEWHERE:
            draft.keep(str(member), _kept(value))
    if draft.has("venue"):
        draft.fields["venue_kind"] = VENUE_KINDS.get(draft.fields["type"], "other")
    return draft.entry()


SAID_ELSEWHERE = {
    *("type", "cff-version", "message", "preferred-citation", "start", "end"),
    *("date-released", "date-published", "year", "month"),
}


def _kept(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str) if value else ""


def _read_date(draft: Draft, work: dict) -> None:
    """Set the most exact date of those given."""
    name = "posted" if draft.fields["type"] == "preprint" else "issued"
    months = [text_of(work.get(part)).zfill(2) for part in ("year", "month") if text_of(work.get(part))]
    for source in ("date-published", "date-released"):
        if text := text_of(work.get(source)):
            draft.set_date(name, text, source)
    if months and text_of(work.get("year")):
        draft.set_date(name, "-".join(months), "year")


def _read_pages(draft: Draft, work: dict) -> None:
    """Set the pages; `pages` itself is how many they are."""
    ends = (text_of(work.get(name)) for name in ("start", "end"))
    draft.set("pages", "-".join(dict.fromkeys(end for end in ends if end)))


# Readers of one member each


def _read_abstract(draft: Draft, _name: str, value: object) -> None:
    draft.set_prose("abstract", text_of(value))


def _read_authors(draft: Draft, name: str, value: object) -> None:
    for item in objects(value):
        draft.add_author(_person(draft, item))
        for key in item.keys() - PERSON_PARTS:
            draft.keep(f"{name}.{key}", _kept(item[key]))


PERSON_PARTS = {"family-names", "given-names", "name-particle", "name-suffix", "name", "orcid", "affiliation"}


def _person(draft: Draft, item: dict) -> PersonRecord:
    parts = {name: one_line(text_of(item.get(name))) for name in PERSON_PARTS}
    more = {"orcid": draft.orcid(parts["orcid"]), "affiliation": parts["affiliation"]}
    if parts["name"]:
        return PersonRecord(name=parts["name"], **more)
    family = " ".join(filter(None, (parts["name-particle"], parts["family-names"])))
    return person_of(PersonName(parts["given-names"], family, parts["name-suffix"]), **more)


def _read_editors(draft: Draft, _name: str, value: object) -> None:
    for item in objects(value):
        draft.add("editors", _person(draft, item).name)


def _read_keywords(draft: Draft, _name: str, value: object) -> None:
    for text in texts(value):
        draft.add("keywords", text)


def _read_publisher(draft: Draft, name: str, value: object) -> None:
    publisher = object_of(value)
    draft.set("publisher", text_of(publisher.get("name")))
    draft.set("place", text_of(publisher.get("city")))
    if publisher.keys() - {"name", "city"}:
        draft.keep(name, _kept(value))


def _read_conference(draft: Draft, name: str, value: object) -> None:
    """Set the venue, unless the proceedings' title is given."""
    conference = object_of(value)
    if not draft.has("venue"):
        draft.set("venue", text_of(conference.get("name")))
    if conference.keys() - {"name"}:
        draft.keep(name, _kept(value))


def _read_institution(draft: Draft, name: str, value: object) -> None:
    """Set the publisher of a thesis or report, which is where it was written."""
    institution = object_of(value)
    if draft.has("publisher"):
        draft.keep(name, _kept(value))
    else:
        draft.set("publisher", text_of(institution.get("name")))


def _read_identifiers(draft: Draft, name: str, value: object) -> None:
    for item in objects(value):
        kind, text = text_of(item.get("type")), text_of(item.get("value"))
        if kind == "doi":
            draft.add_identifier("doi", text, name)
        elif kind == "url":
            draft.add_url(text, name)
        else:
            draft.keep(name, f"{kind}: {text}")


def _read_code(draft: Draft, name: str, value: object) -> None:
    if text_of(value).startswith(("http://", "https://")):
        draft.add_link("code", text_of(value), source=name)
    else:
        draft.keep(name, text_of(value))


def _read_url(draft: Draft, name: str, value: object) -> None:
    draft.add_url(text_of(value), name)


def _read_languages(draft: Draft, name: str, value: object) -> None:
    for text in texts(value):
        draft.set_language(text, name)


READERS = {
    "abstract": _read_abstract,
    "authors": _read_authors,
    "editors": _read_editors,
    "keywords": _read_keywords,
    "publisher": _read_publisher,
    "conference": _read_conference,
    "institution": _read_institution,
    "identifiers": _read_identifiers,
    "repository-code": _read_code,
    "repository": _read_code,
    "url": _read_url,
    "languages": _read_languages,
}
