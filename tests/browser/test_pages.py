"""What must be true of every public page in a real browser."""

import urllib.error
import urllib.request
from urllib.parse import urlsplit

import pytest

from tests.browser.checkers import axe_violations, html_errors

pytestmark = pytest.mark.browser

PAPER = "/papers/training-a-helpful-and-harmless-assistant-with-reinforcement-learning-from-human/"
PAPER_WITH_ADDRESSES = "/papers/towards-measuring-the-representation-of-subjective-global-opinions-in-language/"
PAGES = {
    "profile": "/",
    "filtered-profile": "/?category=cs.CL&has=code",
    "papers": "/papers/",
    "no-papers": "/papers/?q=nothing-has-this-word",
    "search": "/search/?q=an",
    "nothing-found": "/search/?q=nothing-has-this-word",
    "paper": PAPER,
    "authors": "/authors/",
    "author": "/authors/jared-kaplan/",
    "coauthors": "/authors/amanda-askell/coauthors/",
    "institutions": "/institutions/",
    "institution": "/institutions/openai/",
    "page": "/about/",
    "archive": "/archive/",
    "year": "/archive/2022/",
    "follow": "/authors/amanda-askell/follow/?category=cs.CL",
    "not-found": "/there/is/no/such/page/",
}
LOOKS = [(1280, "light"), (1280, "dark"), (390, "light"), (390, "dark")]


@pytest.fixture(
    scope="module",
    params=[(name, width, scheme) for name in PAGES for width, scheme in LOOKS],
    ids=lambda look: "-".join(map(str, look)),
)
def shown(request, visit):
    """Each page, in each width and colour scheme, opened once for all tests that look at it."""
    name, width, scheme = request.param
    return visit(PAGES[name], width=width, scheme=scheme)


def test_page_is_accessible(shown):
    assert axe_violations(shown.page) == []


def test_page_leaves_no_message_in_the_console(shown):
    if shown.page.url.endswith(PAGES["not-found"]):
        assert shown.messages == [
            "error: Failed to load resource: the server responded with a status of 404 (Not Found)"
        ]
    else:
        assert shown.messages == []


def test_page_asks_no_other_site(shown, site):
    assert {urlsplit(address).netloc for address in shown.addresses} == {urlsplit(site.address).netloc}


def test_page_does_not_move_while_it_loads(shown):
    assert shown.layout_shift <= 0.01


def test_first_visit_stays_under_200_kilobytes(shown):
    assert shown.bytes_received < 200_000


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES.keys())
def test_page_fits_a_window_of_320_pixels(visit, path):
    assert visit(path, width=320).overflow == 0


def test_web_addresses_in_an_abstract_do_not_widen_the_page(visit):
    assert visit(PAPER_WITH_ADDRESSES, width=320).overflow == 0


def test_skip_link_moves_the_focus_to_the_content(visit):
    page = visit("/").page
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_timeout(500)
    assert page.evaluate("document.activeElement.id") == "main"


def test_back_after_a_filter_shows_the_whole_list_again(visit):
    page = visit("/papers/").page
    all_papers = page.locator("#papers").inner_text()
    page.locator(".rail input[value=openai]").check()
    page.get_by_role("heading", name=f"9 of {all_papers}").wait_for()
    page.go_back()
    page.get_by_role("heading", name=all_papers, exact=True).wait_for()
    assert page.locator(".rail input[value=openai]").is_checked() is False


def test_error_beside_a_filter_comes_and_goes_without_a_new_page(visit):
    page = visit("/papers/?year_min=2025").page
    last = page.get_by_label("To", exact=True)
    last.fill("2019")
    last.press("Tab")
    error = page.locator("#year-errors", has_text="The last year lies before the first.")
    error.wait_for()
    assert last.get_attribute("aria-invalid") == "true"
    last.fill("2025")
    last.press("Tab")
    error.wait_for(state="detached")
    assert last.get_attribute("aria-invalid") is None


def test_error_in_a_folded_filter_shows_on_a_phone(visit):
    visited = visit("/?year_min=soon", width=390)
    assert visited.page.locator("#year-errors").inner_text() == "Enter a whole number."
    assert visited.page.get_by_label("From", exact=True).input_value() == "soon"
    assert visited.messages == []


def fetch(address: str) -> str:
    """Return the body at `address`, whatever its status."""
    try:
        with urllib.request.urlopen(address, timeout=10) as response:
            return response.read().decode()
    except urllib.error.HTTPError as response:
        return response.read().decode()


def test_pages_are_valid_html(site, tmp_path):
    assert html_errors({name: fetch(site.address + path) for name, path in PAGES.items()}, tmp_path) == []
