"""An editor merges two records of a person from a form, sees what moves, and undoes it."""

import pytest
from playwright.sync_api import Browser, Page

from scripts.running_site import RunningSite
from tests.browser.checkers import axe_violations
from tests.browser.contexts import new_context

PASSWORD = "analytical-engine-1843"
MAKE = (
    "from django.contrib.auth import get_user_model as users; "
    f"users().objects.create_superuser('merger', password='{PASSWORD}'); "
    "from papers.models import Author, Authorship, Paper; "
    "kept = Author.objects.create(display_name='Emmy Noether'); "
    "gone = Author.objects.create(display_name='E. Noether'); "
    "paper, both, *others = [Paper.objects.create(title=title, status='published') "
    "for title in ('On the Economy of Machinery', 'On Looms', 'On Mills', 'On Engines')]; "
    "Authorship.objects.create(paper=paper, author=gone, position=1); "
    "[Authorship.objects.create(paper=each, author=kept, position=1) for each in (both, *others)]; "
    "Authorship.objects.create(paper=both, author=gone, position=2)"
)


@pytest.fixture
def editor(browser: Browser, site: RunningSite) -> Page:
    """The page of an editor who has signed in."""
    site.manage("shell", "-v0", "-c", MAKE)
    context = new_context(browser, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(f"{site.address}/admin/")
    page.fill("[name=username]", "merger")
    page.fill("[name=password]", PASSWORD)
    page.click("[type=submit]")
    yield page
    context.close()


def judged(page: Page) -> list:
    """Return what is wrong with the page as shown: on a wide screen and on a phone, in light and dark."""
    found = []
    for width, scheme in ((1280, "light"), (390, "dark")):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.wait_for_timeout(300)
        found += axe_violations(page)
        found.append(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
    return [each for each in found if each]


def test_merge_and_undo(editor, site):
    faults = {}
    public = f"{site.address}/authors/e-noether/"
    editor.goto(f"{site.address}/admin/papers/author/duplicates/")
    faults["duplicates"] = judged(editor)
    editor.goto(f"{site.address}/admin/papers/author/?q=emmy+noether")
    editor.click("#result_list a:has-text('Emmy Noether')")
    editor.click("text=Merge with…")
    faults["with"] = judged(editor)
    editor.click(".select2-selection")
    editor.locator(".select2-search__field").fill("E. Noether")
    editor.locator(".select2-results__option", has_text="E. Noether").click()
    editor.click("text=Compare them")
    faults["choose"] = judged(editor)
    editor.get_by_label("shown as another name").last.focus()
    editor.keyboard.press("Space")
    editor.locator("[name=preview]").press("Enter")
    assert "On the Economy of Machinery" in editor.inner_text("#content")
    faults["preview"] = judged(editor)
    editor.locator("[name=apply]").press("Enter")
    answer = editor.request.get(public, max_redirects=0)
    assert (answer.status, answer.headers["location"]) == (301, "/authors/emmy-noether/")
    editor.click("text=See what changed")
    faults["record"] = judged(editor)
    editor.click("text=Undo this")
    assert editor.locator(".messagelist").inner_text() == "It is undone."
    assert editor.request.get(public, max_redirects=0).status == 200
    editor.goto(f"{site.address}/admin/papers/author/?q=e.+noether")
    editor.click("#result_list a:text-is('E. Noether')")
    editor.click("text=Split…")
    faults["split"] = judged(editor)
    assert {name: found for name, found in faults.items() if found} == {}
