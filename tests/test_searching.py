"""The page that finds people, institutions and papers."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from papers.indexing import catch_up
from papers.models import Author, Paper
from tests.factories import AuthorFactory, AuthorNameFactory, InstitutionFactory, PaperFactory
from tests.page_head import Read
from tests.views.pages import Links, html, shown

pytestmark = pytest.mark.django_db


@pytest.fixture
def loom():
    """A paper on looms by Ada Loomis, from Loom College, beside what no visitor may see."""
    ada = AuthorFactory(display_name="Ada Loomis", slug="ada")
    AuthorNameFactory(author=ada, name="Augusta King", shown=False)
    paper = PaperFactory(
        title="On looms", slug="on-looms", authors=[ada], institutions=[InstitutionFactory(name="Loom College")]
    )
    PaperFactory(
        title="Secret looms",
        status=Paper.Status.DRAFT,
        authors=[AuthorFactory(display_name="Secret Loomis")],
        institutions=[InstitutionFactory(name="Secret Loom College")],
    )
    return paper


def found(client, q: str) -> tuple[list[str], list[str], list[str]]:
    """Return the addresses that the page shows of people, institutions and papers."""
    context = client.get("/search/", {"q": q}).context
    return (
        [person.slug for person in context["people"].records],
        [institution.slug for institution in context["institutions"].records],
        [paper.slug for paper in shown(context["listing"])] if context["listing"].is_filtered else [],
    )


@pytest.mark.parametrize(
    ("q", "slugs"),
    [
        ("loom", (["ada"], ["loom-college"], [])),
        ("looms", ([], [], ["on-looms"])),
        ("augusta", (["ada"], [], ["on-looms"])),
        ("aug", (["ada"], [], [])),
        ("author:loomis", (["ada"], [], ["on-looms"])),
        ("title:looms", ([], [], ["on-looms"])),
        ("secret", ([], [], [])),
        ("***", ([], [], [])),
    ],
)
def test_what_is_found(loom, client, q, slugs):
    assert found(client, q) == slugs


def test_a_search_only_name_finds_its_person_and_stands_nowhere(loom, client):
    assert "King" not in html(client, "/search/?q=augusta")


def test_names_come_before_papers(loom, client):
    addresses = [
        url for url in Links(html(client, "/search/?q=loom*")).addresses if url.endswith(("ada/", "college/", "looms/"))
    ]
    assert list(dict.fromkeys(addresses))[:3] == ["/authors/ada/", "/institutions/loom-college/", "/papers/on-looms/"]


def test_the_first_of_many_lead_to_them_all(client):
    PaperFactory.create_batch(11, title="Looms", authors=AuthorFactory.create_batch(13, display_name="Ada Loomsen"))
    page = client.get("/search/?q=looms")
    counts = [(len(shown.records), shown.total, shown.all_url) for shown in (page.context["people"],)]
    assert counts == [(12, 13, "/authors/?q=looms")]
    assert (len(page.context["listing"].cards), page.context["listing"].total) == (10, 11)
    assert {"/authors/?q=looms", "/papers/?q=looms"} <= set(Links(page.text).addresses)
    assert len(client.get("/authors/?q=looms").context["page"].object_list) == 13


def test_the_header_leads_there_from_every_page(loom, client):
    assert 'action="/search/"' in html(client, "/papers/on-looms/")


def test_search_engines_are_asked_to_pass_by(loom, client):
    head = Read(client, "/search/?q=loom&page=2")
    assert (("robots", "noindex") in head.metas, head.links["canonical"]) == (True, "http://testserver/search/")


def test_what_is_ignored_is_named(loom, client):
    assert "“year:soon”: give a year such as year:2020" in html(client, "/search/?q=loom+year:soon")


def test_the_page_costs_the_same_for_few_and_for_many(loom, client):
    def cost() -> int:
        catch_up()
        with CaptureQueriesContext(connection) as queries:
            assert found(client, "loom*") != ([], [], [])
        return len(queries)

    few = cost()
    PaperFactory.create_batch(20, title="Looms", authors=AuthorFactory.create_batch(20, display_name="Mary Loom"))
    assert (Author.objects.count(), cost()) == (22, few)
