"""Rows of ordered tables, drawn as Django's own template draws them."""

from html.parser import HTMLParser

import pytest
from django.contrib.auth.models import Permission
from django.template.loader import render_to_string
from django.urls import reverse

from tests.admin.forms import filled, with_row
from tests.factories import AuthorFactory, InstitutionFactory, PaperFactory


class _Rows(HTMLParser):
    """Collects tags with their attributes, and texts, of the bodies of tables."""

    def __init__(self):
        super().__init__()
        self.found, self.inside = [], False

    def handle_starttag(self, tag, attrs):
        self.inside = self.inside or tag == "tbody"
        if self.inside:
            self.found.append((tag, {name: " ".join((value or "").split()) for name, value in attrs}))

    def handle_endtag(self, tag):
        if self.inside:
            self.found.append(f"/{tag}")
        self.inside = self.inside and tag != "tbody"

    def handle_data(self, data):
        if self.inside and data.strip():
            self.found.append(" ".join(data.split()))


def rows_in(html: str) -> list:
    parser = _Rows()
    parser.feed(html)
    return parser.found


def drawn_and_expected(response, prefix: str = "authorships") -> tuple[list, list]:
    """Return the rows of a table on the page, and the rows that Django's template makes of the same table."""
    tables = {table.formset.prefix: table for table in response.context["inline_admin_formsets"]}
    page = render_to_string(tables[prefix].opts.template, {"inline_admin_formset": tables[prefix]})
    django = render_to_string("admin/edit_inline/tabular.html", {"inline_admin_formset": tables[prefix]})
    assert set(map(str, rows_in(page))) <= set(map(str, rows_in(response.content.decode())))
    return rows_in(page), rows_in(django)


@pytest.fixture
def paper(db):
    """A paper by Ada, with everything that an author's row can say, and Charles, from London."""
    paper = PaperFactory(
        authors=[AuthorFactory(display_name=name) for name in ("Ada <A> & “Co”", "Charles")],
        institutions=[InstitutionFactory(name="London")],
    )
    paper.authorships.filter(position=1).update(
        role='the "notes"', corresponding=True, equal_contribution=True, profile_rank=10
    )
    return paper


def address(paper):
    return reverse("admin:papers_paper_change", args=[paper.pk])


@pytest.mark.parametrize("prefix", ["authorships", "institution_entries"])
def test_rows_are_as_django_draws_them(editor, paper, prefix):
    drawn, expected = drawn_and_expected(editor.get(address(paper)), prefix)
    assert drawn == expected


def test_rows_of_a_new_paper_are_as_django_draws_them(editor):
    drawn, expected = drawn_and_expected(editor.get(reverse("admin:papers_paper_add")))
    assert drawn == expected


@pytest.mark.parametrize(
    "sent",
    [
        {"title": ""},
        {"authorships-0-author": "987654"},
        {"authorships-0-author": "", "authorships-1-DELETE": "on", "title": ""},
        {"authorships-0-position": "first", "authorships-1-profile_rank": "-1"},
        {"authorships-1-printed_name": "<b>\x00", "authorships-0-corresponding": ""},
        {"authorships-0-id": ""},
        {"authorships-INITIAL_FORMS": "1", "title": ""},
    ],
)
def test_rows_of_a_refused_form_are_as_django_draws_them(editor, paper, sent):
    form = filled(editor.get(address(paper)))
    form = with_row(form, "authorships", author=AuthorFactory().pk, role="<i>") | sent
    drawn, expected = drawn_and_expected(editor.post(address(paper), form))
    assert drawn == expected


def test_row_that_comes_twice_is_as_django_draws_it(editor, paper):
    form = filled(editor.get(address(paper)))
    form = with_row(form, "authorships", author=form["authorships-0-author"])
    response = editor.post(address(paper), form)
    drawn, expected = drawn_and_expected(response)
    assert "This person is already among the authors." in drawn
    assert drawn == expected


@pytest.mark.parametrize("lacking", [["add"], ["delete"], ["change", "delete"]])
def test_rows_are_as_django_draws_them_for_whoever_may_do_less(librarian, paper, lacking):
    user = librarian.get(reverse("admin:index")).context["user"]
    names = [f"{right}_authorship" for right in lacking]
    user.user_permissions.remove(*Permission.objects.filter(codename__in=names))
    drawn, expected = drawn_and_expected(librarian.get(address(paper)))
    assert drawn == expected
