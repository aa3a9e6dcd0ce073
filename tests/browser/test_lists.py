"""Long lists in the admin: a profile's papers put in order by keyboard, and 450 authors pasted."""

from string import ascii_lowercase

import pytest
from playwright.sync_api import Page

from scripts.running_site import RunningSite
from tests.browser.checkers import axe_violations
from tests.browser.contexts import follow

pytestmark = pytest.mark.browser

FAMILIES = [f"{one.upper()}{two}{two}er" for one in ascii_lowercase for two in ascii_lowercase][:450]
MAKE_DRAFT = "from papers.models import Paper; print(Paper.objects.create(title='A Work by Many').pk)"
TAKE_BACK = (
    "from papers.models import Author, Paper; Paper.objects.get(pk={number}).delete(); "
    "Author.objects.filter(given_name='Mary Quite').delete()"
)


@pytest.fixture
def draft(site: RunningSite) -> str:
    """The primary key of a draft."""
    number = site.manage("shell", "-v0", "-c", MAKE_DRAFT).strip()
    yield number
    site.manage("shell", "-v0", "-c", TAKE_BACK.format(number=number))


def titles(page: Page, places: str) -> list[str]:
    return [item.get_attribute("data-title") for item in page.locator(f"{places} li").all()]


def save(page: Page) -> None:
    page.get_by_role("button", name="Save the order").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_papers_are_put_in_order_by_keyboard(visit, signed_in, site):
    visited = visit("/authors/amanda-askell/", width=390, storage_state=signed_in)
    page = visited.page
    follow(page.get_by_role("link", name="Edit"))
    follow(page.get_by_role("link", name="Order of papers"))
    ordering = page.url
    first, second, *others = titles(page, ".listed")
    page.get_by_role("button", name=f"“{first}” down").focus()
    page.keyboard.press("Enter")
    assert titles(page, ".listed") == [second, first, *others]
    assert page.locator(".order-status").inner_text().startswith(f"“{first}” is number 2 of {len(others) + 2} now.")
    assert page.evaluate("document.activeElement.ariaLabel") == f"“{first}” down"
    save(page)
    assert page.locator(".messagelist").inner_text() == "The order is saved."
    assert visited.messages == []
    assert (axe_violations(page), visited.overflow) == ([], 0)
    page.goto(f"{site.address}/authors/amanda-askell/")
    assert page.locator(".paper-card h3").first.inner_text() == second
    page.goto(ordering)
    page.get_by_role("button", name=f"“{first}” to the top").focus()
    page.keyboard.press("Enter")
    save(page)
    assert titles(page, ".listed") == [first, second, *others]


def test_papers_are_put_in_order_by_dragging(visit, signed_in):
    page = visit("/authors/amanda-askell/", storage_state=signed_in).page
    follow(page.get_by_role("link", name="Edit"))
    follow(page.get_by_role("link", name="Order of papers"))
    ordering = page.url
    first, second, third, *others = titles(page, ".listed")
    page.locator(".listed .handle").nth(2).drag_to(page.locator(".listed li").first, target_position={"x": 40, "y": 2})
    assert titles(page, ".listed") == [third, first, second, *others]
    save(page)
    page.goto(ordering)
    assert titles(page, ".listed") == [third, first, second, *others]
    page.locator(".listed .handle").first.drag_to(page.locator(".listed li").nth(3), target_position={"x": 40, "y": 2})
    save(page)
    assert titles(page, ".listed") == [first, second, third, *others]


def test_450_authors_are_pasted_and_saved(visit, signed_in, site, draft):
    visited = visit(f"/admin/papers/paper/{draft}/change/", storage_state=signed_in)
    page = visited.page
    follow(page.get_by_role("link", name="Authors from a list"))
    page.fill("#text", ", ".join(f"Mary Quite {family}" for family in FAMILIES))
    follow(page.locator("[name=read]"))
    assert page.locator(".pasted tbody tr").count() == 450
    assert visited.messages == []
    assert axe_violations(page) == []
    page.set_viewport_size({"width": 390, "height": 900})
    assert visited.overflow == 0
    box = page.locator("[name=who-0]").bounding_box()
    assert box["x"] + box["width"] <= 390
    page.click("[name=accept]")
    page.wait_for_url("**/change/")
    assert page.locator(".messagelist").inner_text() == "The paper has 450 authors now."
    assert page.input_value("[name=authorships-449-printed_name]") == f"Mary Quite {FAMILIES[-1]}"
