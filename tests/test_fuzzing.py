"""Hostile requests, some hundred here; `make proof` sends thousands to a large site."""

import pytest
from django.http import HttpResponse, HttpResponseRedirect

from scripts.fuzzing import ELSEWHERE, Hostile, complaints, fuzz
from tests.public import make_site

pytestmark = pytest.mark.django_db
ASKED = Hostile(0, "GET", "/papers/?q=a", as_editor=True, headers={"X-Forwarded-Host": ELSEWHERE})


def test_no_hostile_request_gets_anything(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    settings.ALLOWED_HOSTS = ["localhost"]
    make_site()
    assert list(fuzz(400, seed=7, longest=30)) == []


@pytest.mark.parametrize(
    ("response", "complaint"),
    [
        (HttpResponse(status=500), "status 500"),
        (HttpResponseRedirect(f"https://{ELSEWHERE}/"), f"leads to https://{ELSEWHERE}/"),
        (HttpResponseRedirect(f"//{ELSEWHERE}/"), f"leads to //{ELSEWHERE}/"),
        (HttpResponse('<p title=""><fz9 onfz9=1>'), "markup <fz9>"),
        (HttpResponse('<a href="&#9;javascript:a()">'), "markup \tjavascript:a()"),
        (HttpResponse("<script>fz9()</script>"), "markup fz9()"),
        (HttpResponse(f"<p>{ELSEWHERE}"), "another host's name in the page"),
        (HttpResponse(headers={"Vary": "Cookie"}), "caches may share what an editor sees"),
    ],
)
def test_each_wrong_answer_is_complained_of(response, complaint):
    assert complaint in complaints(ASKED, response, 0)


def test_a_cookie_and_a_slow_answer_are_complained_of():
    response = HttpResponse()
    response.set_cookie("fz9", "1")
    assert complaints(ASKED, response, 3) == ["3.0 s", "a cookie on a public page"]
