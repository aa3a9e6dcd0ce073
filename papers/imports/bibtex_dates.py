"""Dates of BibTeX entries: year and month of the classic styles, and biblatex's date in the form of ISO 8601-2.

A paper's date has no end and no doubt. Where the source says more (a range, a season, "circa"), the beginning is taken
and the text kept; where it says nothing that is a date, it is kept and reported.
"""

import re
import unicodedata
from collections.abc import Callable

from django.utils.translation import gettext as _

from papers.imports.dates import MONTH_NAME, date_of, month_number
from papers.imports.draft import Draft, quoted
from papers.partial_dates import PartialDate

EXTENDED = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d{1,2}|XX)(?:-(?P<day>\d{1,2}|XX))?)?(?P<more>T.*|[~?%])?")
YEAR = re.compile(r"(?<!\d)(\d{4})(?!\d)")
MONTH = re.compile(r"0?[1-9]|1[0-2]")
USUAL_YEAR = re.compile(r"\(?\d{4}\)?[a-z]?\.?|\d{4}\s*[-–/]+\s*\d{2,4}")
DAY_ALONE = re.compile(r"\D*(\d{1,2})(?:st|nd|rd|th|\.)?\D*", re.IGNORECASE)
RANGE_MARK = re.compile(r"[-–—/,&]|\band\b|\bto\b")


def set_dates(draft: Draft, name: str, take: Callable[[str], str], plain: Callable[[str], str]) -> None:
    """Set the date called `name` from the fields date, year, month and day, and keep those that say more than it.

    `take` gives a field as it stands, `plain` its text.
    """
    fields = {field: take(field) for field in ("date", "year", "month", "day")}
    texts = {field: _with_ascii_digits(plain(source)) for field, source in fields.items()}
    if exact := _with_ascii_digits(fields["date"].strip(" {}")):
        said = _set_extended(draft, name, exact) | _compare(draft, name, texts["year"])
    else:
        said = _set_classic(draft, name, texts["year"], texts["month"], texts["day"])
    for field, source in fields.items():
        if field not in said:
            draft.keep(field, source)


def _with_ascii_digits(text: str) -> str:
    return "".join(str(unicodedata.digit(sign)) if sign.isdecimal() else sign for sign in text)


def _set_extended(draft: Draft, name: str, text: str) -> set[str]:
    """Set a date from biblatex's form: 1995-03-30, 1995-03, 1995/1996, 1995-21 (a season), 1995~, 1995-XX.

    Return {"date"} if the date says all that the text does, else {}.
    """
    match = EXTENDED.fullmatch(text.split("/")[0].strip())
    if match is None:
        draft.doubt("date", _("%(text)s is no date from which a year can be taken.") % {"text": quoted(text)})
        return set()
    month, day = (match[part] or "" for part in ("month", "day"))
    known_month = "" if month == "XX" or 21 <= int(month or 0) <= 41 else month
    known_day = "" if day == "XX" or not known_month else day
    date = _date(draft, name, "date", (match["year"], known_month, known_day))
    is_all = date and match[0] == text and (month, day) == (known_month, known_day) and not match["more"]
    return {"date"} if is_all else set()


def _compare(draft: Draft, name: str, year: str) -> set[str]:
    """Return {"year"} if the date is of that year, else {}, with a doubt."""
    date = draft.fields.get(name)
    if not year or not isinstance(date, PartialDate) or str(date.year) == year:
        return {"year"}
    draft.doubt("year", _("%(year)s is not the year of the field “date”, which was taken.") % {"year": quoted(year)})
    return set()


def _set_classic(draft: Draft, name: str, year: str, month: str, day: str) -> set[str]:
    """Set a date from year and month, which may be a number, a name, or name and day in either order.

    Return the names of the fields of which the date says all.
    """
    if not year:
        return set()
    match = YEAR.search(year)
    if match is None:
        draft.doubt("year", _("There is no year of four digits in %(text)s.") % {"text": quoted(year)})
        return set()
    number, day_number, said = _month_and_day(draft, month, day)
    date = _date(draft, name, "year", (match[1], number, day_number))
    if match[0] == year:
        said.add("year")
    elif USUAL_YEAR.fullmatch(year) is None:
        draft.doubt("year", _("Of %(text)s only the year was taken.") % {"text": quoted(year)})
    return said if date else set()


def _month_and_day(draft: Draft, month: str, day: str) -> tuple[str, str, set[str]]:
    """Return month and day as texts, "" where unknown, and the names of the fields of which they say all."""
    names = MONTH_NAME.findall(month)
    rest = MONTH_NAME.sub("", month)
    number = str(month_number(names[0])) if names else month if MONTH.fullmatch(month) else ""
    if month and not number:
        draft.doubt("month", _("%(text)s is no month that is known here.") % {"text": quoted(month)})
    if not number or len(names) > 1:
        return number, "", set()
    alone = DAY_ALONE.fullmatch(rest) if names else None
    if alone and RANGE_MARK.search(rest) is None:
        return number, alone[1], {"month"}
    if names and re.search(r"\w", rest):
        return number, "", set()
    return (number, day, {"month", "day"}) if day.isdigit() else (number, "", {"month"})


def _date(draft: Draft, name: str, source: str, parts: tuple[str, str, str]) -> PartialDate | None:
    """Set a date to so much of year, month and day as exists; return it, None where it is not whole, and say why."""
    year, month, day = parts
    wrong = ""
    for given in ((year, month, day), (year, month, ""), (year, "", "")):
        try:
            date = date_of(*given)
        except ValueError as error:
            wrong = wrong or str(error)
        else:
            draft.fields[name] = date
            break
    if wrong:
        draft.doubt(source, wrong)
        return None
    return date
