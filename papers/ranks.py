"""Ranks in a curated list: numbers with gaps, so that one paper can move without renumbering the others."""

from bisect import bisect_left
from collections.abc import Hashable, Sequence
from itertools import pairwise

GAP = 10
LARGEST = 2_147_483_647  # that the databases keep


def new_ranks(order: Sequence[tuple[Hashable, int | None]]) -> dict[Hashable, int]:
    """Return the ranks that have to change so that they rise along `order`, pairs of a key and its present rank.

    As many as possible stay. What moved gets a rank between its neighbours'; where there is no room all are numbered
    10, 20, 30 … anew.
    """
    ranks = [rank for _key, rank in order]
    kept = [*_longest_rising(ranks), len(order)]
    made: list[int] = []
    for stop in kept:
        first = made[-1] if made else 0
        made += _between(first, ranks[stop] if stop < len(order) else None, stop - len(made))
        if stop < len(order):
            made.append(ranks[stop])
    if not _rises(made):
        made = [GAP * number for number in range(1, len(order) + 1)]
    return {key: new for (key, old), new in zip(order, made, strict=True) if new != old}


def _between(low: int, high: int | None, number: int) -> list[int]:
    """Return `number` ranks above `low` and, if there is room, below `high`."""
    step = GAP if high is None else (high - low) // (number + 1)
    return [low + step * place for place in range(1, number + 1)]


def _rises(ranks: list[int]) -> bool:
    return all(one < other for one, other in pairwise([*ranks, LARGEST + 1]))


def _longest_rising(ranks: list[int | None]) -> list[int]:
    """Return the places of the longest row of ranks that rise from left to right."""
    lasts: list[int] = []  # the least rank that ends a rising row of each length
    places: list[int] = []
    before: dict[int, int | None] = {}
    for place, rank in enumerate(ranks):
        if rank is None:
            continue
        length = bisect_left(lasts, rank)
        before[place] = places[length - 1] if length else None
        lasts[length : length + 1] = [rank]
        places[length : length + 1] = [place]
    found, place = [], places[-1] if places else None
    while place is not None:
        found.append(place)
        place = before[place]
    return found[::-1]
