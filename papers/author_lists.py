"""A list of authors as it is pasted from a title page, a web page or a bibliography: told apart, each name parted.

Between people stand line breaks, semicolons, “and” or commas. Marks that lead to footnotes and places are dropped.
"""

import re

from django.utils.translation import gettext as _

from papers.names import SUFFIXES, PersonName, split_name

LONGEST_NAME = 200
ET_AL = re.compile(r"\b(?:et\s+al\b|and\s+others\b|u\.\s?a\.)|…\s*$|\.\.\.\s*$", re.IGNORECASE)
PARENTHESES = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|<[^<>]*>|\S+@\S+|\bhttps?://\S+")
ORCID = re.compile(r"\b\d{4}-\d{4}-\d{4}-\d{3}[\dX]\b")
MARK = r"[\d*†‡§¶‖#^∗⁎⁑✉ª\u00b2\u00b3\u00b9\u2070-\u209c]"
MARKS = re.compile(rf"{MARK}+(?:\s*,\s*{MARK}+)*")
AND = re.compile(r"[\s,;]+(?:and|und|&|＆)\s+", re.IGNORECASE)
AND_OR_SURNAME = re.compile(r"[\s,;]+(?:et|y)\s+", re.IGNORECASE)  # between people, or within Ortega y Gasset
INITIALS = re.compile(r"(?:[^\W\d_a-z]\.?[\s-]*){1,4}")
BEHIND = re.compile(r"[A-ZÀ-ÖØ-Þ]{1,4}|(?:[A-ZÀ-ÖØ-Þ]\.[\s-]?){1,4}")  # the initials of Lovelace A and Babbage C.


def read_author_list(text: str) -> list[PersonName]:
    """Return the people that `text` lists, in its order; raise ValueError with a sentence where that is not sure."""
    if ET_AL.search(text):
        raise ValueError(_("This list breaks off with “et al.”: paste all authors, or leave these words out."))
    plain = MARKS.sub("", ORCID.sub("", PARENTHESES.sub(" ", text)))
    pieces = [piece for line in re.split(r"[\n\r;；]+", plain) for piece in _people_of(_without_and(f" {line} "))]
    pieces = [piece for piece in map(_tidy, pieces) if piece]
    behind = all(map(_is_family_first, pieces)) and (len(pieces) != 1 or "." not in pieces[0])
    found = [_person(piece, initials_behind=behind) for piece in pieces]
    if not found:
        raise ValueError(_("There is no name in this list."))
    for person in found:
        if len(str(person)) > LONGEST_NAME:
            raise ValueError(
                _("“%(name)s…” is too long for a name: put a semicolon between people.") % {"name": str(person)[:60]}
            )
    return found


def _without_and(line: str) -> str:
    """Return a line with a semicolon for each word that means “and” between two people."""
    return AND_OR_SURNAME.sub(_semicolon_between_people, AND.sub(" ; ", line))


def _semicolon_between_people(found: re.Match) -> str:
    """Return “;” where two whole names meet, such as Ada Lovelace et Charles Babbage or Lovelace, Ada et Babbage, C.

    Within a surname, as in José Ortega y Gasset or Ortega y Gasset, José, what was found is returned.
    """
    before = re.split(r"([,;])", found.string[: found.start()])
    after = re.split(r"([,;])", found.string[found.end() :])
    are_whole = len(before[-1].split()) > 1 and len(after[0].split()) > 1
    are_inverted = before[-2:-1] == [","] and after[1:2] == [","]
    return " ; " if are_whole or are_inverted else found[0]


def _tidy(piece: str) -> str:
    return " ".join(piece.split()).strip(" ,;.:·•–—-") + ("." if re.search(r"\b(?:\w|[JS]r)\.[\s,;]*$", piece) else "")


def _people_of(line: str) -> list[str]:
    """Return the people of a line, of which “and” and semicolons are told already."""
    parts = line.split(";")
    people = []
    for part in parts:
        commas = [piece.strip() for piece in part.split(",") if piece.strip()]
        people += _at_commas(commas, is_whole=len([one for one in parts if one.strip()]) == 1)
    return people


def _at_commas(pieces: list[str], is_whole: bool) -> list[str]:
    """Return the people between commas: a comma parts one name, or people, or both in turn."""
    if len(pieces) < 2:
        return pieces
    if any(_tidy(piece).lower() in SUFFIXES for piece in pieces):
        return _with_suffixes(pieces)
    if len(pieces) % 2 == 0 and all(INITIALS.fullmatch(piece) for piece in pieces[1::2]):
        return [f"{family}, {given}" for family, given in zip(pieces[::2], pieces[1::2], strict=True)]
    if len(pieces) == 2 and (len(pieces[0].split()) == 1 or len(pieces[1].split()) == 1) and not _each_whole(pieces):
        return [", ".join(pieces)]
    return pieces


def _each_whole(pieces: list[str]) -> bool:
    return all(len(piece.split()) > 1 for piece in pieces)


def _with_suffixes(pieces: list[str]) -> list[str]:
    """Return the people with “Jr.” at whom it follows: King, Jr., Martin is one, King, Martin, Jr. too."""
    whole = ", ".join(pieces)
    if len(pieces) <= 3 and len(pieces[0].split()) == 1:
        return [whole]
    people: list[str] = []
    for piece in pieces:
        if _tidy(piece).lower() in SUFFIXES and people:
            people[-1] += f" {piece}"
        else:
            people.append(piece)
    return people


def _is_family_first(piece: str) -> bool:
    """Return whether a name is like Lovelace A or de Morgan AB."""
    words = piece.split()
    return len(words) > 1 and "," not in piece and bool(BEHIND.fullmatch(words[-1])) and not words[0].isupper()


def _person(piece: str, initials_behind: bool) -> PersonName:
    if not initials_behind:
        return split_name(piece)
    *family, initials = piece.split()
    letters = re.sub(r"[^\w-]", "", initials)
    given = " ".join(f"{letter}." for letter in letters.replace("-", ""))
    return PersonName(given, " ".join(family))
