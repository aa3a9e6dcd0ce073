"""Too much at once is refused, each kind by itself, and room is made again once an answer was sent."""

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from papers.urls import urlpatterns
from profile_site import gates
from profile_site.gates import Gate
from profile_site.sessions import is_from_here, is_of_one_signed_in
from scripts.fuzzing import give_up
from tests.factories import PaperFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def one_reader(monkeypatch):
    """Of expensive pages one at a time, and nobody may wait."""
    monkeypatch.setattr(gates, "READING", Gate(at_once=1, waiting=0, seconds=0))


def test_gate_lets_so_many_through_and_one_more_for_each_that_leaves():
    gate = Gate(at_once=2, waiting=0, seconds=0)
    entered = [gate.enter() for _each in range(3)]
    gate.leave()
    assert (entered, gate.enter(), gate.enter()) == ([True, True, False], True, False)


def test_whoever_waited_in_vain_leaves_the_place_to_wait_in():
    gate = Gate(at_once=1, waiting=1, seconds=0.01)
    assert [gate.enter(), gate.enter()] == [True, False]
    gate.leave()
    assert gate.enter()


def test_every_expensive_page_is_one_of_the_site():
    assert {pattern.name for pattern in urlpatterns} >= gates.EXPENSIVE | gates.EXPENSIVE_IN_PART


@pytest.mark.parametrize("url", ["/papers.bib", "/papers.atom", "/papers/?q=engine", "/sitemap.xml"])
def test_expensive_page_too_many_is_503_and_ordinary_ones_go_on(client, one_reader, url):
    gates.READING.enter()
    response = client.get(url)
    assert (response.status_code, response.headers["Retry-After"]) == (503, "5")
    assert "Too much is asked of the site at once. Try again in a minute." in response.content.decode()
    assert [client.get(page).status_code for page in ("/", "/papers/", "/admin/login/")] == [200, 200, 200]
    gates.READING.leave()
    assert client.get(url).status_code == 200


def test_file_makes_room_when_it_is_sent_or_given_up(client, one_reader):
    PaperFactory()
    first = client.get("/papers.bib")
    assert client.get("/papers.bib").status_code == 503
    give_up(first)
    second = client.get("/papers.bib")
    list(second.streaming_content)
    assert client.get("/papers.bib").status_code == 200


def test_feed_that_did_not_change_makes_room(client, one_reader):
    PaperFactory()
    tag = client.get("/papers.atom")
    list(tag.streaming_content)
    answers = [client.get("/papers.atom", headers={"if-none-match": tag.headers["ETag"]}) for _each in range(2)]
    assert [answer.status_code for answer in answers] == [304, 304]


def test_error_makes_room(client, one_reader, monkeypatch):
    client.raise_request_exception = False
    monkeypatch.setattr("papers.downloads.chosen_papers", None)
    assert [client.get("/papers.bib").status_code for _each in range(2)] == [500, 500]


def test_editor_too_many_is_given_back_what_the_form_had(client, monkeypatch):
    client.force_login(User.objects.create_superuser("ada"))
    monkeypatch.setattr(gates, "EDITING", Gate(at_once=0, waiting=0, seconds=0))
    response = client.post(reverse("admin:papers_page_add"), {"title": "Notes"})
    assert (response.status_code, 'name="title" value="Notes"' in response.content.decode()) == (503, True)


def test_sign_ins_have_a_gate_of_their_own(client, monkeypatch):
    monkeypatch.setattr(gates, "SIGNING_IN", Gate(at_once=0, waiting=0, seconds=0))
    assert client.post(reverse("admin:login"), {"username": "ada", "password": "engine"}).status_code == 503
    client.force_login(User.objects.create_superuser("ada"))
    assert client.post(reverse("admin:papers_page_add"), {"title": "Notes"}).status_code == 302


@pytest.mark.parametrize("forged", ["", "a" * 40, "é" * 40, "abc"])
def test_made_up_session_takes_no_editors_place(client, monkeypatch, forged):
    monkeypatch.setattr(gates, "EDITING", Gate(at_once=0, waiting=0, seconds=0))
    client.cookies[settings.SESSION_COOKIE_NAME] = forged
    answers = [client.get(reverse("admin:index")), client.post(reverse("admin:papers_page_add"), {"title": "Notes"})]
    assert [answer.status_code for answer in answers] == [302, 302]


def test_made_up_session_is_not_looked_up(client):
    client.cookies[settings.SESSION_COOKIE_NAME] = "a" * 40
    with CaptureQueriesContext(connection) as queries:
        assert client.get(reverse("admin:index")).status_code == 302
    assert [query["sql"] for query in queries if "django_session" in query["sql"]] == []


def test_session_of_one_site_is_none_of_another(client):
    client.force_login(User.objects.create_superuser("ada"))
    key = client.session.session_key
    with override_settings(SECRET_KEY="another" * 10):
        assert not is_from_here(key)
    assert is_from_here(key)


def test_session_of_one_who_has_not_signed_in_takes_no_editors_place(client, monkeypatch):
    session = client.session  # as of a visitor who began to sign in with an account elsewhere
    session["begun"] = True
    session.save()
    monkeypatch.setattr(gates, "EDITING", Gate(at_once=0, waiting=0, seconds=0))
    assert is_from_here(client.cookies[settings.SESSION_COOKIE_NAME].value)
    answers = [client.get(reverse("admin:index")), client.post(reverse("admin:papers_page_add"), {"title": "Notes"})]
    assert [answer.status_code for answer in answers] == [302, 302]


def test_whoever_signs_in_has_a_place_however_the_session_began(client):
    ada, grace = (UserFactory(is_superuser=True) for _user in range(2))
    session = client.session
    session["begun"] = True
    session.save()
    keys = []
    for user in (ada, grace):  # one signs in over the other
        client.force_login(user)
        keys.append(client.session.session_key)
    assert [is_of_one_signed_in(key) for key in keys] == [True, True]
