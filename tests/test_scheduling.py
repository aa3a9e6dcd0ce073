"""A draft of a published paper that is published at a set time, by whoever comes first after it."""

import datetime
from dataclasses import asdict

import pytest
import time_machine
from django.contrib.admin.models import LogEntry
from django.core.management import call_command

from papers import scheduling
from papers.drafts import OvertakenError, rehearsal
from papers.exports import FORMATS
from papers.history import state_of, versions_of
from papers.models import Paper, PaperDraft
from papers.scheduling import publish_due, schedule
from tests.factories import AuthorFactory, PaperDraftFactory, PaperFactory, UserFactory

TIME = datetime.datetime(2026, 12, 1, 12, tzinfo=datetime.UTC)
SECOND = datetime.timedelta(seconds=1)

SURFACES = [
    *("/papers/", "/papers/sketch/", "/papers/sketch/card.png", "/authors/ada/", "/archive/1843/"),
    *("/papers.atom", "/sitemap.xml", "/papers/?q=Notes"),
    *(f"/papers.{made.extension}" for made in FORMATS.values()),
]


@pytest.fixture
def draft(db):
    """A draft with another title and another author, published at TIME by somebody called publisher."""
    paper = PaperFactory(
        title="Sketch", slug="sketch", posted="1843", authors=[AuthorFactory(display_name="Ada", slug="ada")]
    )
    with rehearsal():
        Paper.objects.update(title="Notes")
        paper.authorships.update(printed_name="A. Lovelace")
        content = state_of(paper)
    draft = PaperDraftFactory(paper=paper, content=asdict(content))
    schedule(draft, TIME, UserFactory(username="publisher"))
    return draft


@pytest.fixture(autouse=True)
def _no_pause(monkeypatch):
    monkeypatch.setattr(scheduling, "_not_before", 0.0)


@pytest.mark.parametrize("url", SURFACES)
def test_the_first_to_come_at_the_time_sees_it(draft, client, url):
    with time_machine.travel(TIME - SECOND, tick=False):
        before = client.get(url).getvalue()
        assert PaperDraft.objects.exists()
    with time_machine.travel(TIME, tick=False):
        assert client.get(url).getvalue() != before
    assert (Paper.objects.get().title, PaperDraft.objects.exists()) == ("Notes", False)


def test_a_command_sees_it(draft, capsys):
    with time_machine.travel(TIME, tick=False):
        call_command("export_papers", format="bib")
    assert "title = {Notes}" in capsys.readouterr().out


def test_it_is_published_in_the_name_of_who_set_the_time(draft):
    with time_machine.travel(TIME, tick=False):
        publish_due()
    revision = versions_of(Paper, [draft.paper_id])[0].revision
    assert (revision.user.username, revision.comment) == ("publisher", "Draft published at the time that was set.")
    assert [(entry.user.username, entry.object_repr) for entry in LogEntry.objects.all()] == [("publisher", "Notes")]


def held() -> tuple:
    return PaperDraft.objects.values_list("publish_at", "held").get()


def test_a_conflict_stays_a_draft_and_says_why(draft, client):
    Paper.objects.update(title="An Engine")
    with time_machine.travel(TIME, tick=False):
        assert b"An Engine" in client.get("/papers/sketch/").content
    assert held() == (None, "Somebody changed the published paper too, in: Title.")


def test_a_paper_that_is_no_longer_published_keeps_its_draft(draft):
    Paper.objects.update(status="draft")
    with time_machine.travel(TIME, tick=False):
        publish_due()
    assert held() == (None, "The paper is no longer published.")


def test_what_names_somebody_who_is_gone_stays_a_draft(draft):
    draft.refresh_from_db()
    draft.content["values"]["venue"], draft.content["names"]["papers.venue"] = 999, {"999": ["Looms", "looms"]}
    draft.save()
    with time_machine.travel(TIME, tick=False):
        publish_due()
    assert held() == (None, "Venue “Looms” is no longer here and was left out.")


def test_one_that_cannot_be_published_holds_up_no_other(draft):
    other = PaperDraftFactory(paper=PaperFactory(title="Loom"))
    schedule(other, TIME + SECOND, None)
    other.refresh_from_db()
    other.content["values"]["title"] = "A Loom"
    other.save()
    Paper.objects.filter(pk=draft.paper_id).update(title="An Engine")
    with time_machine.travel(TIME + SECOND, tick=False):
        publish_due()
    assert set(Paper.objects.values_list("title", flat=True)) == {"An Engine", "A Loom"}


def test_a_time_is_set_for_a_conflict_once_somebody_has_chosen(draft):
    Paper.objects.update(title="An Engine", abstract="It weaves.")
    with pytest.raises(OvertakenError):
        schedule(draft, TIME, None)
    schedule(draft, TIME, None, {"title": "draft"})
    with time_machine.travel(TIME, tick=False):
        publish_due()
    assert Paper.objects.values_list("title", "abstract").get() == ("Notes", "It weaves.")


def test_nothing_due_costs_one_query(draft, client, django_assert_num_queries):
    with time_machine.travel(TIME - SECOND), django_assert_num_queries(1):
        publish_due()
