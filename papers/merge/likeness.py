"""What makes two names, or two sets of words, alike: keys under which the same comes together. Pure."""

import re

from papers.names import fold

LETTERS = re.compile(r"[a-z0-9]+")
YEARS_AND_NUMBERS = re.compile(r"\b(\d+(st|nd|rd|th)?)\b")
IDLE = frozenset("a an and at da das de der des di du for für in la le of on the und y".split())
FRAMES = ("proceedings of the ", "proceedings of ", "proc of the ", "proc of ", "the ")


def name_key(name: str) -> str:
    """Return a name without accents, case and punctuation: "josé-luis o'hara" and "Jose Luis OHara" come together."""
    folded = fold(name).replace("'", "").replace("’", "")
    return " ".join(LETTERS.findall(folded))


def initials_key(given: str, family: str) -> tuple[str, str]:
    """Return family name and first initial, under which "A. Lovelace" and "Ada Lovelace" come together."""
    return name_key(family), name_key(given)[:1]


def is_initials(given: str) -> bool:
    """Return whether a given name is nothing but initials."""
    return bool(given) and all(len(word) == 1 for word in name_key(given).split())


def initials_agree(one: str, other: str) -> bool:
    """Return whether the initials of one given name begin those of the other: "A." and "Ada King"."""
    first, second = ("".join(word[0] for word in name_key(given).split()) for given in (one, other))
    return first.startswith(second) or second.startswith(first)


def place_key(name: str) -> str:
    """Return the name of an institution or venue without case, punctuation, idle words, years and its frame."""
    text = name_key(name)
    for frame in FRAMES:
        text = text.removeprefix(frame)
    words = YEARS_AND_NUMBERS.sub("", text).split()
    return " ".join(word for word in words if word not in IDLE) or text


def abbreviation(name: str) -> str:
    """Return the first letters of a name's words, "" where there are fewer than three."""
    letters = "".join(word[0] for word in place_key(name).split())
    return letters if len(letters) >= 3 else ""
