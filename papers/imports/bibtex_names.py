"""People in a BibTeX author or editor field: told apart by "and", each name parsed as BibTeX does, then decoded.

The forms are "First von Last", "von Last, First", "von Last, Jr, First" and biblatex's "given=…, family=…"; text in
braces is one word, and a name that stands in braces as a whole, such as that of an organisation, has no parts. See
https://ctan.org/pkg/tamethebeast, chapter 11.
"""

import re
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from papers.imports.draft import ET_AL
from papers.imports.record import PersonRecord
from papers.latex import Definitions, read_latex
from papers.names import SUFFIXES

BETWEEN = re.compile(r"\\.|[{}]|(?<=\s)and(?=\s)", re.IGNORECASE | re.DOTALL)
PIECE = re.compile(r"\\.|[{},;~]|\s+", re.DOTALL)
WORD_PART = re.compile(r"\\[A-Za-z]+|\\.|[{}]|[^\\{}]+", re.DOTALL)
LABELLED = re.compile(r"\s*(?:given|family|prefix|suffix|id|useprefix)(?:-i)?\s*=", re.IGNORECASE)
LABEL = re.compile(r"\s*([a-z-]+)\s*=\s*\"?(.*?)\"?\s*", re.IGNORECASE | re.DOTALL)
JOINED = re.compile(r"\w\s+(?:&|\\&|und|et|;)\s+[^\W\d_]")
MOST_COMMAS = 2


@dataclass
class People:
    """The people of a field in their order, whether the source says that there are more, and doubts as sentences.

    `unknown` are LaTeX commands in names that nobody knows.
    """

    people: list[PersonRecord] = field(default_factory=list)
    is_cut_short: bool = False
    doubts: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)


class UnreadableNames(ValueError):  # noqa: N818 - it names what is wrong
    """Names that cannot be told apart; its text is a sentence for the importer."""


def read_people(source: str, definitions: Definitions | None = None) -> People:
    """Return the people of a field; raise UnreadableNames where it cannot be told who they are."""
    found = People()
    for name in _names(source, found):
        person = _person(name, definitions or {}, found)
        if person is None:
            found.doubts.append(_("There is an empty name between two “and”."))
        elif ET_AL.fullmatch(person.name):
            found.is_cut_short = True
        else:
            found.people.append(_without_others(person, found))
    if len(found.people) == 1 and not found.is_cut_short and "{" not in source:
        _doubt_two_in_one(source, found)
    return found


def _without_others(person: PersonRecord, found: People) -> PersonRecord:
    """Return the person; "Smith, et al." without what stands for the others."""
    if not ET_AL.fullmatch(person.given):
        return person
    found.is_cut_short = True
    return PersonRecord(person.family)


def _doubt_two_in_one(source: str, found: People) -> None:
    """Note a name that may be those of two people: "Ada Lovelace, Alan Turing" without "and"."""
    person = found.people[0]
    words = [*person.given.split(), *person.family.split()]
    is_double = all(len(part.split()) > 1 for part in (person.given, person.family)) and "," in source
    if (is_double and all(word[:1].isupper() and "." not in word for word in words)) or JOINED.search(source):
        found.doubts.append(
            _("“%(name)s” was read as one person; between people “and” is needed.") % {"name": person.name}
        )


def _names(source: str, found: People) -> list[str]:
    """Return the sources of the names, told apart by "and" or, where nothing else can be meant, by semicolons."""
    names = _split_at_and(" ".join(source.split()))
    parted = [part for name in names for part in _split(name, ";")]
    if len(parted) > len(names):
        found.doubts.append(_("The names are parted by semicolons, not by “and”; each was read as one person."))
        return [name for name in parted if name.strip()]
    listed = [_listed(name, found) for name in names]
    return [name for part in listed for name in part]


def _split_at_and(source: str) -> list[str]:
    if not source:
        return []
    source = f" {source} "
    names = []
    depth = start = 0
    for match in BETWEEN.finditer(source):
        if match[0] in "{}":
            depth += 1 if match[0] == "{" else -1
        elif match[0].lower() == "and" and depth <= 0:
            names.append(source[start : match.start()])
            start = match.end()
    names.append(source[start:])
    return [name.strip() for name in names]


