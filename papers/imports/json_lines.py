"""The site's own format: JSON Lines, one paper an object a line, its members named like the fields of PaperRecord.

`authors` are objects with the fields of PersonRecord, `links` with those of LinkRecord, `identifiers` pairs of scheme
and value; dates are ISO text. What is missing or null is empty. A member of another name is kept with the record, but
`site`, in which a complete export tells what the site alone knows: `site_record` reads that.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields, replace
from typing import get_args, get_origin, get_type_hints

from django.utils.translation import gettext as _

from papers.imports import json_text
from papers.imports.draft import LINK_KINDS, NOTICES, PAPER_TYPES, VENUE_KINDS, Draft
from papers.imports.record import Entry, LinkRecord, PaperRecord, PersonRecord
from papers.imports.site_record import SiteRecord, read_site
from papers.partial_dates import PartialDate

LABEL = "JSON Lines"
EXTENSIONS = ("jsonl", "ndjson")
KNOWN_VALUES = {"type": PAPER_TYPES, "venue_kind": VENUE_KINDS, "notice": NOTICES}
PERSON_FIELDS = frozenset(field.name for field in fields(PersonRecord))
LINK_FIELDS = frozenset(field.name for field in fields(LinkRecord))
MARKS = {
    "authors",
    "identifiers",
    "type",
}  # a line of ours has two of these beside its title, or no other members at all
LONGEST_LINE = 10_000_000


def looks_like(text: str) -> bool:
    """Whether the first line is a paper in this format."""
    line = _first_line(text)
    if line[:1] != "{":
        return False
    try:
        paper = json_text.load(line)
    except ValueError:
        return False
    return isinstance(paper, dict) and _is_ours(paper)


def _first_line(text: str) -> str:
    start = re.match(r"\s*", text).end()
    end = text.find("\n", start, start + LONGEST_LINE)
    return text[start : end if end >= 0 else start + LONGEST_LINE].strip()


def _is_ours(paper: dict) -> bool:
    authors = json_text.objects(paper.get("authors"))
    is_named = len(MARKS & paper.keys()) > 1 or paper.keys() <= READERS.keys() | {"site"}
    return "title" in paper and is_named and all(author.keys() <= PERSON_FIELDS for author in authors)


def parse(text: str | Iterable[str]) -> Iterator[Entry]:
    """Yield an entry for each line that is not blank, of a text or of an open file, which is never held as a whole."""
    for number, line in lines_of(text):
        yield _entry(line, number)


def lines_of(text: str | Iterable[str]) -> Iterator[tuple[int, str]]:
    """Yield the lines that are not blank with their numbers, of a text or of an open file, one at a time."""
    for number, line in enumerate(_parted(text) if isinstance(text, str) else text, 1):
        if line.strip("\ufeff \t\r\n"):
            yield number, line.lstrip("\ufeff")


def _parted(text: str) -> Iterator[str]:
    """Yield the lines of a text; only a line feed ends one, since a JSON text may hold U+2028."""
    start = 0
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        yield text[start:end]
        start = end + 1


def _entry(line: str, number: int) -> Entry:
    draft = Draft(line=number)
    try:
        paper = json_text.load(line)
    except ValueError as error:
        return draft.refused(str(error))
    if not isinstance(paper, dict):
        return draft.refused(_("This line is not an object in curly brackets."))
    try:
        site = _site(paper)
        draft.is_own = site is not None
        _fill(draft, paper)
        _check_counts(draft, site)
    except ValueError as error:
        return draft.refused(str(error))
    entry = draft.entry()
    return replace(entry, site=site) if site else entry


def _site(paper: dict) -> SiteRecord | None:
    """Take what the site alone knows out of a line; None where that is not what the line has under the name."""
    if not isinstance(paper.get("site"), dict) or "slug" not in paper["site"]:
        return None
    return read_site(paper.pop("site"))


def _check_counts(draft: Draft, site: SiteRecord | None) -> None:
    for name in ("authors", "institutions", "categories") if site else ():
        if len(getattr(site, name)) != len(draft.lists.get(name, ())):
            raise ValueError(_("“site” has not as many “%(name)s” as the line itself.") % {"name": name})


def _fill(draft: Draft, paper: dict) -> None:
    for name, value in paper.items():
        if value is None or value == "":
            continue
        if name in READERS:
            READERS[name](draft, name, value)
        else:
            draft.keep(name, json_text.kept(value))


# Readers of one member each; they raise ValueError with a sentence for a value of the wrong kind


def _read_text(draft: Draft, name: str, value: object) -> None:
    text = _text(name, value)
    if name in KNOWN_VALUES:
        draft.set_one_of(name, text, KNOWN_VALUES[name])
    elif draft.is_own or text.strip():
        draft.fields[name] = text


def _read_date(draft: Draft, name: str, value: object) -> None:
    try:
        draft.fields[name] = PartialDate.parse(_text(name, value))
    except ValueError as error:
        draft.keep(name, _text(name, value))
        draft.doubt(name, f"“{value}”: {error}")


def _read_texts(draft: Draft, name: str, value: object) -> None:
    for number, item in enumerate(_list(name, value)):
        text = _text(name, item)
        draft.lists.setdefault(name, {})[number if draft.is_own else text] = text


def _read_authors(draft: Draft, name: str, value: object) -> None:
    for item in _list(name, value):
        members = _members(name, item, "name", PERSON_FIELDS)
        if "orcid" in members:
            members["orcid"] = draft.orcid(members["orcid"])
        author = PersonRecord(**members)
        if draft.is_own:
            authors = draft.lists.setdefault("authors", {})
            authors[len(authors)] = author
        else:
            draft.add_author(author)


def _read_links(draft: Draft, name: str, value: object) -> None:
    for item in _list(name, value):
        members = _members(name, item, "url", LINK_FIELDS)
        if draft.is_own and members.get("kind") in LINK_KINDS:
            draft.lists.setdefault("links", {})[members["url"]] = LinkRecord(**members)
        else:
            draft.add_link(members.get("kind", ""), members["url"], members.get("label", ""))


def _read_identifiers(draft: Draft, name: str, value: object) -> None:
    for item in _list(name, value):
        if not isinstance(item, list) or len(item) != 2:
            raise ValueError(_("“%(name)s” must hold pairs of a scheme and a value.") % {"name": name})
        scheme, text = (_text(name, part) for part in item)
        draft.add_identifier(scheme, text)


def _read_extra(draft: Draft, name: str, value: object) -> None:
    if not isinstance(value, dict):
        raise ValueError(_("“%(name)s” must be an object of texts.") % {"name": name})
    for key, text in value.items():
        draft.keep(key, _text(key, text))


def _members(name: str, value: object, needed: str, known: frozenset[str]) -> dict[str, str]:
    """Return the texts in an object that has the member `needed` and none but those `known`."""
    if not isinstance(value, dict) or not value.get(needed) or not value.keys() <= known:
        raise ValueError(
            _("Each of “%(name)s” must be an object with “%(needed)s” and no other members than %(known)s.")
            % {"name": name, "needed": needed, "known": ", ".join(sorted(known))}
        )
    return {key: _text(key, text) for key, text in value.items() if text is not None}


def _text(name: str, value: object) -> str:
    if not isinstance(value, str):
        raise ValueError(_("“%(name)s” must be text, not %(value)s.") % {"name": name, "value": json.dumps(value)[:40]})
    return value


def _list(name: str, value: object) -> list:
    if not isinstance(value, list):
        raise ValueError(_("“%(name)s” must be a list.") % {"name": name})
    return value


def _reader_for(name: str, kind: object) -> Callable[[Draft, str, object], None]:
    """Return what reads a field of PaperRecord, by the type that the field has."""
    named = {"authors": _read_authors, "links": _read_links, "identifiers": _read_identifiers, "extra": _read_extra}
    if name in named:
        return named[name]
    if get_origin(kind) is tuple:
        return _read_texts
    return _read_date if PartialDate in get_args(kind) else _read_text


READERS = {name: _reader_for(name, kind) for name, kind in get_type_hints(PaperRecord).items()}
