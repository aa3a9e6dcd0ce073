"""How far misspelt words are from those that were meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papers.spelling import distance, may_be, mistakes_forgiven, one_mistake_away


@pytest.mark.parametrize(
    ("one", "other", "away"),
    [
        ("network", "network", 0),
        ("netwrok", "network", 1),
        ("network", "networks", 1),
        ("betwork", "network", 1),
        ("lukosute", "lukosiute", 1),
        ("trasnformre", "transformer", 2),
        ("abc", "xyz", 3),
        ("a", "abcdef", 3),
    ],
)
def test_mistakes_between_two_words(one, other, away):
    assert (distance(one, other, 2), distance(other, one, 2)) == (away, away)


@pytest.mark.parametrize(("word", "mistakes"), [("ab", 0), ("loom", 1), ("engines", 2), ("2306.16388", 0), ("", 0)])
def test_longer_words_may_have_more_mistakes(word, mistakes):
    assert mistakes_forgiven(word) == mistakes


@given(st.text("abc", min_size=1, max_size=6))
def test_all_words_one_mistake_away_are_found(word):
    assert {distance(word, other, 2) for other in one_mistake_away(word)} <= {1}


@given(st.text("abcd", min_size=6, max_size=8), st.text("abcd", min_size=6, max_size=8))
def test_no_word_is_passed_by_that_is_near(one, other):
    assert may_be(one, other) or distance(one, other, 2) > 2
    assert (distance(one, other, 2) == 1) == (other in one_mistake_away(one))
