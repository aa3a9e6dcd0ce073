"""A person's own order of papers."""

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from papers.admin import paper_order
from papers.history import state_in, versions_of
from papers.models import Authorship, Paper
from tests.admin.forms import filled, messages
from tests.factories import AuthorFactory, AuthorshipFactory, EditorScopeFactory, PaperFactory


@pytest.fixture
def ada(db):
    """A profile with the papers A, B and C in its list, and D and E out of it."""
    author = AuthorFactory(display_name="Ada Lovelace", is_profile=True)
    for title, rank in (("A", 10), ("B", 20), ("C", 30), ("D", None), ("E", None)):
        paper = PaperFactory(title=title, slug=title.lower(), posted=f"184{ord(title) - 64}")
        AuthorshipFactory(paper=paper, author=author, profile_rank=rank)
    return author


def address(author):
    return reverse("admin:papers_author_order", args=[author.pk])


def box(title):
    return f"place-{Paper.objects.get(title=title).pk}"


def typed(**numbers):
    return {box(title): number for title, number in numbers.items()}


def ranks(author):
    rows = Authorship.objects.filter(author=author).order_by("paper__title")
    return list(rows.values_list("paper__title", "profile_rank"))


def order(author):
    papers = Paper.objects.filter(authorships__profile_rank__isnull=False).by(author)
    return "".join(papers.curated_by(author).values_list("title", flat=True))


def press(client, author, move, title):
    form = filled(client.get(address(author)))
    return client.post(address(author), form | {"move": f"{move}:{Paper.objects.get(title=title).pk}"}, follow=True)


def test_papers_stand_in_the_list_and_below_it(editor, ada):
    response = editor.get(address(ada))
    assert [(paper.title, number) for paper, number in response.context["papers"].listed()] == [
        *(("A", "1"), ("B", "2"), ("C", "3"))
    ]
    assert [(paper.title, number) for paper, number in response.context["rest"]] == [("E", ""), ("D", "")]


@pytest.mark.parametrize(
    ("numbers", "after"),
    [
        ({"C": "1"}, "CAB"),
        ({"A": "3"}, "BCA"),
        ({"A": "2", "B": "1"}, "BAC"),
        ({"E": "1"}, "EABC"),
        ({"E": "9", "D": "8"}, "ABCDE"),
        ({"B": ""}, "AC"),
        ({"A": "", "B": " ", "C": ""}, ""),
    ],
)
def test_numbers_decide_the_order(editor, ada, numbers, after):
    response = editor.post(address(ada), filled(editor.get(address(ada))) | typed(**numbers), follow=True)
    assert (messages(response), order(ada)) == (["The order is saved."], after)


def test_gaps_are_kept(editor, ada):
    editor.post(address(ada), filled(editor.get(address(ada))) | typed(C="2"))
    assert ranks(ada) == [("A", 10), ("B", 20), ("C", 15), ("D", None), ("E", None)]


@pytest.mark.parametrize(
    ("move", "title", "after", "said"),
    [
        ("up", "C", "ACB", "“C” is number 2 of 3 now."),
        ("up", "A", "ABC", "“A” is number 1 of 3 now."),
        ("down", "A", "BAC", "“A” is number 2 of 3 now."),
        ("down", "C", "ABC", "“C” is number 3 of 3 now."),
        ("top", "C", "CAB", "“C” is number 1 of 3 now."),
        ("out", "B", "AC", "“B” is out of the list now."),
        ("in", "E", "ABCE", "“E” is number 4 of 4 now."),
    ],
)
def test_buttons_move_without_script(editor, ada, move, title, after, said):
    response = press(editor, ada, move, title)
    assert (messages(response), order(ada)) == ([said], after)
    assert response.redirect_chain == [(f"{address(ada)}#paper-{Paper.objects.get(title=title).pk}", 302)]


@pytest.mark.parametrize("move", ["up:", "up:x", "up:999999", "sideways:", "", "in:" + "9" * 30])
def test_move_of_no_paper_changes_nothing(editor, ada, move):
    response = editor.post(address(ada), filled(editor.get(address(ada))) | {"move": move}, follow=True)
    assert (messages(response), order(ada)) == (["Nothing was changed."], "ABC")


@pytest.mark.parametrize("number", ["first", "-1", "1.5", "9" * 30])
def test_what_is_no_number_is_refused_and_kept(editor, ada, number):
    response = editor.post(address(ada), filled(editor.get(address(ada))) | typed(A="3", E=number))
    assert messages(response) == [
        f"“{number}” is no number. Nothing was saved: type 1 for the first place, 2 for the second …."
    ]
    assert (filled(response)[box("E")], filled(response)[box("A")], order(ada)) == (number, "3", "ABC")


