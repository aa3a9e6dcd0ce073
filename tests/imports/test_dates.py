"""Dates as bibliographies write them."""

import pytest

from papers.imports.dates import date_of, read_date, says_more


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2014//", "2014"),
        ("2016/12//", "2016-12"),
        ("2005/07/15", "2005-07-15"),
        ("2001/00/00/", "2001"),
        ("2014/06/12/summer", "2014-06-12"),
        ("2016-05-12T06:00:00Z", "2016-05-12"),
        ("2016/05/12 06:00", "2016-05-12"),
        ("20160419", "2016-04-19"),
        ("2016 Apr 19", "2016-04-19"),
        ("JUN 14 2006", "2006-06-14"),
        ("14 September 2006", "2006-09-14"),
        ("June 14-17, 2006", "2006-06-14"),
        ("2016 Jan-Feb", "2016-01"),
        ("1998 Dec-1999 Jan", "1998-12"),
        ("Spring 2020", "2020"),
        ("Maritime 2006", "2006"),
    ],
)
def test_a_date_is_read_as_exactly_as_it_is_written(text, date):
    assert str(read_date(text)) == date


@pytest.mark.parametrize("text", ["", "///", " - "])
def test_a_text_without_a_date_gives_none(text):
    assert read_date(text) is None


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("99", "A date needs a year of four digits."),
        ("YEAR/MONTH/DAY/", "A date needs a year of four digits."),
        ("JUN 14", "A date needs a year of four digits."),
        ("2023/02/31", "There is no day 31 in 2023-02."),
        ("2001-13", "The month must lie between 1 and 12, not 13."),
        ("04.12.2016", "This date is written in no form that is known here."),
    ],
)
def test_an_impossible_date_is_refused_with_a_sentence(text, reason):
    with pytest.raises(ValueError) as refusal:  # noqa: PT011 - the sentence is compared
        read_date(text)
    assert str(refusal.value) == reason


def test_a_month_may_be_a_number_or_a_name():
    assert [str(date_of("2020", month, "3")) for month in ("7", "Jul", "july")] == ["2020-07-03"] * 3


@pytest.mark.parametrize(
    ("text", "more"),
    [
        ("2014//", False),
        ("2001/00/00", False),
        ("20160419", False),
        ("2016 Apr 19", False),
        ("2014///Spring", True),
        ("2016-05-12T06:00:00Z", True),
        ("2016 Jan-Feb", True),
    ],
)
def test_a_text_may_say_more_than_its_date(text, more):
    assert says_more(text, read_date(text)) is more
