"""What must be true of every public page in a real browser."""

import urllib.error
import urllib.request
from urllib.parse import urlsplit

import pytest

from tests.browser.checkers import axe_violations, html_errors

pytestmark = pytest.mark.browser

PAPER = "/papers/training-a-helpful-and-harmless-assistant-with-reinforcement-learning-from-human/"
PAGES = {
    "profile": "/",
    "filtered-profile": "/?category=cs.CL&has=code",
    "papers": "/papers/",
    "no-papers": "/papers/?q=nothing-has-this-word",
    "paper": PAPER,
    "authors": "/authors/",
    "author": "/authors/jared-kaplan/",
    "coauthors": "/authors/amanda-askell/coauthors/",
    "institutions": "/institutions/",
    "institution": "/institutions/openai/",
    "page": "/about/",
    "not-found": "/there/is/no/such/page/",
}
every_page = pytest.mark.parametrize("path", PAGES.values(), ids=PAGES.keys())


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
@every_page
def test_page_is_accessible(visit, path, width, scheme):
    assert axe_violations(visit(path, width=width, scheme=scheme).page) == []


@every_page
def test_page_opens_without_a_console_message(visit, path):
    messages = visit(path).messages
    if path == PAGES["not-found"]:
        assert messages == ["error: Failed to load resource: the server responded with a status of 404 (Not Found)"]
    else:
        assert messages == []


@every_page
def test_page_asks_no_other_site(visit, site, path):
    assert {urlsplit(address).netloc for address in visit(path).addresses} == {urlsplit(site.address).netloc}


@every_page
def test_page_fits_a_window_of_320_pixels(visit, path):
    assert visit(path, width=320).overflow == 0


@pytest.mark.parametrize("width", [1280, 390])
@every_page
def test_page_does_not_move_while_it_loads(visit, path, width):
    assert visit(path, width=width).layout_shift <= 0.01


@every_page
def test_first_visit_stays_under_200_kilobytes(visit, path):
    assert visit(path).bytes_received < 200_000


def fetch(address: str) -> str:
    """Return the body at `address`, whatever its status."""
    try:
        with urllib.request.urlopen(address, timeout=10) as response:
            return response.read().decode()
    except urllib.error.HTTPError as response:
        return response.read().decode()


def test_pages_are_valid_html(site, tmp_path):
    assert html_errors({name: fetch(site.address + path) for name, path in PAGES.items()}, tmp_path) == []
