"""Old addresses lead to new ones."""

import pytest

from papers.models import Author, Institution, Paper
from tests.factories import PageFactory

pytestmark = pytest.mark.django_db

DRAFT = Paper.Status.DRAFT


@pytest.mark.parametrize("query", ["", "?page=2&category=cs.CL", "?q=%C3%BC%0A", "?a&b="])
@pytest.mark.parametrize(
    ("slug", "old", "new"),
    [
        ("sketch", "/papers/sketch/", "/papers/moved/"),
        ("ada", "/authors/ada/", "/authors/moved/"),
        ("ada", "/authors/ada/coauthors/", "/authors/moved/coauthors/"),
        ("london", "/institutions/london/", "/institutions/moved/"),
        ("about", "/about/", "/moved/"),
    ],
)
def test_an_old_address_leads_to_the_new_one_with_its_parameters(site, client, slug, old, new, query):
    for model in (Paper, Author, Institution, PageFactory._meta.model):
        model.objects.filter(slug=slug).update(slug="moved")
    response = client.get(old + query)
    assert (response.status_code, response.headers["Location"]) == (301, new + query)


def test_two_moves_are_one_step(site, client):
    for slug in ("second", "third"):
        Paper.objects.update(slug=slug)
    assert client.get("/papers/sketch/").headers["Location"] == "/papers/third/"


def test_the_old_address_of_a_draft_is_not_there(site, client):
    Paper.objects.update(slug="moved", status=DRAFT)
    assert client.get("/papers/sketch/").status_code == 404


@pytest.mark.parametrize("url", ["/papers", "/papers/sketch", "/authors/ada", "/about"])
def test_a_missing_slash_is_added(site, client, url):
    response = client.get(f"{url}?q=a")
    assert (response.status_code, response.headers["Location"]) == (301, f"{url}/?q=a")
