"""Papers as lists show them."""

import pytest

from papers.models import Category
from papers.models.listed import listed
from papers.partial_dates import PartialDate
from tests.factories import (
    AuthorFactory,
    IdentifierFactory,
    InstitutionFactory,
    LinkFactory,
    PaperFactory,
    VenueFactory,
)

pytestmark = pytest.mark.django_db


def test_a_list_shows_thirty_authors_of_hundreds_and_the_place_of_its_owner():
    people = AuthorFactory.create_batch(41)
    paper = listed([PaperFactory(authors=people).pk], people[39]).popitem()[1]
    assert (paper.leading_names, paper.author_count, paper.owner_position) == (
        tuple(person.display_name for person in people[:30]),
        41,
        40,
    )


def test_a_list_knows_all_that_a_card_says():
    venue = VenueFactory(name="Journal of Engines")
    category = Category.objects.get(code="cs.CL")
    places = [InstitutionFactory(name="University of London", short_name=""), InstitutionFactory(short_name="Trinity")]
    paper = PaperFactory(
        posted="2023-06", issued="2024", venue=venue, primary_category=category, institutions=places, pages="5-9"
    )
    LinkFactory(paper=paper, kind="data", url="https://example.org/data", position=2)
    LinkFactory(paper=paper, kind="code", url="https://example.org/code", position=1)
    IdentifierFactory(paper=paper, scheme="arxiv", value="2306.16388")
    shown = listed([paper.pk])[paper.pk]
    assert (shown.title, shown.get_absolute_url()) == (paper.title, paper.get_absolute_url())
    assert (shown.posted, shown.issued) == (PartialDate(2023, 6), PartialDate(2024))
    assert (shown.venue_name, shown.category_code, shown.pages) == (venue.name, category.short_code, "5-9")
    assert [place.label for place in shown.listed_institutions] == ["University of London", "Trinity"]
    assert [link.url for link in shown.links] == ["https://example.org/code", "https://example.org/data"]
    assert shown.place_to_read[1] == "https://arxiv.org/abs/2306.16388"


def test_a_paper_that_says_little_has_little():
    paper = PaperFactory(posted=None)
    shown = listed([paper.pk])[paper.pk]
    assert (shown.author_count, shown.posted, shown.category_code, shown.venue_name, shown.place_to_read) == (
        0,
        None,
        None,
        None,
        None,
    )


@pytest.mark.parametrize("number", [1, 40])
def test_a_list_costs_two_queries(django_assert_num_queries, number):
    keys = [PaperFactory(authors=[AuthorFactory()], institutions=[InstitutionFactory()]).pk for _ in range(number)]
    with django_assert_num_queries(2):
        assert [len(paper.leading_names) for paper in listed(keys).values()] == [1] * number


def test_no_papers_cost_no_query(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert listed([]) == {}
