"""Pages of large tables, of which nothing is counted to its end."""

import pytest
from django.core.paginator import EmptyPage
from django.db import connection
from django.test.utils import CaptureQueriesContext

from papers.desk import paginators
from papers.desk.paginators import CappedPaginator, UncountedPaginator
from papers.models import Venue
from tests.factories import VenueFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def few(monkeypatch):
    monkeypatch.setattr(paginators, "MOST_COUNTED", 5)


@pytest.mark.parametrize(("rows", "count", "is_capped"), [(4, 4, False), (5, 5, False), (6, 5, True), (9, 5, True)])
def test_rows_are_counted_up_to_a_limit(rows, count, is_capped):
    VenueFactory.create_batch(rows)
    paginator = CappedPaginator(Venue.objects.order_by("pk"), 2)
    assert (paginator.count, paginator.is_capped, paginator.num_pages) == (count, is_capped, -(-count // 2))


def test_counting_stops_at_the_limit_and_happens_once():
    paginator = CappedPaginator(Venue.objects.order_by("name"), 2)
    with CaptureQueriesContext(connection) as queries:
        assert (paginator.count, paginator.is_capped) == (0, False)
    assert ["LIMIT 6" in query["sql"] and "ORDER BY" not in query["sql"] for query in queries] == [True]


def test_uncounted_pages_begin_at_1():
    with pytest.raises(EmptyPage):
        UncountedPaginator(Venue.objects.order_by("pk"), 20).page(0)
