"""Administrators invite users, give roles and scopes, and raise nobody, themselves least of all."""

import re

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, Permission, User
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from papers.models import EditorScope
from papers.one_time_passwords import GROUP
from papers.roles import ADMINISTRATOR, EDITOR, PUBLISHER
from tests.admin.forms import errors, filled, messages, with_row
from tests.factories import AuthorFactory, UserFactory

pytestmark = pytest.mark.django_db

ADD = reverse("admin:auth_user_add")
LINK = r"http://testserver(/admin/password/choose/\S+/[0-9a-z]+-[0-9a-f]+/)"


@pytest.fixture
def administrator(signed_in):
    return signed_in(ADMINISTRATOR)


@pytest.fixture
def sends_mail(settings):
    settings.MAIL = {"host": "mail.example.org"}


def form_of(user) -> str:
    return reverse("admin:auth_user_change", args=[user.pk])


def invite(administrator, role: str = EDITOR, **more):
    sent = {"username": "ada", "first_name": "Ada", "last_name": "Lovelace", "email": "ada@example.org"}
    return administrator.post(ADD, sent | {"role": Group.objects.get(name=role).pk} | more, follow=True)


def choose(client, link: str):
    form = client.get(link, follow=True).redirect_chain[-1][0]
    return client.post(form, dict.fromkeys(["new_password1", "new_password2"], "weaves-patterns"), follow=True)


# Invitations


def test_an_invitation_is_mailed_and_leads_to_a_password(administrator, client, sends_mail):
    after = invite(administrator)
    assert messages(after) == ["A link to choose a password was sent to ada@example.org."]
    [sent] = mail.outbox
    assert (sent.to, sent.subject) == (["ada@example.org"], "You are invited to edit “Papers”")
    [link] = re.findall(LINK, sent.body)
    assert sent.body.replace(link, "/LINK") == (
        "Dear Ada Lovelace,\n\nyou may edit the site “Papers”. Choose a password here, within 3 days:\n\n"
        "http://testserver/LINK\n\nYour user name, for signing in: ada\n"
    )
    assert choose(client, link).redirect_chain[-1] == (reverse("admin:password_reset_complete"), 302)
    user = User.objects.get(username="ada")
    assert (user.check_password("weaves-patterns"), user.is_staff) == (True, True)
    assert [group.name for group in user.groups.all()] == [EDITOR]


def test_a_link_works_once(administrator, client, sends_mail):
    invite(administrator)
    [link] = re.findall(LINK, mail.outbox[0].body)
    choose(client, link)
    assert client.get(link).context["validlink"] is False


def test_without_mail_the_link_is_shown_to_be_handed_over(administrator, client):
    page = invite(administrator).content.decode()
    assert "Hand this link over to Ada Lovelace yourself." in page
    choose(client, re.search(LINK, page)[1])
    assert User.objects.get(username="ada").check_password("weaves-patterns") is True
    assert mail.outbox == []


def test_a_mail_that_cannot_be_sent_leaves_the_link(administrator, sends_mail, monkeypatch):
    def refuse(self):
        raise OSError("no route to host")

    monkeypatch.setattr(mail.EmailMessage, "send", refuse)
    assert re.search(LINK, invite(administrator).content.decode())


def test_an_invitation_needs_an_address_that_nobody_has(administrator):
    UserFactory(email="Ada@example.org")
    assert invite(administrator).context["errors"] == [["Another user has this e-mail address."]]
    assert invite(administrator, email="").context["errors"] == [["This field is required."]]
    assert User.objects.filter(username="ada").exists() is False


def test_a_new_link_is_made_once_asked_for(administrator, client):
    user = UserFactory()
    user.groups.add(Group.objects.get_or_create(name=GROUP)[0])
    address = reverse("admin:auth_user_invitation", args=[user.pk])
    assert "Show the link" in administrator.get(address).content.decode()
    choose(client, re.search(LINK, administrator.post(address).content.decode())[1])
    user.refresh_from_db()
    assert (user.check_password("weaves-patterns"), user.groups.exists()) == (True, False)
    assert [entry.change_message for entry in LogEntry.objects.filter(object_id=user.pk)] == [
        "Made a link to choose a password."
    ]


@pytest.mark.parametrize("state", [{"is_active": False}, {"is_staff": False}, {"is_superuser": True}])
def test_no_link_for_whoever_may_not_sign_in_or_is_above(administrator, state):
    address = reverse("admin:auth_user_invitation", args=[UserFactory(**state).pk])
    assert [administrator.get(address).status_code, administrator.post(address).status_code] == [403, 403]


# Rising


def test_an_administrator_makes_nobody_a_superuser(administrator):
    user = UserFactory()
    permissions = list(Permission.objects.values_list("pk", flat=True))
    form = filled(administrator.get(form_of(user))) | {"is_superuser": "on", "user_permissions": permissions}
    assert administrator.post(form_of(user), form).status_code == 302
    user.refresh_from_db()
    assert (user.is_superuser, user.user_permissions.count()) == (False, 0)


@pytest.mark.parametrize("view", ["change", "delete", "password_change"])
def test_a_superuser_is_out_of_an_administrators_reach(administrator, view):
    boss = UserFactory(is_superuser=True)
    sent = {"password1": "weaves-patterns", "password2": "weaves-patterns", "post": "yes", "usable_password": "true"}
    name = f"admin:auth_user_{view}"
    assert administrator.post(reverse(name, args=[boss.pk]), sent).status_code == 403


