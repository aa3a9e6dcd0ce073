"""Citing from a list, in front of it."""

import pytest

from tests.browser.checkers import axe_violations

pytestmark = pytest.mark.browser

TITLE = "Beyond the Imitation Game: Quantifying and extrapolating the capabilities of language models"
ADDRESS = "/papers/beyond-the-imitation-game-quantifying-and-extrapolating-the-capabilities-of/#cite"


@pytest.fixture(params=[(1280, "light"), (390, "dark")], ids=["wide", "narrow"])
def opened(request, visit):
    """The profile, with the citation of one of its papers opened in front of it."""
    width, scheme = request.param
    page = visit("/", width=width, scheme=scheme, permissions=["clipboard-read", "clipboard-write"]).page
    page.get_by_role("link", name=f"Cite: {TITLE}").click()
    page.wait_for_selector("dialog[open]")
    return page


def test_every_style_is_offered_in_front_of_the_list(opened):
    assert opened.locator("dialog p.citing-title").text_content() == TITLE
    headings = opened.locator("dialog h3").all_text_contents()
    assert headings == ["APA", "MLA", "Chicago", "IEEE", "BibTeX", "As a file"]
    assert axe_violations(opened) == []


def test_a_reference_is_copied(opened):
    opened.locator("dialog").get_by_role("button", name="Copy").nth(1).click()
    opened.get_by_role("button", name="Copied").wait_for()
    copied = opened.evaluate("navigator.clipboard.readText()")
    assert copied == opened.locator("#citation-mla").text_content()


@pytest.mark.parametrize(
    "close",
    [
        lambda page: page.keyboard.press("Escape"),
        lambda page: page.get_by_role("button", name="Close").click(),
        lambda page: page.mouse.click(3, 3),
    ],
    ids=["escape", "button", "outside"],
)
def test_it_closes_and_the_focus_is_where_it_was(opened, close):
    close(opened)
    assert opened.locator("dialog[open]").count() == 0
    assert opened.evaluate("document.activeElement.getAttribute('href')") == ADDRESS


def test_without_script_the_link_leads_to_the_paper(visit, site):
    page = visit("/", java_script_enabled=False).page
    page.get_by_role("link", name=f"Cite: {TITLE}").click()
    assert page.url == site.address + ADDRESS
