"""Ordered tables of a paper's form: authors and institutions."""

import re

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from papers.admin import rows
from papers.models import Authorship, Credit, Paper, PaperInstitution, set_authors
from tests.admin.forms import errors, filled, with_row
from tests.factories import AuthorFactory, InstitutionFactory, PaperFactory


@pytest.fixture
def paper(db):
    """A paper by Ada, Charles and Luigi, from London and Turin."""
    return PaperFactory(
        citation_key="lovelace-1843",
        authors=[AuthorFactory(display_name=name) for name in ("Ada", "Charles", "Luigi")],
        institutions=[InstitutionFactory(name=name) for name in ("London", "Turin")],
    )


def address(paper):
    return reverse("admin:papers_paper_change", args=[paper.pk])


def form_of(editor, paper):
    return filled(editor.get(address(paper)))


def authors(paper):
    return list(paper.authorships.values_list("position", "printed_name"))


def institutions(paper):
    return list(paper.institution_entries.values_list("position", "institution__name"))


def places(*numbers, prefix="authorships"):
    """Return form data with the numbers typed into the rows in turn."""
    return {f"{prefix}-{row}-position": str(number) for row, number in enumerate(numbers)}


# Order


@pytest.mark.parametrize(
    ("typed", "order"),
    [
        (["1", "2", "3"], ["Ada", "Charles", "Luigi"]),
        (["2", "1", "3"], ["Charles", "Ada", "Luigi"]),
        (["3", "2", "1"], ["Luigi", "Charles", "Ada"]),
        (["30", "10", "20"], ["Charles", "Luigi", "Ada"]),
        (["0", "2", "0"], ["Ada", "Luigi", "Charles"]),
        (["3", "2", "3"], ["Charles", "Luigi", "Ada"]),  # Ada moved down to the third place
        (["1", "2", "1"], ["Luigi", "Ada", "Charles"]),  # Luigi moved up to the first place
        (["2", "2", "3"], ["Charles", "Ada", "Luigi"]),
        (["", "2", "3"], ["Charles", "Luigi", "Ada"]),
        (["", "", ""], ["Ada", "Charles", "Luigi"]),
    ],
)
def test_numbers_as_typed_decide_the_order(editor, paper, typed, order):
    response = editor.post(address(paper), form_of(editor, paper) | places(*typed))
    assert response.status_code == 302
    assert authors(paper) == list(enumerate(order, start=1))


def test_rearranging_loses_nothing(editor, paper):
    paper.authorships.filter(position=3).update(
        printed_name="L. F. Menabrea",
        role="writing",
        corresponding=True,
        equal_contribution=True,
        profile_rank=20,
    )
    editor.post(address(paper), form_of(editor, paper) | places("2", "3", "1"))
    fields = ("position", "printed_name", "role", "corresponding", "equal_contribution", "profile_rank")
    assert list(paper.authorships.values_list(*fields)) == [
        (1, "L. F. Menabrea", "writing", True, True, 20),
        (2, "Ada", "", False, False, None),
        (3, "Charles", "", False, False, None),
    ]


def test_rank_that_is_emptied_is_forgotten(editor, paper):
    paper.authorships.filter(position=1).update(profile_rank=10)
    paper.authorships.filter(position=2).update(profile_rank=20)
    editor.post(address(paper), form_of(editor, paper) | {"authorships-0-profile_rank": ""})
    assert list(paper.authorships.values_list("profile_rank", flat=True)) == [None, 20, None]


def test_new_row_with_a_number_goes_there(editor, paper):
    form = with_row(form_of(editor, paper), "authorships", author=AuthorFactory(display_name="Mary").pk, position="2")
    editor.post(address(paper), form)
    assert authors(paper) == [(1, "Ada"), (2, "Mary"), (3, "Charles"), (4, "Luigi")]


def test_new_row_without_a_number_goes_to_the_end(editor, paper):
    form = with_row(form_of(editor, paper), "authorships", author=AuthorFactory(display_name="Mary").pk)
    editor.post(address(paper), form)
    assert authors(paper) == [(1, "Ada"), (2, "Charles"), (3, "Luigi"), (4, "Mary")]


def test_row_of_the_table_left_empty_is_not_saved(editor, paper):
    editor.post(address(paper), with_row(form_of(editor, paper), "authorships"))
    assert authors(paper) == [(1, "Ada"), (2, "Charles"), (3, "Luigi")]


def test_deleted_row_closes_the_gap(editor, paper):
    editor.post(address(paper), form_of(editor, paper) | {"authorships-1-DELETE": "on"})
    assert authors(paper) == [(1, "Ada"), (2, "Luigi")]