def test_so_is_whoever_has_a_right_that_the_administrator_lacks(administrator):
    user = UserFactory(is_active=False)
    user.user_permissions.add(Permission.objects.get(codename="delete_user"))
    assert administrator.post(form_of(user), {}).status_code == 403


def test_a_group_with_such_a_right_cannot_be_given(administrator):
    strong = Group.objects.create(name="Strong")
    strong.permissions.add(Permission.objects.get(codename="delete_user"))
    user = UserFactory()
    form = filled(administrator.get(form_of(user))) | {"groups": [strong.pk]}
    assert errors(administrator.post(form_of(user), form)) == [
        f"Select a valid choice. {strong.pk} is not one of the available choices."
    ]
    group = reverse("admin:auth_group_change", args=[strong.pk])
    assert administrator.post(group, {"name": "Strong"}).status_code == 403


def test_nor_is_it_given_to_a_group(administrator):
    group, right = Group.objects.get(name=EDITOR), Permission.objects.get(codename="delete_user")
    address = reverse("admin:auth_group_change", args=[group.pk])
    form = filled(administrator.get(address)) | {"permissions": [right.pk]}
    assert errors(administrator.post(address, form)) == [
        f"Select a valid choice. {right.pk} is not one of the available choices."
    ]


def test_nobody_changes_what_they_are_allowed_themselves(administrator):
    user = User.objects.get(groups__name=ADMINISTRATOR)
    EditorScope.objects.create(user=user, author=AuthorFactory())
    form = filled(administrator.get(form_of(user)))
    forged = {"is_active": "", "groups": [], "scopes-TOTAL_FORMS": "1", "scopes-INITIAL_FORMS": "1"}
    forged |= {"scopes-0-id": str(EditorScope.objects.get().pk), "scopes-0-DELETE": "on", "first_name": "Ada"}
    administrator.post(form_of(user), form | forged)
    user.refresh_from_db()
    assert (user.first_name, user.is_active, user.groups.get().name) == ("Ada", True, ADMINISTRATOR)
    assert EditorScope.objects.count() == 1


@pytest.mark.parametrize("role", [EDITOR, PUBLISHER])
def test_no_other_role_comes_near_users(signed_in, role):
    browser, user = signed_in(role), User.objects.get()
    addresses = [ADD, form_of(user), reverse("admin:auth_user_invitation", args=[user.pk])]
    assert [browser.post(address, {"is_superuser": "on"}).status_code for address in addresses] == [403] * 3


# Roles and scopes


def test_a_role_and_a_scope_are_given(administrator):
    user, ada = UserFactory(), AuthorFactory()
    form = with_row(filled(administrator.get(form_of(user))), "scopes", author=str(ada.pk))
    administrator.post(form_of(user), form | {"groups": [Group.objects.get(name=PUBLISHER).pk]})
    assert (user.groups.get().name, user.scopes.get().author) == (PUBLISHER, ada)


def test_a_scope_of_nothing_is_refused(administrator):
    user = UserFactory()
    form = filled(administrator.get(form_of(user))) | {"scopes-TOTAL_FORMS": "1"}
    sent = form | {"scopes-0-author": "", "scopes-0-institution": "", "scopes-0-user": str(user.pk)}
    administrator.post(form_of(user), sent)
    assert user.scopes.exists() is False


def test_the_list_names_roles_in_a_fixed_number_of_queries(administrator):
    counts = []
    for number in (1, 20):
        for user in UserFactory.create_batch(number):
            user.groups.add(Group.objects.get(name=EDITOR))
        with CaptureQueriesContext(connection) as captured:
            page = administrator.get(reverse("admin:auth_user_changelist"))
        counts.append(len(captured))
    assert (counts[0] - counts[1], "Editor" in page.content.decode()) == (0, True)


# Two at once


def test_a_user_who_was_changed_meanwhile_is_not_overwritten(administrator, signed_in):
    colleague, user = signed_in(ADMINISTRATOR), UserFactory(first_name="Ada", is_staff=True)
    forms = [filled(browser.get(form_of(user))) for browser in (administrator, colleague)]
    colleague.post(form_of(user), forms[1] | {"first_name": "Augusta", "last_name": "King"})
    after = administrator.post(form_of(user), forms[0] | {"first_name": "A."})
    assert errors(after)[0].startswith("Not saved yet: this record was changed while your form was open.")
    told = [(each.label, each.theirs, each.is_asked) for each in after.context["differences"]]
    assert told == [("First name", ["Augusta"], True), ("Last name", ["King"], False)]
    again = filled(after)
    assert (again["first_name"], again["last_name"]) == ("A.", "King")
    administrator.post(form_of(user), again | {"_keep:first_name": "yours"})
    user.refresh_from_db()
    assert (user.first_name, user.last_name) == ("A.", "King")


def test_a_role_that_was_changed_meanwhile_is_not_overwritten(editor):
    group = Group.objects.get(name=EDITOR)
    address = reverse("admin:auth_group_change", args=[group.pk])
    form = filled(editor.get(address))
    group.permissions.remove(Permission.objects.get(codename="add_metric"))
    after = editor.post(address, form | {"name": "Writer"})
    assert errors(after)[0].startswith("Not saved yet: this record was changed while your form was open.")
    assert not group.permissions.filter(codename="add_metric").exists()
