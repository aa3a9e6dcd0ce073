"""An administrator invites an editor by keyboard on a phone; the editor chooses a password, and later mistypes it."""

import pytest
from playwright.sync_api import Page

from tests.browser.checkers import axe_violations

pytestmark = pytest.mark.browser

PASSWORD = "weaves-patterns-1843"


def go(page: Page) -> None:
    """Press Enter, and wait for the page that it leads to."""
    with page.expect_navigation():
        page.keyboard.press("Enter")


def sign_in(page: Page, password: str) -> None:
    page.get_by_label("Username:").fill("ada")
    page.get_by_label("Password:").fill(password)
    go(page)


@pytest.mark.parametrize("path", ["/admin/auth/user/", "/admin/auth/user/1/change/"])
def test_pages_of_users_have_no_barriers_in_the_dark(visit, signed_in, path):
    visited = visit(path, width=390, scheme="dark", storage_state=signed_in)
    assert (axe_violations(visited.page), visited.overflow) == ([], 0)


def test_an_editor_is_invited_and_signs_in_until_locked_out(visit, signed_in):
    visited = visit("/admin/auth/user/add/", width=390, storage_state=signed_in)
    page = visited.page
    page.get_by_label("Username:").focus()
    for text in ("ada", "Ada", "Lovelace", "ada@example.org"):
        page.keyboard.type(text)
        page.keyboard.press("Tab")
    page.keyboard.type("Editor")
    page.keyboard.press("Tab")
    go(page)
    link = page.locator(".link-to-hand-over").inner_text()
    assert (axe_violations(page), visited.overflow) == ([], 0)

    visited = visit("/admin/login/", width=390)
    page = visited.page
    page.goto(link)
    assert (axe_violations(page), visited.overflow) == ([], 0)
    page.get_by_label("New password:").fill(PASSWORD)
    page.get_by_label("Confirm password:").fill(PASSWORD)
    go(page)
    page.get_by_role("link", name="Log in").focus()
    go(page)
    sign_in(page, PASSWORD)
    assert page.get_by_role("heading", level=1).inner_text() == "Desk"

    page.get_by_role("button", name="Log out").focus()
    go(page)
    page.goto(link.partition("/admin/")[0] + "/admin/")
    for _failure in range(5):
        sign_in(page, "weaves-leaves")
    assert page.get_by_role("heading", level=1).inner_text() == "Too many attempts"
    assert (axe_violations(page), visited.overflow) == ([], 0)
