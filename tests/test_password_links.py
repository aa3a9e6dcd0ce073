"""The way back in by mail: open where mail is sent, silent about who has an account, and not to be flooded."""

import re
import threading

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.core.cache import cache
from django.urls import reverse

from papers.password_links import MAILS_TO_AN_ADDRESS, REQUESTS_FROM_AN_ADDRESS
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
ASK = reverse("admin:password_reset")


@pytest.fixture(autouse=True)
def sends_mail(settings):
    settings.MAIL = {"host": "mail.example.org"}
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def ada() -> User:
    user = UserFactory(username="ada", email="ada@example.org")
    user.set_password("engine-of-brass")
    user.save()
    return user


def ask(client, email: str = "ada@example.org"):
    """Return the page that follows on asking for a link, once the mail is sent, if one is."""
    others = set(threading.enumerate())
    page = client.post(ASK, {"email": email}, follow=True)
    for thread in set(threading.enumerate()) - others:
        thread.join()
    return page


def test_a_mail_leads_to_a_new_password(client, ada):
    ask(client)
    [sent] = mail.outbox
    [link] = re.findall(r"http://testserver(/\S+)", sent.body)
    form = client.get(link, follow=True).redirect_chain[-1][0]
    client.post(form, {"new_password1": "weaves-patterns", "new_password2": "weaves-patterns"})
    ada.refresh_from_db()
    assert (sent.subject, ada.check_password("weaves-patterns")) == ("A new password for “Papers”", True)


def test_the_answer_is_the_same_whoever_asks(client, ada):
    pages = [ask(client, email).content for email in ("ada@example.org", "nobody@example.org")]
    assert (pages[0] == pages[1], len(mail.outbox)) == (True, 1)


def test_the_answer_does_not_wait_for_the_mail(client, ada, monkeypatch):
    answered, sent = threading.Event(), threading.Event()
    monkeypatch.setattr(mail.EmailMessage, "send", lambda self: answered.wait(10) and sent.set())
    client.post(ASK, {"email": "ada@example.org"})
    assert sent.is_set() is False
    answered.set()
    assert sent.wait(10) is True


@pytest.mark.parametrize("state", [{"is_active": False}, {"is_staff": False}, {"password": "!"}])
def test_nobody_gets_a_mail_who_may_not_sign_in_with_a_password(client, ada, state):
    User.objects.update(**state)
    ask(client)
    assert mail.outbox == []


def test_an_address_is_not_flooded_and_nobody_is_told(client, ada):
    pages = [ask(client, email) for email in ["ada@example.org", "ADA@example.org"] * MAILS_TO_AN_ADDRESS]
    assert {page.status_code for page in pages} == {200}
    assert len(mail.outbox) == MAILS_TO_AN_ADDRESS


def test_a_flood_of_questions_is_refused(client, ada):
    statuses = [ask(client, f"user-{number}@example.org").status_code for number in range(REQUESTS_FROM_AN_ADDRESS + 1)]
    assert statuses == [200] * REQUESTS_FROM_AN_ADDRESS + [429]
    assert client.post(ASK, {"email": "ada@example.org"}, REMOTE_ADDR="192.0.2.9").status_code == 302


@pytest.mark.parametrize("sends", [True, False])
def test_signing_in_leads_there_only_where_mail_is_sent(client, settings, sends):
    settings.MAIL = settings.MAIL if sends else None
    shown = client.get(reverse("admin:login")).content.decode()
    assert ("Forgotten your password?" in shown, client.get(ASK).status_code) == (sends, 200 if sends else 404)


def test_a_wrong_link_says_so(client):
    page = client.get(reverse("admin:password_reset_confirm", args=["x", "y-z"]))
    assert (page.status_code, page.context["validlink"]) == (200, False)