def _listed(name: str, found: People) -> list[str]:
    """Return one name, or those of a list that only commas part; raise UnreadableNames for a name of many pieces."""
    pieces = [piece.strip() for piece in _split(name, ",")]
    if len(pieces) <= MOST_COMMAS + 1 or LABELLED.match(name):
        return [name]
    if not pieces[-1]:
        pieces.pop()
    if all(len(piece.split()) > 1 for piece in pieces):
        found.doubts.append(_("The names are parted by commas, not by “and”; each was read as one person."))
        return pieces
    raise UnreadableNames(
        _("“%(name)s” has too many commas for one name; between people “and” is needed.")
        % {"name": read_latex(name).text[:80]}
    )


def _split(source: str, mark: str) -> list[str]:
    """Return the parts between the marks that stand outside of braces."""
    if mark not in source:
        return [source]
    parts = []
    depth = start = 0
    for match in PIECE.finditer(source):
        if match[0] in "{}":
            depth += 1 if match[0] == "{" else -1
        elif match[0] == mark and depth <= 0:
            parts.append(source[start : match.start()])
            start = match.end()
    parts.append(source[start:])
    return parts


def _person(source: str, definitions: Definitions, found: People) -> PersonRecord | None:
    """Return the person of a name, None for an empty one."""
    if LABELLED.match(source):
        given, family, suffix = _labelled(source)
    else:
        given, family, suffix = _parts([part.strip() for part in _split(source, ",")])
    texts = []
    for part in (given, family, suffix):
        reading = read_latex(part, definitions)
        found.unknown.extend(reading.unknown)
        texts.append(reading.text.strip(" ,"))
    given, family, suffix = texts
    name = " ".join(part for part in texts if part)
    if not name:
        return None
    return PersonRecord(name, given, family, suffix=suffix) if given and family else PersonRecord(name)


def _labelled(source: str) -> tuple[str, str, str]:
    """Return given name, family name with its particle, and suffix of biblatex's extended form."""
    parts = {}
    for piece in _split(source, ","):
        if match := LABEL.fullmatch(piece):
            parts[match[1].lower()] = match[2]
    family = " ".join(part for part in (parts.get("prefix", ""), parts.get("family", "")) if part)
    return parts.get("given", ""), family, parts.get("suffix", "")


def _parts(pieces: list[str]) -> tuple[str, str, str]:
    """Return given name, family name and suffix from the pieces of a name between its commas."""
    if len(pieces) == 1:
        return _parts_in_order(pieces[0])
    family, *rest = [piece for piece in pieces if piece] or [""]
    if len(rest) > 1 and rest[1].lower() in SUFFIXES and rest[0].lower() not in SUFFIXES:
        rest.reverse()
    if len(rest) == 1 and rest[0].lower() in SUFFIXES:
        given, family, _suffix = _parts_in_order(family)
        return given, family, rest[0]
    return " ".join(rest[1:] or rest), family, rest[0] if len(rest) > 1 else ""


def _parts_in_order(source: str) -> tuple[str, str, str]:
    """Return the parts of "First von Last": the family name begins at the first word in lower case, else at the last.

    A suffix without a comma, which BibTeX would take for the family name, is one here.
    """
    words = _words(source)
    suffix = words.pop() if len(words) > 2 and words[-1].lower() in SUFFIXES else ""
    start = next((place for place, word in enumerate(words[:-1]) if _is_lower(word)), len(words) - 1)
    return " ".join(words[:start]), " ".join(words[max(start, 0) :]), suffix


def _words(source: str) -> list[str]:
    """Return the words of a name, each with its braces."""
    words = []
    depth = start = 0
    for match in PIECE.finditer(source):
        if match[0] in "{}":
            depth += 1 if match[0] == "{" else -1
        elif depth <= 0 and (match[0] == "~" or match[0].isspace()):
            words.append(source[start : match.start()])
            start = match.end()
    words.append(source[start:])
    return [word for word in words if word]


def _is_lower(word: str) -> bool:
    """Whether a word begins in lower case; a word in braces has no case, unless they hold an accent or sign."""
    depth = 0
    special = -1
    for match in WORD_PART.finditer(word):
        part = match[0]
        if part == "{":
            depth += 1
            if depth == 1 and word[match.end() : match.end() + 1] == "\\":
                special = depth
        elif part == "}":
            depth -= 1
            special = -1 if depth < 1 else special
        elif part[0] == "\\":
            if depth == 0 or special > 0:
                return _sign_is_lower(word[match.start() :])
        elif depth == 0:
            letter = next((letter for letter in part if letter.isalpha()), "")
            if letter:
                return letter.islower()
    return False


def _sign_is_lower(source: str) -> bool:
    letter = next((letter for letter in read_latex(source).text if letter.isalpha()), "")
    return letter.islower()
