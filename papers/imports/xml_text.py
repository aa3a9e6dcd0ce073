"""XML read safely, entry by entry: no entity is declared, no other file is fetched, and nesting is bounded."""

import html.entities
import re
from collections.abc import Callable, Iterator
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from django.utils.translation import gettext as _

from papers.imports.draft import Draft
from papers.imports.record import Entry, UnreadableFile

DEEPEST = 200
PIECE = 1 << 16
HEAD = 20_000  # characters in which a format shows itself
BEFORE_ROOT = re.compile(r"\s+|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*(?:\[[^\]]*\]\s*)?>", re.DOTALL)
ROOT = re.compile(r"<(?:[\w.-]+:)?([\w.-]+)")


class BrokenXml(Exception):  # noqa: N818 - as UnreadableFile
    """XML that cannot be read any further; its text is a sentence, `line` where it breaks off."""

    def __init__(self, sentence: str, line: int):
        super().__init__(sentence)
        self.line = line


class XmlElement(Element):
    """An element that knows the line it begins on."""

    line = 0

    @property
    def name(self) -> str:
        """The name without its namespace."""
        return self.tag.rpartition("}")[2]


def root_of(text: str) -> str:
    """Return the name of a text's root element, without its prefix; "" where the text is not XML."""
    head = text[:HEAD]
    start = 0
    while match := BEFORE_ROOT.match(head, start):
        start = match.end()
    match = ROOT.match(head, start)
    return match[1] if match else ""


def read_elements(text: str | bytes, names: set[str]) -> Iterator[XmlElement]:
    """Yield the outermost elements with one of the `names` (without namespace) as they end, and forget them.

    Raise BrokenXml after the last one that could be read where the text is not well-formed or not safe to read, and
    UnreadableFile where that is so before any began.
    """
    reader = _Reader(names)
    try:
        for piece in _pieces(text):
            yield from reader.read(piece)
        yield from reader.read(b"", is_last=True)
    except expat.ExpatError as error:
        yield from reader.finished
        reason = expat.errors.messages[error.code]
        reader.give_up(_("The XML is broken at line %(line)s: %(reason)s.") % {"line": error.lineno, "reason": reason})
    except UnicodeEncodeError:
        reader.give_up(_("It holds a character that cannot be stored (half of a pair)."))
    except BrokenXml as error:
        yield from reader.finished
        reader.give_up(str(error))


def read_entries(text: str | bytes, names: set[str], read: Callable[[XmlElement], Entry]) -> Iterator[Entry]:
    """Yield what `read` makes of each element with one of the `names`, and a refused entry where the text breaks off.

    Raise UnreadableFile where it breaks off before the first.
    """
    try:
        for element in read_elements(text, names):
            yield read(element)
    except BrokenXml as error:
        draft = Draft(line=error.line)
        yield draft.refused(_("%(sentence)s Nothing from there on could be read.") % {"sentence": error})


def _pieces(text: str | bytes) -> Iterator[str | bytes]:
    for start in range(0, len(text), PIECE):
        yield text[start : start + PIECE]


class _Reader:
    """Builds elements from what expat finds; `finished` are those asked for that have ended."""

    def __init__(self, names: set[str]):
        self.names = names
        self.finished: list[XmlElement] = []
        self.has_begun = False
        self.depth = 0
        self.entry_depth = 0
        self.builder: TreeBuilder | None = None
        self.parser = expat.ParserCreate(namespace_separator="}")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.data
        self.parser.StartDoctypeDeclHandler = self.doctype
        self.parser.EntityDeclHandler = self.declare
        self.parser.SkippedEntityHandler = self.skip

    def read(self, piece: str | bytes, is_last: bool = False) -> Iterator[XmlElement]:
        """Read on, and yield the elements that have ended."""
        self.parser.Parse(piece, is_last)
        finished, self.finished = self.finished, []
        yield from finished

    def give_up(self, sentence: str) -> None:
        """Raise what says that nothing more can be read."""
        if self.has_begun:
            raise BrokenXml(sentence, self.parser.CurrentLineNumber) from None
        raise UnreadableFile(sentence) from None

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Begin an element."""
        self.depth += 1
        if self.depth > DEEPEST:
            self._refuse(_("Its elements are nested more than %(levels)s deep.") % {"levels": DEEPEST})
        if self.builder is None and tag.rpartition("}")[2] in self.names:
            self.builder = TreeBuilder(element_factory=XmlElement)
            self.entry_depth = self.depth
            self.has_begun = True
        if self.builder:
            element = self.builder.start(_named(tag), {_named(name): value for name, value in attributes.items()})
            element.line = self.parser.CurrentLineNumber

    def end(self, tag: str) -> None:
        """End an element; the outermost one that was asked for is finished."""
        if self.builder:
            self.builder.end(_named(tag))
            if self.depth == self.entry_depth:
                self.finished.append(self.builder.close())
                self.builder = None
        self.depth -= 1

    def data(self, text: str) -> None:
        """Add text."""
        if self.builder:
            self.builder.data(text)

    def doctype(self, _name: str, _system: str | None, _public: str | None, has_internal_subset: int) -> None:
        """Refuse a document that brings declarations of its own; one that names a DTD is read without it."""
        if has_internal_subset:
            self._refuse(_("It declares its own entities or elements, which is not safe to read."))

    def declare(self, *_declaration: object) -> None:
        """Refuse a declared entity."""
        self._refuse(_("It declares its own entities or elements, which is not safe to read."))

    def skip(self, name: str, is_parameter: int) -> None:
        """Add the character that HTML calls by the name of an entity which the DTD would declare."""
        character = html.entities.html5.get(f"{name};")
        if character is None or is_parameter:
            self._refuse(_("It uses “&%(name)s;”, which stands for nothing here.") % {"name": name[:40]})
        self.data(character)

    def _refuse(self, sentence: str) -> None:
        raise BrokenXml(sentence, self.parser.CurrentLineNumber)


def _named(name: str) -> str:
    """Return expat's "namespace}name" as ElementTree writes it."""
    return f"{{{name}" if "}" in name else name


# Reading elements


def children(element: Element | None, *names: str) -> list[XmlElement]:
    """Return the elements reached by following names (without namespace) down from an element."""
    found = [] if element is None else [element]
    for name in names:
        found = [child for parent in found for child in parent if child.name == name]
    return found


def child(element: Element | None, *names: str) -> XmlElement | None:
    """Return the first of `children`; None if there is none."""
    return next(iter(children(element, *names)), None)


def text_of(element: Element | None) -> str:
    """Return the text in an element and in all that it holds, its words parted by single spaces; "" for None."""
    return "" if element is None else " ".join("".join(element.itertext()).split())


def text_at(element: Element | None, *names: str, read: Callable = text_of) -> str:
    """Return the text of the first of `children`."""
    return read(child(element, *names))
