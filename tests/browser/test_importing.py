"""An editor pastes a bibliography, reads the plan, applies it and takes it back."""

import pytest
from playwright.sync_api import Browser, Page

from scripts.running_site import RunningSite
from tests.browser.contexts import new_context

PASSWORD = "analytical-engine-1843"
TITLE = "A Walk through the Comets"
SAME = "It is the same work as “walk1843”, entry 1 of this file."
WORKS = """@article{walk1843, author = {Caroline Herschel}, title = {A Walk through the Comets}, year = 1843}
@article{again, author = {Caroline Herschel}, title = {A Walk through the Comets}, year = 1843}
@article{nobody, author = {Caroline Herschel}}
"""
MAKE_EDITOR = (
    "from django.contrib.auth import get_user_model as users; "
    f"users().objects.create_superuser('walker', password='{PASSWORD}')"
)


@pytest.fixture
def editor(browser: Browser, site: RunningSite) -> Page:
    """The page of an editor who has signed in."""
    site.manage("shell", "-v0", "-c", MAKE_EDITOR)
    context = new_context(browser, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(f"{site.address}/admin/")
    page.fill("[name=username]", "walker")
    page.fill("[name=password]", PASSWORD)
    page.click("[type=submit]")
    yield page
    context.close()


def plan(page: Page) -> list[list[str]]:
    """Return the cells of the plan's table, row by row."""
    rows = page.locator("table.plan tbody tr").all()
    return [[cell.inner_text().strip() for cell in row.locator("td").all()] for row in rows]


def test_paste_plan_apply_and_undo(editor, site, tmp_path):
    failures = []
    editor.on("console", lambda message: failures.append(message.text) if message.type == "error" else None)
    editor.click("nav.tables a:has-text('imports')")
    editor.click("text=Add import")
    editor.fill("textarea", WORKS)
    editor.click("text=Show the plan")
    assert plan(editor) == [
        ["", "1", f"{TITLE}\n\nHerschel 1843 · walk1843", "new", ""],
        ["", "2", f"{TITLE}\n\nHerschel 1843 · again", "refused", SAME],
        ["", "3", "nobody", "refused", "It has no title, without which a paper cannot be listed."],
    ]
    editor.screenshot(path=tmp_path / "plan.png", full_page=True)
    editor.check("text=Publish new papers at once")
    editor.click("text=Import what is ticked")
    assert editor.locator(".messagelist").inner_text() == "1 entry was imported."
    public = f"{site.address}/papers/a-walk-through-the-comets/"
    assert editor.request.get(public).status == 200
    editor.screenshot(path=tmp_path / "applied.png", full_page=True)
    editor.click("text=Undo this import")
    assert editor.locator(".messagelist").inner_text() == "The import is undone."
    assert editor.request.get(public).status == 404
    assert failures == []
