"""A password made by a command opens the form for a new one, and nothing else."""

import re

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.urls import reverse

from papers.one_time_passwords import GROUP, give_one_time_password, one_time_password

pytestmark = pytest.mark.django_db
FORM = "/admin/password_change/"


@pytest.fixture
def editor():
    """A user who may enter the admin, with a password of their own."""
    return get_user_model().objects.create_superuser("ada", password="engine-of-brass")


def sign_in(client, password: str):
    """Sign in as Ada on the admin's own page and return the page that follows."""
    data = {"username": "ada", "password": password, "next": "/admin/"}
    return client.post(reverse("admin:login"), data, follow=True)


def change(client, old: str, new: str):
    return client.post(FORM, {"old_password": old, "new_password1": new, "new_password2": new})


def errors(response) -> list[str]:
    return [error for errors in response.context["form"].errors.values() for error in errors]


def test_a_one_time_password_is_long_and_readable():
    passwords = {one_time_password() for _again in range(100)}
    assert len(passwords) == 100
    assert [
        password
        for password in passwords
        if not re.fullmatch("([a-hj-km-np-z2-9]{5}-){3}[a-hj-km-np-z2-9]{5}", password)
    ] == []


def test_a_first_sign_in_leads_to_the_form_for_a_new_password(client, editor):
    response = sign_in(client, give_one_time_password(editor))
    assert response.redirect_chain == [("/admin/", 302), (FORM, 302)]
    assert [str(message) for message in response.context["messages"]] == [
        "Choose a password of your own first: this one was for a single use."
    ]


@pytest.mark.parametrize(
    "path", ["/admin/", "/admin/papers/paper/add/", "/admin/auth/user/", "/admin/password_change/done/"]
)
def test_the_rest_of_the_admin_stays_closed(path, client, editor):
    sign_in(client, give_one_time_password(editor))
    for answer in (client.get(path), client.post(path, {})):
        assert (answer.status_code, answer["Location"]) == (302, FORM)


def test_public_pages_and_signing_out_stay_open(client, editor):
    sign_in(client, give_one_time_password(editor))
    assert client.get("/authors/").status_code == 200
    assert client.post(reverse("admin:logout")).status_code == 200
    assert client.get("/admin/")["Location"] == "/admin/login/?next=/admin/"


def test_a_new_password_opens_the_admin_for_good(client, editor):
    password = give_one_time_password(editor)
    sign_in(client, password)
    assert change(client, password, "weaves-patterns")["Location"] == "/admin/password_change/done/"
    assert client.get("/admin/password_change/done/").status_code == 200
    assert client.get("/admin/").status_code == 200
    client.post(reverse("admin:logout"))
    assert errors(sign_in(client, password)) != []
    assert sign_in(client, "weaves-patterns").redirect_chain == [("/admin/", 302)]


def test_a_refused_new_password_opens_nothing(client, editor):
    password = give_one_time_password(editor)
    sign_in(client, password)
    assert change(client, password, "short").status_code == 200
    assert client.get("/admin/")["Location"] == FORM


def test_the_one_time_password_is_no_new_password(client, editor):
    password = give_one_time_password(editor)
    sign_in(client, password)
    assert errors(change(client, password, password)) == ["This is the present password: choose another."]


def test_others_are_not_asked(client, editor):
    assert sign_in(client, "engine-of-brass").redirect_chain == [("/admin/", 302)]


def test_an_administrator_can_ask_for_a_new_password(client, editor):
    editor.groups.add(Group.objects.create(name=GROUP))
    assert sign_in(client, "engine-of-brass").redirect_chain == [("/admin/", 302), (FORM, 302)]


def test_a_new_one_time_password_ends_open_sessions(client, editor):
    sign_in(client, "engine-of-brass")
    give_one_time_password(editor)
    assert client.get("/admin/")["Location"] == "/admin/login/?next=/admin/"


def test_someone_who_may_no_longer_edit_is_asked_to_sign_in(client, editor):
    sign_in(client, give_one_time_password(editor))
    get_user_model().objects.update(is_staff=False)
    response = client.get("/admin/", follow=True)
    assert (response.redirect_chain, response.status_code) == ([("/admin/login/?next=/admin/", 302)], 200)
