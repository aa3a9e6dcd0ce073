"""Dates of BibTeX entries."""

import pytest

from papers.imports.bibtex import parse


def dated(fields):
    """Return the date read from fields, what was kept of them, and the doubts."""
    (entry,) = parse(f"@book{{a, title = {{b}}, {fields}}}")
    date = entry.record.issued
    return str(date or ""), entry.record.extra, [problem.reason for problem in entry.problems]


@pytest.mark.parametrize(
    ("fields", "date"),
    [
        ("year = 2023", "2023"),
        ("year = {2023}, month = jun", "2023-06"),
        ("year = {2023}, month = {June}", "2023-06"),
        ("year = {2023}, month = {6}", "2023-06"),
        ("year = {2023}, month = {06}", "2023-06"),
        ('year = {2023}, month = "28 " # jun', "2023-06-28"),
        ('year = {2023}, month = jun # " 28"', "2023-06-28"),
        ('year = 1986, month = "10~" # jan', "1986-01-10"),
        ("year = {2023}, month = jun, day = {28}", "2023-06-28"),
        ("date = {2023-06-28}", "2023-06-28"),
        ("date = {2023-06}", "2023-06"),
        ("date = 2006", "2006"),
        ("date = {1995-1-4}", "1995-01-04"),
        ("date = {2023-06-28}, year = {2023}", "2023-06-28"),
        ("date = {१९८७-०१-१५}", "1987-01-15"),
        ("", ""),
    ],
)
def test_a_date_is_read_to_its_precision(fields, date):
    assert dated(fields) == (date, {}, [])


@pytest.mark.parametrize(
    ("fields", "date", "kept"),
    [
        ('year = 1952, month = "17-20 " # jun', "1952-06", {"month": "17-20 June"}),
        ('year = 1986, month = apr # "-" # may', "1986-04", {"month": "April-May"}),
        ("date = {1996-12-10/1996-12-12}", "1996-12-10", {"date": "1996-12-10/1996-12-12"}),
        ("date = {1984/1986}", "1984", {"date": "1984/1986"}),
        ("date = {1996-01-01/..}", "1996-01-01", {"date": "1996-01-01/.."}),
        ("date = {2003-21}", "2003", {"date": "2003-21"}),
        ("date = {1034~}", "1034", {"date": "1034~"}),
        ("date = {1999-XX-XX}", "1999", {"date": "1999-XX-XX"}),
        ("date = {2001-01-03T15:00:00}", "2001-01-03", {"date": "2001-01-03T15:00:00"}),
        ("year = {1995--1996}", "1995", {"year": "1995--1996"}),
        ("year = {1985a}", "1985", {"year": "1985a"}),
        ("date = {1996-01-01}, month = {02}", "1996-01-01", {"month": "02"}),
    ],
)
def test_what_says_more_than_a_date_is_kept(fields, date, kept):
    assert dated(fields) == (date, kept, [])


@pytest.mark.parametrize(
    ("fields", "date", "kept", "doubt"),
    [
        (
            "date = {1996-13-03}",
            "1996",
            {"date": "1996-13-03"},
            "The month must lie between 1 and 12, not 13.",
        ),
        ("date = {2023-02-30}", "2023-02", {"date": "2023-02-30"}, "There is no day 30 in 2023-02."),
        ("date = {-0197}", "", {"date": "-0197"}, "“-0197” is no date from which a year can be taken."),
        ("date = {199X}", "", {"date": "199X"}, "“199X” is no date from which a year can be taken."),
        ("date = {0999}", "", {"date": "0999"}, "The year must lie between 1000 and 2199, not 999."),
        (
            "date = {1996-01-01}, year = {1998}",
            "1996-01-01",
            {"year": "1998"},
            "“1998” is not the year of the field “date”, which was taken.",
        ),
        ("year = {in press}", "", {"year": "in press"}, "There is no year of four digits in “in press”."),
        ("year = 1995, month = {14}", "1995", {"month": "14"}, "“14” is no month that is known here."),
        (
            "year = {2020 (rev. 2021)}",
            "2020",
            {"year": "2020 (rev. 2021)"},
            "Of “2020 (rev. 2021)” only the year was taken.",
        ),
    ],
)
def test_what_is_no_date_is_kept_and_reported(fields, date, kept, doubt):
    assert dated(fields) == (date, kept, [doubt])
