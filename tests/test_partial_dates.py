"""Dates known to the year, month or day."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papers.partial_dates import PartialDate

YEARS = st.integers(1000, 2199)
DAYS = st.dates(datetime.date(1000, 1, 1), datetime.date(2199, 12, 31))
PARTIAL_DATES = st.one_of(
    st.builds(PartialDate, YEARS),
    st.builds(PartialDate, YEARS, st.integers(1, 12)),
    DAYS.map(lambda day: PartialDate(day.year, day.month, day.day)),
)


@given(PARTIAL_DATES)
def test_the_written_form_reads_back(date):
    assert PartialDate.parse(str(date)) == date


@given(PARTIAL_DATES, PARTIAL_DATES)
def test_dates_sort_as_their_written_forms_do(one, other):
    assert (one < other) == (str(one) < str(other))


@pytest.mark.parametrize(
    ("text", "precision", "first_day"),
    [
        ("2023", "year", datetime.date(2023, 1, 1)),
        ("2023-06", "month", datetime.date(2023, 6, 1)),
        ("2023-06-28", "day", datetime.date(2023, 6, 28)),
    ],
)
def test_precision_is_what_was_written(text, precision, first_day):
    date = PartialDate.parse(text)
    assert (date.precision, date.first_day) == (precision, first_day)


def test_a_vaguer_date_comes_before_the_days_it_contains():
    assert sorted(map(PartialDate.parse, ["2023-06-01", "2023", "2022-12-31", "2023-06"])) == [
        PartialDate(2022, 12, 31),
        PartialDate(2023),
        PartialDate(2023, 6),
        PartialDate(2023, 6, 1),
    ]


def test_space_around_a_date_is_ignored():
    assert PartialDate.parse(" 2023-06 ") == PartialDate(2023, 6)


def test_a_date_is_not_compared_with_text():
    with pytest.raises(TypeError):
        _ = PartialDate(2023) < "2023"


FORM = "Write the date as YYYY, YYYY-MM or YYYY-MM-DD, for example 2023-06-28."


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", FORM),
        ("June 2023", FORM),
        ("2023-6", FORM),
        ("20230628", FORM),
        ("2023-06-28T00:00", FORM),
        ("２０２３", FORM),
        ("0999", "The year must lie between 1000 and 2199, not 999."),
        ("2200", "The year must lie between 1000 and 2199, not 2200."),
        ("2023-00", "The month must lie between 1 and 12, not 0."),
        ("2023-13", "The month must lie between 1 and 12, not 13."),
        ("2023-02-29", "There is no day 29 in 2023-02."),
        ("2023-02-00", "There is no day 0 in 2023-02."),
    ],
)
def test_an_impossible_date_is_refused_with_a_sentence(text, sentence):
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the sentence is compared below
        PartialDate.parse(text)
    assert str(caught.value) == sentence


def test_a_day_needs_a_month():
    with pytest.raises(ValueError, match="A date with a day needs a month too"):
        PartialDate(2023, None, 28)
