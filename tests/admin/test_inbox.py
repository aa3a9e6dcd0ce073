"""An editor finds a person's new works in the inbox, takes some and dismisses others."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from papers.inbox import refresh
from papers.models import ImportBatch, Paper
from tests.admin.forms import filled, messages
from tests.factories import AuthorFactory, ImportBatchFactory
from tests.fetching.answers import ADA, openalex, openalex_work

LIST = "/admin/papers/importbatch/"


@pytest.fixture
def waiting(served):
    """A list of two new works of Ada Lovelace's."""
    served.answer("/works?", openalex(openalex_work(1, "First"), openalex_work(2, "Second")))
    ada = AuthorFactory(display_name="Ada Lovelace", orcid=ADA, is_profile=True)
    return next(refresh(ada)).batch


def address(batch) -> str:
    return f"{LIST}{batch.pk}/change/"


def test_the_list_of_imports_says_how_much_waits_and_shows_it_alone(editor, waiting):
    ImportBatchFactory()
    page = editor.get(LIST)
    assert 'href="?inbox=waiting">waiting (1)</a>' in page.content.decode()
    assert list(editor.get(LIST, {"inbox": "waiting"}).context["cl"].result_list) == [waiting]


def test_what_is_ticked_becomes_a_draft_of_the_person_s(editor, waiting):
    page = editor.get(address(waiting))
    assert "what you leave out is not proposed again" in " ".join(page.content.decode().split())
    editor.post(address(waiting), filled(page) | {"entry": ["2"], "apply": "1"})
    assert list(Paper.objects.values_list("title", "status", "authorships__author__orcid")) == [
        ("Second", "draft", ADA)
    ]
    assert not ImportBatch.objects.inbox().exists()


def test_all_are_dismissed(editor, waiting):
    after = editor.post(address(waiting), {"dismiss": "1"}, follow=True)
    assert (messages(after), Paper.objects.exists()) == (["None of these works is proposed again."], False)
    assert "Dismissed: none of these works is proposed again, unless you delete this list." in after.content.decode()
    again = editor.post(address(waiting), {"dismiss": "1"}, follow=True)
    assert messages(again) == [f"Import {waiting.pk} is not in the inbox any more."]


def test_a_plan_of_the_editor_s_own_cannot_be_dismissed(editor):
    batch = ImportBatchFactory()
    assert "Dismiss all" not in editor.get(address(batch)).content.decode()
    editor.post(address(batch), {"dismiss": "1"})
    batch.refresh_from_db()
    assert batch.status == "planned"


def test_whoever_may_only_look_dismisses_nothing(signed_in, waiting):
    assert signed_in("Viewer").post(address(waiting), {"dismiss": "1"}).status_code == 403
    assert ImportBatch.objects.inbox().exists()


def test_a_list_that_is_deleted_waits_no_more(editor, waiting):
    assert f'href="{LIST}{waiting.pk}/delete/"' in editor.get(address(waiting)).content.decode()
    editor.post(f"{LIST}{waiting.pk}/delete/", {"post": "yes"})
    assert not ImportBatch.objects.exists()


def test_the_list_of_imports_costs_the_same_however_much_waits(editor, waiting):
    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            editor.get(LIST)
        return len(caught)

    few = queries()
    for number in range(20):
        ImportBatchFactory(owner=AuthorFactory(), file_name=f"{number}")
    assert queries() == few
