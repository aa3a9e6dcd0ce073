"""Guessing passwords: refused unseen after some attempts, for whoever guesses and for nobody else."""

import datetime
from typing import ClassVar

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core.management import call_command
from django.urls import reverse

from papers.sign_in import MOST_FROM_AN_ADDRESS, client_address

PASSWORD, WRONG = "engine-of-brass", "engine-of-wood"
HERE, ELSEWHERE = "192.0.2.1", "198.51.100.7"
NOON = datetime.datetime(2026, 11, 24, 12, tzinfo=datetime.UTC)


@pytest.fixture
def ada(db):
    return get_user_model().objects.create_superuser("ada", password=PASSWORD)


def attempt(client, password: str = WRONG, username: str = "ada", address: str = HERE):
    sent = {"username": username, "password": password, "next": "/admin/"}
    return client.post(reverse("admin:login"), sent, REMOTE_ADDR=address)


def fail(client, times: int, **more) -> list[int]:
    return [attempt(client, **more).status_code for _again in range(times)]


class NotedHasher(MD5PasswordHasher):
    """A quick hasher that notes what it is given."""

    algorithm = "noted"
    noted: ClassVar[list[str]] = []

    def encode(self, password, salt):
        self.noted.append(password)
        return super().encode(password, salt)


@pytest.fixture(autouse=True)
def hashed(settings) -> list[str]:
    """The passwords that were hashed."""
    settings.PASSWORD_HASHERS = ["tests.test_sign_in.NotedHasher"]
    return NotedHasher.noted


def test_the_fifth_failure_is_the_last_that_is_looked_at(client, ada, hashed):
    assert fail(client, 5) == [200, 200, 200, 200, 429]
    hashed.clear()
    assert attempt(client, PASSWORD).status_code == 429
    assert hashed == []


def test_the_page_says_for_how_long_and_nothing_about_the_user(client, ada):
    pages = []
    for name in ("ada", "nobody"):
        with time_machine.travel(NOON, tick=False) as clock:
            fail(client, 5, username=name)
            clock.shift(61)
            pages.append(attempt(client, PASSWORD, username=name))
    assert [page["Retry-After"] for page in pages] == ["839", "839"]
    assert pages[0].content == pages[1].content
    assert "Try again in 14 minutes." in pages[0].content.decode()


def test_the_time_that_is_said_is_the_time_it_takes(client, ada):
    with time_machine.travel(NOON, tick=False) as clock:
        fail(client, 7)
        clock.shift(15 * 60 - 1)
        assert attempt(client, PASSWORD).status_code == 429
        clock.shift(2)
        assert attempt(client, PASSWORD).status_code == 302


def test_nobody_is_locked_out_from_elsewhere(client, ada):
    fail(client, 5, address=ELSEWHERE)
    assert attempt(client, PASSWORD).status_code == 302


def test_one_user_s_failures_are_not_another_s(client, ada):
    fail(client, 5, username="charles")
    assert attempt(client, PASSWORD).status_code == 302


def test_signing_in_forgets_the_failures(client, ada):
    fail(client, 4)
    attempt(client, PASSWORD)
    client.post(reverse("admin:logout"))
    assert fail(client, 4) == [200] * 4


def test_an_address_that_tries_many_users_is_refused_as_a_whole(client, ada, hashed):
    for number in range(MOST_FROM_AN_ADDRESS):
        attempt(client, username=f"user-{number}")
    hashed.clear()
    assert (attempt(client, PASSWORD).status_code, hashed) == (429, [])
    assert attempt(client, PASSWORD, address=ELSEWHERE).status_code == 302


def test_an_operator_unlocks_by_giving_a_new_password(client, ada, capsys):
    fail(client, 5)
    call_command("reset_password", "ada")
    assert attempt(client).status_code == 200


@pytest.mark.parametrize("username", ["\x00", "a" * 1000, "ａｄａ", "", "'"])
def test_any_name_is_answered(client, db, username):
    assert fail(client, 6, username=username)[-1] in {200, 429}


# The address


def address_of(rf, remote: str, forwarded: str | None = None) -> str:
    more = {} if forwarded is None else {"HTTP_X_FORWARDED_FOR": forwarded}
    return client_address(rf.get("/", REMOTE_ADDR=remote, **more))


def test_what_a_visitor_says_of_the_address_is_not_believed(rf, settings):
    settings.BEHIND_TLS_PROXY = False
    assert address_of(rf, HERE, ELSEWHERE) == HERE


@pytest.mark.parametrize(
    ("forwarded", "address"),
    [(ELSEWHERE, ELSEWHERE), (f"203.0.113.5, {ELSEWHERE}", ELSEWHERE), ("", "127.0.0.1"), (None, "127.0.0.1")],
)
def test_behind_a_proxy_its_own_word_counts(rf, settings, forwarded, address):
    settings.BEHIND_TLS_PROXY = True
    assert address_of(rf, "127.0.0.1", forwarded) == address


@pytest.mark.parametrize(
    ("remote", "address"),
    [
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("::ffff:192.0.2.1", HERE),
        ("", "0.0.0.0"),  # noqa: S104
        ("nowhere", "0.0.0.0"),  # noqa: S104
    ],
)
def test_an_address_is_written_in_one_way(rf, remote, address):
    assert address_of(rf, remote) == address
