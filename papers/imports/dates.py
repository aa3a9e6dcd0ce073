"""Dates as bibliographies write them: 2014//, 2005/07/15, 2016 Apr 19, JUN 14, 20160419, 2016-05-12T06:00:00Z."""

import re

from django.utils.translation import gettext as _

from papers.partial_dates import PartialDate

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH_NAME = re.compile(
    r"\b(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\b\.?",
    re.IGNORECASE,
)
NUMERIC = re.compile(r"([0-9]{4})(?:[-/.]([0-9]{1,2})?(?:[-/.]([0-9]{1,2})?)?)?(?:T.*|/.*| [0-9]{1,2}:.*)?")
COMPACT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})?")
YEAR = re.compile(r"(?<![0-9])([0-9]{4})(?![0-9])")
DAY = re.compile(r"(?<![0-9])([0-9]{1,2})(?:st|nd|rd|th)?(?![0-9])")


def read_date(text: str) -> PartialDate | None:
    """Return the date that a text states, as exactly as it does; None for a text without any.

    Of a range the beginning counts. A month or day of zeros is unknown. Raise ValueError with a sentence where there
    is no such date.
    """
    text = " ".join(text.split())
    if not text.strip("/-. "):
        return None
    if match := NUMERIC.fullmatch(text) or COMPACT.fullmatch(text):
        return date_of(*(part or "" for part in match.groups()))
    return _read_written(text)


def date_of(year: str | int, month: str | int = "", day: str | int = "") -> PartialDate:
    """Return the date of a year, a month (a number or an English name) and a day, unknown ones "" or zero.

    Raise ValueError with a sentence where there is no such date.
    """
    year, month, day = (str(part).strip() for part in (year, month, day))
    if not re.fullmatch("[0-9]{4}", year):
        raise ValueError(_("A date needs a year of four digits."))
    return PartialDate(int(year), number := month_number(month), _number(day) if number else None)


def says_more(text: str, date: PartialDate) -> bool:
    """Whether a text holds more than the date read from it, such as a time, a season or the end of a range."""
    words = [word for word in re.findall(r"\w+", text) if word.strip("0")]
    if COMPACT.fullmatch(text.strip()):
        return False
    return len(words) > str(date).count("-") + 1


def month_number(text: str) -> int | None:
    """Return the number of a month given by number or English name; None for "" and zero.

    Raise ValueError with a sentence for anything else.
    """
    if match := MONTH_NAME.match(text):
        return MONTHS.index(match[1][:3].lower()) + 1
    return _number(text)


def _number(text: str) -> int | None:
    if not re.fullmatch("[0-9]{0,2}", text):
        raise ValueError(_("“%(text)s” is neither a month nor a day.") % {"text": text[:40]})
    return int(text or 0) or None


def _read_written(text: str) -> PartialDate:
    """Return a date with its month in words: 2016 Apr 19, 19 April 2016, June 14-17, 2006, Spring 2020."""
    year = YEAR.search(text)
    if year is None:
        raise ValueError(_("A date needs a year of four digits."))
    rest = f"{text[: year.start()]} {text[year.end() :]}"
    month = MONTH_NAME.search(rest)
    if month is None:
        if re.search("[0-9]", rest):
            raise ValueError(_("This date is written in no form that is known here."))
        return PartialDate(int(year[1]))
    ends_elsewhere = MONTH_NAME.search(rest, month.end())
    day = DAY.search(rest)
    if ends_elsewhere and day and day.start() > ends_elsewhere.end():
        day = None
    return date_of(year[1], month[1], day[1] if day else "")
