"""What an importer who may not publish changes of published papers: drafts over them, and their undoing."""

from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from papers.cataloguing import undo
from papers.drafts import publish_draft
from papers.exports.json_lines import full_object
from papers.models import Author, ImportBatch, Institution, Paper, PaperDraft, Venue
from tests.cataloguing.reading import applied, record
from tests.cataloguing.test_save import DOI, FULL
from tests.factories import PaperDraftFactory, UserFactory

pytestmark = pytest.mark.django_db

SMALL = record("An Engine", "Ada Lovelace", identifiers=DOI, venue="Looms", categories=("cs.LG",), volume="1")
MODELS = (Author, Institution, Paper, PaperDraft, Venue)


@pytest.fixture
def paper():
    applied(SMALL, publish=True)
    return Paper.objects.get()


@pytest.fixture
def editor():
    return UserFactory()


def said(paper: Paper) -> dict:
    """Return all that a paper says now."""
    return full_object(Paper.objects.for_page().prefetch_related("authorships__author__names").get(pk=paper.pk))


def site() -> list:
    return [*map(said, Paper.objects.order_by("pk")), *(model.objects.count() for model in MODELS)]


def edit_draft(paper: Paper, **values) -> None:
    draft = paper.draft
    draft.content["values"] |= values
    draft.save()


def written_by(batch: ImportBatch) -> list[str]:
    return sorted(batch.entries.get().before.keys() - {"draft", "imported"})


def test_a_published_paper_stays_as_it_is_and_its_draft_says_what_the_import_says(paper, editor):
    before = said(paper)
    applied(FULL, drafts_by=editor)
    assert (said(paper), paper.draft.user) == (before, editor)
    publish_draft(paper.draft, editor, "")
    changed = said(paper)
    Paper.objects.all().delete()
    applied(SMALL, publish=True)
    applied(FULL)  # the same by somebody who may publish
    direct = said(Paper.objects.get())
    assert changed | {"site": None} == direct | {"site": None}


def test_a_draft_that_is_published_is_no_edit_by_hand(paper, editor):
    applied(replace(SMALL, volume="2"), drafts_by=editor)
    publish_draft(paper.draft, editor, "")
    assert applied(replace(SMALL, volume="3")).entries.get().changes == {"volume": ["2", "3", False]}


def test_undoing_leaves_nothing(paper, editor):
    before = site()
    batch = applied(FULL, drafts_by=editor)
    assert site() != before
    assert undo(batch) == []
    assert site() == before


def test_undoing_takes_a_draft_that_was_published_back_from_the_paper(paper, editor):
    before = site()
    batch = applied(FULL, drafts_by=editor)
    publish_draft(paper.draft, editor, "")
    assert undo(batch) == []
    assert site() == before


def test_undoing_has_nothing_to_say_of_a_draft_that_was_discarded(paper, editor):
    before = site()
    batch = applied(FULL, drafts_by=editor)
    paper.draft.delete()
    assert undo(batch) == []
    assert site() == before


def test_undoing_leaves_a_draft_that_was_edited_since_and_whom_it_names(paper, editor):
    batch = applied(FULL, drafts_by=editor)
    edit_draft(paper, pages="9")
    assert undo(batch) == ["The draft of “An Engine” stays: edited since."]
    publish_draft(paper.draft, editor, "")
    assert said(paper)["authors"][0]["name"] == "Luigi Menabrea"


def test_a_draft_that_is_there_keeps_what_it_says_and_takes_the_rest(paper, editor):
    colleague = UserFactory()
    PaperDraftFactory(paper=paper, user=colleague)
    edit_draft(paper, volume="7")
    was = PaperDraft.objects.values("content", "base", "user").get()
    batch = applied(replace(SMALL, volume="2", pages="1-9"), drafts_by=editor)
    draft = PaperDraft.objects.get()
    assert [draft.content["values"][name] for name in ("volume", "pages")] == ["7", "1-9"]
    assert draft.user == editor
    entry = batch.entries.get()
    assert entry.problems == [["", "The paper's draft says otherwise of volume and keeps it."]]
    assert written_by(batch) == ["pages"]
    assert undo(batch) == []
    assert PaperDraft.objects.values("content", "base", "user").get() == was


SCHEDULE = ("publish_at", "publish_by", "held")


@pytest.fixture
def scheduled(paper):
    """A draft that a Publisher has published tomorrow, changed by an import that takes the time away."""
    tomorrow, publisher = timezone.now() + timedelta(days=1), UserFactory()
    PaperDraftFactory(paper=paper, publish_at=tomorrow, publish_by=publisher)
    batch = applied(replace(SMALL, pages="1-9"), drafts_by=UserFactory(username="caroline"))
    assert PaperDraft.objects.values_list(*SCHEDULE).get() == (
        None,
        None,
        "caroline changed it after the time was set.",
    )
    return batch, (tomorrow, publisher.pk, "")


def test_undoing_gives_a_draft_its_time_back(scheduled):
    batch, was = scheduled
    assert undo(batch) == []
    assert PaperDraft.objects.values_list(*SCHEDULE).get() == was


def test_undoing_gives_no_time_back_that_is_past(scheduled):
    batch, (tomorrow, _by, _held) = scheduled
    with time_machine.travel(tomorrow + timedelta(days=1)):
        undo(batch)
    assert PaperDraft.objects.values_list("publish_at", "held").get() == (
        None,
        "caroline changed it after the time was set.",
    )


def test_undoing_leaves_the_time_that_was_set_since(scheduled):
    batch, (tomorrow, by, _held) = scheduled
    later = tomorrow + timedelta(days=7)
    PaperDraft.objects.update(publish_at=later, publish_by=by, held="")
    undo(batch)
    assert PaperDraft.objects.values_list(*SCHEDULE).get() == (later, by, "")


def test_the_same_file_twice_changes_no_draft(paper, editor):
    applied(FULL, drafts_by=editor)
    content = paper.draft.content
    again = applied(FULL, drafts_by=editor)
    assert (again.entries.get().problems, written_by(again)) == ([], [])
    assert PaperDraft.objects.get().content == content
    assert Author.objects.count() == 2


def test_undoing_leaves_a_new_paper_that_has_a_draft():
    batch = applied(SMALL, publish=True)
    PaperDraftFactory(paper=Paper.objects.get())
    assert undo(batch) == ["“An Engine” stays: it has a draft."]


def test_a_paper_that_is_not_published_is_changed_itself(editor):
    applied(SMALL)
    applied(replace(SMALL, volume="2"), drafts_by=editor)
    assert (Paper.objects.get().volume, PaperDraft.objects.exists()) == ("2", False)


def test_a_draft_takes_the_queries_of_a_change_and_a_fixed_number_for_all(editor):
    works = [record(f"Engine {number}", "Ada Lovelace", volume="1") for number in range(12)]
    applied(*works, publish=True)
    counts = []
    for size, drafts_by in ((2, None), (2, editor), (12, None), (12, editor)):
        with CaptureQueriesContext(connection) as queries:
            applied(*(replace(work, volume=str(len(counts) + 2)) for work in works[:size]), drafts_by=drafts_by)
        counts.append(len(queries))
        PaperDraft.objects.all().delete()
    assert counts[1] - counts[0] == counts[3] - counts[2]
