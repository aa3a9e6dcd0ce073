"""The authors of a paper from a pasted list."""

from string import ascii_lowercase

import pytest
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from papers.admin import pasted_authors
from papers.history import versions_of
from papers.models import Author, Paper
from tests.admin.forms import filled, messages
from tests.factories import AuthorFactory, EditorScopeFactory, PaperFactory


@pytest.fixture
def paper(db):
    """A paper by Ada, who also wrote another one with Charles."""
    ada, charles = (AuthorFactory(display_name=name) for name in ("Ada Lovelace", "Charles Babbage"))
    PaperFactory(authors=[ada, charles])
    return PaperFactory(title="Sketch", citation_key="lovelace-1843", authors=[ada])


def address(paper):
    return reverse("admin:papers_paper_authors", args=[paper.pk])


def read(client, paper, text):
    return client.post(address(paper), {"text": text, "read": "1"})


def accept(client, paper, form, **typed):
    return client.post(address(paper), form | {"accept": "1"} | typed, follow=True)


def table(response):
    return [
        (row.typed, str(row.match.author or "new"), row.match.why, len(row.match.offered))
        for row in response.context["pasted"].rows
    ]


def names(paper):
    return list(paper.authorships.values_list("printed_name", "author__display_name"))


def test_table_says_who_is_known_and_why(editor, paper):
    AuthorFactory(display_name="Mary Somerville")
    AuthorFactory(display_name="Luigi Menabrea")
    response = read(editor, paper, "Ada Lovelace; Babbage, Charles; Mary Somerville and L. Menabrea; George Peacock")
    assert table(response) == [
        ("Ada Lovelace", "Ada Lovelace", "on this paper already", 1),
        ("Charles Babbage", "Charles Babbage", "same name, and a co-author or a place agrees", 1),
        ("Mary Somerville", "new", "one person of this name is known; not sure to be the same", 1),
        ("L. Menabrea", "new", "1 similar name is known; not sure to be the same", 1),
        ("George Peacock", "new", "nobody of this name is known", 0),
    ]
    assert Author.objects.count() == 4


def test_single_word_is_pointed_out(editor, paper):
    response = read(editor, paper, "Grace Hopper, Askell, Amanda, 王伟, Ada Lovelace")
    assert [(row.typed, row.is_unsure) for row in response.context["pasted"].rows] == [
        ("Grace Hopper", False),
        ("Askell", True),
        ("Amanda", True),
        ("王伟", False),
        ("Ada Lovelace", False),
    ]
    assert response.content.decode().count("It is only one word: does it belong to the name above?") == 2


def test_accepted_list_becomes_the_authors(editor, paper):
    response = accept(
        editor, paper, filled_table(read(editor, paper, "Babbage, Charles; Ada Lovelace; Peacock, George"))
    )
    assert messages(response) == ["The paper has 3 authors now."]
    assert names(paper) == [
        ("Charles Babbage", "Charles Babbage"),
        ("Ada Lovelace", "Ada Lovelace"),
        ("George Peacock", "George Peacock"),
    ]
    assert Author.objects.filter(slug="george-peacock").values_list("given_name", "family_name").get() == (
        "George",
        "Peacock",
    )


def filled_table(response) -> dict:
    """Return what the table's form sends, without the box below it."""
    return {name: value for name, value in filled(response).items() if name != "text"}


def test_person_offered_can_be_chosen(editor, paper):
    luigi = AuthorFactory(display_name="Luigi Menabrea")
    form = filled_table(read(editor, paper, "L. Menabrea"))
    accept(editor, paper, form, **{"who-0": str(luigi.pk)})
    assert names(paper) == [("L. Menabrea", "Luigi Menabrea")]


def test_name_can_be_corrected_and_a_row_left_out(editor, paper):
    form = filled_table(read(editor, paper, "Ada Lovelace; Geroge Peacock; Nobody"))
    accept(editor, paper, form, **{"name-1": "George Peacock", "leave-2": "on"})
    assert names(paper) == [("Ada Lovelace", "Ada Lovelace"), ("George Peacock", "George Peacock")]


def test_two_new_people_of_one_name_are_two(editor, paper):
    accept(editor, paper, filled_table(read(editor, paper, "Wei Wang; Wei Wang")))
    assert list(Author.objects.filter(display_name="Wei Wang").order_by("pk").values_list("slug", flat=True)) == [
        "wei-wang",
        "wei-wang-2",
    ]


def test_what_stood_beside_a_name_stays(editor, paper):
    paper.authorships.update(role="writing", corresponding=True, profile_rank=10)
    accept(editor, paper, filled_table(read(editor, paper, "George Peacock; Ada Lovelace")))
    fields = ("position", "role", "corresponding", "profile_rank")
    assert list(paper.authorships.values_list(*fields)) == [(1, "", False, None), (2, "writing", True, 10)]


