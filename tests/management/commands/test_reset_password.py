"""`manage.py reset_password` as an operator meets it."""

import re

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command

from papers.one_time_passwords import GROUP

pytestmark = pytest.mark.django_db
User = get_user_model()


def refusal(username: str) -> str:
    with pytest.raises(CommandError) as caught:
        call_command("reset_password", username)
    return str(caught.value)


def test_the_new_password_is_printed_and_must_be_changed(capsys):
    user = User.objects.create_user("ada", password="engine-of-brass", is_staff=True)
    call_command("reset_password", "ada")
    printed = capsys.readouterr().out
    password = re.search("[a-z2-9]{5}(-[a-z2-9]{5}){3}", printed).group()
    assert printed.replace(password, "PASSWORD") == (
        "User name:          ada\n"
        "One-time password:  PASSWORD\n"
        "Sign in at:         http://127.0.0.1:8000/admin/\n"
        "The password is shown this once. The first sign-in asks for one of your own in its place.\n"
    )
    user.refresh_from_db()
    assert (user.check_password(password), user.groups.filter(name=GROUP).exists()) == (True, True)


def test_nobody():
    assert refusal("ada") == "There is no user ada: manage.py create_editor ada makes one."


@pytest.mark.parametrize("state", [{"is_staff": False}, {"is_staff": True, "is_active": False}])
def test_someone_who_may_not_sign_in(state):
    User.objects.create_user("ada", **state)
    assert refusal("ada") == "ada may not sign in to the admin: an administrator has to allow it first."
