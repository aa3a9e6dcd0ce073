"""What is refused, before a page is asked for or by it, and that the refusal has the site's look."""

import pytest
from django.contrib.auth import get_user_model
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


@pytest.mark.parametrize("url", ["/papers/", "/admin/login/"])
def test_a_form_from_elsewhere_is_refused_in_the_site_s_look(url):
    response = Client(enforce_csrf_checks=True).post(url, {"q": "engine"})
    assert (response.status_code, "<h1>This form was not accepted</h1>" in response.content.decode()) == (403, True)


def test_an_editor_without_permission_is_told_so_in_the_site_s_look(client):
    client.force_login(get_user_model().objects.create_user("ada", is_staff=True))
    response = client.get("/admin/papers/paper/")
    assert (response.status_code, "<h1>You may not do this</h1>" in response.content.decode()) == (403, True)
