"""Addresses asked whether they lead anywhere, on a server of this machine."""

import datetime
import time

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.urls import reverse

from papers import dead_links
from papers.fetching import FetchError
from papers.models import CheckedAddress
from tests.factories import AuthorFactory, InstitutionFactory, LinkFactory, PaperFactory, ProfileLinkFactory
from tests.fetching.conftest import served

__all__ = ["served"]
MONDAY = datetime.datetime(2026, 11, 23, 12, tzinfo=datetime.UTC)
DAY = datetime.timedelta(days=1)


@pytest.fixture(autouse=True)
def no_pause(monkeypatch):
    monkeypatch.setattr(dead_links, "PAUSE", 0.0)


def check_on(day: datetime.datetime, most: int = 100) -> dict[str, str]:
    """Check the links on a day, and return why those that lead nowhere do not."""
    with time_machine.travel(day, tick=False):
        return {answer.url: answer.reason for answer in dead_links.check(most) if answer.reason}


def dead() -> list[tuple[str, str, datetime.date]]:
    return list(CheckedAddress.objects.dead().values_list("url", "reason", "failed"))


@pytest.mark.parametrize(
    ("status", "reason"),
    [(200, ""), (401, ""), (403, ""), (429, ""), (404, "answers 404"), (410, "answers 410"), (500, "answers 500")],
)
def test_not_found_gone_and_an_error_of_the_server_lead_nowhere(served, status, reason):
    served.answer("/", status=status)
    assert dead_links.ask(f"{served.address}/code").reason == reason


def test_only_the_head_is_asked_for_where_that_is_answered(served):
    served.answer("/")
    dead_links.ask(f"{served.address}/code?a=ü b")
    assert served.asked == ["HEAD /code?a=%C3%BC%20b"]


def test_the_page_is_asked_for_where_the_head_is_refused(served):
    served.answer("/code")
    served.answer("HEAD /code", status=405)
    assert dead_links.ask(f"{served.address}/code").reason == ""
    assert served.asked == ["HEAD /code", "/code"]


def test_an_address_that_moved_counts_by_where_it_leads(served):
    served.answer("/old", status=301, Location="/new")
    assert dead_links.ask(f"{served.address}/old").reason == "answers 404"
    served.answer("/new")
    assert dead_links.ask(f"{served.address}/old").reason == ""


def test_an_address_that_sends_on_for_ever_leads_nowhere(served):
    served.answer("/", status=302, Location="/")
    assert dead_links.ask(served.address).reason == "sends on and on"
    assert len(served.asked) == 6


def test_an_address_that_never_answers_is_left_after_a_time(served, monkeypatch):
    monkeypatch.setattr(dead_links, "SECONDS", 0.05)
    served.answer("HEAD /", status=404)
    served.answer("/", b"x", drip=5)
    monkeypatch.setattr(dead_links, "PAUSE", 0.06)
    assert dead_links.ask(f"{served.address}/").reason == "no answer within 0 seconds"


@pytest.mark.parametrize("address", ["http://127.0.0.1:9/", "https://10.0.0.1/", "http://[::1]/"])
def test_an_address_in_this_network_is_never_asked(settings, address):
    settings.FETCH = True
    assert dead_links.ask(address).reason.endswith("which is not on the public internet.")


def test_nor_is_one_in_this_network_to_which_another_sends_on(served, settings, monkeypatch):
    served.answer("/", status=302, Location="ftp://example.org/")
    assert dead_links.ask(served.address).reason == "leads to ftp://example.org/, which is no address on the web"


def test_an_address_is_dead_on_the_second_day_that_it_leads_nowhere(served):
    LinkFactory(url=f"{served.address}/gone")
    LinkFactory(url=f"{served.address}/there")
    served.answer("/there")
    assert check_on(MONDAY) == {f"{served.address}/gone": "answers 404"}
    assert check_on(MONDAY + DAY / 4) == {}  # the same day: nothing is asked
    assert dead() == []
    assert check_on(MONDAY + DAY) == {f"{served.address}/gone": "answers 404"}
    assert dead() == [(f"{served.address}/gone", "answers 404", MONDAY.date())]
    served.answer("/gone")
    assert check_on(MONDAY + 2 * DAY) == {}
    assert dead() == []


