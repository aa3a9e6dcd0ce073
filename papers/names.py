"""Names of people as text: split, sorted, shortened and folded; and the slugs made from names and titles.

A name is only split where its form says how. "García Márquez" without a hyphen or a comma cannot be told from a middle
name, so an editor may always enter the parts; nothing here corrects what was entered.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from anyascii import anyascii

SLUG_LENGTH = 80
MOST_REMEMBERED = 10_000  # a library names the same people again and again

PARTICLES = frozenset(
    "af al av bin bint da dal dalla das de degli dei del della dello den der des di do dos du el ibn la las le los "
    "lo op 't 's t ten ter tot van vande vanden vander vom von vonder zu zum zur ben bar und ul im v.".split()
)
CAPITALISED_PARTICLES = frozenset(
    "Al Da Dal Dalla De Degli Dei Del Della Den Der Des Di Do Dos Du El La Las Le Los Op Ten Ter Van Vanden Vander "
    "Von".split()
)
CONJUNCTIONS = frozenset({"y", "e", "i"})
SUFFIXES = frozenset({"jr", "jr.", "sr", "sr.", "ii", "iii", "iv"})
GROUP_WORDS = frozenset({"collaboration", "consortium", "team", "group", "network", "committee"})
BOUND_PARTICLE = re.compile(r"(?:al|el|ad|as|az|d|l|dall|dell|dei|de|nell|t)[-'’](?=[^\W\d_])")
WITHOUT_APOSTROPHES = str.maketrans("", "", "'`")
EAST_ASIAN_SCRIPTS = ("CJK", "HIRAGANA", "KATAKANA", "HANGUL")


@dataclass(frozen=True)
class PersonName:
    """The parts of a name; a mononym, a group and a name in East Asian script are all family name."""

    given: str
    family: str
    suffix: str = ""

    def __str__(self):
        return " ".join(part for part in (self.given, self.family, self.suffix) if part)


@lru_cache(maxsize=MOST_REMEMBERED)
def split_name(text: str, family: str = "") -> PersonName:
    """Return the parts of "Ada King Lovelace", "Lovelace, Ada", "van Berg, Jr., Jan" or "Jan van Berg Jr.".

    `family` is the family name where it is known: a text that ends with it is split there.
    """
    name = _tidy(text)
    if family and name.endswith(f" {_tidy(family)}"):
        return PersonName(name[: -len(_tidy(family)) - 1], _tidy(family))
    if "," in name:
        return _split_at_commas(name)
    words = name.split(" ")
    if _is_one_name(words):
        return PersonName("", name)
    words, suffix = _without_suffix(words)
    start = _family_start(words)
    return PersonName(" ".join(words[:start]), " ".join(words[start:]), suffix)


def sort_name(given: str, family: str, suffix: str = "") -> str:
    """Return the form used in alphabetical lists: "Lovelace, Ada", "King, Martin Luther, Jr."."""
    return ", ".join(part for part in (_tidy(family), _tidy(given), _tidy(suffix)) if part)


def split_particles(family: str) -> tuple[str, str]:
    """Return the particles that a family name begins with, and the rest: ("van der", "Maaten"), ("d'", "Alembert").

    A capitalised particle is part of the name, which is how its bearer sorts: ("", "De Morgan").
    """
    words = family.split()
    start = next((place for place, word in enumerate(words) if not word.islower()), 0)
    particles, rest = " ".join(words[:start]), " ".join(words[start:])
    if not particles and (bound := BOUND_PARTICLE.match(rest)):
        return bound[0], rest[bound.end() :]
    return particles, rest


def is_east_asian(text: str) -> bool:
    """Whether all letters of a text are Chinese, Japanese or Korean."""
    letters = [letter for letter in text if letter.isalpha()]
    return bool(letters) and all(unicodedata.name(letter, "").startswith(EAST_ASIAN_SCRIPTS) for letter in letters)


def initials(display: str) -> str:
    """Return at most two capital letters that stand for a person: "AL" for Ada King Lovelace, "" for no name."""
    name = split_name(display)
    family = [word for word in name.family.split() if word not in PARTICLES] or name.family.split()
    words = [*name.given.split()[:1], *family[:1]]
    letters = [_first_letter(word) for word in words]
    return "".join(letter.upper()[:1] for letter in letters)


def abbreviate_given(given: str) -> str:
    """Return given names as initials: "T. I." for Thomas I., "J.-P." for Jean-Paul, "Yu." for Yu., "G. de" for Guy de.

    What is abbreviated already, a word in lower case and a name in a script without capitals stay as they are.
    """
    return " ".join(filter(None, map(_abbreviated, _tidy(given).replace(".", ". ").replace(". -", ".-").split())))


def spaced_given(given: str) -> str:
    """Return given names in full with initials written one way: "J. R. R." for J.R.R., "Quoc V." for Quoc V."""
    words = _tidy(given).replace(".", ". ").replace(". -", ".-").split()
    return " ".join(f"{word}." if len(word) == 1 and word.isupper() else word for word in words)


@lru_cache(maxsize=MOST_REMEMBERED)
def fold(text: str) -> str:
    """Return the text in lower-case ASCII with single spaces, so that "Łukasz Ørsted" is found by "lukasz orsted"."""
    if not text.isascii():
        text = anyascii(unicodedata.normalize("NFC", text))
    return " ".join(text.lower().split())


@lru_cache(maxsize=MOST_REMEMBERED)
def slug_for(text: str, fallback: str) -> str:
    """Return an ASCII slug of at most 80 characters, cut between words; `fallback` if no letter or digit is left."""
    if text.isascii():
        letters = text.translate(WITHOUT_APOSTROPHES)
    else:
        letters = "".join(map(_letter_or_space, unicodedata.normalize("NFC", text)))
    slug = "-".join(re.findall(r"[a-z0-9]+", anyascii(letters).lower()))
    return _cut(slug, SLUG_LENGTH) or fallback


def unique_slug(base: str, taken: Callable[[str], bool]) -> str:
    """Return `base`, or the first of base-2, base-3 … that is not taken, within 80 characters."""
    slug = _cut(base, SLUG_LENGTH)
    number = 1
    while taken(slug):
        number += 1
        ending = f"-{number}"
        slug = _cut(base, SLUG_LENGTH - len(ending)) + ending
    return slug


def _tidy(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def _split_at_commas(name: str) -> PersonName:
    family, *rest = [part.strip() for part in name.split(",")]
    rest = [part for part in rest if part]
    suffix = next((part for part in rest if part.lower() in SUFFIXES), "")
    given = " ".join(part for part in rest if part != suffix)
    if suffix and not given and " " in family:
        whole = split_name(family)
        return PersonName(whole.given, whole.family, suffix)
    return PersonName(given, family, suffix) if family else PersonName("", given, suffix)


def _is_one_name(words: list[str]) -> bool:
    """Whether the words are not to be split: one word, a group, or a name in East Asian script."""
    if len(words) == 1 or words[-1].lower() in GROUP_WORDS:
        return True
    return is_east_asian("".join(words))


def _without_suffix(words: list[str]) -> tuple[list[str], str]:
    if len(words) > 2 and words[-1].lower() in SUFFIXES:
        return words[:-1], words[-1]
    return words, ""


def _family_start(words: list[str]) -> int:
    """Return where the family name begins: at the first particle after the given name, else at the last word."""
    for place, word in enumerate(words[:-1]):
        if word in CONJUNCTIONS and place >= 2:
            return place - 1
        if word in PARTICLES or (place and word in CAPITALISED_PARTICLES):
            return place
    return len(words) - 1


def _abbreviated(word: str) -> str:
    """Return one given name as an initial for each of its hyphenated parts that has a capital."""
    letter = _first_letter(word)
    if word.islower() or (len(word) > 2 and word.endswith(".") and "-" not in word) or letter.upper() == letter.lower():
        return word if letter else ""
    first, *others = [_first_letter(part) for part in word.split("-")]
    return "-".join(f"{part.upper()[:1]}." for part in [first, *filter(str.isupper, others)])


def _first_letter(word: str) -> str:
    return next((letter for letter in word if letter.isalnum()), "")


def _letter_or_space(character: str) -> str:
    """Return letters, digits and marks as they are, nothing for an apostrophe, and a space for all else.

    Symbols go before transliteration, which would spell an emoji out as a word. A Chinese character is a word.
    """
    if character in "'’ʼ‘`":
        return ""
    if unicodedata.name(character, "").startswith("CJK UNIFIED"):
        return f" {character} "
    return character if unicodedata.category(character)[0] in "LNM" else " "


def _cut(slug: str, length: int) -> str:
    """Return the slug within a length, cut at a hyphen if it has one there."""
    if len(slug) <= length:
        return slug
    if slug[length] == "-":
        return slug[:length].rstrip("-")
    return (slug[:length].rpartition("-")[0] or slug[:length]).rstrip("-")
