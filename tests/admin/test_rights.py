"""What a role may do with papers, and what a scope leaves of it; tried with forms, actions and forged requests."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from papers.models import Author, ImportBatch, Paper, PaperDraft
from papers.roles import ADMINISTRATOR, EDITOR, PUBLISHER, VIEWER
from tests.admin.forms import carried_out, errors, filled, messages, with_row
from tests.factories import AuthorFactory, InstitutionFactory, PaperFactory

pytestmark = pytest.mark.django_db

ADD = reverse("admin:papers_paper_add")
LIST = reverse("admin:papers_paper_changelist")
IMPORT = reverse("admin:papers_importbatch_add")
WORK = "@article{notes, title = {Notes on the Engine}, author = {Ada Lovelace}, volume = %s}"


def form_of(paper) -> str:
    return reverse("admin:papers_paper_change", args=[paper.pk])


def act(browser, action: str, *papers):
    chosen = {"action": action, "_selected_action": [paper.pk for paper in papers]}
    return carried_out(browser, LIST, chosen | ({"post": "yes"} if action == "delete_selected" else {}))


def statuses() -> list[str]:
    return list(Paper.objects.order_by("pk").values_list("status", flat=True))


# Publishing


def test_an_editor_writes_a_draft(signed_in):
    editor = signed_in(EDITOR)
    editor.post(ADD, filled(editor.get(ADD)) | {"title": "Notes", "status": "published"})
    assert statuses() == ["draft"]
    paper = Paper.objects.get()
    editor.post(form_of(paper), filled(editor.get(form_of(paper))) | {"title": "Notes on the Engine"})
    assert Paper.objects.get().title == "Notes on the Engine"


def test_an_editor_cannot_publish_a_draft_by_a_forged_form(signed_in):
    editor, paper = signed_in(EDITOR), PaperFactory(status="draft")
    forged = {"status": "published", "publish_at_0": "2026-01-01", "publish_at_1": "00:00"}
    answer = editor.post(form_of(paper), filled(editor.get(form_of(paper))) | forged)
    assert (answer.status_code, statuses(), Paper.objects.get().publish_at) == (302, ["draft"], None)


def test_a_paper_that_waits_for_its_time_is_no_editors_any_more(signed_in):
    paper = PaperFactory(publish_at=timezone.now() + timedelta(days=1))
    assert signed_in(EDITOR).post(form_of(paper), {"title": "Mine"}).status_code == 403


@pytest.mark.parametrize("action", ["publish", "make_draft", "delete_selected"])
def test_no_action_on_published_papers_is_an_editors(signed_in, action):
    act(signed_in(EDITOR), action, PaperFactory(), PaperFactory(status="draft"))
    assert statuses() == ["published", "draft"]


@pytest.mark.parametrize(("action", "left"), [("publish", ["published"]), ("make_draft", ["draft"])])
def test_a_publisher_publishes_and_retires(signed_in, action, left):
    act(signed_in(PUBLISHER), action, PaperFactory(status="draft" if action == "publish" else "published"))
    assert statuses() == left


def test_an_editor_deletes_drafts_only(signed_in):
    editor = signed_in(EDITOR)
    papers = [PaperFactory(), PaperFactory(status="draft")]
    answers = [
        editor.post(reverse("admin:papers_paper_delete", args=[paper.pk]), {"post": "yes"}).status_code
        for paper in papers
    ]
    assert (answers, statuses()) == ([403, 302], ["published"])


@pytest.mark.parametrize("role", [VIEWER, EDITOR])
def test_a_published_paper_is_only_read_by(signed_in, role):
    browser, paper = signed_in(role), PaperFactory(title="Sketch")
    shown = browser.get(form_of(paper), follow=True)  # an Editor is led to a draft
    answer = browser.post(form_of(paper), {"title": "Mine"})
    assert (shown.status_code, answer.status_code, Paper.objects.get().title) == (200, 403, "Sketch")


# Imports


def imported(browser, volume: int = 3, **sent) -> ImportBatch:
    browser.post(IMPORT, {"text": WORK % volume})
    batch = ImportBatch.objects.first()
    browser.post(reverse("admin:papers_importbatch_change", args=[batch.pk]), {"apply_all": "1"} | sent)
    return batch


def test_what_an_editor_imports_is_a_draft(signed_in):
    imported(signed_in(EDITOR), publish="on")
    assert statuses() == ["draft"]


@pytest.mark.parametrize(("status", "volume", "drafts"), [("draft", "4", []), ("published", "3", ["4"])])
def test_what_an_editors_import_changes_of_published_papers_is_a_draft(signed_in, status, volume, drafts):
    editor = signed_in(EDITOR)
    imported(editor)
    Paper.objects.update(status=status)
    batch = imported(editor, 4)
    assert Paper.objects.get().volume == volume
    assert [draft.content["values"]["volume"] for draft in PaperDraft.objects.all()] == drafts
    page = editor.get(reverse("admin:papers_importbatch_change", args=[batch.pk])).content.decode()
    assert [reverse("admin:papers_paper_draft", args=[paper.pk]) in page for paper in Paper.objects.all()] == [
        bool(drafts)
    ]


@pytest.mark.parametrize(("role", "status", "left"), [(EDITOR, 403, 1), (PUBLISHER, 302, 0)])
def test_who_undoes_an_import(signed_in, role, status, left):
    browser = signed_in(role)
    batch = imported(browser)
    answer = browser.post(reverse("admin:papers_importbatch_change", args=[batch.pk]), {"undo": "1"})
    assert (answer.status_code, Paper.objects.count()) == (status, left)


# Scopes


@pytest.fixture
def ada():
    return AuthorFactory(display_name="Ada Lovelace")


def test_a_confined_editor_changes_own_papers_and_reads_others(signed_in, ada):
    editor = signed_in(PUBLISHER, author=ada)
    own, other = PaperFactory(authors=[ada]), PaperFactory(title="Sketch")
    answers = []
    for paper in (own, other):
        form = filled(editor.get(form_of(paper)))
        answers.append(editor.post(form_of(paper), form | {"title": "Mine"}).status_code)
    assert answers == [302, 403]
    assert list(Paper.objects.order_by("pk").values_list("title", flat=True)) == ["Mine", "Sketch"]


def test_an_institution_is_a_scope_too(signed_in):
    place = InstitutionFactory()
    editor = signed_in(EDITOR, institution=place)
    own, other = (PaperFactory(status="draft", institutions=[where]) for where in (place, InstitutionFactory()))
    assert [editor.get(form_of(paper)).context["has_change_permission"] for paper in (own, other)] == [True, False]


def test_a_new_paper_has_to_name_the_scope(signed_in, ada):
    editor = signed_in(EDITOR, author=ada)
    form = filled(editor.get(ADD)) | {"title": "Notes"}
    [refusal] = errors(editor.post(ADD, form))
    assert refusal == (
        "Not saved: you edit the papers of Ada Lovelace, so that name has to stand among the authors or institutions "
        "of this one."
    )
    assert Paper.objects.exists() is False
    editor.post(ADD, form | {"authorships-0-author": str(ada.pk)})
    assert Paper.objects.get().authors.get() == ada


def test_a_paper_is_not_let_out_of_the_scope(signed_in, ada):
    editor, paper = signed_in(EDITOR, author=ada), PaperFactory(status="draft", authors=[ada])
    form = filled(editor.get(form_of(paper))) | {"authorships-0-author": str(AuthorFactory().pk)}
    assert errors(editor.post(form_of(paper), form))[0].startswith("Not saved: you edit the papers of Ada Lovelace")
    assert paper.authors.get() == ada


def test_a_confined_editor_adds_coauthors_who_are_there(signed_in, ada):
    editor, charles = signed_in(EDITOR, author=ada), AuthorFactory()
    paper = PaperFactory(status="draft", authors=[ada])
    form = with_row(filled(editor.get(form_of(paper))), "authorships", author=str(charles.pk))
    editor.post(form_of(paper), form)
    assert list(paper.authors.order_by("authorships__position")) == [ada, charles]


@pytest.mark.parametrize("action", ["publish", "make_draft", "delete_selected"])
def test_actions_stop_at_the_scope(signed_in, ada, action):
    publisher = signed_in(PUBLISHER, author=ada)
    papers = [PaperFactory(status=status) for status in ("published", "draft")]
    act(publisher, action, *papers)
    assert statuses() == ["published", "draft"]


@pytest.mark.parametrize("table", ["author", "institution", "venue", "category", "metric", "page", "importbatch"])
@pytest.mark.parametrize("popup", ["", "?_popup=1&_to_field=id"])
def test_what_papers_share_is_not_added_by_a_confined_publisher(signed_in, ada, table, popup):
    publisher = signed_in(PUBLISHER, author=ada)
    address = reverse(f"admin:papers_{table}_add") + popup
    sent = {"display_name": "Charles", "name": "Charles", "_saveasnew": "1", "text": WORK % 3}
    assert [publisher.get(address).status_code, publisher.post(address, sent).status_code] == [403, 403]


def test_not_even_the_own_profile_is_changed_by_a_confined_editor(signed_in, ada):
    editor = signed_in(EDITOR, author=ada)
    address = reverse("admin:papers_author_change", args=[ada.pk])
    assert editor.post(address, {"display_name": "Countess"}).status_code == 403
    assert Author.objects.get().display_name == "Ada Lovelace"


def test_a_scope_whose_person_was_deleted_reaches_nothing(signed_in, ada):
    editor, paper = signed_in(EDITOR, author=ada), PaperFactory(status="draft")
    ada.delete()
    assert editor.post(form_of(paper), {"title": "Mine"}).status_code == 403


def test_a_confined_editor_lists_all_papers_or_their_own(signed_in, ada):
    editor = signed_in(EDITOR, author=ada)
    own, other = PaperFactory(authors=[ada]), PaperFactory()
    lists = [editor.get(LIST, sent).context["cl"] for sent in ({}, {"mine": "1"}, {"mine": "no"})]
    assert [set(listed.result_list) for listed in lists] == [{own, other}, {own}, {own}]
    assert lists[0].filter_specs[0].lookup_choices == [("1", "Ada Lovelace")]


def test_a_scope_costs_a_fixed_number_of_queries(signed_in, ada):
    papers = [PaperFactory(authors=[ada, *AuthorFactory.create_batch(number)]) for number in (1, 30)]
    confined, counts = signed_in(PUBLISHER, author=ada), []
    for paper in (papers[0], *papers):  # the first time content types are read, and kept
        with CaptureQueriesContext(connection) as captured:
            confined.get(form_of(paper))
        counts.append(len(captured))
    assert counts[1] == counts[2]


def test_an_administrator_publishes_as_well(signed_in):
    administrator = signed_in(ADMINISTRATOR)
    answer = act(administrator, "publish", PaperFactory(status="draft"))
    said = ["Publish papers: 1 paper was changed."]
    assert (messages(administrator.get(answer.url)), statuses()) == (said, ["published"])
