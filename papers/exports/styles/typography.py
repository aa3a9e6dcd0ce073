"""Marks between the parts of a reference, typographic quotation marks, and titles in the capitals of headlines."""

import re
from dataclasses import replace

from papers.exports.latex import FORMULA
from papers.exports.work import CitedWork

DOUBLE = re.compile(r'(?<![\w”])["“](?=\S)([^"“”]*?[^\s"“”])["”](?!\w)')
SINGLE = re.compile(r"(?<![\w’])['‘](?=\S)([^'‘]*?[^\s'‘’])['’](?!\w)")
OUTER, INNER = r"“\1”", r"‘\1’"
WORD = re.compile(r"[^\W_]+(?:’[^\W_]+)*")
SENTENCE_BEFORE = re.compile(r"(?:^|[.?!:]\s)[^\w]*$")
LEFT_SMALL = frozenset(
    "a about an and as at but by de down for from in into nor of on onto or over so the till to up van via von with "
    "yet".split()
)


def typeset(work: CitedWork) -> CitedWork:
    """Return a work with every text but title and names on one line, in typographic quotation marks."""
    names = ("venue", "series", "volume", "issue", "publisher", "place")
    return replace(work, **{name: curly(getattr(work, name)) for name in names})


def title_of(work: CitedWork) -> str:
    """Return the title; a retracted work's says so first, as NISO RP-45-2024 (CREC) asks."""
    retracted = "RETRACTED: " if work.notice and not work.title.lower().startswith("retracted") else ""
    return curly(retracted + work.title)


def curly(text: str) -> str:
    """Return a text on one line with “ ” for its quotation marks, ‘ ’ for those within, and ’ for an apostrophe."""
    line = " ".join(text.split())
    if not re.search("['\"“‘]", line):
        return line
    marked = DOUBLE.sub(lambda match: f"“{SINGLE.sub(INNER, match[1])}”", line)
    parts = re.split("(“[^”]*”)", marked)
    parts[::2] = [SINGLE.sub(OUTER, part) for part in parts[::2]]
    return "".join(parts).replace("'", "’")


def in_quotation_marks(title: str) -> str:
    """Return a `curly` title in quotation marks, those within it becoming inner ones."""
    return f"“{re.sub('“[^”]*”', lambda match: _inner(match[0]), title)}”"


def _inner(quotation: str) -> str:
    """Return a quotation within another; one within it takes the outer marks again."""
    return f"‘{SINGLE.sub(OUTER, quotation[1:-1])}’"


def ended(text: str, mark: str = ".") -> str:
    """Return a text with a mark at its end, inside a closing quotation mark, unless the text ends a sentence there.

    A comma follows an abbreviation's full stop and a name's question mark all the same.
    """
    inside = text.removesuffix("”")
    ends = inside.rstrip("”’").endswith((".", "?", "!"))
    if not text or (ends and (mark != "," or inside != text)):
        return text
    return inside + mark + text[len(inside) :]


def sentences(*parts: str) -> str:
    """Return the parts that are not empty as sentences, each ended."""
    return " ".join(ended(part) for part in parts if part)


def listed(*parts: str, mark: str = ",") -> str:
    """Return the parts that are not empty with commas between them."""
    said = [part for part in parts if part]
    return " ".join([*(ended(part, mark) for part in said[:-1]), *said[-1:]])


def capitalised(text: str) -> str:
    """Return a text whose first letter is a capital."""
    return text[:1].upper() + text[1:]


def headline(text: str, language: str) -> str:
    """Return an English title with capitals as in a headline; in another language as it is.

    Capitals stay, formulas too. Articles, prepositions, conjunctions and single letters get one only where a sentence
    begins or as the last word.
    """
    if language.partition("-")[0] != "en":
        return text
    formulas = [match.span() for match in re.finditer(FORMULA, text)]
    last = text.rfind(" ") + 1

    def written(match: re.Match) -> str:
        is_formula = any(start <= match.start() < end for start, end in formulas)
        return match[0] if is_formula else _in_headline(match[0], text[: match.start()], last)

    return WORD.sub(written, text)


def _in_headline(word: str, before: str, last: int) -> str:
    opens = SENTENCE_BEFORE.search(before) is not None
    closes = last <= len(before) and not WORD.search(before[last:])
    is_small = word in LEFT_SMALL and not (opens or closes)
    if is_small or not word.islower() or (len(word.partition("’")[0]) == 1 and not opens):
        return word
    return capitalised(word)
