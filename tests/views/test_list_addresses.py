"""One address for each view of a list."""

from urllib.parse import parse_qsl

import pytest
from django.http import QueryDict

from papers.list_addresses import address, numbered
from papers.models import Author, Institution
from tests.factories import PaperFactory
from tests.views.pages import Links

pytestmark = pytest.mark.django_db


def test_parameters_and_values_have_one_order():
    query = QueryDict("page=3&has=data&has=code&has=data&unknown=1&year_max=&category=b&category=a&q=x&q=y")
    assert address(query) == "?q=y&category=a&category=b&has=code&has=data"
    assert address(query, year_min=["2020"], has=[]) == "?q=y&category=a&category=b&year_min=2020"
    assert address(QueryDict("x=1")) == "?"


def test_the_first_page_needs_no_number():
    assert [numbered("?", 1), numbered("?", 2), numbered("?q=x", 1), numbered("?q=x", 2)] == [
        *("?", "?page=2", "?q=x", "?q=x&page=2"),
    ]


@pytest.mark.parametrize(
    ("asked", "led"),
    [
        ("/papers/?q=&year_min=&year_max=&sort=title", "/papers/?sort=title"),
        ("/papers/?q=", "/papers/"),
        ("/papers/?category=a&category=&x=1", "/papers/?category=a&x=1"),
        ("/search/?q=", "/search/"),
        ("/authors/?q=", "/authors/"),
        ("/institutions/?q=", "/institutions/"),
        ("/?q=", "/"),
        ("/authors/ada/?year_min=&q=x", "/authors/ada/?q=x"),
        ("/institutions/london/?q=", "/institutions/london/"),
        ("/papers/values/author/?find=&q=x", "/papers/values/author/?q=x"),
    ],
)
def test_a_form_with_blank_fields_ends_on_a_clean_address(site, client, asked, led):
    response = client.get(asked)
    assert (response.status_code, response.headers["Location"]) == (302, led)
    assert client.get(led).status_code == 200


@pytest.mark.parametrize("url", ["/papers/", "/authors/ada/", "/institutions/london/"])
def test_links_within_a_list_are_canonical(site, client, url):
    places = [Institution.objects.get(slug="london")]
    PaperFactory.create_batch(101, title="Engine", authors=[Author.objects.get(slug="ada")], institutions=places)
    asked = f"{url}?page=2&unknown=1&sort=relevance&q=engine&category=none"
    asked_for = [parse_qsl(link.partition("?")[2]) for link in Links(client.get(asked).text).addresses if "?" in link]
    left = [
        pair for pairs in asked_for for pair in pairs if pair not in {("q", "engine"), ("page", "2"), ("page", "3")}
    ]
    assert {name for name, _value in left} == {"sort", "year_min", "year_max"}
    assert {value for name, value in left if name == "sort"} == {"newest", "oldest", "title"}


@pytest.mark.parametrize("url", ["/papers/", "/authors/ada/", "/institutions/london/"])
def test_links_to_filtered_lists_are_not_to_be_followed(site, client, url):
    page = Links(client.get(f"{url}?q=sketch&year_min=2000").text)
    followed = [link for link, rel in page.relations if "year_min" in link and "nofollow" not in rel]
    assert followed == []
