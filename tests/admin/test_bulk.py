"""Many papers changed or exported at once, looked at first."""

import json

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test.utils import CaptureQueriesContext

from papers.models import Paper
from papers.roles import EDITOR, PUBLISHER, VIEWER
from tests.admin.forms import carried_out, messages
from tests.factories import AuthorFactory, CategoryFactory, InstitutionFactory, PaperFactory

pytestmark = pytest.mark.django_db

LIST = "/admin/papers/paper/"


def sent(action: str, papers, **more) -> dict:
    return {"action": action, "_selected_action": [paper.pk for paper in papers]} | more


def shown(page) -> list[tuple[str, str, str]]:
    return [(line.paper.title, line.before, line.after) for line in page.context["changed"]]


def test_the_preview_says_what_changes_and_what_is_so_already(editor):
    papers = [PaperFactory(title="Looms", status="draft"), PaperFactory(title="Mills")]
    page = editor.post(LIST, sent("publish", papers))
    assert (shown(page), [line.paper.title for line in page.context["same"]]) == (
        [("Looms", "draft", "published")],
        ["Mills"],
    )
    assert "Change 1 paper" in page.content.decode()
    assert Paper.objects.published().count() == 1


def test_a_stale_preview_changes_nothing_and_is_shown_again(editor):
    papers = PaperFactory.create_batch(2, status="draft")
    digest = editor.post(LIST, sent("publish", papers)).context["digest"]
    Paper.objects.filter(pk=papers[0].pk).update(status="published")
    page = editor.post(LIST, sent("publish", papers, digest=digest, apply="1"))
    assert messages(page) == ["Nothing was changed: something was edited since you looked. Look at it again."]
    assert (page.context["changed_count"], Paper.objects.published().count()) == (1, 1)


def test_a_digest_of_another_change_is_refused(editor):
    papers = PaperFactory.create_batch(2, status="draft")
    first, other = CategoryFactory.create_batch(2)
    digest = editor.post(LIST, sent("set_category", papers, value=first.pk)).context["digest"]
    editor.post(LIST, sent("set_category", papers, value=other.pk, digest=digest, apply="1"))
    assert list(Paper.objects.values_list("primary_category", flat=True)) == [None, None]


def test_a_category_is_set_and_logged(editor):
    old, new = CategoryFactory.create_batch(2)
    papers = [PaperFactory(primary_category=old), PaperFactory(primary_category=new), PaperFactory()]
    papers[0].cross_listed.set([new, old])
    page = carried_out(editor, LIST, sent("set_category", papers, value=new.pk), follow=True)
    assert messages(page) == [f"Set the category {new}: 2 papers were changed."]
    assert set(Paper.objects.values_list("primary_category", flat=True)) == {new.pk}
    assert list(papers[0].cross_listed.all()) == [old]
    assert sorted(entry.get_change_message() for entry in LogEntry.objects.all()) == ["Changed category."] * 2


@pytest.mark.parametrize(("how", "places"), [("add", ["A", "B", "New"]), ("set", ["New"])])
def test_an_institution_is_added_or_set(editor, how, places):
    new = InstitutionFactory(name="New")
    paper = PaperFactory(institutions=[InstitutionFactory(name="A"), InstitutionFactory(name="B")])
    known = PaperFactory(institutions=[new])
    page = editor.post(LIST, sent("set_institution", [paper, known], value=new.pk, how=how))
    assert [line[1:] for line in shown(page)] == [("A; B", "; ".join(places))]
    carried_out(editor, LIST, sent("set_institution", [paper, known], value=new.pk, how=how))
    assert list(paper.institution_entries.values_list("position", "institution__name")) == [*enumerate(places, 1)]
    assert known.institution_entries.count() == 1


def test_all_papers_across_pages_are_changed(editor):
    papers = PaperFactory.create_batch(60, title="Looms", status="draft")
    PaperFactory(title="Mills", status="draft")
    chosen = sent("publish", papers[:1], select_across="1")
    carried_out(editor, f"{LIST}?q=looms", chosen)
    assert Paper.objects.published().count() == 60


def test_what_visitors_see_is_retired_and_published_again(editor):
    papers = [PaperFactory(title="Looms"), PaperFactory(status="draft")]
    assert shown(editor.post(LIST, sent("retire", papers))) == [("Looms", "published", "retired")]
    assert messages(carried_out(editor, LIST, sent("retire", papers), follow=True)) == [
        "Retire papers: 1 paper was changed."
    ]
    assert [paper.stage for paper in Paper.objects.order_by("pk")] == ["retired", "draft"]
    carried_out(editor, LIST, sent("publish", papers[:1]))
    assert Paper.objects.published().count() == 1


@pytest.mark.parametrize("value", ["", "x", "9" * 40, "123456", "\x00"])
@pytest.mark.parametrize("action", ["set_category", "set_institution", "export"])
def test_a_forged_choice_is_asked_again(editor, action, value):
    page = editor.post(LIST, sent(action, [PaperFactory()], value=value, how="eat", apply="1"))
    assert (page.status_code, page.templates[0].name) == (200, "admin/papers/bulk/ask.html")


def test_chosen_papers_are_exported_drafts_included(editor):
    papers = [PaperFactory(title="Looms", status="draft"), PaperFactory(title="Mills")]
    PaperFactory(title="Notes")
    file = editor.post(LIST, sent("export", papers, value="csl.json"))
    exported = json.loads(b"".join(file.streaming_content))
    assert sorted(each["title"] for each in exported) == ["Looms", "Mills"]
    assert file["Content-Disposition"] == 'attachment; filename="papers.csl.json"'


def test_an_editor_changes_drafts_and_is_told_what_is_left_out(signed_in):
    papers, category = [PaperFactory(status="draft"), PaperFactory()], CategoryFactory()
    editor = signed_in(EDITOR)
    chosen = sent("set_category", papers, value=category.pk)
    assert editor.post(LIST, chosen).context["left_out"] == 1
    carried_out(editor, LIST, chosen)
    assert list(Paper.objects.order_by("pk").values_list("primary_category", flat=True)) == [category.pk, None]


def test_whoever_may_only_look_may_export_and_no_more(signed_in):
    viewer, paper, category = signed_in(VIEWER), PaperFactory(), CategoryFactory()
    carried_out(viewer, LIST, sent("set_category", [paper], value=category.pk))
    assert Paper.objects.get().primary_category is None
    assert viewer.post(LIST, sent("export", [paper], value="bib")).status_code == 200


def test_a_confined_publisher_does_not_replace_institutions(signed_in):
    ada, place = AuthorFactory(), InstitutionFactory()
    paper = PaperFactory(authors=[ada], institutions=[InstitutionFactory()])
    publisher = signed_in(PUBLISHER, author=ada)
    carried_out(publisher, LIST, sent("set_institution", [paper], value=place.pk, how="set"))
    assert paper.institution_entries.count() == 1


@pytest.mark.parametrize("action", ["publish", "set_category", "set_institution"])
def test_more_papers_cost_no_more_queries(editor, action):
    value = {"set_category": CategoryFactory, "set_institution": InstitutionFactory}.get(action, CategoryFactory)().pk

    def queries(number: int) -> int:
        papers = PaperFactory.create_batch(
            number, status="draft", authors=AuthorFactory.create_batch(2), institutions=[InstitutionFactory()]
        )
        with CaptureQueriesContext(connection) as context:
            carried_out(editor, LIST, sent(action, papers, value=value, how="add"))
        return len(context)

    queries(1)
    assert queries(2) == queries(9)
