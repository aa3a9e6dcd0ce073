"""What every response says to browsers and caches, whatever it is."""

import pytest
from django.test import Client
from django.urls import include, path

from papers.models import Author
from tests.admin.conftest import editor
from tests.admin.forms import filled
from tests.admin.matrix import ask, questions
from tests.public import make_site, public_addresses

__all__ = ["editor"]
pytestmark = pytest.mark.django_db

POLICY = (
    "base-uri 'none'; connect-src 'self'; default-src 'none'; font-src 'self'; form-action 'self'; "
    "frame-ancestors 'none'; img-src 'self'; manifest-src 'self'; object-src 'none'; script-src 'self'; "
    "style-src 'self'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Access-Control-Allow-Origin": None,
}
OPEN_FEATURES = ["clipboard-write=(self)"]
SANDBOX = HEADERS | {"Content-Security-Policy": "default-src 'none'; sandbox"}
# A browser's reader of PDFs does not start in a sandbox.
PDF = HEADERS | {"Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'"}
SHARED_PICTURE = HEADERS | {"Cross-Origin-Resource-Policy": "cross-origin"}  # shown by previews of links
SECRET_LINK = HEADERS | {"Referrer-Policy": "no-referrer"}
FRAMED = SECRET_LINK | {
    "Content-Security-Policy": POLICY.replace("frame-ancestors 'none'", "frame-ancestors 'self'"),
    "X-Frame-Options": "SAMEORIGIN",
}
FRAMING = HEADERS | {"Content-Security-Policy": POLICY.replace("; img-src", "; frame-src 'self'; img-src")}
PREVIEW = {"papers_paper_preview": FRAMING, "papers_paper_preview_page": FRAMED}


@pytest.fixture
def site(settings, tmp_path) -> list[str]:
    """A site with one of everything; the public names of its pictures."""
    settings.MEDIA_ROOT = tmp_path
    pictures = make_site()
    assert len(pictures) == 6
    return pictures


def told(response) -> dict:
    """Return what a response says under the names of HEADERS."""
    headers = {name: response.headers.get(name) for name in HEADERS}
    headers["Content-Security-Policy"] = "; ".join(sorted(headers["Content-Security-Policy"].split("; ")))
    features = response.headers["Permissions-Policy"].split(", ")
    assert [feature for feature in features if not feature.endswith("=()")] == OPEN_FEATURES
    return headers


def expected_at(url: str) -> dict:
    """Return the headers of a public address."""
    endings = {"/card.png": SHARED_PICTURE, "/paper.pdf": PDF}
    ending = next((ending for ending in endings if url.endswith(ending)), None)
    return SANDBOX if url.startswith("/media/") else endings.get(ending, HEADERS)


def test_every_public_answer_has_the_same_headers_and_no_cookie(site, client):
    found, expected, statuses = {}, {}, {}
    for url in public_addresses(picture=site):
        response = client.get(url)
        response.getvalue()  # to its end, so that its file is closed
        found[url] = (told(response), dict(response.cookies), "Cookie" in response.headers.get("Vary", ""))
        expected[url] = (expected_at(url) if response.status_code == 200 else HEADERS, {}, False)
        statuses.setdefault(response.status_code, []).append(url)
    assert found == expected
    assert statuses.keys() == {200, 301, 302, 404}
    assert statuses[404] == ["/preview/made-up/"]


@pytest.mark.parametrize(
    ("method", "url", "status"),
    [
        *(("get", "/nowhere/", 404), ("get", "/papers", 301), ("put", "/papers/", 405), ("post", "/papers/", 403)),
        *(("get", f"/?q={'a' * 2000}", 414), ("get", "/admin/", 302), ("get", "/admin/login/", 200)),
        *(("get", "/static/no.css", 404), ("get", "/media/portraits/no.webp", 404), ("get", "/admin/nowhere/", 302)),
    ],
)
def test_every_refusal_has_the_same_headers(method, url, status):
    response = getattr(Client(enforce_csrf_checks=True), method)(url)
    assert (response.status_code, told(response)) == (status, HEADERS)


def test_a_page_that_fails_has_the_same_headers(settings):
    settings.ROOT_URLCONF = __name__
    response = Client(raise_request_exception=False).get("/broken/")
    assert (response.status_code, told(response)) == (500, HEADERS)


def broken(request):
    """Fail."""
    raise ZeroDivisionError


urlpatterns = [path("broken/", broken), path("", include("profile_site.urls"))]


@pytest.mark.parametrize("public_url", ["", "https://papers.example.org"])
def test_another_host_s_name_is_refused_with_the_same_headers(settings, public_url):
    settings.PUBLIC_URL = public_url
    response = Client(headers={"host": "other.example.org"}).get("/papers/")
    assert (response.status_code, told(response)) == (400, HEADERS)


def test_a_static_file_has_the_same_headers(settings):
    file = settings.STATIC_ROOT / "headers.css"
    file.write_text("a{}")
    response = Client().get("/static/headers.css")
    file.unlink()
    assert (response.status_code, response.getvalue(), told(response)) == (200, b"a{}", HEADERS)


def test_a_form_whose_record_is_gone_has_the_same_headers(editor):
    author = Author.objects.create(display_name="Ada")
    address = f"/admin/papers/author/{author.pk}/change/"
    form = filled(editor.get(address))
    author.delete()
    response = editor.post(address, form)
    assert (response.status_code, told(response)) == (410, HEADERS)


@pytest.mark.sweep
def test_every_page_of_the_admin_has_the_same_headers(editor):
    found, expected = {}, {}
    for name, address in questions():
        found[name] = told(ask(editor, "GET", address))
        expected[name] = PREVIEW.get(name.partition(":")[0], HEADERS)
    assert found == expected
    assert [kind for kind in PREVIEW.values() if kind not in found.values()] == []