def test_papers_of_others_are_left_alone(editor, ada):
    other = AuthorshipFactory(profile_rank=7)
    sent = filled(editor.get(address(ada))) | {f"place-{other.paper_id}": "1"}
    editor.post(address(ada), sent)
    other.refresh_from_db()
    assert (other.profile_rank, order(ada)) == (7, "ABC")


def test_history_of_the_person_names_the_change(editor, ada):
    press(editor, ada, "up", "C")
    assert LogEntry.objects.get().get_change_message() == "Changed Order of papers."


def test_history_of_a_paper_names_its_new_rank(editor, ada):
    press(editor, ada, "up", "C")
    paper = Paper.objects.get(title="C")
    [version, found] = versions_of(Paper, [paper.pk])
    assert version.revision.comment == "Order of Ada Lovelace's papers."
    assert [state_in(kept).values["ranks"] for kept in (found, version)] == [{str(ada.pk): 30}, {str(ada.pk): 15}]


def test_order_that_another_changed_meanwhile_is_not_lost(editor, ada):
    form = filled(editor.get(address(ada)))
    press(editor, ada, "out", "A")
    response = editor.post(address(ada), form | typed(C="1"))
    assert order(ada) == "BC"
    assert [paper.title for paper in response.context["papers"].stored_papers()] == ["B", "C"]
    assert [paper.title for paper, _number in response.context["papers"].listed()] == ["C", "A", "B"]
    editor.post(address(ada), filled(response))
    assert order(ada) == "CAB"


def test_order_saved_unchanged_says_so(editor, ada):
    form = filled(editor.get(address(ada)))
    press(editor, ada, "up", "C")
    press(editor, ada, "down", "C")
    assert messages(editor.post(address(ada), form, follow=True)) == ["Nothing was changed."]


def test_further_pages_hold_the_papers_out_of_the_list(editor, ada, monkeypatch):
    monkeypatch.setattr(paper_order, "ROWS", 1)
    second = editor.get(address(ada), {"p": "2"})
    assert [paper.title for paper, _number in second.context["rest"]] == ["D"]
    editor.post(f"{address(ada)}?p=2", filled(second) | typed(D="1"))
    assert order(ada) == "DABC"


def test_drafts_are_marked(editor, ada):
    Paper.objects.filter(title="A").update(status="draft")
    assert '<span class="who">1841 draft</span>' in editor.get(address(ada)).content.decode()


# Who


def staff(*permissions, **scope) -> Client:
    user = User.objects.create_user("librarian", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    if scope:
        EditorScopeFactory(user=user, **scope)
    client = Client()
    client.force_login(user)
    return client


MAY = ["view_author", "change_author", "change_paper", "publish_paper"]


@pytest.mark.parametrize("missing", MAY[1:])
def test_order_is_set_by_whoever_may_publish(ada, missing):
    client = staff(*(permission for permission in MAY if permission != missing))
    assert client.get(address(ada)).status_code == 403


def test_someone_confined_to_a_person_orders_their_papers_only(ada):
    client = staff(*MAY, author=ada)
    assert [client.get(address(author)).status_code for author in (ada, AuthorFactory())] == [200, 403]


def test_person_that_is_gone_leads_back(editor, db):
    response = editor.get(reverse("admin:papers_author_order", args=[987654]), follow=True)
    assert "Perhaps it was deleted?" in messages(response)[0]


def test_form_of_a_profile_leads_to_the_order(editor, ada):
    def leads(author):
        page = editor.get(reverse("admin:papers_author_change", args=[author.pk])).content.decode()
        return address(author) in page

    assert [leads(ada), leads(AuthorFactory())] == [True, False]


# Cost


def test_page_and_saving_take_as_many_queries_for_300_papers_as_for_5(editor, ada):
    def queries():
        with CaptureQueriesContext(connection) as opening:
            form = filled(editor.get(address(ada)))
        last = max(form, key=lambda name: int(form[name] or 0) if name.startswith("place-") else 0)
        with CaptureQueriesContext(connection) as saving:
            editor.post(address(ada), form | {last: "1"})
        return len(opening), len(saving)

    queries()  # the first change keeps a version of what was there before
    few = queries()
    Authorship.objects.bulk_create(
        Authorship(paper=paper, author=ada, position=1, printed_name="Ada", profile_rank=40 + number)
        for number, paper in enumerate(PaperFactory.create_batch(295))
    )
    assert queries() == few
