"""The editors' first page, autocomplete boxes, and what all pages share."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import AuthorFactory, AuthorNameFactory, SiteFactory


def suggestions(editor, **parameters):
    asked = {"app_label": "papers", "model_name": "authorship", "field_name": "author"} | parameters
    return editor.get(reverse("admin:autocomplete"), asked)


def test_first_page_begins_with_papers_and_people(editor):
    apps = editor.get(reverse("admin:index")).context["app_list"]
    assert [(app["app_label"], [model["object_name"] for model in app["models"]]) for app in apps] == [
        (
            "papers",
            [
                "Paper",
                "ImportBatch",
                "Author",
                "Institution",
                "Venue",
                "Category",
                "MergeRecord",
                "Metric",
                "Page",
                "Site",
            ],
        ),
        ("auth", ["Group", "User"]),
    ]


@pytest.mark.parametrize("page", ["index", "login", "password_change"])
def test_pages_bear_title_and_accent_of_the_site(client, editor, page):
    SiteFactory(title="Ada Lovelace", accent="forest")
    browser = client if page == "login" else editor
    shown = browser.get(reverse(f"admin:{page}")).content.decode()
    assert " | Ada Lovelace</title>" in shown
    assert f'<a href="{reverse("admin:index")}">Ada Lovelace</a>' in shown
    assert 'data-accent="forest"></script>' in shown


def test_pages_lead_to_the_public_site(editor):
    assert '<a href="/">View the public site</a>' in editor.get(reverse("admin:index")).content.decode()


def test_header_marks_the_table_at_hand(editor):
    shown = editor.get(reverse("admin:papers_author_add")).content.decode()
    assert f'<a href="{reverse("admin:papers_author_changelist")}" aria-current="page">People</a>' in shown


def test_pages_hold_no_inline_style_or_script(editor):
    for name in ("index", "papers_paper_add", "papers_author_add", "papers_paper_changelist", "login"):
        shown = editor.get(reverse(f"admin:{name}")).content.decode()
        assert [word for word in (" style=", "<style", "<script>", " onclick=") if word in shown] == []


def test_suggestions_find_every_name_and_tell_namesakes_apart(editor):
    AuthorFactory(display_name="Charles Babbage")
    ada = AuthorFactory(display_name="Ada Lovelace", note="mathematics")
    AuthorNameFactory(author=ada, name="Augusta Byron", shown=False)
    assert suggestions(editor, term="byron").json() == {
        "results": [{"id": str(ada.pk), "text": "Ada Lovelace (mathematics)"}],
        "pagination": {"more": False},
    }


def test_suggestions_come_in_pages_without_a_count(editor):
    AuthorFactory.create_batch(21)
    with CaptureQueriesContext(connection) as captured:
        first = suggestions(editor, term="ada").json()
    second = suggestions(editor, term="ada", page=2).json()
    assert [(len(page["results"]), page["pagination"]["more"]) for page in (first, second)] == [(20, True), (1, False)]
    assert [query["sql"] for query in captured if "COUNT(*)" in query["sql"]] == []


@pytest.mark.parametrize(
    ("parameters", "status"),
    [({"page": "0"}, 404), ({"page": "x"}, 404), ({"term": "\x00"}, 200), ({"field_name": "role"}, 403)],
)
def test_suggestions_answer_whatever_is_asked(editor, parameters, status):
    assert suggestions(editor, **parameters).status_code == status


def test_suggestions_are_for_editors(client, db):
    assert suggestions(client).status_code == 302
