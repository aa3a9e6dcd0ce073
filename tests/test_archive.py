"""The archive: every paper under its year."""

from html.parser import HTMLParser

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from papers import archive
from papers.models import Paper
from tests.factories import AuthorFactory, PaperFactory

pytestmark = pytest.mark.django_db


class Links(HTMLParser):
    """The addresses of a page's plain links."""

    def __init__(self, html: str):
        super().__init__()
        self.addresses = set()
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        if tag == "a" and (address := dict(attributes)["href"]).startswith(("/", "?")):
            self.addresses.add(address)


@pytest.fixture
def site():
    """Papers of 2021 and 2023, one without a date, and a draft of 2022."""
    PaperFactory(slug="old", posted="2021-05")
    PaperFactory(slug="new", posted="2023-06-28")
    PaperFactory(slug="newest", issued="2023-07")
    PaperFactory(slug="undated")
    PaperFactory(slug="secret", posted="2022", status=Paper.Status.DRAFT)


def test_years_are_listed_newest_first(site, client):
    context = client.get("/archive/").context
    assert (context["years"], context["undated"]) == ([(2023, 2), (2021, 1)], 1)


@pytest.mark.parametrize(
    ("address", "found"),
    [("/archive/2023/", ["newest", "new"]), ("/archive/2021/", ["old"]), ("/archive/undated/", ["undated"])],
)
def test_a_year_lists_its_papers(site, client, address, found):
    assert [paper.slug for paper in client.get(address).context["page"].object_list] == found


@pytest.mark.parametrize("year", ["2022", "1999", "0", "99999", "99999999999999999999", "-1", "x"])
def test_a_year_without_papers_is_404(site, client, year):
    assert client.get(f"/archive/{year}/").status_code == 404


def test_every_paper_is_within_ten_plain_links_of_home(client, monkeypatch):
    monkeypatch.setattr(archive, "PAPERS_ON_PAGE", 2)
    AuthorFactory(slug="ada", is_profile=True)
    papers = PaperFactory.create_batch(41, posted="2023")
    papers += PaperFactory.create_batch(3)
    seen, front = {"/"}, {"/"}
    steps = 0
    while not {paper.get_absolute_url() for paper in papers} <= seen:
        pages = {page: client.get(page) for page in front if page == "/" or page.startswith("/archive/")}
        found = {
            address if address.startswith("/") else page.partition("?")[0] + address
            for page, answer in pages.items()
            for address in Links(answer.content.decode()).addresses
        }
        seen, front, steps = seen | found, found - seen, steps + 1
        assert front
    assert steps <= 4


def test_a_page_of_a_year_costs_one_query_for_all_its_papers(client):
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            client.get("/archive/2023/")
        return len(asked)

    PaperFactory(posted="2023")
    few = queries()
    PaperFactory.create_batch(20, posted="2023")
    assert queries() == few