def test_one_that_answered_is_asked_again_after_a_week(served):
    LinkFactory(url=f"{served.address}/there")
    served.answer("/")
    for days in (0, 6, 7):
        check_on(MONDAY + days * DAY)
    assert served.asked == ["HEAD /there"] * 2


def test_every_kind_of_address_is_asked_once(served):
    served.answer("/")
    LinkFactory(url=f"{served.address}/a")
    LinkFactory(url=f"{served.address}/a")
    ProfileLinkFactory(url=f"{served.address}/b")
    AuthorFactory(homepage=f"{served.address}/c")
    InstitutionFactory(homepage=f"{served.address}/d")
    PaperFactory(notice_kind="correction", notice="Corrected.", notice_url=f"{served.address}/e")
    check_on(MONDAY)
    assert served.asked == [f"HEAD /{each}" for each in "abcde"]


def test_at_most_so_many_are_asked_and_the_next_time_the_others(served):
    served.answer("/")
    for name in "abc":
        LinkFactory(url=f"{served.address}/{name}")
    check_on(MONDAY, most=2)
    check_on(MONDAY, most=2)
    assert served.asked == ["HEAD /a", "HEAD /b", "HEAD /c"]


def test_an_address_that_no_record_has_any_more_is_forgotten(served):
    link = LinkFactory(url=f"{served.address}/gone")
    check_on(MONDAY)
    link.delete()
    check_on(MONDAY + DAY)
    assert not CheckedAddress.objects.exists()


def test_where_nobody_answers_it_is_the_network_and_nothing_is_noted(served):
    LinkFactory(url="http://127.0.0.1:1/")
    with pytest.raises(dead_links.NobodyAnswersError):
        dead_links.check(100)
    assert not CheckedAddress.objects.exists()


def test_one_host_is_asked_no_faster_than_once_a_second(served, monkeypatch):
    waited = []
    monkeypatch.setattr(dead_links, "PAUSE", 1.0)
    monkeypatch.setattr(time, "sleep", waited.append)
    served.answer("/")
    for name in "ab":
        LinkFactory(url=f"{served.address}/{name}")
    dead_links.check(100)
    assert [0.5 < seconds <= 1 for seconds in waited] == [True]


def test_nothing_is_asked_unless_the_operator_says_so(db):
    LinkFactory()
    with pytest.raises(CommandError) as caught:
        call_command("check_links")
    assert caught.value.returncode == 2
    with pytest.raises(FetchError):
        dead_links.check(100)


def test_the_command_names_the_dead_and_since_when(served, capsys):
    LinkFactory(url=f"{served.address}/gone")
    with time_machine.travel(MONDAY, tick=False):
        call_command("check_links")
    assert capsys.readouterr().out == "1 asked, 1 lead nowhere today, 0 are dead.\n"
    with time_machine.travel(MONDAY + DAY, tick=False), pytest.raises(SystemExit) as ended:
        call_command("check_links")
    assert ended.value.code == 1
    assert capsys.readouterr().out == (
        f"{served.address}/gone: answers 404, since 2026-11-23\n1 asked, 1 lead nowhere today, 1 are dead.\n"
    )


# To improve


@pytest.mark.parametrize("model", ["paper", "author", "institution"])
def test_the_list_of_records_with_a_dead_link_says_which_and_since_when(admin_client, model, db):
    url = "https://example.org/gone"
    made = {
        "paper": lambda: LinkFactory(url=url).paper,
        "author": lambda: ProfileLinkFactory(url=url).author,
        "institution": lambda: InstitutionFactory(homepage=url),
    }
    record = made[model]()
    CheckedAddress.objects.create(url=url, reason="answers 404", failed=MONDAY.date(), checked=MONDAY.date() + DAY)
    type(record).objects.create(**({"title": "Other"} if model == "paper" else {made_name(model): "Other"}))
    shown = admin_client.get(reverse(f"admin:papers_{model}_changelist"), {"lacks": "dead-link"})
    assert list(shown.context["cl"].queryset) == [record]
    assert "https://example.org/gone: answers 404, since Nov. 23, 2026" in shown.content.decode()
    desk = {
        line.url.partition("?")[2]: line.note
        for panel in admin_client.get("/admin/").context["panels"]
        for line in panel.lines
    }
    assert desk["lacks=dead-link"] == "1"


def made_name(model: str) -> str:
    return {"author": "display_name", "institution": "name"}[model]
