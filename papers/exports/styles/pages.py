"""Pages and numbers as references write them: 1877–901, pp. 3–7, vol. 3, nos. 3–4."""

import re
from collections.abc import Callable

ONE_RANGE = re.compile(r"\s*([^\s,&;–-]+)\s*[-–]+\s*([^\s,&;–-]+)\s*")
LAST_NUMBER = re.compile(r"(.*?)(\d+)")
PLURAL = re.compile(r"[\s,&–-]")
NUMBER = re.compile(r"[^\W\d_]*\d+(?:\s*[-–,&]\s*[^\W\d_]*\d+)*")


def ranges(pages: str, shorten: Callable[[str, str], str]) -> str:
    """Return pages with en dashes in their ranges, the last page of each as `shorten(first, last)` says."""
    parts = re.split(r"\s*(,|&)\s*", pages.replace("--", "-").strip())
    written = [_range(part, shorten) for part in parts[::2]]
    marks = [", " if mark == "," else " & " for mark in parts[1::2]]
    return "".join(text for pair in zip(written, [*marks, ""], strict=True) for text in pair)


def _range(part: str, shorten: Callable[[str, str], str]) -> str:
    match = ONE_RANGE.fullmatch(part)
    return f"{match[1]}–{shorten(match[1], match[2])}" if match else part


def as_written(_first: str, last: str) -> str:
    """Return the last page as it is (IEEE)."""
    return last


def in_full(first: str, last: str) -> str:
    """Return the last page with all its digits: 1004–1007 for 1004–7 (APA)."""
    if first.isdecimal() and last.isdecimal() and len(last) < len(first):
        return first[: len(first) - len(last)] + last
    return last


def by_two_digits(first: str, last: str) -> str:
    """Return what changes of the last page, two digits at least: 1877–901, 100–04 (MLA)."""
    return _changed(first, in_full(first, last), least=2)


def by_chicago(first: str, last: str) -> str:
    """Return the last page as the Chicago Manual shortens it: 71–72, 100–104, 107–8, 321–25, 1877–901."""
    last = in_full(first, last)
    number = LAST_NUMBER.fullmatch(first)
    if not number or len(number[2]) < 3 or number[2].endswith("00"):
        return _changed(first, last, least=len(first))
    return _changed(first, last, least=1 if number[2][-2] == "0" else 2)


def _changed(first: str, last: str, least: int) -> str:
    """Return the last digits of `last`, `least` or more, from where it differs; all of it where the form differs."""
    start, end = LAST_NUMBER.fullmatch(first), LAST_NUMBER.fullmatch(last)
    if not start or not end or start[1] != end[1]:
        return last
    if len(start[2]) != len(end[2]):
        return end[2]
    pairs = enumerate(zip(start[2], end[2], strict=True))
    same = next((place for place, (one, other) in pairs if one != other), len(end[2]))
    return end[2][min(same, max(len(end[2]) - least, 0)) :]


def is_plural(text: str) -> bool:
    """Whether a text names more than one page, volume or issue, as far as its form says."""
    return PLURAL.search(text.strip()) is not None


def is_number(text: str) -> bool:
    """Whether a text is a number or several, each perhaps behind letters: 12, A12, 3–4."""
    return NUMBER.fullmatch(text.strip()) is not None


def labelled(text: str, one: str, many: str) -> str:
    """Return "p. 7" or "pp. 3–7"; "" for no text."""
    return f"{many if is_plural(text) else one} {text}" if text else ""


def labelled_number(text: str, one: str, many: str) -> str:
    """Return "vol. 3" or "vols. 3–4", and anything but a number as it is."""
    return labelled(text, one, many) if is_number(text) else text
