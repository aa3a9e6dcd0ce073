"""An editor writes a draft over a published paper, shows it, publishes it and goes back; and schedules a paper."""

import datetime

import pytest

from tests.browser.checkers import axe_violations
from tests.browser.contexts import follow, new_context

pytestmark = pytest.mark.browser

MAKE_PAPER = """
from papers.models import *
people = [Author.objects.create(display_name=name) for name in ("Ada Byron", "Charles Babbage", "Luigi Menabrea")]
paper = Paper.objects.create(title="On a Loom", status="published", abstract="It weaves patterns.", posted="1843-09")
set_authors(paper, [Credit(person) for person in people])
"""
AUTHORS = ".all-authors li"


def names(page) -> list[str]:
    return [each.strip() for each in page.locator(AUTHORS).all_inner_texts()]


def complaints(visited) -> list[str]:
    """Return what the browser said since the last time, and what axe-core finds."""
    heard = list(visited.messages)
    found = axe_violations(visited.page)
    visited.messages.clear()  # axe-core tries inline styles itself
    return heard + found


def move_first(page, row: int) -> None:
    """Type the place of a row of the authors' table."""
    page.locator(f"#id_authorships-{row}-position").fill("1")


def test_draft_preview_secret_link_publish_and_restore(visit, signed_in, site, browser, tmp_path):
    site.manage("shell", "-v0", "-c", MAKE_PAPER)
    public = f"{site.address}/papers/on-a-loom/"
    visited = visit("/papers/on-a-loom/", storage_state=signed_in)
    page, before = visited.page, visited.page.content()
    page.get_by_role("link", name="Edit").click()
    page.locator("#id_title").fill("On a Jacquard Loom")
    move_first(page, 2)
    page.screenshot(path=tmp_path / "form.png", full_page=True)
    page.get_by_role("button", name="Save as draft").click()
    assert page.locator(".messagelist").inner_text() == "The draft is kept. Visitors go on seeing what is published."
    assert complaints(visited) == []

    page.locator("#id_abstract").fill("It weaves algebraical patterns.")
    page.screenshot(path=tmp_path / "draft.png", full_page=True)
    page.get_by_role("button", name="Save and preview").click()
    wide, narrow = (page.frame_locator(f"iframe[width='{width}']") for width in (1280, 390))
    for frame in (wide, narrow):
        assert frame.locator("h1").inner_text() == "On a Jacquard Loom"
        assert frame.locator(AUTHORS).first.inner_text().startswith("Luigi Menabrea")
    assert complaints(visited) == []
    page.screenshot(path=tmp_path / "preview.png", full_page=True)

    page.get_by_role("button", name="Make a secret link").click()
    secret = page.locator(".messagelist a").get_attribute("href")
    stranger = new_context(browser).new_page()
    assert stranger.goto(secret).status == 200
    assert stranger.locator("h1").inner_text() == "On a Jacquard Loom"
    stranger.goto(public)
    assert stranger.locator("h1").inner_text() == "On a Loom"
    stranger.context.close()

    page.get_by_role("link", name="Publish the draft").click()
    page.screenshot(path=tmp_path / "publish.png", full_page=True)
    assert complaints(visited) == []
    follow(page.get_by_role("button", name="Publish the draft"))
    page.goto(public)
    assert (page.locator("h1").inner_text(), [name.split("*")[0] for name in names(page)]) == (
        "On a Jacquard Loom",
        ["Luigi Menabrea", "Ada Byron", "Charles Babbage"],
    )

    page.get_by_role("link", name="Edit").click()
    page.get_by_role("link", name="History").click()
    page.screenshot(path=tmp_path / "history.png", full_page=True)
    assert complaints(visited) == []
    page.locator("table.history tbody tr").last.locator("a").click()
    page.screenshot(path=tmp_path / "version.png", full_page=True)
    assert complaints(visited) == []
    follow(page.get_by_role("button", name="Restore this version"))
    page.goto(public)
    assert names(page) == ["Ada Byron", "Charles Babbage", "Luigi Menabrea"]
    assert "It weaves patterns." in before
    assert visited.messages == []


HOUR = datetime.timedelta(hours=1)


def wait_until(page, address: str, is_there) -> None:
    """Ask for a page until it is as it has to be: the clock of the server moves a moment after it is told to."""
    for _time in range(200):
        response = page.request.get(address)
        if is_there(response):
            return
        page.wait_for_timeout(50)
    pytest.fail(f"{address} stays as it was: {response.status}")


def test_scheduled_paper_appears_by_a_moved_clock(visit, signed_in, site, clock):
    visited = visit("/admin/papers/paper/add/", storage_state=signed_in)
    page, address = visited.page, f"{site.address}/papers/a-timely-loom/"
    page.locator("#id_title").fill("A Timely Loom")
    page.locator("#id_status").select_option("published")
    time = datetime.datetime.now(datetime.UTC) + HOUR
    page.locator("#id_publish_at_0").fill(f"{time:%Y-%m-%d}")
    page.locator("#id_publish_at_1").fill(f"{time:%H:%M:%S}")
    page.get_by_role("button", name="Save", exact=True).click()
    assert page.request.get(address).status == 404
    clock(time)
    wait_until(page, address, lambda response: response.status == 200)


MAKE_PUBLISHED = """
from papers.models import *
paper = Paper.objects.create(title="On a Clock", status="published", posted="1843-09")
"""


def test_scheduled_draft_appears_by_a_moved_clock(visit, signed_in, site, clock, tmp_path):
    site.manage("shell", "-v0", "-c", MAKE_PUBLISHED)
    visited = visit("/papers/on-a-clock/", storage_state=signed_in)
    page, address = visited.page, f"{site.address}/papers/on-a-clock/"
    page.get_by_role("link", name="Edit").click()
    page.locator("#id_title").fill("On a Moved Clock")
    page.get_by_role("button", name="Save as draft").click()
    page.get_by_role("link", name="What it changes, and when…").click()
    time = datetime.datetime.now(datetime.UTC) + HOUR
    page.get_by_label("At this time").fill(f"{time:%Y-%m-%dT%H:%M}")
    page.get_by_role("button", name="Publish it then").click()
    assert page.locator(".messagelist").inner_text().startswith("Visitors see the draft from ")
    assert complaints(visited) == []
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 900})
        assert visited.overflow <= 0
        page.screenshot(path=tmp_path / f"schedule-{width}.png", full_page=True)
    assert "<h1>On a Clock</h1>" in page.request.get(address).text()
    clock(time)
    wait_until(page, address, lambda response: "<h1>On a Moved Clock</h1>" in response.text())
