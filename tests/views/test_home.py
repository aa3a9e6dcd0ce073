"""The home page: a profile, a directory of profiles, or what to do first."""

import pytest

from tests.factories import AuthorFactory
from tests.views.pages import RECORDS, html

pytestmark = pytest.mark.django_db


def test_without_a_profile_home_says_what_to_do(client):
    response = client.get("/")
    assert (response.status_code, response.templates[0].name) == (200, "papers/first_run.html")


def test_one_profile_is_at_home(site, client):
    response = client.get("/")
    assert "papers/author.html" in [template.name for template in response.templates]
    assert response.context["author"].slug == "ada"


def test_several_profiles_are_a_directory(site, client):
    AuthorFactory(display_name="Charles Babbage", slug="charles", is_profile=True)
    response = client.get("/")
    assert response.templates[0].name == "papers/profile_directory.html"
    assert [author.slug for author in response.context["profiles"]] == ["charles", "ada"]


def test_home_is_canonical_to_the_profile(site, client):
    assert '<link rel="canonical" href="http://testserver/authors/ada/">' in html(client, "/?sort=title")


@pytest.mark.parametrize("url", RECORDS)
def test_a_record_s_page_is_canonical_to_itself(site, client, url):
    assert f'<link rel="canonical" href="http://testserver{url}">' in html(client, f"{url}?page=2&x=a")


def test_a_directory_is_canonical_to_home(client):
    AuthorFactory.create_batch(2, is_profile=True)
    assert '<link rel="canonical" href="http://testserver/">' in html(client, "/?a=b")


def test_filters_at_home_stay_at_home(site, client):
    assert client.get("/?q=nothing").context["listing"].total == 0
