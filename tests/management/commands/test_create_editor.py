"""`manage.py create_editor` as an operator meets it."""

import re

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command

from papers.management.site_address import note_port
from papers.roles import ADMINISTRATOR, EDITOR, ROLES

pytestmark = pytest.mark.django_db
User = get_user_model()


def create_editor(capsys, *arguments: str) -> tuple[str, str]:
    """Run the command and return the user name and the password that it prints."""
    call_command("create_editor", *arguments)
    printed = capsys.readouterr().out
    return re.match(r"User name: +(\S+)\nRole: .*\nOne-time password: +(\S+)\n", printed).groups()


def refusal(*arguments: str) -> str:
    with pytest.raises(CommandError) as caught:
        call_command("create_editor", *arguments)
    return str(caught.value)


def test_what_is_printed(capsys):
    call_command("create_editor")
    password = re.sub("[a-z2-9]{5}-[a-z2-9]{5}-[a-z2-9]{5}-[a-z2-9]{5}", "PASSWORD", capsys.readouterr().out)
    assert password == (
        "User name:          editor\n"
        "Role:               Administrator\n"
        "One-time password:  PASSWORD\n"
        "Sign in at:         http://127.0.0.1:8000/admin/\n"
        "The password is shown this once. The first sign-in asks for one of your own in its place.\n"
    )


def test_the_address_is_the_public_one_where_there_is_one(capsys, settings):
    settings.PUBLIC_URL = "https://papers.example.org"
    call_command("create_editor")
    assert "Sign in at:         https://papers.example.org/admin/\n" in capsys.readouterr().out


def test_the_address_is_that_of_the_site_as_it_was_last_served(capsys, settings, tmp_path, monkeypatch):
    settings.DATA_DIR = tmp_path
    note_port(8001)
    call_command("create_editor")
    assert "Sign in at:         http://127.0.0.1:8001/admin/\n" in capsys.readouterr().out
    monkeypatch.setenv("PORT", "8002")
    call_command("create_editor")
    assert "Sign in at:         http://127.0.0.1:8002/admin/\n" in capsys.readouterr().out


def test_the_first_signs_in_and_may_edit_all_of_the_site_and_manage_users(capsys, client):
    username, password = create_editor(capsys)
    user = User.objects.get(username=username)
    assert (user.is_staff, user.is_superuser, user.check_password(password)) == (True, False, True)
    assert user.has_perms(["papers.publish_paper", "papers.change_site", "auth.change_user"]) is True
    response = client.post(
        "/admin/login/", {"username": username, "password": password, "next": "/admin/"}, follow=True
    )
    assert response.redirect_chain[-1] == ("/admin/password_change/", 302)


def roles_of(username: str) -> list[str]:
    return list(User.objects.get(username=username).groups.filter(name__in=ROLES).values_list("name", flat=True))


def test_whoever_follows_is_an_editor(capsys):
    assert [roles_of(create_editor(capsys)[0]) for _again in range(2)] == [[ADMINISTRATOR], [EDITOR]]


def test_nobody_who_follows_a_superuser_is_an_administrator(capsys):
    User.objects.create_superuser("ada")
    assert roles_of(create_editor(capsys)[0]) == [EDITOR]


@pytest.mark.parametrize("role", ROLES)
def test_a_role_of_ones_choice(capsys, role):
    assert roles_of(create_editor(capsys, "--role", role.lower())[0]) == [role]


def test_a_role_that_there_is_not_is_named_as_it_was_typed():
    assert "invalid choice: 'xyz'" in refusal("--role", "xyz")


def test_a_role_that_was_renamed():
    Group.objects.filter(name=EDITOR).update(name="Redaktion")
    assert refusal("--role", "editor") == "There is no group Editor: manage.py migrate makes it again."
    assert User.objects.exists() is False


def test_each_editor_gets_the_next_name(capsys):
    assert [create_editor(capsys)[0] for _again in range(3)] == ["editor", "editor-2", "editor-3"]


def test_a_name_of_ones_own(capsys):
    assert create_editor(capsys, "ада@example.org")[0] == "ада@example.org"


def test_a_taken_name():
    User.objects.create_user("ada")
    assert refusal("ada") == (
        "There is a user ada already: choose another name, or give this one a new password with "
        "manage.py reset_password ada."
    )


def test_an_impossible_name():
    assert refusal("ada lovelace") == (
        "“ada lovelace” cannot be a user name: Enter a valid username. "
        "This value may contain only letters, numbers, and @/./+/-/_ characters."
    )
