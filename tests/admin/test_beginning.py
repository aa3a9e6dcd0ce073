"""An administrator begins a profile from a name and a bibliography."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from papers.models import Author, ImportBatch, Paper
from papers.roles import ADMINISTRATOR, PUBLISHER
from tests.admin.forms import filled, messages
from tests.factories import AuthorFactory, AuthorNameFactory, PaperFactory
from tests.test_beginning import WORKS

pytestmark = pytest.mark.django_db

BEGIN = "/admin/papers/author/begin/"


def send(editor, **fields):
    form = filled(editor.get(BEGIN)) | {"name": "Ada Lovelace", "text": WORKS.decode()} | fields
    return editor.post(BEGIN, form, follow=True)


def errors(response) -> list[str]:
    return [str(message) for messages in response.context["form"].errors.values() for message in messages]


def test_one_step_leads_to_what_came_and_to_its_undoing(editor):
    page = send(editor)
    assert messages(page) == [
        '<a href="/authors/ada-lovelace/">Ada Lovelace</a> has a profile: 2 works came, 1 of all by that person.',
        "1 entry was left out; the table says why.",
        "The others name nobody “Ada Lovelace”. Where they spell the name otherwise, merge the two under People.",
    ]
    assert [(row.name, row.entry.outcome) for row in page.context["rows"]] == [
        ("Notes on the Engine", "new"),
        ("Notes on the Engine", "refused"),
        ("On Looms", "new"),
    ]
    assert set(Paper.objects.values_list("status", flat=True)) == {"published"}
    batch = ImportBatch.objects.get()
    editor.post(reverse("admin:papers_importbatch_change", args=[batch.pk]), {"undo": "1"})
    assert (Author.objects.count(), Paper.objects.count()) == (0, 0)


def test_a_file_does_as_well_and_works_may_be_drafts(editor):
    editor.post(BEGIN, {"name": " Ada  Lovelace ", "files": SimpleUploadedFile("works.bib", WORKS)})
    assert Author.objects.get(is_profile=True).display_name == "Ada Lovelace"
    assert set(Paper.objects.values_list("status", flat=True)) == {"draft"}


def test_who_of_that_name_is_meant_is_asked(editor):
    ada = AuthorFactory(display_name="Ada Lovelace", note="London")
    other = AuthorNameFactory(name="Ada Lovelace", author__display_name="Ada Byron").author
    PaperFactory(authors=[ada])
    page = send(editor)
    assert errors(page) == ["That name is known here: say who it is, and choose the file again."]
    assert [label for _key, label in page.context["form"].fields["person"].choices] == [
        "Ada Lovelace (London), 1 paper",
        "Ada Byron, 0 papers",
        "somebody else of that name",
    ]
    send(editor, person=str(ada.pk))
    assert list(Author.objects.profiles()) == [ada]
    assert other.papers.count() == 0


def test_a_namesake_is_somebody_else_where_that_is_said(editor):
    AuthorFactory(display_name="Ada Lovelace")
    send(editor, person="new")
    assert list(Author.objects.profiles().values_list("slug", flat=True)) == ["ada-lovelace-2"]


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"name": " "}, "This field is required."),
        ({"name": "a\x00"}, "Null characters are not allowed."),
        ({"name": "a" * 201}, "Ensure this value has at most 200 characters (it has 201)."),
        ({"text": ""}, "Choose a file or paste a bibliography."),
        ({"text": "Dear Charles,"}, "This is in no format that can be read; known are "),
        ({"text": "@comment{x}\n@string{a = b}"}, "No entry was found in it, so there is nothing to begin with."),
    ],
)
def test_what_cannot_begin_a_profile_is_said_on_the_form(editor, fields, reason):
    page = send(editor, **fields)
    assert [error.startswith(reason) for error in errors(page)] == [True]
    assert (Author.objects.count(), ImportBatch.objects.count()) == (0, 0)


def test_one_bibliography_at_a_time(editor):
    files = {"files": SimpleUploadedFile("works.bib", WORKS)}
    assert errors(send(editor, **files)) == ["Give one file, or one text; import others afterwards."]


def test_only_administrators_without_a_scope_begin_profiles(signed_in):
    confined = signed_in(ADMINISTRATOR, author=AuthorFactory())
    browsers = [signed_in(PUBLISHER), confined, signed_in(ADMINISTRATOR)]
    assert [browser.post(BEGIN, {}).status_code for browser in browsers] == [403, 403, 200]
    people = reverse("admin:papers_author_changelist")
    assert [BEGIN in browser.get(people).content.decode() for browser in browsers] == [False, False, True]


def test_the_desk_leads_there_whoever_may(editor, signed_in):
    found = [BEGIN in browser.get("/admin/").content.decode() for browser in (editor, signed_in("Publisher"))]
    assert found == [True, False]


def test_the_first_page_of_an_empty_site_leads_there(client):
    assert f'href="{BEGIN}"' in client.get("/").content.decode()