def test_list_is_one_step_of_the_history(editor, paper):
    accept(editor, paper, filled_table(read(editor, paper, "George Peacock")))
    assert len(versions_of(Paper, [paper.pk])) == 2


# Refusals


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Ada Lovelace et al.", "This list breaks off with “et al.”: paste all authors, or leave these words out."),
        ("", "There is no name in this list."),
        ("\x00", "There is no name in this list."),
    ],
)
def test_list_that_cannot_be_read_is_refused_and_kept(editor, paper, text, sentence):
    response = read(editor, paper, text)
    assert (messages(response), response.context["pasted"].text) == ([sentence], text)


def test_longer_list_than_a_form_can_carry_is_refused(editor, paper, monkeypatch):
    monkeypatch.setattr(pasted_authors, "MOST_ROWS", 1)
    response = read(editor, paper, "Ada Lovelace; Charles Babbage")
    assert messages(response) == ["A paper can have 1 authors here; this list has 2."]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"name-0": ""}, "“”: This field cannot be null."),
        (
            {"name-0": "Ada\x1bLovelace"},
            "“Ada\x1bLovelace”: This must be a single line without control characters.",
        ),
        ({"leave-0": "on", "leave-1": "on"}, "There is no name in this list."),
        ({"rows": "many"}, "There is no name in this list."),
        (
            {"_shown": ""},
            "Not saved yet: the authors of this paper were changed while this page was open. They are shown below.",
        ),
    ],
)
def test_table_that_cannot_be_accepted_is_refused(editor, paper, typed, sentence):
    form = filled_table(read(editor, paper, "Ada Lovelace; George Peacock"))
    response = accept(editor, paper, form, **typed)
    assert messages(response) == [sentence]
    assert names(paper) == [("Ada Lovelace", "Ada Lovelace")]


def test_person_chosen_twice_is_refused(editor, paper):
    form = filled_table(read(editor, paper, "Ada Lovelace; A. Lovelace"))
    response = accept(editor, paper, form, **{"who-1": form["who-0"]})
    assert messages(response) == [
        "A. Lovelace is chosen twice: choose another person, or a new one, for one of the two."
    ]


def test_authors_changed_meanwhile_are_not_lost(editor, paper):
    form = filled_table(read(editor, paper, "George Peacock"))
    accept(editor, paper, filled_table(read(editor, paper, "Ada Lovelace; Charles Babbage")))
    response = accept(editor, paper, form)
    assert [row.printed_name for row in response.context["pasted"].stored] == ["Ada Lovelace", "Charles Babbage"]
    accept(editor, paper, filled_table(response))
    assert names(paper) == [("George Peacock", "George Peacock")]


# Who


def staff(*permissions) -> User:
    user = User.objects.create_user("librarian", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    return user


def client_of(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


MAY = ["view_paper", "change_paper", "publish_paper", *(f"{act}_authorship" for act in ("add", "change", "delete"))]


@pytest.mark.parametrize("missing", MAY[1:])
def test_list_is_for_whoever_may_change_the_authors(paper, missing):
    client = client_of(staff(*(permission for permission in MAY if permission != missing)))
    assert client.get(address(paper)).status_code == 403


def test_someone_who_may_not_add_people_adds_none(paper):
    client = client_of(staff(*MAY))
    response = accept(client, paper, filled_table(read(client, paper, "George Peacock")))
    assert messages(response) == [
        "You may not add people: choose somebody known for “George Peacock”, or ask a colleague to add them."
    ]
    assert Author.objects.count() == 2


def test_someone_confined_to_a_scope_adds_no_people(paper):
    user = staff(*MAY, "add_author")
    EditorScopeFactory(user=user, author=Author.objects.get(display_name="Ada Lovelace"))
    client = client_of(user)
    accept(client, paper, filled_table(read(client, paper, "George Peacock")))
    assert Author.objects.count() == 2


def test_form_of_a_paper_leads_to_the_list(editor, paper):
    page = editor.get(reverse("admin:papers_paper_change", args=[paper.pk])).content.decode()
    assert address(paper) in page


# Cost

FAMILIES = [f"{one.upper()}{two}son" for one in ascii_lowercase for two in ascii_lowercase]


def test_reading_and_accepting_take_as_many_queries_for_30_names_as_for_3(editor, paper):
    def queries(number, start):
        text = "; ".join(f"Ada {family}" for family in FAMILIES[start : start + number])
        with CaptureQueriesContext(connection) as reading:
            form = filled_table(read(editor, paper, text))
        with CaptureQueriesContext(connection) as accepting:
            accept(editor, paper, form)
        return len(reading), len(accepting)

    queries(3, 0)
    few = queries(3, 10)
    assert queries(30, 100) == few
