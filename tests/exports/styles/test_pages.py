"""Pages and numbers."""

import pytest

from papers.exports.styles.pages import (
    as_written,
    by_chicago,
    by_two_digits,
    in_full,
    is_number,
    is_plural,
    labelled,
    labelled_number,
    ranges,
)


@pytest.mark.parametrize(
    ("pages", "apa", "mla", "chicago"),
    [
        ("3-10", "3–10", "3–10", "3–10"),
        ("71-72", "71–72", "71–72", "71–72"),
        ("96-117", "96–117", "96–117", "96–117"),
        ("100-104", "100–104", "100–04", "100–104"),
        ("101-108", "101–108", "101–08", "101–8"),
        ("321-325", "321–325", "321–25", "321–25"),
        ("600--613", "600–613", "600–13", "600–613"),
        ("1087 – 1089", "1087–1089", "1087–89", "1087–89"),
        ("1496-1500", "1496–1500", "1496–500", "1496–500"),
        ("12991-13001", "12991–13001", "12991–3001", "12991–3001"),
        ("1004-7", "1004–1007", "1004–07", "1004–7"),
        ("1900-01", "1900–1901", "1900–01", "1900–1901"),
        ("10-1", "10–11", "10–11", "10–11"),
        ("2-2", "2–2", "2–2", "2–2"),
        ("e1-e10", "e1–e10", "e1–10", "e1–10"),
        ("S12-S19", "S12–S19", "S12–19", "S12–19"),
        ("123:1-123:30", "123:1–123:30", "123:1–30", "123:1–30"),
        ("1-e5", "1–e5", "1–e5", "1–e5"),
        ("i-iv", "i–iv", "i–iv", "i–iv"),
        ("3-7,9-12", "3–7, 9–12", "3–7, 9–12", "3–7, 9–12"),
        ("1-10 & 12", "1–10 & 12", "1–10 & 12", "1–10 & 12"),
        ("1-2-3", "1-2-3", "1-2-3", "1-2-3"),
        ("7", "7", "7", "7"),
        ("", "", "", ""),
    ],
)
def test_the_last_page_is_shortened_as_each_style_asks(pages, apa, mla, chicago):
    assert [ranges(pages, shorten) for shorten in (in_full, by_two_digits, by_chicago)] == [apa, mla, chicago]


def test_pages_may_stay_as_they_are():
    assert ranges("1004-7, 9", as_written) == "1004–7, 9"


@pytest.mark.parametrize(
    ("text", "expected"),
    [("7", False), ("e12", False), ("3–7", True), ("3-4", True), ("3, 5", True), ("Suppl. 1", True)],
)
def test_what_has_parts_is_plural(text, expected):
    assert is_plural(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3", True),
        ("A12", True),
        ("3–4", True),
        ("3 & 4", True),
        ("IV", False),
        ("12A", False),
        ("3/4", False),
        ("", False),
    ],
)
def test_a_number_may_have_letters_before_it(text, expected):
    assert is_number(text) == expected


def test_labels_follow_the_number():
    assert labelled("7", "p.", "pp.") == "p. 7"
    assert labelled("3–7", "p.", "pp.") == "pp. 3–7"
    assert labelled("", "p.", "pp.") == ""
    assert labelled_number("3-4", "vol.", "vols.") == "vols. 3-4"
    assert labelled_number("Spring", "vol.", "vols.") == "Spring"
