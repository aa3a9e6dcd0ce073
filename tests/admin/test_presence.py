"""Who else has a form open."""

import datetime

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from papers.models import OpenForm
from papers.roles import EDITOR
from tests.admin.forms import filled
from tests.factories import OpenFormFactory, PaperFactory, UserFactory, VenueFactory


@pytest.fixture
def paper(db):
    return PaperFactory(citation_key="ada-1843")


@pytest.fixture
def grace(db) -> Client:
    """The browser of a colleague."""
    client = Client()
    client.force_login(User.objects.create_superuser("grace", first_name="Grace", last_name="Hopper"))
    return client


def address(record, view="change"):
    return reverse(f"admin:papers_{record._meta.model_name}_{view}", args=[record.pk])


def told(client, record):
    return client.get(address(record)).context["others"]


def ago(minutes: int) -> datetime.datetime:
    return timezone.now() - datetime.timedelta(minutes=minutes)


def test_colleague_who_has_the_form_open_is_named(editor, grace, paper):
    grace.get(address(paper))
    OpenForm.objects.update(opened=ago(2))
    assert told(editor, paper) == ["Grace Hopper opened this 2\xa0minutes ago and may be changing it."]


def test_own_form_and_those_of_other_records_are_not_told(editor, grace, paper):
    editor.get(address(paper))
    grace.get(address(PaperFactory()))
    grace.get(address(VenueFactory()))
    assert told(editor, paper) == []


def test_form_that_was_saved_or_left_is_closed(editor, grace, paper):
    grace.post(address(paper), filled(grace.get(address(paper))))
    assert told(editor, paper) == []
    grace.get(address(paper))
    grace.post(address(paper, "open"), {"leave": "1"})
    assert told(editor, paper) == []


def test_form_that_is_saved_and_edited_further_is_still_open(editor, grace, paper):
    grace.post(address(paper), filled(grace.get(address(paper))) | {"_continue": "1"}, follow=True)
    assert len(told(editor, paper)) == 1


def test_form_that_nobody_left_is_forgotten_after_ten_minutes(editor, grace, paper):
    grace.get(address(paper))
    OpenForm.objects.update(seen=ago(11))
    assert told(editor, paper) == []
    assert OpenForm.objects.count() == 1  # the editor's own


def test_sign_keeps_the_form_open_and_tells_of_others(editor, grace, paper):
    grace.get(address(paper))
    OpenForm.objects.update(opened=ago(30), seen=ago(9))
    assert grace.post(address(paper, "open")).json() == {"others": []}
    row = OpenForm.objects.get()
    assert (row.opened < ago(29), row.seen > ago(1)) == (True, True)
    assert editor.post(address(paper, "open")).json() == {
        "others": ["Grace Hopper opened this 30\xa0minutes ago and may be changing it."]
    }


def test_name_of_a_user_without_one_is_the_user_name(editor, paper):
    OpenFormFactory(key=str(paper.pk), user=UserFactory(username="charles"))
    assert told(editor, paper) == ["charles opened this 0\xa0minutes ago and may be changing it."]


def test_whoever_may_not_change_the_record_is_told_nothing(librarian, grace, paper):
    user = librarian.get(reverse("admin:index")).context["user"]
    user.user_permissions.remove(user.user_permissions.get(codename="change_paper"))
    grace.get(address(paper))
    assert "others" not in librarian.get(address(paper)).context
    assert librarian.post(address(paper, "open")).status_code == 403


def test_sign_of_a_record_that_is_gone_is_answered(editor, paper):
    paper.delete()
    assert editor.post(reverse("admin:papers_paper_open", args=[987654])).status_code == 404


def test_whoever_works_on_a_draft_is_named_too(editor, grace, paper):
    draft = reverse("admin:papers_paper_draft", args=[paper.pk])
    grace.get(draft)
    assert len(editor.get(draft).context["others"]) == len(told(editor, paper)) == 1


def test_editor_who_may_only_draft_signs_that_the_form_is_open(paper):
    user = User.objects.create_user("writer", is_staff=True)
    user.groups.set([Group.objects.get(name=EDITOR)])
    client = Client()
    client.force_login(user)
    assert client.post(address(paper, "open")).json() == {"others": []}
