"""Every page, as a visitor and an editor get it."""

import pytest
from django.db import connection
from django.test.signals import template_rendered
from django.test.utils import CaptureQueriesContext

from profile_site.refusals import server_error
from tests.views.pages import PAGES, Links, html

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("url", PAGES)
def test_every_page_is_there(site, client, url):
    assert client.get(url).status_code == 200


@pytest.mark.parametrize("url", PAGES)
def test_an_editor_gets_every_page(site, editor, url):
    assert editor.get(url).status_code == 200


@pytest.mark.parametrize("url", PAGES)
def test_head_is_a_page_without_its_body(site, client, url):
    response = client.head(url)
    assert (response.status_code, response.content) == (200, b"")


@pytest.mark.parametrize("method", ["post", "options"])  # the others are refused before any page is asked for
@pytest.mark.parametrize("url", [*PAGES, "/media/portraits/a.webp"])
def test_pages_are_only_read(site, client, url, method):
    response = getattr(client, method)(url)
    assert (response.status_code, response.headers["Allow"][: len("GET, HEAD")]) == (405, "GET, HEAD")


@pytest.mark.parametrize("url", PAGES)
def test_templates_ask_the_database_nothing(site, editor, url):
    asked_before = {True: [], False: []}

    def remember(template, **kwargs):
        asked_before[template.name == "papers/_paper_card.html"].append(len(queries))

    with CaptureQueriesContext(connection) as queries:
        template_rendered.connect(remember)
        editor.get(url)
        template_rendered.disconnect(remember)
    assert asked_before[False][0] == len(queries)
    assert len(set(asked_before[True])) <= 1  # cards are drawn by the view, one after the other


@pytest.mark.parametrize("url", PAGES)
def test_every_link_within_the_site_leads_to_a_page(site, client, url):
    inside = {address for address in Links(html(client, url)).addresses if address.startswith(("/", "?"))}
    answers = {address: client.get(address if address[0] == "/" else url + address).status_code for address in inside}
    assert answers == dict.fromkeys(inside, 200)


@pytest.mark.parametrize(
    "url",
    [
        *(
            "/nowhere/",
            "/papers/nowhere/",
            "/authors/nowhere/",
            "/authors/nowhere/coauthors/",
            "/institutions/nowhere/",
        ),
        *("/papers/%00/", "/papers/%ED%A0%80/", "/%00/", "/%FF/", "/a/b/c/d/", "/papers/" + "a" * 5000 + "/"),
        *(
            "/papers/mary/",
            "/authors/sketch/",
            "/about/about/",
            "/papers/sketch/x/",
            "/media/",
            "/media/%00",
            "/SKETCH/",
        ),
    ],
)
def test_what_is_not_there_is_404_in_the_site_s_look(site, client, url):
    response = client.get(url)
    assert (response.status_code, [template.name for template in response.templates][:2]) == (
        404,
        ["404.html", "base.html"],
    )
    assert "Engines" in response.content.decode()


def test_a_broken_page_says_so_without_a_query(rf, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = server_error(rf.get("/"))
    assert (response.status_code, b"Something went wrong" in response.content) == (500, True)
