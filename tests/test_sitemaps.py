"""What search engines are told."""

import datetime
from xml.etree.ElementTree import Element, fromstring

import pytest
import time_machine

from papers import sitemaps
from papers.models import Author, Page, Paper, PaperInstitution
from tests.factories import AuthorFactory, InstitutionFactory, PageFactory, PaperFactory

pytestmark = pytest.mark.django_db

NAMESPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
LISTS = ["/papers/", "/authors/", "/institutions/", "/archive/", "/follow/"]


def read(client, address: str = "/sitemap.xml") -> Element:
    response = client.get(address)
    assert (response.status_code, response.headers["Content-Type"]) == (200, "application/xml")
    return fromstring(response.content)  # noqa: S314 - it is the site's own


def addresses(root: Element) -> list[str]:
    return [found.text.removeprefix("http://testserver") for found in root.iter(f"{NAMESPACE}loc")]


@pytest.fixture
def site():
    """Ada's paper from London, a draft with a stranger, and a page."""
    ada = AuthorFactory(slug="ada", is_profile=True)
    PaperFactory(slug="sketch", authors=[ada], institutions=[InstitutionFactory(slug="london")])
    PaperFactory(
        slug="secret",
        status=Paper.Status.DRAFT,
        authors=[AuthorFactory(slug="stranger")],
        institutions=[InstitutionFactory(slug="nowhere")],
    )
    PageFactory(slug="about")


def test_every_public_page_is_listed_once(site, client):
    assert addresses(read(client)) == [*LISTS, "/papers/sketch/", "/authors/ada/", "/institutions/london/", "/about/"]


@pytest.mark.parametrize("profiles", [0, 2])
def test_home_is_listed_where_it_is_no_profile(client, profiles):
    AuthorFactory.create_batch(profiles, is_profile=True)
    assert addresses(read(client))[0] == "/"


def test_a_record_says_when_it_was_last_changed(site, client):
    for model, day in ((Paper, 1), (Author, 2), (Page, 3)):
        model.objects.update(updated=datetime.datetime(2031, 1, day, tzinfo=datetime.UTC))
    changed = {
        found.findtext(f"{NAMESPACE}loc"): found.findtext(f"{NAMESPACE}lastmod")
        for found in read(client).iter(f"{NAMESPACE}url")
    }
    assert [changed[f"http://testserver{page}"] for page in ("/papers/", "/papers/sketch/", "/authors/ada/")] == [
        None,
        "2031-01-01",
        "2031-01-02",
    ]


def test_more_addresses_than_fit_are_an_index_of_files(site, client, monkeypatch):
    monkeypatch.setattr(sitemaps, "MOST_ADDRESSES", 3)
    for part in sitemaps.SITEMAPS.values():
        monkeypatch.setattr(part, "limit", 3)
    PaperFactory.create_batch(3)
    parts = addresses(read(client))
    assert parts == [
        *("/sitemap-lists.xml", "/sitemap-lists.xml?p=2", "/sitemap-papers.xml", "/sitemap-papers.xml?p=2"),
        *("/sitemap-authors.xml", "/sitemap-institutions.xml", "/sitemap-pages.xml"),
    ]
    listed = [address for part in parts for address in addresses(read(client, part))]
    assert (len(listed), len(set(listed)), "/papers/secret/" in listed) == (12, 12, False)


def test_the_index_says_when_each_part_last_changed(site, client, monkeypatch):
    monkeypatch.setattr(sitemaps, "MOST_ADDRESSES", 3)
    for model, day in ((Paper, 1), (Author, 2), (Page, 3)):
        model.objects.update(updated=datetime.datetime(2031, 1, day, tzinfo=datetime.UTC))
    Paper.objects.filter(slug="secret").update(updated=datetime.datetime(2032, 1, 1, tzinfo=datetime.UTC))
    PaperFactory(publish_at=datetime.datetime(2031, 1, 4, tzinfo=datetime.UTC))
    PaperInstitution.objects.all().delete()  # which leaves no institution in sight
    with time_machine.travel(datetime.datetime(2031, 2, 1, tzinfo=datetime.UTC), tick=False):
        parts = read(client).iter(f"{NAMESPACE}sitemap")
        changed = {part.findtext(f"{NAMESPACE}loc"): part.findtext(f"{NAMESPACE}lastmod") for part in parts}
    days = [changed[f"http://testserver/sitemap-{name}.xml"] for name in sitemaps.SITEMAPS]
    assert [day and day[:10] for day in days] == [None, "2031-01-04", "2031-01-02", None, "2031-01-03"]


@pytest.mark.parametrize("address", ["/sitemap-nothing.xml", "/sitemap.xml?p=9", "/sitemap-papers.xml?p=x"])
def test_a_part_that_is_not_there_is_404(site, client, address):
    assert client.get(address).status_code == 404


def test_robots_are_told_where_to_look(client):
    response = client.get("/robots.txt")
    assert (response.headers["Content-Type"], response.content.decode()) == (
        "text/plain; charset=utf-8",
        "User-agent: *\nDisallow: /admin/\n\nSitemap: http://testserver/sitemap.xml\n",
    )
