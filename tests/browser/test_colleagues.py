"""Two editors have one paper open: each is told of the other, and neither loses what was written."""

import json

import pytest
from playwright.sync_api import Browser, Page

from scripts.running_site import RunningSite
from tests.browser.contexts import follow, new_context

pytestmark = pytest.mark.browser

PASSWORD = "analytical-engine-1843"
MAKE_COLLEAGUE = (
    "from django.contrib.auth import get_user_model as users; "
    f"users().objects.create_superuser('grace', password='{PASSWORD}', first_name='Grace', last_name='Hopper')"
)
MAKE_DRAFT = (
    "from papers.models import Paper; "
    "print(Paper.objects.create(title='Sketch of the Engine', volume='3', citation_key='lovelace-engine').pk)"
)


@pytest.fixture
def address(site: RunningSite) -> str:
    """The form of a draft."""
    number = site.manage("shell", "-v0", "-c", MAKE_DRAFT).strip()
    yield f"/admin/papers/paper/{number}/change/"
    site.manage("shell", "-v0", "-c", f"from papers.models import Paper; Paper.objects.get(pk={number}).delete()")


@pytest.fixture
def grace(browser: Browser, site: RunningSite) -> Page:
    """The page of a colleague who has signed in."""
    site.manage("shell", "-v0", "-c", MAKE_COLLEAGUE)
    context = new_context(browser)
    page = context.new_page()
    page.goto(f"{site.address}/admin/")
    page.fill("[name=username]", "grace")
    page.fill("[name=password]", PASSWORD)
    page.click("[type=submit]")
    yield page
    context.close()


def stored(site: RunningSite, address: str) -> list[str]:
    """Return title, volume and issue of the paper."""
    values = f"Paper.objects.filter(pk={address.split('/')[4]}).values_list('title', 'volume', 'issue').get()"
    return json.loads(
        site.manage("shell", "-v0", "-c", f"from papers.models import Paper; import json; print(json.dumps({values}))")
    )


def save(page: Page) -> None:
    """Send the form, and wait until its answer is there."""
    follow(page.locator("[name=_save]"))


def test_both_edits_are_shown_and_one_is_chosen(visit, signed_in, site, grace, address):
    grace.goto(f"{site.address}{address}")
    visited = visit(address, storage_state=signed_in)
    page = visited.page
    assert page.locator(".presence").inner_text() == "Grace Hopper opened this 0\xa0minutes ago and may be changing it."
    grace.fill("[name=title]", "Sketch by Grace")
    grace.fill("[name=volume]", "4")
    save(grace)
    page.fill("[name=title]", "Sketch by Ada")
    page.fill("[name=issue]", "2")
    save(page)
    rows = page.locator(".differences tbody tr")
    cells = [[cell.inner_text().split("\n")[0] for cell in row.locator("td").all()] for row in rows.all()]
    assert cells == [["Sketch by Grace", "Sketch by Ada"], ["4", "You left it as it was: the other edit is kept."]]
    assert page.input_value("[name=title]") == "Sketch by Ada"
    assert stored(site, address) == ["Sketch by Grace", "4", ""]
    assert visited.messages == []
    page.set_viewport_size({"width": 390, "height": 900})
    assert visited.overflow == 0
    page.get_by_label("Keep mine").focus()
    page.keyboard.press("Space")
    save(page)
    assert stored(site, address) == ["Sketch by Ada", "4", "2"]


def test_form_with_something_unsaved_is_not_left_by_mistake(visit, signed_in, address):
    page = visit(address, storage_state=signed_in).page
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.reload()
    assert asked == []
    page.fill("[name=volume]", "5")
    page.get_by_role("link", name="Home").first.click(no_wait_after=True)
    page.wait_for_timeout(300)
    assert (asked, page.input_value("[name=volume]")) == (["beforeunload"], "5")
    page.fill("[name=volume]", "3")
    page.get_by_role("link", name="Home").first.click()
    page.wait_for_url("**/admin/")
    assert asked == ["beforeunload"]