def test_unchanged_rows_are_not_written(editor, paper):
    before = list(paper.authorships.values_list("pk", flat=True))
    editor.post(address(paper), form_of(editor, paper) | {"title": "Notes"})
    assert list(paper.authorships.values_list("pk", flat=True)) == before


def test_person_of_a_row_can_be_exchanged_under_the_printed_name(editor, paper):
    other = AuthorFactory(display_name="Charles", note="the other one")
    editor.post(address(paper), form_of(editor, paper) | {"authorships-1-author": other.pk})
    assert list(paper.authorships.filter(author=other).values_list("position", "printed_name")) == [(2, "Charles")]


def test_person_deleted_and_added_again_is_kept_once(editor, paper):
    ada = paper.authorships.get(position=1).author
    form = form_of(editor, paper) | {"authorships-0-DELETE": "on"}
    editor.post(address(paper), with_row(form, "authorships", author=ada.pk))
    assert authors(paper) == [(1, "Charles"), (2, "Luigi"), (3, "Ada")]


def test_institutions_are_rearranged_likewise(editor, paper):
    form = form_of(editor, paper) | places("2", "1", prefix="institution_entries")
    editor.post(address(paper), with_row(form, "institution_entries", institution=InstitutionFactory(name="Rome").pk))
    assert institutions(paper) == [(1, "Turin"), (2, "London"), (3, "Rome")]


def test_history_says_what_changed(editor, paper):
    form = form_of(editor, paper) | places("2", "1", "3") | {"authorships-2-DELETE": "on"}
    editor.post(address(paper), with_row(form, "authorships", author=AuthorFactory(display_name="Mary").pk))
    assert LogEntry.objects.get().get_change_message() == (
        "Added author “Mary”. Changed place for author “Ada”. Changed place for author “Charles”. "
        "Deleted author “Luigi”."
    )


# Refusals


def test_person_listed_twice_is_refused(editor, paper):
    ada = paper.authorships.get(position=1).author
    response = editor.post(address(paper), with_row(form_of(editor, paper), "authorships", author=ada.pk))
    assert errors(response) == ["This person is already among the authors."]
    assert authors(paper) == [(1, "Ada"), (2, "Charles"), (3, "Luigi")]


def test_institution_listed_twice_is_refused(editor, paper):
    london = paper.institution_entries.get(position=1).institution
    form = with_row(form_of(editor, paper), "institution_entries", institution=london.pk)
    assert errors(editor.post(address(paper), form)) == ["This institution is already on the paper."]


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"author": ""}, "This field is required."),
        (
            {"author": "987654"},
            "Select a valid choice. That choice is not one of the available choices.",
        ),
        (
            {"author": "9" * 30},
            "Select a valid choice. That choice is not one of the available choices.",
        ),
        (
            {"author": "Ada"},
            "Select a valid choice. That choice is not one of the available choices.",
        ),
        ({"position": "-1"}, "Ensure this value is greater than or equal to 0."),
        ({"position": "first"}, "Enter a whole number."),
        ({"printed_name": "Ada\x00"}, "Null characters are not allowed."),
        ({"printed_name": "Ada\tLovelace"}, "This must be a single line without control characters."),
        ({"profile_rank": "-1"}, "Ensure this value is greater than or equal to 0."),
    ],
)
def test_impossible_row_is_refused(editor, paper, fields, message):
    typed = {f"authorships-0-{name}": value for name, value in fields.items()}
    response = editor.post(address(paper), form_of(editor, paper) | typed)
    assert set(errors(response)) == {message}
    assert authors(paper) == [(1, "Ada"), (2, "Charles"), (3, "Luigi")]


def test_refused_form_keeps_what_was_typed(editor, paper):
    mary = AuthorFactory(display_name="Mary")
    form = with_row(form_of(editor, paper), "authorships", author=mary.pk, role="notes") | {"title": ""}
    again = filled(editor.post(address(paper), form))
    assert (again["authorships-3-author"], again["authorships-3-role"]) == (str(mary.pk), "notes")


def test_form_whose_rows_were_written_anew_as_they_were_saves_what_it_shows(editor, paper):
    early = form_of(editor, paper)
    set_authors(paper, [Credit(author=row.author) for row in paper.authorships.select_related("author")])
    editor.post(address(paper), early | places("2", "1", "3"))
    assert authors(paper) == [(1, "Charles"), (2, "Ada"), (3, "Luigi")]


