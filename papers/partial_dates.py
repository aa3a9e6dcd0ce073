"""Dates known to the year, the month or the day.

The written form is the reduced ISO 8601 date: ``2023``, ``2023-06`` or ``2023-06-28``. It sorts as text in the same
order as the dates themselves.
"""

import datetime
import functools
import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

FIRST_YEAR = 1000
LAST_YEAR = 2199
MOST_REMEMBERED = 10_000  # a library names the same days again and again

ISO_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


@functools.total_ordering
@dataclass(frozen=True)
class PartialDate:
    """A date of known precision; a vaguer date sorts before the precise ones it contains.

    Raises ValueError, with a sentence for the editor, for a year outside 1000 to 2199, a day without a month, and a
    month or day that no calendar has.
    """

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self):
        if not FIRST_YEAR <= self.year <= LAST_YEAR:
            raise ValueError(
                _("The year must lie between %(first)s and %(last)s, not %(year)s.")
                % {"first": FIRST_YEAR, "last": LAST_YEAR, "year": self.year}
            )
        if self.month is None and self.day is not None:
            raise ValueError(_("A date with a day needs a month too."))
        if self.month is not None and not 1 <= self.month <= 12:
            raise ValueError(_("The month must lie between 1 and 12, not %(month)s.") % {"month": self.month})
        if self.day is not None:
            self._check_day()

    def _check_day(self):
        try:
            datetime.date(self.year, self.month, self.day)
        except ValueError:
            raise ValueError(
                _("There is no day %(day)s in %(month)s.") % {"day": self.day, "month": f"{self.year}-{self.month:02}"}
            ) from None

    @classmethod
    @functools.lru_cache(maxsize=MOST_REMEMBERED)
    def parse(cls, text: str) -> "PartialDate":
        """Return the date written as YYYY, YYYY-MM or YYYY-MM-DD; raise ValueError with a sentence otherwise."""
        match = ISO_DATE.fullmatch(text.strip())
        if match is None:
            raise ValueError(_("Write the date as YYYY, YYYY-MM or YYYY-MM-DD, for example 2023-06-28."))
        return cls(*(None if part is None else int(part) for part in match.groups()))

    @property
    def precision(self) -> str:
        """What is known: "year", "month" or "day"."""
        if self.month is None:
            return "year"
        return "month" if self.day is None else "day"

    @property
    def first_day(self) -> datetime.date:
        """The first day that the date may stand for."""
        return datetime.date(self.year, self.month or 1, self.day or 1)

    def __str__(self):
        parts = (str(self.year), self.month and f"{self.month:02}", self.day and f"{self.day:02}")
        return "-".join(part for part in parts if part)

    def __lt__(self, other):
        if not isinstance(other, PartialDate):
            return NotImplemented
        return self._order() < other._order()

    def _order(self) -> tuple[int, int, int]:
        return self.year, self.month or 0, self.day or 0
