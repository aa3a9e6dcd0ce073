"""Figures in force, and how they are written."""

import datetime

import pytest

from papers.models import Metric
from tests.factories import AuthorFactory, MetricFactory

pytestmark = pytest.mark.django_db


def day(number: int) -> datetime.date:
    return datetime.date(2026, 11, number)


@pytest.fixture
def ada():
    return AuthorFactory()


def current(author) -> list[tuple]:
    return [(metric.kind, metric.shown_value) for metric in Metric.objects.current_for(author)]


def test_the_figures_of_a_profile_have_one_order(ada):
    for kind in reversed(Metric.Kind.values):
        MetricFactory(author=ada, kind=kind)
    assert [kind for kind, _value in current(ada)] == ["h_index", "papers", "citations", "novelty", "ai_score"]


def test_the_newest_of_a_kind_is_in_force(ada):
    MetricFactory(author=ada, value=55, received_on=day(23))
    MetricFactory(author=ada, value=54, received_on=day(22))
    assert current(ada) == [("h_index", "55")]


def test_of_one_day_the_one_that_was_true_later_is_in_force(ada):
    MetricFactory(author=ada, value=56, as_of=day(20))
    MetricFactory(author=ada, value=55, as_of=day(10))
    MetricFactory(author=ada, value=54, as_of=None)
    assert current(ada) == [("h_index", "56")]


def test_of_otherwise_equal_ones_the_last_added_is_in_force(ada):
    MetricFactory(author=ada, value=54)
    MetricFactory(author=ada, value=55)
    assert current(ada) == [("h_index", "55")]


def test_a_superseded_one_gives_way_to_the_one_before(ada):
    MetricFactory(author=ada, value=54, received_on=day(22))
    MetricFactory(author=ada, value=55, received_on=day(23), superseded_reason="Another person's.")
    assert current(ada) == [("h_index", "54")]


def test_where_all_are_superseded_there_is_none(ada):
    MetricFactory(author=ada, superseded_reason="Another person's.")
    assert current(ada) == []


def test_others_figures_are_not_shown(ada):
    MetricFactory()
    assert current(ada) == []


@pytest.mark.parametrize(
    ("value", "shown"),
    [("148510", "148,510"), ("54", "54"), ("70.50", "70.5"), ("100", "100"), ("0", "0"), ("0.05", "0.05")],
)
def test_how_a_value_is_shown(value, shown):
    MetricFactory(value=value)
    assert Metric.objects.get().shown_value == shown


def test_novelty_is_a_percentage():
    units = {kind: Metric(kind=kind).unit for kind in Metric.Kind.values}
    assert units == {"h_index": "", "papers": "", "citations": "", "novelty": "%", "ai_score": ""}


def test_a_figure_goes_by_kind_and_value():
    MetricFactory(kind="citations", value=148510)
    assert str(Metric.objects.get()) == "citations: 148,510"
