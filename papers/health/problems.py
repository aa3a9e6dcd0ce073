"""A problem, in words, and a check that finds some."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

MOST_NAMED = 5


@dataclass(frozen=True)
class Problem:
    """What is wrong, and what to do: a sentence each, without secrets."""

    what: str
    mend: str


@dataclass(frozen=True)
class Check:
    """A check: `find` yields the problems there are.

    With `stops` a problem keeps the site from answering its visitors, so that /readyz asks for it too. Such a check is
    quick. With `needs_tables` it is left out where the database does not answer or is not migrated.
    """

    name: str
    find: Callable[[], Iterable[Problem]]
    stops: bool = False
    needs_tables: bool = False


def some(names: list[str]) -> str:
    """Return the first of the names, and how many more there are."""
    more = len(names) - MOST_NAMED
    return ", ".join(names[:MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
