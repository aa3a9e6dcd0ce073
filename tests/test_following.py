"""Following a list."""

import re

import pytest

from papers.models import Author
from tests.factories import AuthorFactory, InstitutionFactory, PaperFactory, SiteFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def site():
    """Ada's paper from London."""
    ada = AuthorFactory(display_name="Ada Lovelace", slug="ada", is_profile=True)
    PaperFactory(slug="sketch", authors=[ada], institutions=[InstitutionFactory(name="London", slug="london")])
    SiteFactory(title="Engines")


HOW = [
    ("/follow/", "All papers", "/papers.atom"),
    ("/follow/?q=a&page=2&sort=title", "All papers", "/papers.atom?q=a"),
    ("/authors/ada/follow/", "Papers of Ada Lovelace", "/authors/ada/papers.atom"),
    ("/institutions/london/follow/?year_min=1", "Papers of London", "/institutions/london/papers.atom?year_min=1"),
]


@pytest.mark.parametrize(("page", "label", "feed"), HOW)
def test_a_page_gives_the_address_of_a_feed_to_copy(site, client, page, label, feed):
    response = client.get(page)
    followed = response.context["followed"]
    assert (followed.label, followed.feed) == (label, f"http://testserver{feed}")
    assert f'<pre id="feed">http://testserver{feed.replace("&", "&amp;")}</pre>' in response.content.decode()
    assert client.get(feed).status_code == 200


@pytest.mark.parametrize(
    ("page", "how", "feed"),
    [
        ("/", "/authors/ada/follow/", "/authors/ada/papers.atom"),
        ("/authors/ada/?sort=title", "/authors/ada/follow/", "/authors/ada/papers.atom"),
        ("/papers/?q=sketch&page=1", "/follow/?q=sketch", "/papers.atom?q=sketch"),
        ("/institutions/london/", "/institutions/london/follow/", "/institutions/london/papers.atom"),
    ],
)
def test_a_list_announces_its_feed_and_says_how_to_follow(site, client, page, how, feed):
    html = client.get(page).content.decode()
    announced = re.findall(r'<link rel="alternate" type="application/atom\+xml" title="[^"]+" href="([^"]+)">', html)
    led = re.findall('<a href="([^"]+)"[^>]*>Follow</a></p>', html)
    assert (announced, led) == ([f"http://testserver{feed}"], [how])


def test_the_page_for_all_papers_offers_each_profile(site, client):
    assert [url for author, url in client.get("/follow/").context["profiles"]] == ["/authors/ada/follow/"]


def test_an_old_address_leads_to_the_new_one(site, client):
    Author.objects.update(slug="moved")
    response = client.get("/authors/ada/follow/?q=a")
    assert (response.status_code, response.headers["Location"]) == (301, "/authors/moved/follow/?q=a")


@pytest.mark.parametrize("address", ["/authors/nobody/follow/", "/institutions/nowhere/follow/", "/follow/x/"])
def test_what_nobody_may_see_cannot_be_followed(site, client, address):
    AuthorFactory(slug="nobody")
    assert client.get(address).status_code == 404
