"""The pages with all values of a facet."""

import pytest
from django.urls import reverse

from papers.models import Category
from tests.factories import AuthorFactory, AuthorNameFactory, InstitutionFactory, PaperFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def engine():
    ada = AuthorFactory(display_name="Ada", slug="ada")
    AuthorNameFactory(author=ada, name="Augusta", shown=False)
    return PaperFactory(
        title="Engine",
        authors=[ada, AuthorFactory(display_name="Mary", slug="mary")],
        institutions=[InstitutionFactory(name="London", slug="london")],
        primary_category=Category.objects.get(code="cs.CL"),
    )


def offered(client, address: str) -> list[tuple]:
    """Return label, count and address of each value on a page."""
    return [(choice.label, choice.count, url) for choice, url in client.get(address).context["choices"]]


def test_values_lead_to_the_list_with_them_chosen(client, engine):
    assert offered(client, "/papers/values/author/?category=cs.CL&page=1") == [
        ("Ada", 1, "/papers/?category=cs.CL&author=ada"),
        ("Mary", 1, "/papers/?category=cs.CL&author=mary"),
    ]


def test_a_chosen_value_leads_to_the_list_without_it(client, engine):
    assert offered(client, "/papers/values/author/?author=ada")[0] == ("Ada", 1, "/papers/?")


@pytest.mark.parametrize(("find", "labels"), [("ad", ["Ada"]), ("augusta", ["Ada"]), ("x", []), ("+", ["Ada", "Mary"])])
def test_values_are_found_by_part_of_a_name(client, engine, find, labels):
    assert [label for label, *_ in offered(client, f"/papers/values/author/?find={find}")] == labels


@pytest.mark.parametrize(
    ("address", "labels"),
    [
        ("/authors/mary/values/institution/", ["London"]),
        ("/institutions/london/values/category/", ["Computation and Language"]),
        ("/papers/values/type/", ["preprint"]),
    ],
)
def test_values_of_each_list(client, engine, address, labels):
    assert [label for label, *_ in offered(client, address)] == labels


def test_an_unknown_facet_is_no_page(client):
    assert client.get("/papers/values/colour/").status_code == 404


def test_a_former_address_of_a_person_moves(client, engine):
    ada = engine.authors.get(slug="ada")
    ada.slug = "countess"
    ada.save()
    response = client.get("/authors/ada/values/venue/?q=x")
    assert (response.status_code, response["Location"]) == (301, "/authors/countess/values/venue/?q=x")


@pytest.mark.parametrize(
    "query", ["find=%00", "page=0", "page=99999999999999999999", "author=x", "q=%22", "year_min=abc"]
)
def test_no_parameter_breaks_the_page(client, engine, query):
    assert client.get(f"/papers/values/author/?{query}").status_code == 200


def test_search_engines_are_asked_to_pass_by(client, engine):
    assert '<meta name="robots" content="noindex">' in client.get(reverse("papers:paper_values", args=["author"])).text
