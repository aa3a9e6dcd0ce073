"""Every page, as a visitor and an editor get it."""

import pytest
from django.db import connection
from django.test.signals import template_rendered
from django.test.utils import CaptureQueriesContext

from profile_site.refusals import LONGEST_QUERY, server_error
from tests.views.pages import LISTS, PAGES, Links, html

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
    asked_before = []

    def remember(**kwargs):
        asked_before.append(len(queries))

    with CaptureQueriesContext(connection) as queries:
        template_rendered.connect(remember)
        editor.get(url)
        template_rendered.disconnect(remember)
    assert asked_before[0] == len(queries)


@pytest.mark.parametrize("url", PAGES)
def test_every_link_within_the_site_leads_to_a_page(site, client, url):
    inside = {address for address in Links(html(client, url)).addresses if address.startswith(("/", "?"))}
    answers = {address: client.get(address if address[0] == "/" else url + address).status_code for address in inside}
    assert answers == dict.fromkeys(inside, 200)


HOSTILE = [
    *("q=%00", "q=a%00b", "q=%ED%A0%80", "q=%FF%FE", "q=%E2%80%AE", "q=" + "a+" * 990, "q=" + "a" * 1990),
    *("q='", 'q="', "q=%25", "q=_", "q=%5C", "q=(", "q=*", "q=<script>", "q=%7B%7B", "q=%0D%0ASet-Cookie:a", "q[]=a"),
    *("year_min=1e999999", "year_max=%C2%B2", "year_min=-1", "year_min=0", "year_max=99999999999999999999"),
    *(
        "year_min=%00",
        "year_min=NaN",
        "year_max=Infinity",
        "year_min=" + "9" * 1990,
        "year_min=%D9%A1%D9%A0%D9%A0%D9%A0",
    ),
    *("page=1e999999", "page=%C2%B2", "page=-1", "page=0", "page=99999999999999999999", "page=%00", "page=last"),
    *(
        "page=" + "9" * 1990,
        "page=1_0",
        "page=" + "%2B1",
        "sort=%00",
        "sort=-title",
        "sort=?",
        "has=%00",
        "has=code%00",
    ),
    *("category=%00", "category=%ED%A0%80", "category=cs.CL%00", "institution=%00", "author=%00", "author=../../etc"),
    "&".join(f"category=cs.{number}" for number in range(130)),
    "&".join(["institution=london"] * 105),
    *("&", "=", "=&=", "%00=1", "%ED%A0%80=1", "a=1&a=2&b", ";", "?", "q=a&q=b&q=%00", "sort=title&sort=oldest"),
]


@pytest.mark.parametrize("query", HOSTILE, ids=lambda query: query[:30])
def test_no_parameter_breaks_a_list(site, client, query):
    answers = {url: client.get(f"{url}?{query}", follow=True).status_code for url in LISTS}
    assert answers == dict.fromkeys(LISTS, 414 if len(query) > LONGEST_QUERY else 200)


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
