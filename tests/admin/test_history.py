"""The history of a record, and the way back."""

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from reversion.models import Version

from papers.history import keep_version, versions_of
from papers.models import Author, Credit, ImportBatch, Paper, set_authors
from tests.admin.forms import carried_out, filled, messages
from tests.factories import (
    AuthorFactory,
    IdentifierFactory,
    ImportBatchFactory,
    ImportEntryFactory,
    InstitutionFactory,
    PaperFactory,
)

LIST = reverse("admin:papers_paper_changelist")


def address(view, *args):
    return reverse(f"admin:papers_paper_{view}", args=args)


@pytest.fixture
def paper(db):
    return PaperFactory(
        title="Sketch",
        citation_key="sketch",
        authors=[AuthorFactory(display_name=name) for name in ("Ada", "Charles", "Luigi")],
        institutions=[InstitutionFactory()],
    )


def save(editor, paper, **changes):
    url = address("change", paper.pk)
    return editor.post(url, filled(editor.get(url)) | changes, follow=True)


def lines(editor, paper) -> list[tuple]:
    """Return who, what was changed, and the note of each line of the history."""
    told = []
    for event in editor.get(address("history", paper.pk)).context["events"]:
        made = event.version.revision if event.version else event.entry.batch
        told.append((str(made.user or ""), event.changed, made.comment if event.version else str(made)))
    return told


def test_history_says_who_changed_what(editor, paper):
    save(editor, paper, title="Notes", **{"authorships-2-position": "1"})
    assert lines(editor, paper) == [
        ("editor", ("Title", "Authors"), "Changed Title. Changed place for author “Luigi”."),
        ("", (), "As it was found: from an import, a command, or before versions were kept."),
    ]


def test_added_record_begins_with_its_first_version(editor):
    form = filled(editor.get(address("add"))) | {"title": "Notes"}
    editor.post(address("add"), form)
    assert lines(editor, Paper.objects.get()) == [("editor", (), "Added.")]


def test_imported_record_begins_with_its_import(editor, paper):
    batch = ImportBatchFactory(
        applied_at=timezone.now(), status=ImportBatch.Status.APPLIED, user=User.objects.get(username="editor")
    )
    ImportEntryFactory(batch=batch, paper=paper, made={"paper": [paper.pk]})
    ImportEntryFactory(batch=ImportBatchFactory(), paper=paper)  # a plan
    save(editor, paper, title="Notes")
    assert [line[2] for line in lines(editor, paper)] == [
        "Changed Title.",
        "As it was found: from an import, a command, or before versions were kept.",
        f"{batch.pk}: works.bib",
    ]


def test_bulk_action_keeps_a_version_of_each(editor, paper):
    other = PaperFactory(citation_key="y")
    action = {"action": "make_draft", "_selected_action": [paper.pk, other.pk]}
    carried_out(editor, LIST, action)
    carried_out(editor, LIST, action | {"action": "publish"})
    assert [line[1:] for line in lines(editor, other)[:2]] == [
        (("Status",), "Published."),
        (("Status",), "Made a draft."),
    ]


def test_a_version_shows_what_it_changed_and_what_restoring_would(editor, paper):
    save(editor, paper, title="Notes")
    save(editor, paper, abstract="New words.")
    version = versions_of(Paper, [paper.pk])[1]
    context = editor.get(address("version", paper.pk, version.pk)).context
    assert [change.name for change in context["changes"]] == ["title"]
    assert [change.name for change in context["to_restore"]] == ["abstract"]


def test_an_old_version_is_restored_with_its_authors_in_order(editor, paper):
    before = list(paper.authorships.values_list("position", "printed_name"))
    save(editor, paper, title="Notes", **{"authorships-2-position": "1", "authorships-0-DELETE": "on"})
    assert list(paper.authorships.values_list("printed_name", flat=True)) == ["Luigi", "Charles"]
    version = versions_of(Paper, [paper.pk]).last()
    response = editor.post(address("version", paper.pk, version.pk), follow=True)
    assert messages(response)[0].startswith("Restored as it was on ")
    paper.refresh_from_db()
    assert (paper.title, list(paper.authorships.values_list("position", "printed_name"))) == ("Sketch", before)
    assert len(lines(editor, paper)) == 3


