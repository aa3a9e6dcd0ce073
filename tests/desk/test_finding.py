"""The search over everything that has a name or title."""

import pytest
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from papers.indexing import catch_up
from tests.factories import (
    AuthorFactory,
    AuthorNameFactory,
    IdentifierFactory,
    InstitutionFactory,
    PageFactory,
    PaperFactory,
    VenueFactory,
)

SEARCH = reverse("admin:search")


def found(browser, words: str) -> dict[str, list[str]]:
    """Return what stands under each heading."""
    matches = browser.get(SEARCH, {"q": words}).context["found"]
    return {each.heading: [line.label for line in each.lines] for each in matches}


def test_every_table_is_searched_and_names_come_first(editor):
    AuthorFactory(display_name="Ada Engine")
    PaperFactory(title="Notes on the Engine")
    InstitutionFactory(name="Engine Works")
    VenueFactory(name="Engine Letters")
    PageFactory(title="About the engine")
    PaperFactory(title="On Looms")
    assert list(found(editor, "engine").items()) == [
        ("People", ["Ada Engine"]),
        ("Papers", ["Notes on the Engine"]),
        ("Institutions", ["Engine Works"]),
        ("Venues", ["Engine Letters"]),
        ("Pages", ["About the engine"]),
    ]


def test_other_names_and_identifiers_are_found_too(editor):
    AuthorNameFactory(author=AuthorFactory(display_name="Ada Lovelace"), name="Augusta Byron", shown=False)
    IdentifierFactory(paper=PaperFactory(title="On Looms"), value="10.1000/looms")
    assert found(editor, "byron") == {"People": ["Ada Lovelace"]}
    assert found(editor, "https://doi.org/10.1000/looms") == {"Papers": ["On Looms"]}


def test_draft_is_told_from_what_the_public_sees(editor):
    PaperFactory(title="Engine", status="draft")
    [papers] = editor.get(SEARCH, {"q": "engine"}).context["found"]
    assert [(line.label, line.note) for line in papers.lines] == [("Engine", "draft")]


def test_of_many_matches_ten_are_shown_with_the_way_to_all(editor):
    VenueFactory.create_batch(11, kind="journal")
    [venues] = editor.get(SEARCH, {"q": "analytical engines"}).context["found"]
    assert len(venues.lines) == 10
    assert len(editor.get(venues.more).context["cl"].result_list) == 11


def test_nothing_found_says_what_to_do(editor):
    page = editor.get(SEARCH, {"q": "nothing"}).content.decode()
    assert "Nothing has all of these words. Try fewer of them, or the beginning of a name." in page


@pytest.mark.parametrize("words", ["", "  ", "\x00", "%", "' OR 1=1 --", "a " * 500, "<script>"])
def test_search_answers_whatever_is_typed(editor, words):
    AuthorFactory()
    answer = editor.get(SEARCH, {"q": words})
    assert (answer.status_code, b"<script>" in answer.content) == (200, False)


def test_tables_that_may_not_be_viewed_are_not_searched(db):
    AuthorFactory(display_name="Ada Engine")
    VenueFactory(name="Engine Letters")
    user = User.objects.create_user("reader", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename="view_venue"))
    browser = Client()
    browser.force_login(user)
    assert found(browser, "engine") == {"Venues": ["Engine Letters"]}


def test_search_takes_the_same_queries_whatever_it_finds(editor):
    costs = []
    for number in (1, 15):
        AuthorFactory.create_batch(number, display_name="Ada Engine")
        PaperFactory.create_batch(number, title="Engine")
        catch_up()
        with CaptureQueriesContext(connection) as queries:
            editor.get(SEARCH, {"q": "engine"})
        costs.append(len(queries))
    assert costs[0] == costs[1]
