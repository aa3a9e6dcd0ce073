"""The list and the form of people."""

import pytest
from django.urls import reverse

from papers.models import Affiliation, Author
from tests.admin.forms import errors, filled, with_row
from tests.factories import (
    AffiliationFactory,
    AuthorFactory,
    AuthorNameFactory,
    AuthorshipFactory,
    InstitutionFactory,
    PaperFactory,
)

LIST = reverse("admin:papers_author_changelist")
ADD = reverse("admin:papers_author_add")


def change(author):
    return reverse("admin:papers_author_change", args=[author.pk])


def test_person_is_added_with_names_links_and_affiliation(editor):
    london = InstitutionFactory()
    form = filled(editor.get(ADD)) | {
        "display_name": "Ada King Lovelace",
        "orcid": "https://orcid.org/0000-0002-1825-0097",
    }
    form = with_row(form, "names", name="Augusta Ada Byron")
    form = with_row(form, "profile_links", kind="github", url="https://example.org/ada")
    form = with_row(form, "affiliations", institution=london.pk, role="Analyst", start="1842", end="1843-09")
    editor.post(ADD, form)
    author = Author.objects.get()
    assert (author.given_name, author.family_name, author.sort_name, author.slug, author.orcid) == (
        "Ada King",
        "Lovelace",
        "Lovelace, Ada King",
        "ada-king-lovelace",
        "0000-0002-1825-0097",
    )
    assert [name.name for name in author.names.all()] == ["Augusta Ada Byron"]
    assert [link.url for link in author.profile_links.all()] == ["https://example.org/ada"]
    assert [(str(row.start), str(row.end)) for row in author.affiliations.all()] == [("1842", "1843-09")]


@pytest.mark.parametrize(
    ("prefix", "row", "message"),
    [
        ("names", {"name": "Augusta"}, "This comes twice."),
        ("affiliations", {"role": "Analyst", "start": "2023-13"}, "The month must lie between 1 and 12, not 13."),
        (
            "affiliations",
            {"role": "Analyst", "start": "1843", "end": "1842"},
            "An affiliation cannot end before it begins.",
        ),
        ("affiliations", {"role": "Countess"}, "This comes twice."),
    ],
)
def test_impossible_row_is_refused(editor, prefix, row, message):
    author = AuthorFactory()
    AuthorNameFactory(author=author, name="Augusta")
    london = AffiliationFactory(author=author, role="Countess").institution
    row |= {"institution": london.pk} if prefix == "affiliations" else {}
    response = editor.post(change(author), with_row(filled(editor.get(change(author))), prefix, **row))
    assert errors(response) == [message]


def test_same_affiliation_typed_twice_is_refused(editor):
    author, london = AuthorFactory(), InstitutionFactory()
    form = filled(editor.get(change(author)))
    for _ in range(2):
        form = with_row(form, "affiliations", institution=london.pk, role="Analyst")
    assert errors(editor.post(change(author), form)) == ["This comes twice."]
    assert Affiliation.objects.count() == 0


def test_orcid_of_another_person_is_refused(editor):
    AuthorFactory(orcid="0000-0002-1825-0097")
    author = AuthorFactory()
    form = filled(editor.get(change(author))) | {"orcid": "0000-0002-1825-0097"}
    assert errors(editor.post(change(author), form)) == ["Person with this ORCID already exists."]


@pytest.mark.parametrize(
    "words",
    [
        "lovelace",
        "Lovelace Ada",
        "augusta",
        "0000-0002-1825-0097",
        "https://orcid.org/0000-0002-1825-0097",
        "0000-0002",
    ],
)
def test_search_finds_all_names_and_orcid(editor, words):
    AuthorFactory(display_name="Charles Babbage")
    ada = AuthorFactory(display_name="Ada Lovelace", orcid="0000-0002-1825-0097")
    AuthorNameFactory(author=ada, name="Augusta Byron", shown=False)
    assert list(editor.get(LIST, {"q": words}).context["cl"].result_list) == [ada]


def test_list_counts_papers_drafts_included(editor):
    ada = AuthorFactory()
    AuthorshipFactory(author=ada)
    AuthorshipFactory(author=ada, paper=PaperFactory(status="draft"))
    assert [author.paper_count for author in editor.get(LIST).context["cl"].result_list] == [2]
