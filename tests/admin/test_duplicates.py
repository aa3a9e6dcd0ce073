"""Likely duplicates of a paper, and identifiers as they are pasted."""

import pytest
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from papers.admin.duplicates import likely_duplicates
from tests.admin.forms import errors, filled, messages, with_row
from tests.factories import AuthorFactory, InstitutionFactory, PaperFactory


@pytest.fixture
def paper(db):
    return PaperFactory(title="Über die Maschine: A Sketch", slug="sketch", posted="1843")


def similar(client, **asked):
    return client.get(reverse("admin:papers_paper_similar"), asked).json()["papers"]


def change(record):
    return reverse(f"admin:papers_{record._meta.model_name}_change", args=[record.pk])


@pytest.mark.parametrize(
    ("title", "year", "is_found"),
    [
        ("Über die Maschine: A Sketch", 1843, True),
        ("Über DIE maschine: a SKETCH", None, True),
        ("Über die Maschine: A Sketch", 1844, True),
        ("Über die Maschine: A Sketch", 1845, False),
        ("Über die Maschine", 1843, False),
        ("…", 1843, False),
        ("", None, False),
    ],
)
def test_paper_is_found_by_title_and_year(paper, title, year, is_found):
    assert likely_duplicates(title, year) == [paper] * is_found


@pytest.mark.parametrize("title", ["Uber die Maschine – a sketch", "“Über die Maschine. A Sketch”"])
def test_accents_and_punctuation_do_not_count(db, title):
    paper = PaperFactory(title="Über die Maschine: A Sketch")
    assert likely_duplicates(title, None) == [paper]


def test_title_that_is_typed_is_answered_with_the_form_of_the_other(editor, paper):
    found = similar(editor, title="Über die Maschine: a sketch", date="1843-10")
    assert found == [{"title": paper.title, "year": 1843, "url": change(paper)}]


@pytest.mark.parametrize(
    "asked",
    [{}, {"title": "\x00"}, {"title": "Sketch" * 200}, {"title": "Über die Maschine: A Sketch", "date": "1900"}],
)
def test_anything_else_is_answered_with_nothing(editor, paper, asked):
    assert similar(editor, **asked) == []


def test_paper_is_no_duplicate_of_itself(editor, paper):
    assert similar(editor, title=paper.title, own=paper.pk, date="someday") == []


def test_whoever_may_not_see_papers_is_told_nothing(db):
    client = Client()
    client.force_login(User.objects.create_user("nobody", is_staff=True))
    assert client.get(reverse("admin:papers_paper_similar"), {"title": "Sketch"}).status_code == 403


def test_whoever_may_see_papers_is_told(paper):
    user = User.objects.create_user("reader", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="view_paper"))
    client = Client()
    client.force_login(user)
    assert len(similar(client, title=paper.title)) == 1


def test_duplicate_is_named_after_saving(editor, paper):
    form = filled(editor.get(reverse("admin:papers_paper_add"))) | {"title": paper.title, "posted": "1843"}
    response = editor.post(reverse("admin:papers_paper_add"), form, follow=True)
    assert (
        "There is a paper of this title already; please look whether it is the same: "
        f'<a href="{change(paper)}">Über die Maschine: A Sketch (1843)</a>'
    ) in messages(response)


def test_duplicate_is_named_once_and_not_at_every_saving(editor, paper):
    PaperFactory(title=paper.title)
    response = editor.post(change(paper), filled(editor.get(change(paper))) | {"volume": "3"}, follow=True)
    assert [said for said in messages(response) if "title already" in said] == []


def test_question_costs_as_many_queries_among_300_papers_as_among_1(editor, paper):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            similar(editor, title=paper.title)
        return len(captured)

    few = queries()
    PaperFactory.create_batch(300)
    assert queries() == few


# Identifiers as they are pasted


@pytest.mark.parametrize(
    ("make", "field", "pasted", "stored"),
    [
        (AuthorFactory, "orcid", "https://orcid.org/0000-0002-1825-0097", "0000-0002-1825-0097"),
        (AuthorFactory, "orcid", " orcid.org/0000-0002-1825-0097/ ", "0000-0002-1825-0097"),
        (AuthorFactory, "orcid", "0000000218250097", "0000-0002-1825-0097"),
        (InstitutionFactory, "ror", "https://ror.org/05dxps055", "05dxps055"),
        (InstitutionFactory, "ror", "ror.org/05DXPS055/", "05dxps055"),
    ],
)
def test_pasted_address_is_stored_as_the_identifier(editor, make, field, pasted, stored):
    record = make()
    editor.post(change(record), filled(editor.get(change(record))) | {field: pasted})
    record.refresh_from_db()
    assert getattr(record, field) == stored


@pytest.mark.parametrize(
    ("scheme", "pasted", "stored"),
    [
        ("doi", "https://doi.org/10.1145/3442188.3445922", "10.1145/3442188.3445922"),
        ("doi", "http://dx.doi.org/10.1145/3442188.3445922", "10.1145/3442188.3445922"),
        ("doi", "doi:10.1145/3442188.3445922", "10.1145/3442188.3445922"),
        ("doi", "https://dl.acm.org/doi/abs/10.1145/3442188.3445922", "10.1145/3442188.3445922"),
        ("arxiv", "https://arxiv.org/abs/2306.16388v2", "2306.16388"),
        ("arxiv", "https://arxiv.org/pdf/2306.16388v2.pdf", "2306.16388"),
        ("arxiv", "arXiv:hep-th/9901001", "hep-th/9901001"),
        ("arxiv", "https://doi.org/10.48550/arXiv.2306.16388", "2306.16388"),
    ],
)
def test_pasted_identifier_of_a_paper_is_normalised(editor, paper, scheme, pasted, stored):
    form = with_row(filled(editor.get(change(paper))), "identifiers", scheme=scheme, value=pasted)
    editor.post(change(paper), form)
    assert list(paper.identifiers.values_list("scheme", "value")) == [(scheme, stored)]


@pytest.mark.parametrize(
    ("scheme", "pasted", "reason"),
    [
        ("doi", "1145/3442188", "A DOI begins with 10., a number and a slash, for example 10.1145/3442188.3445922."),
        (
            "doi",
            "https://example.org/1",
            "A DOI begins with 10., a number and a slash, for example 10.1145/3442188.3445922.",
        ),
        ("arxiv", "2313.16388", "An arXiv id looks like 2306.16388 or hep-th/9901001."),
    ],
)
def test_impossible_identifier_is_refused_with_the_reason(editor, paper, scheme, pasted, reason):
    form = with_row(filled(editor.get(change(paper))), "identifiers", scheme=scheme, value=pasted)
    assert errors(editor.post(change(paper), form)) == [reason]


@pytest.mark.parametrize("pasted", ["10.1002/(SICI)1097-4571(199806)49:8<693::AID-ASI4>3.0.CO;2-O", "10.1/x"])
def test_odd_doi_is_stored_with_a_warning(editor, paper, pasted):
    form = with_row(filled(editor.get(change(paper))), "identifiers", scheme="doi", value=pasted)
    response = editor.post(change(paper), form, follow=True)
    warning = "This DOI has an unusual shape; please check that it opens at https://doi.org/."
    assert f"{paper.identifiers.get().value}: {warning}" in messages(response)
