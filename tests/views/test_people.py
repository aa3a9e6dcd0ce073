"""People and their profiles."""

import datetime

import pytest

from papers.models import Authorship, Paper
from tests.factories import AuthorFactory, MetricFactory, PaperFactory
from tests.views.pages import html

pytestmark = pytest.mark.django_db


def test_people_are_found_by_part_of_a_name(site, client):
    assert [person.slug for person in client.get("/authors/?q=somer").context["page"]] == ["mary"]


def test_co_authors_are_listed_with_shared_papers(site, client):
    people = client.get("/authors/ada/coauthors/").context["page"]
    assert [(person.slug, person.shared) for person in people] == [("mary", 1)]


def test_a_profile_shows_24_co_authors_of_all(ada, client):
    PaperFactory(authors=[ada, *AuthorFactory.create_batch(30)])
    context = client.get("/").context
    assert (len(context["coauthors"]), context["coauthor_total"]) == (24, 30)


def test_all_co_authors_are_paged(ada, client):
    PaperFactory(authors=[ada, *AuthorFactory.create_batch(101)])
    assert len(client.get("/authors/ada/coauthors/?page=2").context["page"]) == 1


def test_the_bars_of_a_profile_lead_to_its_years(site, client):
    bars = client.get("/").context["year_chart"].bars
    assert [(bar.label, bar.count, bar.url) for bar in bars] == [
        ("2023", 1, "/authors/ada/?year_min=2023&year_max=2023")
    ]


def test_a_bar_leads_to_the_papers_it_counts(site, client):
    (bar,) = client.get("/papers/").context["year_chart"].bars
    assert client.get(bar.url).context["listing"].total == bar.count


def test_without_dated_papers_there_is_no_chart(ada, client):
    assert client.get("/").context["year_chart"] is None


def test_figures_in_force_are_shown(ada, client):
    MetricFactory(author=ada, kind="citations", value=148510, received_on=datetime.date(2026, 11, 22))
    MetricFactory(
        author=ada, kind="citations", value=999999, received_on=datetime.date(2026, 11, 23), superseded_reason="No."
    )
    page = html(client, "/")
    assert ("148,510" in page, "999,999" in page) == (True, False)


def test_a_supplied_number_of_papers_stands_beside_the_counted_one(site, ada, client):
    MetricFactory(author=ada, kind="papers", value=55)
    response = client.get("/")
    assert (response.context["supplied_papers"], response.context["listing"].unfiltered_total) == (55, 1)
    assert "1 are listed here; the supplied figure is 55." in " ".join(response.content.decode().split())


def test_a_profile_lists_100_papers_a_page(ada, client):
    Paper.objects.bulk_create(Paper(title="T", slug=f"t{n}", status="published") for n in range(101))
    Authorship.objects.bulk_create(
        Authorship(paper=paper, author=ada, position=1, printed_name="A") for paper in Paper.objects.all()
    )
    pages = [len(client.get(f"/?page={number}").context["listing"].cards) for number in (1, 2)]
    assert pages == [100, 1]
