"""A second factor: set up before anything else, asked for at every sign-in, not to be guessed."""

import datetime
import time
from xml.etree import ElementTree

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from papers.one_time_passwords import give_one_time_password
from papers.second_factor import OPEN_VIEWS, RECOVERY_CODES
from tests.admin import matrix
from tests.factories import SiteFactory, UserFactory

pytestmark = pytest.mark.django_db

NOON = datetime.datetime(2026, 11, 24, 12, tzinfo=datetime.UTC)
ASK, SETUP, QR = (reverse(f"admin:second_factor{part}") for part in ("", "_setup", "_qr"))
INDEX = reverse("admin:index")


@pytest.fixture(autouse=True)
def two_factor(settings):
    settings.TWO_FACTOR = True
    place = settings.MIDDLEWARE.index("papers.one_time_passwords.ask_for_new_password")
    ours = ["django_otp.middleware.OTPMiddleware", "papers.second_factor.ask_for_second_factor"]
    settings.MIDDLEWARE = [*settings.MIDDLEWARE[:place], *ours, *settings.MIDDLEWARE[place:]]


@pytest.fixture
def clock():
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


@pytest.fixture
def ada():
    return UserFactory(username="ada", is_superuser=True)


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def code_of(device) -> str:
    totp = TOTP(device.bin_key)
    totp.time = time.time()
    return f"{totp.token():06}"


def set_up(client) -> list[str]:
    """Set up an app and return the recovery codes."""
    client.get(SETUP)
    return client.post(SETUP, {"code": code_of(TOTPDevice.objects.get(confirmed=False))}).context["codes"]


def test_whoever_has_none_is_led_to_set_one_up(ada, clock):
    client = signed_in(ada)
    chain = client.get(reverse("admin:papers_paper_add"), follow=True).redirect_chain
    assert chain == [(f"{ASK}?next=/admin/papers/paper/add/", 302), (SETUP, 302)]
    codes = set_up(client)
    assert (len(codes), len(set(codes))) == (RECOVERY_CODES, RECOVERY_CODES)
    assert client.get(INDEX).status_code == 200


def test_no_page_of_the_admin_opens_on_a_password_alone(ada):
    paths, client = dict(matrix.questions()), signed_in(ada)
    opened = {
        name
        for name, path in paths.items()
        for method in ("GET", "POST")
        if not matrix.ask(client, method, path).headers.get("Location", "").startswith(f"{ASK}?next=")
    }
    assert opened == {*OPEN_VIEWS}


def test_every_sign_in_asks_for_it_and_leads_on(ada, clock):
    set_up(signed_in(ada))
    client = signed_in(ada)
    assert client.post(INDEX).url == f"{ASK}?next={INDEX}"
    clock.shift(30)
    after = client.post(f"{ASK}?next=/admin/papers/paper/add/", {"code": code_of(TOTPDevice.objects.get())})
    assert (after.url, client.get(INDEX).status_code) == ("/admin/papers/paper/add/", 200)


@pytest.mark.parametrize("elsewhere", ["https://example.org/", "//example.org/", "javascript:alert(1)"])
def test_it_leads_nowhere_else(ada, clock, elsewhere):
    set_up(signed_in(ada))
    clock.shift(30)
    after = signed_in(ada).post(f"{ASK}?next={elsewhere}", {"code": code_of(TOTPDevice.objects.get())})
    assert after.url == INDEX


def test_a_code_works_once(ada, clock):
    set_up(signed_in(ada))
    clock.shift(30)
    code = code_of(TOTPDevice.objects.get())
    answers = [signed_in(ada).post(ASK, {"code": code}).status_code for _again in range(2)]
    assert answers == [302, 200]


def test_guessing_is_slowed_down(ada, clock):
    set_up(signed_in(ada))
    clock.shift(30)
    client = signed_in(ada)
    for _guess in range(5):
        client.post(ASK, {"code": "000000"})
        clock.shift(20)
    guess = client.post(ASK, {"code": "000000"})
    right = client.post(ASK, {"code": code_of(TOTPDevice.objects.get())})
    assert (guess.status_code, right.status_code) == (200, 200)
    assert right.context["form"].errors["code"] == [
        "This code is not right, was used before, or came too soon after a wrong one. Wait and try the next."
    ]


def test_a_recovery_code_stands_in_once(ada, clock):
    codes = set_up(signed_in(ada))
    sent = {"code": codes[0].upper()}
    assert [signed_in(ada).post(ASK, sent).status_code for _again in range(2)] == [302, 200]
    assert StaticToken.objects.count() == RECOVERY_CODES - 1


@pytest.mark.parametrize("page", [SETUP, QR])
def test_a_stolen_password_replaces_no_device(ada, clock, page):
    set_up(signed_in(ada))
    client = signed_in(ada)
    client.get(page)
    client.post(page, {"code": "123456"})
    assert TOTPDevice.objects.get().confirmed is True


def test_another_device_replaces_the_first_and_its_codes(ada, clock):
    client = signed_in(ada)
    first = set(set_up(client))
    clock.shift(30)
    second = set(set_up(client))
    assert (TOTPDevice.objects.count(), first & second, StaticToken.objects.count()) == (1, set(), RECOVERY_CODES)


def test_a_recovery_code_sets_up_no_other_device(ada, clock):
    client = signed_in(ada)
    codes = set_up(client)
    client.get(SETUP)
    client.post(SETUP, {"code": codes[0]})
    assert sorted(TOTPDevice.objects.values_list("confirmed", flat=True)) == [False, True]


def test_the_picture_is_drawn_here_and_for_nobody_else(ada, clock):
    SiteFactory(title="Ada: papers")
    client = signed_in(ada)
    client.get(SETUP)
    picture = client.get(QR)
    root = ElementTree.fromstring(picture.content)  # noqa: S314 - our own picture
    assert (picture["Content-Type"], root.tag) == ("image/svg+xml", "{http://www.w3.org/2000/svg}svg")
    assert " style=" not in picture.content.decode()
    assert "no-store" in picture["Cache-Control"]
    assert signed_in(UserFactory()).get(QR).status_code == 404
    assert Client().get(QR).status_code == 302


def test_a_one_time_password_is_changed_after_the_second_factor(ada, clock):
    give_one_time_password(ada)
    client = signed_in(ada)
    assert client.get(reverse("admin:password_change"), follow=True).redirect_chain[-1] == (SETUP, 302)
    set_up(client)
    assert client.get(INDEX).url == reverse("admin:password_change")


@pytest.mark.parametrize("code", ["", "\x00", "٣٣٣٣٣٣", "-1", "1e5", "9" * 20, "r" * 20])
def test_any_code_is_answered(ada, clock, code):
    set_up(signed_in(ada))
    assert signed_in(ada).post(ASK, {"code": code}).status_code == 200


def test_a_visitor_is_asked_to_sign_in_and_the_public_pages_stay_open(client, ada):
    assert client.get(ASK).url == f"{reverse('admin:login')}?next={ASK}"
    assert signed_in(ada).get("/authors/").status_code == 200


def test_an_operator_forgets_a_lost_device(ada, clock, capsys):
    set_up(signed_in(ada))
    call_command("reset_second_factor", "ada")
    call_command("reset_second_factor", "ada")
    assert capsys.readouterr().out == "The second factor of ada is forgotten.\nada had no second factor.\n"
    assert signed_in(ada).get(INDEX, follow=True).redirect_chain[-1] == (SETUP, 302)
    with pytest.raises(CommandError, match="There is no user charles"):
        call_command("reset_second_factor", "charles")
