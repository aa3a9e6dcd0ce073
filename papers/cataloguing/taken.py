"""Which slugs and citation keys are taken, asked of the database for many at once."""

import re
from collections.abc import Iterable

from django.db import models

from papers.cataloguing.among import among

NUMBERED = re.compile(r"(.*)-([0-9]{1,9})")
FIRST = 6  # numbered forms that are looked up with the others
BLOCK = 100


class Taken:
    """Whether a value of `field` is taken; `wanted` are looked up together, others when they are asked for."""

    def __init__(self, queryset: models.QuerySet, field: str, wanted: Iterable[str]):
        self.queryset = queryset
        self.field = field
        self.asked: set[str] = set()
        self.taken: set[str] = set()
        self._ask(wanted)
        self._ask({f"{value}-{number}" for value in self.taken for number in range(2, FIRST)})

    def __call__(self, value: str) -> bool:
        """Return whether a value is taken."""
        if value not in self.asked:
            self._ask(_block(value))
        return value in self.taken

    def take(self, value: str) -> str:
        """Take a value, and return it."""
        self.asked.add(value)
        self.taken.add(value)
        return value

    def _ask(self, values: Iterable[str]) -> None:
        values = set(values) - self.asked
        self.asked |= values
        self.taken |= set(self.queryset.filter(among(self.field, values)).values_list(self.field, flat=True))


def _block(value: str) -> list[str]:
    """Return a value with its neighbours, where it ends in a number: they are asked for next."""
    if found := NUMBERED.fullmatch(value):
        stem, number = found[1], int(found[2])
        return [value, *(f"{stem}-{near}" for near in range(number, number + BLOCK))]
    return [value]
