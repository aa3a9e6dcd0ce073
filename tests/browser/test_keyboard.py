"""What an editor does most, with the keyboard alone."""

import pytest

from tests.browser.keyboard import Keyboard

pytestmark = pytest.mark.browser

PAPER = """
from papers.models import *
people = [Author.objects.create(display_name=name) for name in ("Grace Keys", "Charles Keys", "Luigi Keys")]
paper = Paper.objects.create(title="On Keys", status="published", abstract="It opens doors.", posted="1843-09")
set_authors(paper, [Credit(person) for person in people])
print(paper.pk)
"""
TWO = """
from papers.models import *
kept, gone = [Author.objects.create(display_name=name) for name in ("Emilie Keys", "E. Keys")]
for title, person in [("On Locks", kept), ("On Doors", gone)]:
    paper = Paper.objects.create(title=title, status="published")
    Authorship.objects.create(paper=paper, author=person, position=1)
"""
WORKS = """@article{one, author = {Caroline Herschel}, title = {A Keyboard of Comets}, year = 1843}
@article{two, author = {Caroline Herschel}, title = {A Second Keyboard}, year = 1844}
"""
AUTHORS = "Ada Lovelace; Babbage, Charles; M. Somerville and Luigi Menabrea"


@pytest.fixture
def keys(visit, signed_in):
    """keys(path) opens a page and returns its keyboard."""
    return lambda path: Keyboard(visit(path, storage_state=signed_in).page)


def message(page) -> str:
    return page.locator(".messagelist").inner_text()


def test_paper_with_five_authors_is_added_and_published(keys):
    hands = keys("/admin/")
    page = hands.page
    hands.follow(page.get_by_role("link", name="Add a paper"))
    hands.type(page.get_by_label("Title:"), "Keys of the Difference Engine")
    hands.type(page.get_by_label("Abstract:"), "Weaves algebraic patterns.")
    hands.type(page.get_by_label("Posted:"), "1843-09")
    hands.follow(page.get_by_role("button", name="Save and continue editing"))
    hands.follow(page.get_by_role("link", name="Authors from a list"))
    hands.type(page.get_by_label("Paste the authors"), AUTHORS)
    hands.follow(page.get_by_role("button", name="Show who they are"))
    hands.follow(page.get_by_role("button", name="Make these the authors"))
    hands.press(page.get_by_role("button", name="Add another Author"))
    hands.reach(page.locator("#authorships-4 .select2-selection"))
    page.keyboard.type("askell")
    page.locator(".select2-results__option--highlighted", has_text="Amanda Askell").wait_for()
    page.keyboard.press("Enter")
    hands.choose(page.get_by_label("Status:"), "publ")
    hands.follow(page.get_by_role("button", name="Save", exact=True))
    hands.follow(page.get_by_role("link", name="Open its page"))
    assert page.locator("#authors a").all_inner_texts() == [
        *("Ada Lovelace", "Charles Babbage", "M. Somerville", "Luigi Menabrea", "Amanda Askell")
    ]


def test_old_version_comes_back_with_its_authors_in_order(keys, site):
    number = site.manage("shell", "-v0", "-c", PAPER).strip()
    hands = keys(f"/admin/papers/paper/{number}/change/")
    page = hands.page
    places = [page.locator(f"#id_authorships-{row}-position") for row in range(3)]
    for place, typed in zip(places, "321", strict=True):
        hands.type(place, typed)
    hands.follow(page.get_by_role("button", name="Save and continue editing"))
    hands.follow(page.get_by_role("link", name="History"))
    hands.follow(page.locator("table.history th a").last)
    hands.follow(page.get_by_role("button", name="Restore this version"))
    page.goto(f"{site.address}/papers/on-keys/")
    names = [each.split("*")[0].strip() for each in page.locator(".all-authors li").all_inner_texts()]
    assert names == ["Grace Keys", "Charles Keys", "Luigi Keys"]


def test_plan_of_an_import_is_accepted_in_part_and_undone(keys):
    hands = keys("/admin/")
    page = hands.page
    hands.follow(page.get_by_role("link", name="Add an import"))
    hands.type(page.locator("textarea"), WORKS)
    hands.follow(page.get_by_role("button", name="Show the plan"))
    hands.press(page.get_by_label("Take “A Second Keyboard"), "Space")
    hands.follow(page.get_by_role("button", name="Import what is ticked"))
    imported = message(page)
    hands.follow(page.get_by_role("button", name="Undo this import"))
    assert (imported, message(page)) == ("1 entry was imported.", "The import is undone.")


def test_action_on_papers_is_previewed_and_done(keys, site):
    site.manage("shell", "-v0", "-c", "from papers.models import Paper; Paper.objects.create(title='Keys in Bulk')")
    hands = keys("/admin/")
    page = hands.page
    hands.follow(page.locator("nav.tables").get_by_role("link", name="papers"))
    hands.type(page.locator("#searchbar"), "keys bulk")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=keys+bulk")
    hands.press(page.locator("#result_list tbody [type=checkbox]"), "Space")
    hands.choose(page.get_by_label("Action:"), "Publish")
    hands.follow(page.locator("[name=index]"))
    hands.follow(page.get_by_role("button", name="Change 1 paper"))
    assert page.request.get(f"{site.address}/papers/keys-in-bulk/").status == 200


def test_two_records_of_a_person_are_merged_and_parted(keys, site):
    site.manage("shell", "-v0", "-c", TWO)
    hands = keys("/admin/papers/author/?q=keys")
    page = hands.page
    hands.follow(page.get_by_role("link", name="Emilie Keys"))
    hands.follow(page.get_by_role("link", name="Merge with…"))
    hands.reach(page.locator(".select2-selection"))
    page.keyboard.press("ArrowDown")
    page.keyboard.type("E. Keys")
    page.locator(".select2-results__option--highlighted", has_text="E. Keys").wait_for()
    page.keyboard.press("Enter")
    hands.follow(page.get_by_role("button", name="Compare them"))
    hands.follow(page.get_by_role("button", name="Show what changes"))
    hands.follow(page.get_by_role("button", name="Merge"))
    hands.follow(page.get_by_role("link", name="See what changed"))
    hands.follow(page.get_by_role("button", name="Undo this"))
    assert message(page) == "It is undone."
