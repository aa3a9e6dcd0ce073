"""The entries of a BibTeX file as they stand in it: abbreviations put in, fields inherited, nothing decoded yet.

bibtexparser splits the file into blocks. What it makes no entry of is looked at again here, since an entry that is
silently passed over would be lost: an unusual head, a brace behind a backslash (a brace like any other to BibTeX), a
comma forgotten between two fields.
"""

import logging
import re
from dataclasses import dataclass, field

from bibtexparser.model import (
    Block,
    DuplicateBlockKeyBlock,
    DuplicateFieldKeyBlock,
    ExplicitComment,
    ImplicitComment,
    ParsingFailedBlock,
    Preamble,
    String,
)
from bibtexparser.model import Entry as Block_Entry
from bibtexparser.splitter import Splitter
from django.utils.translation import gettext as _

from papers.imports.bibtex_inheritance import inherit
from papers.imports.record import Problem

# It would print a line for each block that it cannot read; every one of them is an entry of the report here.
logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)

# What the abbreviations of BibTeX's standard styles stand for.
MONTHS = {
    name[:3].lower(): name
    for name in ("January February March April May June July August September October November December".split())
}
LOOKED_BACK = 500  # characters of a line before an entry
LONGEST_VALUE = 1_000_000  # characters of one entry
LONGEST_TEXT = 100_000  # characters of an abbreviation or preamble

SPACED_HEAD = re.compile(r"^([ \t]*)@([ \t]+)(?=\w)", re.MULTILINE)
HEAD_OF_TWO_LINES = re.compile(r"^([ \t]*@\w+)([ \t]*\n[ \t]*)([{(])", re.MULTILINE)
UNREAD_HEAD = re.compile(r"^[ \t]*@[ \t]*([^\s@{}(),=\"#%']+)\s{0,20}[{(]\s*([^\s,{}()]*)", re.MULTILINE)
KEY = re.compile(r"@\s*(\w+)\s*[{(]\s*([^\s,{}()\"=]*)\s*(?=,)")
NOT_ENTRIES = frozenset({"comment", "string", "preamble"})
LEFT_BEHIND = re.compile(r"\s*,?\s*([A-Za-z][\w-]*)\s*=\s*[\"{\w]")
BARE = re.compile(r"[^\s#,{}\"=]+")
AT_END = re.compile(r"\s*(?:#|$)")
CURLY = re.compile(r"(?<!\\)[{}]")
CURLY_OR_QUOTE = re.compile(r"(?<!\\)[{}]|\"")
NEXT_FIELD = re.compile(r"\s*([A-Za-z][\w:+.-]*)\s*=\s*(?=\S)")
ESCAPED_BRACE = re.compile(r"\\(?=[{}])")
HIDDEN_BACKSLASH = "\ue0b5"  # of the private use area


