"""Methods that no page has and query strings that no list needs; every address answers them alike."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db
ADDRESSES = ["/", "/papers/", "/nowhere/", "/admin/login/"]


@pytest.mark.parametrize("url", ADDRESSES)
@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE", "PROPFIND"])
def test_a_method_that_no_page_has_is_405(url, method):
    response = Client(enforce_csrf_checks=True).generic(method, url)
    assert (response.status_code, response.headers["Allow"]) == (405, "GET, HEAD, OPTIONS, POST")


@pytest.mark.parametrize("url", ADDRESSES)
def test_an_endless_query_string_is_414_in_the_site_s_look(client, url):
    response = client.get(f"{url}?q={'a' * 1999}")
    assert (response.status_code, [template.name for template in response.templates][:2]) == (
        414,
        ["414.html", "base.html"],
    )


def test_a_long_query_string_is_read(client):
    assert client.get(f"/papers/?x={'a' * 1998}").status_code == 200
