"""A new editor follows docs/editing.md from the desk to a published paper with five authors."""

import pytest

from tests.browser.checkers import axe_violations

pytestmark = pytest.mark.browser

AUTHORS = "Ada Lovelace; Babbage, Charles; M. Somerville and Luigi Menabrea and Augustus De Morgan"


def test_paper_with_five_authors_is_published_in_eight_steps(visit, signed_in):
    visited = visit("/admin/", storage_state=signed_in)
    page = visited.page
    page.get_by_role("link", name="Add a paper").click()
    page.get_by_label("Title:").fill("Sketch of the Difference Engine")
    page.get_by_label("Abstract:").fill("Weaves algebraic patterns.")
    page.get_by_label("Posted:").fill("1843-09")
    page.get_by_role("button", name="Save and continue editing").click()
    page.get_by_role("link", name="Authors from a list").click()
    page.get_by_label("Paste the authors").fill(AUTHORS)
    page.get_by_role("button", name="Show who they are").click()
    page.get_by_role("button", name="Make these the authors").click()
    assert page.get_by_label("Citation key:").input_value() == "lovelace-etal-1843-sketch"
    page.get_by_label("Status:").select_option("published")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("link", name="Open its page").click()
    page.get_by_role("heading", name="Sketch of the Difference Engine", level=1).wait_for()
    assert page.locator("#authors a").all_inner_texts() == [
        *("Ada Lovelace", "Charles Babbage", "M. Somerville", "Luigi Menabrea", "Augustus De Morgan")
    ]
    assert visited.messages == []


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_desk_is_accessible_and_fits(visit, signed_in, width, scheme):
    visited = visit("/admin/", width=width, scheme=scheme, storage_state=signed_in)
    assert (visited.messages, visited.overflow) == ([], 0)
    assert axe_violations(visited.page) == []


def test_something_is_found_from_the_desk_by_keyboard(visit, signed_in):
    page = visit("/admin/", storage_state=signed_in).page
    page.get_by_label("Search people, papers, institutions, venues and pages").press_sequentially("askell")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Amanda Askell", exact=True).last.press("Enter")
    page.get_by_role("heading", name="Change person").wait_for()