@pytest.mark.parametrize("name", ["authorships-0-id", "authorships-TOTAL_FORMS"])
def test_form_without_its_hidden_fields_is_refused(editor, paper, name):
    form = form_of(editor, paper)
    del form[name]
    assert errors(editor.post(address(paper), form)) != []


# Cost


def test_opening_and_saving_take_as_many_queries_for_40_authors_as_for_3(editor, paper):
    large = PaperFactory(citation_key="lovelace-1844", authors=AuthorFactory.create_batch(40))
    large.institution_entries.bulk_create(
        PaperInstitution(paper=large, institution=institution, position=position)
        for position, institution in enumerate(InstitutionFactory.create_batch(10), start=1)
    )

    def queries(paper):
        form_of(editor, paper)
        with CaptureQueriesContext(connection) as opening:
            form = form_of(editor, paper) | places("2", "1")
        with CaptureQueriesContext(connection) as saving:
            editor.post(address(paper), form)
        with CaptureQueriesContext(connection) as refusing:
            editor.post(address(paper), form | {"title": ""})
        return len(opening), len(saving), len(refusing)

    assert queries(large) == queries(paper)


def test_opening_and_refusing_render_as_many_templates_for_40_authors_as_for_3(editor, paper):
    large = PaperFactory(citation_key="lovelace-1844", authors=AuthorFactory.create_batch(40))
    large.institution_entries.create(institution=InstitutionFactory(), position=1)
    large.institution_entries.create(institution=InstitutionFactory(), position=2)

    def templates(paper):
        refused = editor.post(address(paper), form_of(editor, paper) | {"title": ""})
        return len(editor.get(address(paper)).templates), len(refused.templates)

    assert templates(large) == templates(paper)


def test_paper_with_450_authors_opens_and_saves(editor):
    paper = PaperFactory(citation_key="lovelace-1843")
    Authorship.objects.bulk_create(
        Authorship(paper=paper, author=author, position=position, printed_name=author.display_name, profile_rank=10)
        for position, author in enumerate(AuthorFactory.create_batch(450), start=1)
    )
    before = authors(paper)
    response = editor.post(address(paper), form_of(editor, paper) | {"authorships-449-position": "1"})
    assert response.status_code == 302
    names = [name for _position, name in before]
    assert authors(paper) == list(enumerate([names[-1], *names[:-1]], start=1))


def test_longer_list_than_a_form_can_carry_is_shown_and_kept(editor, paper, monkeypatch):
    monkeypatch.setattr(rows, "MOST_ROWS", 2)
    response = editor.get(address(paper))
    form = filled(response)
    editor.post(address(paper), form | {"title": "Notes"} | places("3", "2", "1"))
    assert (Paper.objects.get().title, authors(paper)) == ("Notes", [(1, "Ada"), (2, "Charles"), (3, "Luigi")])
    assert "authorships-0-position" not in form
    assert "Charles" in response.content.decode()


def test_someone_who_may_only_see_authors_changes_none(librarian, paper):
    user = librarian.get(reverse("admin:index")).context["user"]
    for codename in ("change_authorship", "delete_authorship", "add_authorship"):
        user.user_permissions.remove(user.user_permissions.get(codename=codename))
    form = filled(librarian.get(address(paper)))
    response = librarian.post(address(paper), form | {"title": "Notes"} | places("3", "2", "1"))
    assert (response.status_code, Paper.objects.get().title) == (302, "Notes")
    assert authors(paper) == [(1, "Ada"), (2, "Charles"), (3, "Luigi")]


def test_someone_who_may_only_add_authors_adds_one(librarian, paper):
    user = librarian.get(reverse("admin:index")).context["user"]
    for codename in ("change_authorship", "delete_authorship"):
        user.user_permissions.remove(user.user_permissions.get(codename=codename))
    form = filled(librarian.get(address(paper)))
    librarian.post(address(paper), with_row(form, "authorships", author=AuthorFactory(display_name="Mary").pk))
    assert authors(paper) == [(1, "Ada"), (2, "Charles"), (3, "Luigi"), (4, "Mary")]


def test_each_box_of_a_row_says_what_it_is_for(editor, paper):
    page = editor.get(address(paper)).content.decode()
    boxes = re.findall(r'<(?:input|select)[^>]* name="authorships-0-(\w+)"[^>]*>', page)
    named = re.findall(r'<(?:input|select)(?=[^>]* aria-label="\w)[^>]* name="authorships-0-(\w+)"[^>]*>', page)
    assert set(boxes) - set(named) == {"id", "paper"}
