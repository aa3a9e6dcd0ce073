"""Bibliographies in other programs' formats, read as records; no query, no model.

Every format is a module with a function `looks_like`, which tells from a text whether it is in that format, and a
function `parse`, which yields an `Entry` for each entry that an independent reader would count. What cannot be read is
an entry without a record and with the reason; `UnreadableFile` is for a text in which no entry can be told at all.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import ModuleType

from django.utils.translation import gettext as _

from papers.imports import (
    acl_anthology,
    arxiv_atom,
    bibtex,
    cff,
    crossref,
    csl_json,
    csv_table,
    endnote,
    json_lines,
    openalex,
    orcid,
    pubmed,
    ris,
    wos,
)
from papers.imports.encodings import decode
from papers.imports.record import Entry, UnreadableFile


@dataclass(frozen=True)
class Source:
    """A format: what the menu calls it, its files' extensions, text → entries, and text → whether it is this format.

    `looks_like` is given the whole text, without a byte order mark and with "\\n" at the ends of lines. It answers for
    any text at all without raising, and looks no further than it must.
    """

    label: str
    extensions: tuple[str, ...]
    parse: Callable[[str], Iterator[Entry]]
    looks_like: Callable[[str], bool]


def _source_of(parser: ModuleType) -> Source:
    return Source(parser.LABEL, parser.EXTENSIONS, parser.parse, parser.looks_like)


# In the order in which they are tried: the formats that are easily told first, those that many texts resemble last. The
# site's own lines stand before other JSON, since what they keep of it may look like it.
SOURCES: dict[str, Source] = {
    "pubmed": _source_of(pubmed),
    "endnote": _source_of(endnote),
    "arxiv": _source_of(arxiv_atom),
    "orcid": _source_of(orcid),
    "wos": _source_of(wos),
    "ris": _source_of(ris),
    "jsonl": _source_of(json_lines),
    "acl": _source_of(acl_anthology),
    "openalex": _source_of(openalex),
    "crossref": _source_of(crossref),
    "csl-json": _source_of(csl_json),
    "cff": _source_of(cff),
    "bibtex": _source_of(bibtex),
    "csv": _source_of(csv_table),
}


@dataclass(frozen=True)
class Bibliography:
    """A file as it was read: the name of its source, its encoding, the doubts about these, and its entries.

    `entries` is read once, entry by entry.
    """

    source: str
    encoding: str
    doubts: tuple[str, ...]
    entries: Iterator[Entry]


def read(content: bytes, source: str = "") -> Bibliography:
    """Return a file's entries, read as the format called `source`, or as the one that its content shows.

    Raise UnreadableFile with a sentence where it is in no format or encoding that is known.
    """
    decoded = decode(content)
    name = known(source) if source else detect(decoded.text)
    return Bibliography(name, decoded.encoding, decoded.doubts, SOURCES[name].parse(decoded.text))


def known(source: str) -> str:
    """Return the name of a format in lower case; raise UnreadableFile with a sentence for one that is not known."""
    name = source.strip().lower()
    if name not in SOURCES:
        raise UnreadableFile(
            _("“%(name)s” is not a format that can be read; known are %(known)s.")
            % {"name": source, "known": ", ".join(SOURCES)}
        )
    return name


def detect(text: str) -> str:
    """Return the name of the format that a text is in; raise UnreadableFile with a sentence where it is in none."""
    for name, source in SOURCES.items():
        if source.looks_like(text):
            return name
    if not text.strip():
        raise UnreadableFile(_("This file is empty."))
    raise UnreadableFile(
        _("This is in no format that can be read; known are %(labels)s.")
        % {"labels": ", ".join(source.label for source in SOURCES.values())}
    )