@dataclass
class SourceEntry:
    """An entry: kind and field names in lower case, values as LaTeX on however many lines.

    `repeated` are second values of a field, `length` the characters of all; `refusal` says why the entry cannot be
    read, "" if it can.
    """

    kind: str
    key: str
    line: int
    fields: dict[str, str] = field(default_factory=dict)
    repeated: list[tuple[str, str]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    refusal: str = ""
    length: int = 0

    def note(self, name: str, reason: str) -> None:
        """Note a doubt about a field, "" for the whole entry; the same one is noted once."""
        problem = Problem(name, reason)
        if self.problems[-1:] != [problem]:
            self.problems.append(problem)


@dataclass(frozen=True)
class SourceFile:
    """A file's entries in their order, and its preambles, which may define commands."""

    entries: list[SourceEntry]
    preamble: str


def read_file(text: str) -> SourceFile:
    """Return the entries of a file, those that cannot be read among them."""
    reader = _FileReader(text)
    reader.read()
    _note_repeated_keys(reader.entries)
    inherit(reader.entries)
    return SourceFile(reader.entries, "\n".join(reader.preamble))


def _note_repeated_keys(entries: list[SourceEntry]) -> None:
    first: dict[str, int] = {}
    for entry in entries:
        line = first.setdefault(entry.key, entry.line)
        if entry.key and line != entry.line:
            entry.note("key", _("The entry in line %(line)s has the same key.") % {"line": line})


class TooLong(Exception):  # noqa: N818 - it names what is wrong
    """A value, its abbreviations put in, of more characters than an entry can have."""


class _FileReader:
    """Goes through the blocks of a file once."""

    def __init__(self, text: str):
        text = text.replace("\\\n", "\\ \n")  # bibtexparser counts no line that ends in a backslash
        text = SPACED_HEAD.sub(r"\1\2@", text)
        self.text = HEAD_OF_TWO_LINES.sub(r"\1\3\2", text)
        self.lines = self.text.split("\n")
        self.entries: list[SourceEntry] = []
        self.preamble: list[str] = []
        self.abbreviations = dict(MONTHS)
        self.column = (-1, 0)  # a line, and where in it the last block began

    def read(self) -> None:
        blocks = [_unwrapped(block) for block in Splitter(self.text).split().blocks]
        for block in blocks:  # an abbreviation is known before its definition, unless there are several
            if isinstance(block, String):
                self.abbreviations.setdefault(block.key.lower(), self._text(block.value))
        for block in blocks:
            if isinstance(block, ImplicitComment):
                self._read_between(block)
            elif not isinstance(block, ExplicitComment) and not self._is_commented_out(block):
                self._read_block(block)

    def _read_block(self, block: Block) -> None:
        if isinstance(block, String):
            self.abbreviations[block.key.lower()] = self._text(block.value)
        elif isinstance(block, Preamble):
            self.preamble.append(self._text(block.value))
        elif isinstance(block, ParsingFailedBlock):
            self._read_failed(block)
        elif isinstance(block, Block_Entry):
            self._read_entry(block, block.start_line + 1)

    # Between entries

    def _read_between(self, block: ImplicitComment) -> None:
        """Look for entries that were passed over, and for fields left behind by one that ended too early."""
        for match in UNREAD_HEAD.finditer(block.raw):
            kind, key = match[1].lower(), match[2]
            if kind not in NOT_ENTRIES:
                line = block.start_line + 1 + block.raw.count("\n", 0, match.start(1))
                refusal = _("“@%(kind)s” is no kind of entry that can be read.") % {"kind": kind[:40]}
                self.entries.append(SourceEntry(kind, key, line, refusal=refusal))
        match = LEFT_BEHIND.match(block.raw)
        if match and self.entries and not self.entries[-1].refusal:
            reason = _("A brace too many ends it in line %(line)s: from “%(field)s” on, nothing was read.")
            self.entries[-1].note("", reason % {"field": match[1], "line": block.start_line + 1})

    def _is_commented_out(self, block: Block) -> bool:
        """Whether "%" stands before a block in its line, or it is prose that only looks like an entry."""
        line, column = block.start_line, 0
        if self.column[0] == line:
            column = self.column[1]
        head = block.raw.split("\n", 1)[0]
        place = self.lines[line].find(head, column)
        self.column = (line, place + 1)
        before = self.lines[line][max(place - LOOKED_BACK, 0) : place].rstrip()
        if place < 0 or not before:
            return False
        if "%" in before[max(before.rfind("}"), before.rfind(")")) + 1 :]:
            return True
        has_fields = isinstance(block, Block_Entry) and block.fields
        return not before.endswith(("}", ")")) and not has_fields and not isinstance(block, String | Preamble)

    # Entries

    def _read_failed(self, block: ParsingFailedBlock) -> None:
        """Read a block again in which backslashes before braces count for nothing; refuse it if that is of no use."""
        line = block.start_line + 1
        if ESCAPED_BRACE.search(block.raw):
            again = Splitter(ESCAPED_BRACE.sub(HIDDEN_BACKSLASH, block.raw)).split().blocks
            first = _unwrapped(again[0]) if again else None
            if isinstance(first, Block_Entry) and len(again) == 1:
                self._read_entry(first, line)
                return
        match = KEY.match(block.raw)
        kind = match[1].lower() if match else re.match(r"@\s*(\w*)", block.raw)[1].lower()
        if kind not in NOT_ENTRIES:
            self.entries.append(
                SourceEntry(kind, match[2] if match else "", line, refusal=_why(block.error.abort_reason))
            )

    def _read_entry(self, block: Block_Entry, line: int) -> None:
        key = " ".join(block.key.replace(HIDDEN_BACKSLASH, "\\").split())
        entry = SourceEntry(block.entry_type.lower(), key, line)
        self.entries.append(entry)
        if not entry.kind:
            entry.refusal = _("It does not say what kind of entry it is, such as @article.")
            return
        try:
            for item in block.fields:
                self._read_field(entry, item.key, item.value)
        except TooLong:
            entry.fields.clear()
            entry.refusal = _("It is longer than a million characters, which no entry of a bibliography is.")

    def _read_field(self, entry: SourceEntry, name: str, value: str) -> None:
        """Read a field, and those behind it that no comma parts from it."""
        name = _field_name(name)
        while name:
            text, rest = self._value(value, (entry, name))
            following = NEXT_FIELD.match(rest)
            if rest and following is None:
                entry.note(name, _("Its text is not as a whole in braces or quotation marks."))
                text = f"{text} {rest}"
            self._set_field(entry, name, text.replace(HIDDEN_BACKSLASH, "\\"))
            if following is None:
                return
            name, value = following[1].lower(), rest[following.end() :]
            entry.note(name, _("A comma is missing before this field."))

    def _set_field(self, entry: SourceEntry, name: str, text: str) -> None:
        entry.length += len(text)
        if entry.length > LONGEST_VALUE:
            raise TooLong
        before = entry.fields.get(name, "").strip() or text
        entry.fields[name] = before
        if text.strip() and before != text:
            entry.repeated.append((name, text))
            reason = _("It is given twice; the first was taken, “%(second)s” was only kept.")
            entry.note(name, reason % {"second": " ".join(text.split())[:80]})

    # Values

    def _text(self, source: str) -> str:
        """Return the text of an abbreviation or preamble; "" for one of absurd length."""
        try:
            text = self._value(source, None)[0]
        except TooLong:
            return ""
        return text if len(text) <= LONGEST_TEXT else ""

    def _value(self, source: str, place: tuple[SourceEntry, str] | None) -> tuple[str, str]:
        """Return the text of a value and what is left: pieces in braces, in quotation marks or bare, joined by #."""
        pieces: list[str] = []
        length = 0
        position = _skip_spaces(source, 0)
        while position < len(source):
            piece, end = self._piece(source, position, place)
            pieces.append(piece)
            length += len(piece)
            if length > LONGEST_VALUE:
                raise TooLong
            position = _skip_spaces(source, end)
            if source[position : position + 1] != "#":
                break
            position = _skip_spaces(source, position + 1)
        return "".join(pieces), source[position:]

    def _piece(self, source: str, start: int, place: tuple[SourceEntry, str] | None) -> tuple[str, int]:
        """Return a piece of a value and where it ends."""
        if source[start] in '{"':
            end = _end_of_braces(source, start) if source[start] == "{" else _end_of_quotes(source, start)
            return source[start + 1 : end], end + 1
        match = BARE.match(source, start)
        if match is None:
            return source[start], start + 1
        word = match[0]
        if word[0].isdigit() or word.lower() in self.abbreviations:
            return self.abbreviations.get(word.lower(), word), match.end()
        if place and place[1] != "month" and AT_END.match(source, match.end()):
            entry, name = place
            reason = _("The abbreviation “%(word)s” is explained nowhere in this file and was left as it is.")
            entry.note(name, reason % {"word": word[:80]})
        return word, match.end()


def _unwrapped(block: Block) -> Block:
    """Return a block that bibtexparser only sets aside because its key or a field occurs twice."""
    while isinstance(block, DuplicateBlockKeyBlock | DuplicateFieldKeyBlock):
        block = block.ignore_error_block
    return block


def _field_name(source: str) -> str:
    """Return the name before an equals sign in lower case, without comment lines that stand before it."""
    lines = [line.strip() for line in source.split("\n")]
    lines = [line for line in lines if line and not line.startswith("%")]
    return "".join(lines).lower()


def _why(reason: str) -> str:
    """Return what is wrong with an entry in a librarian's words, from what bibtexparser says."""
    for start, sentence in (
        ("Unexpectedly reached end", _("The file ends in the middle of it: a closing brace is missing, or text is.")),
        (
            "Unexpected block start",
            _("The next entry begins in the middle of it: a closing brace or quotation mark is missing."),
        ),
        ("Expected comma after entry key", _("It has no key, or no comma after it.")),
        ("Expected equals sign", _("There is no equals sign after its name.")),
    ):
        if reason.startswith(start):
            return sentence
    if match := re.search(r"after entry key `(.{1,40}?)`", reason, re.DOTALL):
        return _("There is no equals sign after “%(field)s”.") % {"field": match[1]}
    return _("Its fields cannot be told apart: a comma, an equals sign or a brace is missing or too many.")


def _skip_spaces(source: str, position: int) -> int:
    while position < len(source) and source[position].isspace():
        position += 1
    return position


def _end_of_braces(source: str, start: int) -> int:
    depth = 0
    for match in CURLY.finditer(source, start):
        depth += 1 if match[0] == "{" else -1
        if depth == 0:
            return match.start()
    return len(source)


def _end_of_quotes(source: str, start: int) -> int:
    depth = 0
    for match in CURLY_OR_QUOTE.finditer(source, start + 1):
        if match[0] == '"' and depth <= 0:
            return match.start()
        depth += {"{": 1, "}": -1}.get(match[0], 0)
    return len(source)
