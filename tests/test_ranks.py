"""Ranks with gaps, as papers move in a curated list."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papers.ranks import LARGEST, new_ranks


@pytest.mark.parametrize(
    ("order", "changed"),
    [
        ([], {}),
        ([("a", 10), ("b", 20), ("c", 30)], {}),
        ([("a", None), ("b", None)], {"a": 10, "b": 20}),
        ([("c", 30), ("a", 10), ("b", 20)], {"c": 5}),
        ([("b", 20), ("a", 10), ("c", 30)], {"b": 5}),
        ([("a", 10), ("c", 30), ("b", 20)], {"c": 15}),
        ([("a", 10), ("b", 20), ("new", None)], {"new": 30}),
        ([("a", 10), ("new", None), ("b", 20)], {"new": 15}),
        ([("a", 10), ("x", None), ("y", None), ("b", 11)], {"x": 20, "y": 30, "b": 40}),
        ([("a", 3), ("b", 3)], {"a": 1}),
        ([("a", 0), ("b", 7)], {}),
        ([("new", None), ("a", 0)], {"new": 10, "a": 20}),
        ([("a", LARGEST), ("new", None)], {"a": 10, "new": 20}),
    ],
)
def test_as_few_ranks_change_as_possible(order, changed):
    assert new_ranks(order) == changed


@given(st.lists(st.none() | st.integers(0, 100)))
def test_ranks_rise_along_the_order(ranks):
    changed = new_ranks(list(enumerate(ranks)))
    made = [changed.get(place, rank) for place, rank in enumerate(ranks)]
    assert made == sorted(set(made))