def test_what_cannot_be_restored_is_named(editor, paper):
    identifier = IdentifierFactory(paper=paper, value="10.1000/1")
    save(editor, paper, **{"identifiers-0-DELETE": "on"})
    IdentifierFactory(value=identifier.value)
    response = editor.post(address("version", paper.pk, versions_of(Paper, [paper.pk]).last().pk), follow=True)
    assert messages(response)[0] == "The identifier 10.1000/1 is another paper's now and was left out."


def test_a_version_of_another_record_is_not_there(editor, paper):
    save(editor, paper, title="Notes")
    version = Version.objects.first()
    assert editor.get(address("version", PaperFactory().pk, version.pk)).status_code == 404
    assert editor.get(address("version", 987654, version.pk)).status_code == 302


def test_deleted_papers_are_listed_and_brought_back(editor, paper):
    PaperFactory(title="Kept")
    editor.post(LIST, {"action": "delete_selected", "_selected_action": [paper.pk], "post": "yes"})
    page = editor.get(LIST).content.decode()
    assert f'<a href="{address("recoverlist")}">Deleted</a>' in page
    [version] = editor.get(address("recoverlist")).context["page"]
    assert (version.object_repr, version.revision.user.username) == ("Sketch", "editor")
    shown = editor.get(address("recover", version.pk))
    assert "1. Ada" in shown.content.decode()
    assert "Volume" not in {change.label for change in shown.context["values"]}  # of which there is none
    response = editor.post(address("recover", version.pk), follow=True)
    assert messages(response) == ["“Sketch” is back."]
    assert list(Paper.objects.get(pk=paper.pk).authorships.values_list("printed_name", flat=True)) == [
        *("Ada", "Charles", "Luigi")
    ]
    gone = editor.get(address("recover", version.pk), follow=True)
    assert messages(gone) == ["It is no longer among the deleted ones: somebody may have brought it back."]


def test_whoever_may_only_look_neither_restores_nor_recovers(librarian, paper):
    user = User.objects.get(username="librarian")
    keep_version(paper, user, "")
    version = versions_of(Paper, [paper.pk]).get()
    for codename in ("change_paper", "delete_paper"):
        user.user_permissions.remove(user.user_permissions.get(codename=codename))
    page = librarian.get(address("version", paper.pk, version.pk))
    assert (page.status_code, page.context["may_restore"]) == (200, False)
    assert librarian.post(address("version", paper.pk, version.pk)).status_code == 403
    assert librarian.get(address("recoverlist")).status_code == 403
    assert "recover/" not in librarian.get(LIST).content.decode()


def test_history_costs_the_same_however_long_it_is(editor, paper):
    costs = []
    for many in (2, 10):
        for number in range(many):
            set_authors(paper, [Credit(author) for author in Author.objects.order_by("?")])
            keep_version(paper, User.objects.get(), f"Shuffled {number}.")
            batch = ImportBatchFactory(applied_at=timezone.now(), status=ImportBatch.Status.APPLIED)
            ImportEntryFactory(batch=batch, paper=paper, before={"title": "x"})
        with CaptureQueriesContext(connection) as queries:
            assert len(lines(editor, paper)) > many
        costs.append(len(queries))
    assert costs[0] == costs[1]


def test_history_goes_on_on_another_page(editor, paper):
    for number in range(30):
        Paper.objects.update(title=f"Sketch {number}")
        keep_version(paper, None, f"{number}.")
    pages = [editor.get(address("history", paper.pk), {"p": number}).context["events"] for number in (1, 2)]
    assert [len(page) for page in pages] == [25, 5]
    assert [event.changed for event in pages[1]] == [("Title",)] * 4 + [()]
    assert pages[0][-1].changed == ("Title",)


def test_saving_a_paper_with_its_version_costs_as_many_queries_with_10_authors_as_with_80(editor):
    counts = []
    for number in (10, 80):
        paper = PaperFactory(citation_key=f"x-{number}", authors=AuthorFactory.create_batch(number))
        url = address("change", paper.pk)
        form = filled(editor.get(url)) | {f"authorships-{number - 1}-position": "1"}
        with CaptureQueriesContext(connection) as captured:
            editor.post(url, form)
        assert versions_of(Paper, [paper.pk]).count() == 2
        counts.append(len(captured))
    assert counts[0] == counts[1]
