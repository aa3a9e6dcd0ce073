"""Citation keys for BibTeX: made once for a paper, stored, and never made again, since users cite them."""

import re
from collections.abc import Callable

from papers.names import slug_for

STOP_WORDS = frozenset(
    "a about an and are as at be been being but by can could did do does for from had has have how if in into is it "
    "its just more most my no not of on or our re should so that the their them then there these they this those to "
    "via was we were what when where which while who why will with without would you your".split()
)
NO_AUTHOR = "anonymous"
NO_YEAR = "nd"
LATEX_COMMAND = re.compile(r"\\[A-Za-z]+\*?|\\.|[{}$]")


def citation_key(families: list[str], year: int | None, title: str, taken: Callable[[str], bool]) -> str:
    """Return a key such as durmus-etal-2023-towards that is not taken.

    `families` are the authors' family names in order. One author gives last-2019-word, two last1-last2-2019-word,
    more last-etal-2019-word. The word is the title's first that is not a stop word; a clash adds the next ones,
    then -2, -3 …. A paper without authors is "anonymous", one without a year "nd" (no date).
    """
    start = f"{_authors_part(families)}-{year or NO_YEAR}"
    words = title_words(title)
    key = start
    for count in range(1, len(words) + 1):
        key = "-".join([start, *words[:count]])
        if not taken(key):
            return key
    return key if not taken(key) else _numbered(key, taken)


def title_words(title: str) -> list[str]:
    """Return the title's words in ASCII lower case without stop words; all of them if there are only stop words."""
    words = slug_words(LATEX_COMMAND.sub("", title))
    return [word for word in words if word not in STOP_WORDS] or words


def slug_words(text: str) -> list[str]:
    """Return the ASCII words of a text, apostrophes dropped."""
    return [word for piece in text.split() for word in slug_for(piece, "").split("-") if word]


def _authors_part(families: list[str]) -> str:
    slugs = [slug for slug in (slug_for(family, "") for family in families) if slug]
    if not slugs:
        return NO_AUTHOR
    return "-".join(slugs) if len(slugs) < 3 else f"{slugs[0]}-etal"


def _numbered(key: str, taken: Callable[[str], bool]) -> str:
    number = 2
    while taken(f"{key}-{number}"):
        number += 1
    return f"{key}-{number}"
