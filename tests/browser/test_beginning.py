"""A superuser begins a colleague's profile by keyboard on a phone, looks at what came, and takes it back."""

import pytest
from playwright.sync_api import Page

from tests.browser.checkers import axe_violations

pytestmark = pytest.mark.browser

WORKS = "@book{bernoulli, author = {Mary Somerville}, title = {On the Connexion of the Sciences}, year = 1834}"


def go(page: Page) -> None:
    """Press Enter, and wait for the page that it leads to."""
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_a_profile_begins_and_is_taken_back_by_keyboard(visit, signed_in):
    visited = visit("/admin/papers/author/", width=390, scheme="dark", storage_state=signed_in)
    page = visited.page
    page.get_by_role("link", name="Begin a profile").focus()
    go(page)
    assert (axe_violations(page), visited.overflow) == ([], 0)
    page.get_by_label("Name:").focus()
    for text in ("Mary Somerville", "", WORKS, ""):
        page.keyboard.type(text)
        page.keyboard.press("Tab")
    go(page)
    assert page.locator(".messagelist li.success").inner_text() == (
        "Mary Somerville has a profile: 1 work came, 1 of all by that person."
    )
    assert (axe_violations(page), visited.overflow) == ([], 0)
    profile = page.get_by_role("link", name="Mary Somerville").get_attribute("href")
    public = page.url.partition("/admin/")[0] + profile
    assert page.request.get(public).status == 200
    page.get_by_role("button", name="Undo this import").focus()
    go(page)
    assert page.locator(".messagelist").inner_text() == "The import is undone."
    assert page.request.get(public).status == 404
