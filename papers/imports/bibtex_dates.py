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

EXTENDED = re.compile(
    r"(?P<year>\d{4})(?:-(?P<month>\d{1,2}|XX)(?:-(?P<day>\d{1,2}|XX)(?P<time>T.*)?)?)?(?P<doubt>[~?%]?)"
)
YEAR = re.compile(r"(?<!\d)(\d{4})(?!\d)")
DAY_ALONE = re.compile(r"\D*(\d{1,2})(?:st|nd|rd|th|\.)?\D*", re.IGNORECASE)
RANGE_MARK = re.compile(r"[-–—/,&]|\band\b|\bto\b")


def set_dates(draft: Draft, text: Callable[[str], str], name: str) -> None:
    """Set the date called `name` from the fields date, year, month and day, of which `text` gives the plain text.

    What says more than the date is kept.
    """
    exact, year, month, day = (_with_ascii_digits(text(field)) for field in ("date", "year", "month", "day"))
    if exact:
        _set_extended(draft, name, exact)
        _compare(draft, name, year)
        _keep(draft, {"month": month, "day": day})
    else:
        _set_classic(draft, name, year, month, day)


def _with_ascii_digits(text: str) -> str:
    return "".join(str(unicodedata.digit(sign)) if sign.isdecimal() else sign for sign in text)


def _set_extended(draft: Draft, name: str, text: str) -> None:
    """Set a date from biblatex's form: 1995-03-30, 1995-03, 1995/1996, 1995-21 (a season), 1995~, 1995-XX."""
    match = EXTENDED.fullmatch(text.split("/")[0].strip())
    if match is None:
        draft.keep("date", text)
        draft.doubt("date", _("%(text)s is no date from which a year can be taken.") % {"text": quoted(text)})
        return
    month, day = (match[part] if match[part] != "XX" else "" for part in ("month", "day"))
    if month and 21 <= int(month) <= 41:
        month = day = ""
    date = _date(draft, name, "date", (match["year"], month or "", day or ""))
    if str(date or "") != text and not _is_same(date, match, text):
        draft.keep("date", text)


def _is_same(date: PartialDate | None, match: re.Match, text: str) -> bool:
    """Whether a text says no more than the date, only without leading zeros."""
    parts = [int(part) for part in (match["year"], match["month"], match["day"]) if part and part != "XX"]
    known = [part for part in (date.year, date.month, date.day) if part] if date else []
    return parts == known and match[0] == text and not match["doubt"] and not match["time"] and "X" not in text


def _compare(draft: Draft, name: str, year: str) -> None:
    date = draft.fields.get(name)
    if year and isinstance(date, PartialDate) and str(date.year) != year:
        draft.keep("year", year)
        draft.doubt(
            "year", _("%(year)s is not the year of the field “date”, which was taken.") % {"year": quoted(year)}
        )


def _set_classic(draft: Draft, name: str, year: str, month: str, day: str) -> None:
    """Set a date from year and month, which may be a number, a name, or name and day in either order."""
    if not year:
        _keep(draft, {"month": month, "day": day})
        return
    match = YEAR.search(year)
    if match is None:
        _keep(draft, {"year": year, "month": month, "day": day})
        draft.doubt("year", _("There is no year of four digits in %(text)s.") % {"text": quoted(year)})
        return
    number, day_number = _month_and_day(draft, month, day)
    date = _date(draft, name, "year", (match[1], number, day_number))
    if match[0] != year:
        draft.keep("year", year)
        if not re.fullmatch(r"\(?\d{4}\)?[a-z]?\.?|\d{4}\s*[-–/]+\s*\d{2,4}", year):
            draft.doubt("year", _("Of %(text)s only the year was taken.") % {"text": quoted(year)})
    if date is None:
        _keep(draft, {"year": "" if match[0] != year else year, "month": month, "day": day})


def _month_and_day(draft: Draft, month: str, day: str) -> tuple[str, str]:
    """Return month and day as texts, "" where unknown; keep what says more, such as "17-20 June"."""
    if not month:
        _keep(draft, {"day": day})
        return "", ""
    names = MONTH_NAME.findall(month)
    if names:
        found = str(month_number(names[0]))
        rest = MONTH_NAME.sub("", month)
        alone = DAY_ALONE.fullmatch(rest)
        if len(names) == 1 and alone and not RANGE_MARK.search(rest):
            return found, alone[1]
        if len(names) > 1 or re.search(r"\w", rest):
            draft.keep("month", month)
            return found, ""
        return found, day if day.isdigit() else ""
    if re.fullmatch(r"0?[1-9]|1[0-2]", month):
        return month, day if day.isdigit() else ""
    draft.keep("month", month)
    draft.doubt("month", _("%(text)s is no month that is known here.") % {"text": quoted(month)})
    return "", ""


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


def _keep(draft: Draft, fields: dict[str, str]) -> None:
    for name, text in fields.items():
        draft.keep(name, text)
