"""`manage.py create_editor` as an operator meets it."""

import re

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command

from papers.one_time_passwords import GROUP

pytestmark = pytest.mark.django_db
User = get_user_model()


def create_editor(capsys, *arguments: str) -> tuple[str, str]:
    """Run the command and return the user name and the password that it prints."""
    call_command("create_editor", *arguments)
    user, password = re.match(r"User name: +(\S+)\nOne-time password: +(\S+)\n", capsys.readouterr().out).groups()
    return user, password


def refusal(*arguments: str) -> str:
    with pytest.raises(CommandError) as caught:
        call_command("create_editor", *arguments)
    return str(caught.value)


def test_what_is_printed(capsys):
    call_command("create_editor")
    password = re.sub("[a-z2-9]{5}-[a-z2-9]{5}-[a-z2-9]{5}-[a-z2-9]{5}", "PASSWORD", capsys.readouterr().out)
    assert password == (
        "User name:          editor\n"
        "One-time password:  PASSWORD\n"
        "Sign in at:         http://127.0.0.1:8000/admin/\n"
        "The password is shown this once. The first sign-in asks for one of your own in its place.\n"
    )


def test_the_address_is_the_public_one_where_there_is_one(capsys, settings):
    settings.PUBLIC_URL = "https://papers.example.org"
    call_command("create_editor")
    assert "Sign in at:         https://papers.example.org/admin/\n" in capsys.readouterr().out


def test_an_editor_signs_in_and_may_edit_all_of_the_site(capsys, client):
    username, password = create_editor(capsys)
    user = User.objects.get(username=username)
    assert (user.is_staff, user.is_superuser, user.check_password(password)) == (True, False, True)
    assert {permission.partition(".")[0] for permission in user.get_all_permissions()} == {"papers"}
    assert user.has_perms([f"papers.{action}_paper" for action in ("add", "change", "delete", "view")])
    response = client.post(
        "/admin/login/", {"username": username, "password": password, "next": "/admin/"}, follow=True
    )
    assert response.redirect_chain[-1] == ("/admin/password_change/", 302)


def test_each_editor_gets_the_next_name(capsys):
    assert [create_editor(capsys)[0] for _again in range(3)] == ["editor", "editor-2", "editor-3"]


def test_a_name_of_ones_own(capsys):
    assert create_editor(capsys, "ада@example.org")[0] == "ада@example.org"


def test_permissions_that_an_administrator_took_away_stay_away(capsys):
    create_editor(capsys)
    Group.objects.get(name="Editors").permissions.clear()
    username, _password = create_editor(capsys)
    assert User.objects.get(username=username).get_all_permissions() == set()


def test_reset_gives_a_new_password_that_must_be_changed(capsys):
    username, first = create_editor(capsys)
    user = User.objects.get(username=username)
    user.groups.remove(Group.objects.get(name=GROUP))
    assert create_editor(capsys, username, "--reset")[0] == username
    user.refresh_from_db()
    assert (user.check_password(first), user.groups.filter(name=GROUP).exists()) == (False, True)


def test_a_taken_name():
    User.objects.create_user("ada")
    assert refusal("ada") == "There is a user ada already: choose another name, or add --reset for a new password."


def test_an_impossible_name():
    assert refusal("ada lovelace") == (
        "“ada lovelace” cannot be a user name: Enter a valid username. "
        "This value may contain only letters, numbers, and @/./+/-/_ characters."
    )


def test_reset_of_nobody():
    assert refusal("ada", "--reset") == "There is no user ada: leave out --reset to create one."
    assert refusal("--reset") == "Say who is to have a new password: create_editor NAME --reset."


def test_reset_of_someone_who_may_not_sign_in():
    User.objects.create_user("ada")
    assert refusal("ada", "--reset") == ("ada may not sign in to the admin: an administrator has to allow it first.")
