"""The panels of the editors' first page: what they show, to whom, and what they cost."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.admin.models import ADDITION, LogEntry
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from papers.models import EditorScope, ImportBatch, Paper
from papers.roles import ADMINISTRATOR, EDITOR, PUBLISHER
from tests.admin.forms import filled
from tests.factories import (
    AuthorFactory,
    CategoryFactory,
    IdentifierFactory,
    ImportBatchFactory,
    InstitutionFactory,
    LinkFactory,
    PaperFactory,
    VenueFactory,
)

DESK = reverse("admin:index")
PAPERS = reverse("admin:papers_paper_changelist")


def shown(browser) -> dict[str, list[tuple]]:
    """Return label and note of the lines in each panel."""
    found = browser.get(DESK).context["panels"]
    return {panel.key: [(line.label, line.note) for line in panel.lines] for panel in found}


def whole_paper(**values):
    """Return a paper that lacks nothing."""
    paper = PaperFactory(abstract="Notes.", venue=VenueFactory(), primary_category=CategoryFactory(), **values)
    IdentifierFactory(paper=paper)
    return paper


def reader(*permissions: str) -> Client:
    user = User.objects.create_user("reader", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    browser = Client()
    browser.force_login(user)
    return browser


def test_drafts_stand_newest_first(editor):
    whole_paper(title="Old", status="draft")
    whole_paper(title="Published")
    new = whole_paper(title="New", status="draft")
    panel = editor.get(DESK).context["panels"][0]
    assert panel.lines[0].url == f"{PAPERS}{new.pk}/change/"
    assert [line.label for line in panel.lines] == ["New", "Old"]
    assert [(link.label, link.url) for link in panel.links] == [
        ("All drafts", f"{PAPERS}?stage=draft"),
        ("Add a paper", f"{PAPERS}add/"),
    ]


def test_drafts_of_published_papers_lead_to_the_draft(editor):
    paper = whole_paper(title="Engine")
    form = filled(editor.get(f"{PAPERS}{paper.pk}/change/")) | {"title": "Engines", "_draft": "keep"}
    editor.post(f"{PAPERS}{paper.pk}/change/", form)
    panel = editor.get(DESK).context["panels"][1]
    assert [(line.label, line.url, line.note) for line in panel.lines] == [
        ("Engine", f"{PAPERS}{paper.pk}/draft/", "by editor 0\xa0minutes ago")
    ]


def test_scheduled_papers_stand_by_their_time(editor):
    now = timezone.now()
    for title, days in [("Later", 9), ("Sooner", 2), ("Out", -1)]:
        whole_paper(title=title, publish_at=now + timedelta(days=days))
    assert [label for label, _note in shown(editor)["scheduled"]] == ["Sooner", "Later"]


def test_time_of_a_scheduled_paper_is_said(editor):
    whole_paper(title="Engine", publish_at=datetime(2035, 6, 28, 10, 30, tzinfo=UTC))
    [(_label, note)] = shown(editor)["scheduled"]
    assert note == "June 28, 2035, 10:30 a.m."


def test_imports_that_wait_are_the_inbox(editor):
    ada = User.objects.create_user("ada")
    ImportBatchFactory(file_name="waits.bib", user=ada)
    ImportBatchFactory(owner=AuthorFactory(display_name="Charles Babbage"))
    ImportBatchFactory(file_name="done.bib", status=ImportBatch.Status.APPLIED)
    inbox = editor.get(DESK).context["panels"][3]
    assert [(line.label, line.note) for line in inbox.lines] == [
        ("New works of Charles Babbage", "0\xa0minutes ago"),
        ("waits.bib", "by ada 0\xa0minutes ago"),
    ]


def test_changes_say_who_did_what(editor):
    add, paper = reverse("admin:papers_venue_add"), VenueFactory(name="Memoirs")
    editor.post(add, filled(editor.get(add)) | {"name": "Engines"})
    editor.post(reverse("admin:papers_venue_delete", args=[paper.pk]), {"post": "yes"})
    found = editor.get(DESK).context["panels"][-1].lines
    assert [(line.label, bool(line.url), line.note) for line in found] == [
        ("Memoirs", False, "Venue deleted by editor 0\xa0minutes ago"),
        ("Engines", True, "Venue added by editor 0\xa0minutes ago"),
    ]


def test_changes_name_drafts_of_published_papers_in_their_time(editor):
    paper, add = whole_paper(title="Engine"), reverse("admin:papers_venue_add")
    editor.post(add, filled(editor.get(add)) | {"name": "Before"})
    form = filled(editor.get(f"{PAPERS}{paper.pk}/change/")) | {"title": "Engines", "_draft": "keep"}
    editor.post(f"{PAPERS}{paper.pk}/change/", form)
    editor.post(add, filled(editor.get(add)) | {"name": "After"})
    found = editor.get(DESK).context["panels"][-1].lines
    assert [(line.label, line.note) for line in found] == [
        ("After", "Venue added by editor 0\xa0minutes ago"),
        ("Engine", "Draft saved by editor 0\xa0minutes ago"),
        ("Before", "Venue added by editor 0\xa0minutes ago"),
    ]
    assert found[1].url == f"{PAPERS}{paper.pk}/draft/"


def test_a_discarded_draft_is_a_change_of_its_paper(editor):
    paper = whole_paper(title="Engine")
    form = filled(editor.get(f"{PAPERS}{paper.pk}/change/")) | {"title": "Engines", "_draft": "keep"}
    editor.post(f"{PAPERS}{paper.pk}/change/", form)
    editor.post(f"{PAPERS}{paper.pk}/draft/discard/", {"post": "yes"})
    found = editor.get(DESK).context["panels"][-1].lines
    assert [(line.label, line.url, line.note) for line in found] == [
        ("Engine", f"{PAPERS}{paper.pk}/change/", "Paper changed by editor 0\xa0minutes ago")
    ]


def test_of_a_long_log_the_newest_entries_are_read(editor, monkeypatch):
    monkeypatch.setattr("papers.desk.panels.MOST_COUNTED", 3)
    user, venue = User.objects.get(), VenueFactory()
    LogEntry.objects.log_actions(user.pk, [venue], ADDITION, single_object=True)
    for paper in PaperFactory.create_batch(2):
        LogEntry.objects.log_actions(user.pk, [paper], ADDITION, single_object=True)
    browser = reader("view_venue")
    assert [label for label, _note in shown(browser)["changes"]] == [venue.name]
    LogEntry.objects.log_actions(user.pk, [PaperFactory()], ADDITION, single_object=True)
    assert shown(browser)["changes"] == []


def test_what_is_missing_is_counted_and_leads_to_the_list(editor):
    whole_paper()
    PaperFactory(venue=VenueFactory(), primary_category=CategoryFactory())
    AuthorFactory(is_profile=True)
    AuthorFactory()
    InstitutionFactory.create_batch(2)
    [improving] = [panel for panel in editor.get(DESK).context["panels"] if panel.key == "improving"]
    assert [(line.label, line.note) for line in improving.lines] == [
        ("Papers without an abstract", "1"),
        ("Papers without a link, identifier or PDF", "1"),
        ("Profiles without an ORCID", "1"),
        ("Institutions without a ROR", "2"),
    ]
    listed = [len(editor.get(line.url).context["cl"].result_list) for line in improving.lines]
    assert listed == [1, 1, 1, 2]


def test_very_many_are_not_counted_to_the_end(editor, monkeypatch):
    monkeypatch.setattr("papers.desk.panels.MOST_COUNTED", 2)
    PaperFactory.create_batch(3, abstract="", venue=VenueFactory(), primary_category=CategoryFactory())
    assert shown(editor)["improving"][0] == ("Papers without an abstract", "over 2")


def test_whole_site_lacks_nothing(editor):
    whole_paper()
    assert '<p class="quiet">Nothing is missing.</p>' in editor.get(DESK).content.decode()


# To whom


def test_user_sees_the_panels_of_what_they_may_view(db):
    PaperFactory(status="draft")
    InstitutionFactory()
    found = shown(reader("view_institution"))
    assert found == {"improving": [("Institutions without a ROR", "1")], "changes": []}


def test_changes_of_hidden_tables_are_not_shown(editor):
    add = reverse("admin:papers_venue_add")
    editor.post(add, filled(editor.get(add)) | {"name": "Engines"})
    assert shown(reader("view_paper"))["changes"] == []


def test_viewer_is_not_asked_to_add(db):
    [drafts, *_rest] = reader("view_paper").get(DESK).context["panels"]
    assert [link.label for link in drafts.links] == ["All drafts"]


def test_confined_editor_sees_drafts_and_gaps_within_reach(db):
    ada = AuthorFactory(is_profile=True)
    PaperFactory(title="Mine", status="draft", authors=[ada])
    PaperFactory(title="Not mine", status="draft")
    browser = reader("view_paper", "change_paper", "view_author")
    EditorScope.objects.create(user=User.objects.get(username="reader"), author=ada)
    found = shown(browser)
    assert [label for label, _note in found["drafts"]] == ["Mine"]
    assert dict(found["improving"]) == {
        "Papers without an abstract": "1",
        "Papers without a link, identifier or PDF": "1",
        "Papers without a venue": "1",
        "Papers without a category": "1",
    }
    listed = browser.get(f"{PAPERS}?lacks=abstract").context["cl"].result_list
    assert [paper.title for paper in listed] == ["Mine"]


# What it costs


def test_desk_takes_the_same_queries_whatever_the_site_holds(editor):
    def content(number):
        for _n in range(number):
            LinkFactory(paper=PaperFactory(status="draft"))
            PaperFactory(publish_at=timezone.now() + timedelta(days=1))
            ImportBatchFactory(user=User.objects.first())
            AuthorFactory(is_profile=True)
            InstitutionFactory()
            add = reverse("admin:papers_venue_add")
            editor.post(add, filled(editor.get(add)) | {"name": f"Engines {Paper.objects.count()}"})

    costs = []
    for number in (1, 12):
        content(number)
        editor.get(DESK)
        with CaptureQueriesContext(connection) as queries:
            editor.get(DESK)
        costs.append(len(queries))
    assert costs[0] == costs[1]


# The menu


@pytest.mark.parametrize(("role", "has_users"), [(ADMINISTRATOR, True), (PUBLISHER, False), (EDITOR, False)])
def test_users_are_in_the_menu_of_whoever_may_manage_them(signed_in, role, has_users):
    page = signed_in(role).get(DESK).content.decode()
    menu = page.partition('<nav class="tables"')[2].partition("</nav>")[0]
    assert ('<a href="/admin/auth/user/">Users</a>' in menu, "Groups" in menu) == (has_users, False)
