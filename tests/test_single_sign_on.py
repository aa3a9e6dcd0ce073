"""Signing in with an account elsewhere, against a provider that answers over HTTP and signs its tokens."""

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from django.contrib.auth.models import Group, User
from django.urls import reverse

from papers.roles import EDITOR
from profile_site import gates
from tests.factories import UserFactory
from tests.oidc_provider import CLIENT, provider

pytestmark = pytest.mark.django_db

SIGN_IN = reverse("admin:single_sign_on")
LOGIN = reverse("admin:login")
FAILED = "Signing in there did not succeed. Try again, or use a password."
ADA = {"email": "ada@example.org", "email_verified": True, "given_name": "Ada", "family_name": "Lovelace"}


@pytest.fixture
def elsewhere(settings):
    with provider() as served:
        served.claims = ADA
        settings.SINGLE_SIGN_ON = True
        settings.AUTHENTICATION_BACKENDS = [
            *settings.AUTHENTICATION_BACKENDS,
            "papers.single_sign_on.ProviderBackend",
        ]
        for name, value in served.settings().items():
            setattr(settings, name, value)
        yield served


def sign_in(client, elsewhere, next_page: str = ""):
    """Return the page that follows on signing in at the provider."""
    led = client.get(SIGN_IN, {"next": next_page} if next_page else {})
    return client.get(elsewhere.visit(led.url), follow=True)


def said(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def test_the_sign_in_page_offers_it_only_where_it_is_configured(client, elsewhere, settings):
    assert SIGN_IN in client.get(LOGIN).content.decode()
    settings.SINGLE_SIGN_ON = False
    assert SIGN_IN not in client.get(LOGIN).content.decode()


def test_beginning_and_ending_have_a_gate_that_editors_and_passwords_do_not_need(client, elsewhere, monkeypatch):
    UserFactory(email="ada@example.org", is_superuser=True)
    led = client.get(SIGN_IN)
    back = elsewhere.visit(led.url)
    with monkeypatch.context() as patch:
        patch.setattr(gates, "ELSEWHERE", gates.Gate(at_once=0, waiting=0, seconds=0))
        assert [client.get(url).status_code for url in (SIGN_IN, back, LOGIN)] == [503, 503, 200]
    assert client.get(back).url == "/admin/"


def test_a_user_is_known_by_a_verified_address(client, elsewhere):
    user = UserFactory(email="Ada@Example.org", is_superuser=True)
    page = sign_in(client, elsewhere, "/admin/papers/paper/")
    assert page.redirect_chain[-1] == ("/admin/papers/paper/", 302)
    assert page.context["user"] == user


def test_whoever_is_new_has_no_role_until_given_one(client, elsewhere):
    page = sign_in(client, elsewhere)
    user = User.objects.get()
    assert page.redirect_chain[-1] == (LOGIN, 302)
    assert said(page) == ["You are known now, but have no role yet: ask an administrator for one."]
    assert (user.username, user.get_full_name(), user.is_staff) == ("ada@example.org", "Ada Lovelace", False)
    assert (user.has_usable_password(), user.get_all_permissions(), "_auth_user_id" in client.session) == (
        False,
        set(),
        False,
    )
    user.is_staff = True
    user.save()
    user.groups.add(Group.objects.get(name=EDITOR))
    assert sign_in(client, elsewhere).redirect_chain[-1] == ("/admin/", 302)


@pytest.mark.parametrize(
    "claims",
    [
        {"email_verified": False},
        {"email_verified": "true"},
        {"email_verified": None},
        {"email": ""},
        {"email": "ada"},
        {"email": None},
        {"sub": "charles"},
    ],
    ids=str,
)
def test_an_address_that_is_not_vouched_for_opens_nothing(client, elsewhere, claims):
    UserFactory(email="ada@example.org", is_superuser=True)
    elsewhere.claims = ADA | claims
    page = sign_in(client, elsewhere)
    assert (said(page), page.context["user"].is_authenticated, User.objects.count()) == ([FAILED], False, 1)


@pytest.mark.parametrize(
    "token", [{"aud": "another"}, {"aud": []}, {"nonce": "another"}, {"exp": 1}, {"nbf": 2**33}], ids=str
)
def test_a_token_for_another_time_place_or_purpose_is_refused(client, elsewhere, token):
    UserFactory(email="ada@example.org", is_superuser=True)
    elsewhere.token = token
    assert said(sign_in(client, elsewhere)) == [FAILED]


def test_a_token_may_be_for_several(client, elsewhere):
    UserFactory(email="ada@example.org", is_superuser=True)
    elsewhere.token = {"aud": ["another", CLIENT]}
    assert sign_in(client, elsewhere).redirect_chain[-1] == ("/admin/", 302)


@pytest.mark.parametrize(
    ("key", "algorithm"),
    [(rsa.generate_private_key(65537, 2048), "RS256"), (b"kept between the two, as long as it must be", "HS256")],
    ids=["another key", "another algorithm"],
)
def test_a_token_that_the_provider_did_not_sign_is_refused(client, elsewhere, key, algorithm):
    UserFactory(email="ada@example.org", is_superuser=True)
    elsewhere.signs_with, elsewhere.algorithm = key, algorithm
    assert said(sign_in(client, elsewhere)) == [FAILED]


@pytest.mark.parametrize("path", ["/token", "/user", "/keys"])
def test_a_provider_that_breaks_is_no_error_of_ours(client, elsewhere, path):
    elsewhere.breaks = path
    assert said(sign_in(client, elsewhere)) == [FAILED]


def test_an_answer_works_once_and_only_in_the_browser_that_asked(client, elsewhere):
    UserFactory(email="ada@example.org", is_superuser=True)
    answer = elsewhere.visit(client.get(SIGN_IN).url)
    other = type(client)()
    assert said(other.get(answer, follow=True)) == [FAILED]
    client.get(answer)
    client.post(reverse("admin:logout"))
    assert said(client.get(answer, follow=True)) == [FAILED]


@pytest.mark.parametrize("query", ["", "?code=x", "?code=x&state=y", "?error=access_denied&state=y"])
def test_a_made_up_answer_opens_nothing(client, elsewhere, query):
    page = client.get(reverse("admin:single_sign_on_callback") + query, follow=True)
    assert (page.status_code, said(page)) == (200, [FAILED])


def test_two_users_with_one_address_are_not_mistaken_for_each_other(client, elsewhere):
    UserFactory.create_batch(2, email="ada@example.org", is_superuser=True)
    assert said(sign_in(client, elsewhere)) == [FAILED]


def test_it_leads_to_no_other_site(client, elsewhere):
    UserFactory(email="ada@example.org", is_superuser=True)
    assert sign_in(client, elsewhere, "https://example.org/").redirect_chain[-1] == ("/admin/", 302)


def test_a_user_who_may_not_sign_in_cannot_sign_in_there_either(client, elsewhere):
    UserFactory(email="ada@example.org", is_superuser=True, is_active=False)
    assert said(sign_in(client, elsewhere)) == [FAILED]


def test_a_session_ends_with_the_right_to_sign_in(client, elsewhere):
    user = UserFactory(email="ada@example.org", is_superuser=True)
    sign_in(client, elsewhere)
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert client.get("/admin/", follow=True).context["user"].is_authenticated is False


def test_a_password_still_works(client, elsewhere):
    user = UserFactory(username="ada", is_superuser=True)
    user.set_password("engine-of-brass")
    user.save()
    sent = {"username": "ada", "password": "engine-of-brass", "next": "/admin/"}
    assert client.post(LOGIN, sent).url == "/admin/"
