"""When a paper appears and disappears, in the list and the form of papers."""

import datetime
import re

import pytest
import time_machine
from django.urls import reverse

from papers.models import Paper
from tests.admin.forms import carried_out, errors, filled, messages
from tests.factories import PaperFactory

LIST = reverse("admin:papers_paper_changelist")
ADD = reverse("admin:papers_paper_add")
NOW = datetime.datetime(2026, 11, 24, 12, tzinfo=datetime.UTC)
STAGES = {
    "draft": {"status": "draft"},
    "scheduled": {"publish_at": NOW + datetime.timedelta(hours=1)},
    "published": {"retire_at": NOW + datetime.timedelta(hours=1)},
    "retired": {"retire_at": NOW},
}


@time_machine.travel(NOW, tick=False)
def test_list_says_what_each_paper_is_now_and_what_comes_next(editor):
    for stage, given in STAGES.items():
        PaperFactory(title=stage, **given)
    shown = re.findall(r'<td class="field-stage">([^<]*)</td>', editor.get(LIST, {"o": "1"}).content.decode())
    assert shown == [
        "draft",
        "published until Nov. 24, 2026, 1 p.m.",
        "retired",
        "scheduled for Nov. 24, 2026, 1 p.m.",
    ]


@time_machine.travel(NOW, tick=False)
@pytest.mark.parametrize("stage", STAGES)
def test_list_is_narrowed_to_a_stage(editor, stage):
    for title, given in STAGES.items():
        PaperFactory(title=title, **given)
    assert [paper.title for paper in editor.get(LIST, {"stage": stage}).context["cl"].result_list] == [stage]


@time_machine.travel(NOW, tick=False)
def test_scheduled_and_retired_papers_are_published_at_once(editor):
    papers = [PaperFactory(title=title, citation_key=title, **given) for title, given in STAGES.items()]
    chosen = {"action": "publish", "_selected_action": [paper.pk for paper in papers]}
    said = messages(carried_out(editor, LIST, chosen, follow=True))
    assert said == ["Publish papers: 3 papers were changed."]
    assert Paper.objects.published().count() == 4


@time_machine.travel(NOW, tick=False)
def test_editor_is_told_when_visitors_will_see_a_new_paper(editor):
    form = filled(editor.get(ADD)) | {
        "title": "Notes",
        "status": "published",
        "publish_at_0": "2026-12-24",
        "publish_at_1": "18:30",
    }
    response = editor.post(ADD, form, follow=True)
    assert messages(response)[1:] == ["Visitors see it from Dec. 24, 2026, 6:30 p.m. on."]
    assert Paper.objects.get().publish_at == datetime.datetime(2026, 12, 24, 18, 30, tzinfo=datetime.UTC)


@time_machine.travel(NOW, tick=False)
def test_editor_is_told_when_visitors_will_see_a_paper_that_was_a_draft(editor):
    paper = PaperFactory(status="draft", citation_key="x")
    address = reverse("admin:papers_paper_change", args=[paper.pk])
    form = filled(editor.get(address)) | {"status": "published", "publish_at_0": "2026-12-24", "publish_at_1": "18:30"}
    response = editor.post(address, form, follow=True)
    assert messages(response)[1:] == ["Visitors see it from Dec. 24, 2026, 6:30 p.m. on."]


@pytest.mark.parametrize(
    ("day", "time", "said"),
    [
        ("2026-11-24", "11:59", "A paper cannot be retired before it is published: choose a later time."),
        ("soon", "11:59", "Enter a valid date."),
        ("2026-11-24", "noonish", "Enter a valid time."),
        ("2026-11-24", "", "Enter a valid time."),
        ("99999-11-24", "12:00", "Enter a valid date."),
    ],
)
def test_impossible_time_is_refused(editor, day, time, said):
    paper = PaperFactory(citation_key="x", publish_at=NOW)
    address = reverse("admin:papers_paper_change", args=[paper.pk])
    form = filled(editor.get(address)) | {"retire_at_0": day, "retire_at_1": time}
    assert said in errors(editor.post(address, form))


def test_form_names_the_time_zone(editor):
    assert "Dates and times are those of the time zone UTC." in editor.get(ADD).content.decode()
