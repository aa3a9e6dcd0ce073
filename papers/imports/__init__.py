"""Bibliographies in other programs' formats, read as records; no query, no model.

Every format is a module with a function `looks_like`, which tells from a text whether it is in that format, and a
function `parse`, which yields an `Entry` for each entry that an independent reader would count. What cannot be read is
an entry without a record and with the reason; `UnreadableFile` is for a text in which no entry can be told at all.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

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


# In the order in which they are tried: the formats that are easily told first, those that many texts resemble last.
SOURCES: dict[str, Source] = {}


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
