"""Tagged formats, a field a line: the one reader of RIS and of EndNote's, PubMed's and Web of Science's own.

It reads what programs really write: a byte order mark, also behind a space; a missing end of entry; tags with one space
in the place of two; values that go on over several lines, indented or not.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from papers.imports.draft import Draft, quoted

HEAD = 20_000  # characters in which a format shows itself
LINE_END = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True)
class Dialect:
    """How a format writes its fields: `tag` matches a line that begins one, with the groups tag and value.

    An entry begins with the tag `opens` and ends with the tag `closes`, or a blank line where `gap_closes`. Tags in
    `ignored` stand outside entries and say nothing of them.
    """

    tag: re.Pattern
    opens: str
    closes: str = ""
    gap_closes: bool = False
    ignored: frozenset[str] = frozenset()


@dataclass
class TaggedField:
    """A field: its tag, and its value as the lines it stands on, without indentation."""

    tag: str
    lines: list[str]

    @property
    def text(self) -> str:
        """The value on one line."""
        return " ".join(line for line in self.lines if line)


@dataclass
class TaggedEntry:
    """An entry: its fields in order, the line it begins on, and how it stands in the file.

    `follows_end` is true behind the end of another entry, a blank line or nothing at all; `stray` are lines before it
    that belong to none.
    """

    line: int
    follows_end: bool = True
    fields: list[TaggedField] = field(default_factory=list)
    stray: list[str] = field(default_factory=list)

    def take(self, *tags: str) -> list[TaggedField]:
        """Return the fields with one of the `tags` in the order of the file, and remove them from the entry."""
        taken = [item for item in self.fields if item.tag in tags]
        self.fields = [item for item in self.fields if item.tag not in tags]
        return taken

    def texts(self, *tags: str) -> list[str]:
        """Return the values of `take`, without empty ones, each on one line."""
        return [item.text for item in self.take(*tags) if item.text.strip()]

    def has(self, *tags: str) -> bool:
        """Whether a field with one of the `tags` says something."""
        return any(item.tag in tags and item.text.strip() for item in self.fields)

    def set_first(self, draft: Draft, name: str, *tags: str) -> None:
        """Set a field to the first of the values of `take` that says something; keep those that say something else."""
        for item in self.take(*tags):
            if not draft.has(name):
                draft.set(name, item.text)
            elif " ".join(item.text.split()) != draft.fields[name]:
                draft.keep(item.tag, item.text)

    def note_stray(self, draft: Draft) -> None:
        """Note the text that stands before the entry, except a number by which some programs count entries."""
        text = " ".join(line for line in self.stray if not re.fullmatch(r"[0-9]+\.?", line))
        if text:
            draft.doubt("", _("%(text)s stands before it and belongs to no entry.") % {"text": quoted(text)})

    def keep_rest(self, draft: Draft) -> None:
        """Keep the fields that were not taken, under their tags."""
        for item in self.fields:
            draft.keep(item.tag, "\n".join(item.lines).strip())


def is_begun(opening: re.Pattern, text: str) -> bool:
    """Whether an entry begins near the beginning of a text; some files have a few lines of something else before."""
    return opening.search(text, 0, HEAD) is not None


def read_tagged(text: str, dialect: Dialect) -> Iterator[TaggedEntry]:
    """Yield the entries of a text in their order; a field before any beginning of an entry begins one too."""
    entry: TaggedEntry | None = None
    stray: list[str] = []
    is_at_end = True
    for number, line in _numbered_lines(text):
        tag, value = _parted(line, dialect)
        if tag in dialect.ignored:
            continue
        begins = tag == dialect.opens or (entry is None and tag not in ("", dialect.closes))
        ends = tag == dialect.closes if tag else dialect.gap_closes and not value
        if entry and (begins or ends):
            yield entry
            entry = None
        if begins:
            entry, stray = TaggedEntry(number, is_at_end, stray=stray), []
        if entry:
            _add_line(entry, tag, value)
        elif value and not tag:
            stray.append(value)
        is_at_end = entry is None or not line
    if entry:
        yield entry


def _parted(line: str, dialect: Dialect) -> tuple[str, str]:
    """Return a line's tag and value; the tag is "" where a line begins no field."""
    match = dialect.tag.fullmatch(line)
    return (match["tag"], (match["value"] or "").strip()) if match else ("", line.strip())


def _numbered_lines(text: str) -> Iterator[tuple[int, str]]:
    """Yield the lines with their numbers, without spaces at their ends and a byte order mark at their beginning.

    Files put together from several have such a mark in the middle.
    """
    start = 0
    number = 1
    while start < len(text):
        end = LINE_END.search(text, start)
        line = text[start : end.start()] if end else text[start:]
        if "\ufeff" in line:
            line = re.sub(r"^\s*\ufeff", "", line)
        yield number, line.rstrip()
        start = end.end() if end else len(text)
        number += 1


def _add_line(entry: TaggedEntry, tag: str, value: str) -> None:
    """Begin a field, or continue the one before."""
    if tag:
        entry.fields.append(TaggedField(tag, [value]))
    elif entry.fields:
        entry.fields[-1].lines.append(value)
