"""An editor imports a bibliography."""

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from papers.models import ImportBatch, Paper
from tests.admin.forms import filled, messages

pytestmark = pytest.mark.django_db

ADD = "/admin/papers/importbatch/add/"
WORKS = """@article{lovelace1843, author = {Ada Lovelace}, title = {Notes on the Engine}, year = 1843, volume = 3}
@book{babbage1832, author = {Charles Babbage}, title = {On the Economy of Machinery}, year = 1832}
@article{again, author = {Ada Lovelace}, title = {Notes on the Engine}, year = 1843}
@article{nobody, author = {Ada Lovelace}}
"""


def paste(editor, text: str = WORKS):
    return editor.post(ADD, {"text": text}, follow=True)


def titles() -> list[str]:
    return sorted(Paper.objects.values_list("title", flat=True))


def address(batch) -> str:
    return reverse("admin:papers_importbatch_change", args=[batch.pk])


def test_the_form_says_which_formats_are_known(editor):
    assert "BibTeX, BibLaTeX" in editor.get(ADD).content.decode()


def test_a_pasted_text_leads_to_its_plan_and_writes_nothing(editor):
    page = paste(editor)
    rows = [(row.entry.line, row.entry.label, row.entry.outcome, row.problems) for row in page.context["rows"]]
    assert rows == [
        (1, "lovelace1843", "new", []),
        (2, "babbage1832", "new", []),
        (3, "again", "refused", ["It is the same work as “lovelace1843”, entry 1 of this file."]),
        (4, "nobody", "refused", ["It has no title, without which a paper cannot be listed."]),
    ]
    batch = ImportBatch.objects.get()
    assert (batch.status, batch.file_name, batch.user.username, titles()) == ("planned", "pasted text", "editor", [])


def test_an_entry_is_shown_by_its_title_authors_and_year(editor):
    text = f"{WORKS}@book{{many, author = {{A. One and B. Two and C. Three and D. Four}}, title = {{Many}}}}"
    assert [(row.name, row.known_by) for row in paste(editor, text).context["rows"]] == [
        ("Notes on the Engine", "Lovelace 1843 · lovelace1843"),
        ("On the Economy of Machinery", "Babbage 1832 · babbage1832"),
        ("Notes on the Engine", "Lovelace 1843 · again"),
        ("nobody", ""),
        ("Many", "One et al. · many"),
    ]


def test_what_is_ticked_is_imported_as_drafts(editor):
    page = paste(editor)
    batch = ImportBatch.objects.get()
    sent = filled(page) | {"entry": ["2"], "apply": "1"}
    after = editor.post(address(batch), sent, follow=True)
    assert (titles(), Paper.objects.get().status) == (["On the Economy of Machinery"], "draft")
    assert messages(after) == ["1 entry was imported."]
    batch.refresh_from_db()
    assert (batch.status, batch.content) == ("applied", None)


def test_everything_is_imported_and_published(editor):
    paste(editor)
    editor.post(address(ImportBatch.objects.get()), {"apply_all": "1", "publish": "on"})
    assert (len(titles()), set(Paper.objects.values_list("status", flat=True))) == (2, {"published"})


def test_fields_are_taken_one_by_one(editor):
    paste(editor)
    editor.post(address(ImportBatch.objects.get()), {"apply_all": "1"})
    Paper.objects.filter(volume="3").update(volume="III")
    text = "@article{lovelace1843, author = {Ada Lovelace}, title = {Notes on the Engine}, volume = 4, pages = {1-9}}"
    page = paste(editor, text)
    assert [
        (change["name"], change["old"], change["new"], change["locked"]) for change in page.context["rows"][0].changes
    ] == [
        ("volume", "“III”", "“4”", True),
        ("pages", "“”", "“1-9”", False),
    ]
    batch = ImportBatch.objects.first()
    sent = {"entry": "1", "fields-1": "1", "field-1": ["volume"], "apply": "1"}
    editor.post(address(batch), sent)
    assert Paper.objects.values_list("volume", "pages").get(citation_key="lovelace1843") == ("4", "")


def test_an_import_is_undone(editor):
    paste(editor)
    batch = ImportBatch.objects.get()
    editor.post(address(batch), {"apply_all": "1"})
    assert "Undo this import" in editor.get(address(batch)).content.decode()
    after = editor.post(address(batch), {"undo": "1"}, follow=True)
    assert (messages(after), titles()) == (["The import is undone."], [])
    said = LogEntry.objects.order_by("pk").values_list("object_repr", "change_message", "user__username")
    assert list(said) == [
        (str(batch), "2 entries were imported.", "editor"),
        (str(batch), "The import is undone.", "editor"),
    ]


def test_applying_or_undoing_twice_does_nothing_more(editor):
    paste(editor)
    batch = ImportBatch.objects.get()
    editor.post(address(batch), {"apply_all": "1"})
    again = editor.post(address(batch), {"apply_all": "1"}, follow=True)
    assert messages(again)[-1] == f"Import {batch.pk} was applied before."
    editor.post(address(batch), {"undo": "1"})
    again = editor.post(address(batch), {"undo": "1"}, follow=True)
    assert messages(again)[-1] == f"Import {batch.pk} is not applied: there is nothing to undo."


def test_files_are_planned_one_by_one(editor):
    files = [SimpleUploadedFile("a.bib", WORKS.encode()), SimpleUploadedFile("b.txt", b"Dear Charles,")]
    after = editor.post(ADD, {"files": [*files, SimpleUploadedFile("c.bib", WORKS.encode())]}, follow=True)
    assert [message.partition(":")[0] for message in messages(after)] == ["b.txt"]
    assert [batch.file_name for batch in ImportBatch.objects.order_by("pk")] == ["a.bib", "c.bib"]
    assert "2 new, 2 refused" in after.content.decode()


@pytest.mark.parametrize(
    ("text", "reason"),
    [("", "Choose a file or paste a bibliography."), ("Dear Charles,", "This is in no format that can be read; ")],
)
def test_what_cannot_be_read_is_said_on_the_form(editor, text, reason):
    page = editor.post(ADD, {"text": text})
    assert page.context["form"].non_field_errors()[0].startswith(reason)
    assert not ImportBatch.objects.exists()


def test_only_a_plan_can_be_deleted(editor):
    paste(editor)
    batch = ImportBatch.objects.get()
    delete = reverse("admin:papers_importbatch_delete", args=[batch.pk])
    editor.post(address(batch), {"apply_all": "1"})
    assert editor.post(delete, {"post": "yes"}).status_code == 403
    paste(editor)
    editor.post(reverse("admin:papers_importbatch_delete", args=[ImportBatch.objects.first().pk]), {"post": "yes"})
    assert list(ImportBatch.objects.all()) == [batch]


def test_whoever_may_not_import_sees_no_form(client, django_user_model):
    client.force_login(django_user_model.objects.create_user("reader", is_staff=True))
    assert client.get(ADD).status_code == 403


def test_an_import_that_never_was_leads_home(editor):
    assert editor.get("/admin/papers/importbatch/999/change/").status_code == 302


def test_whoever_may_not_write_papers_may_not_apply_a_plan(editor, client, django_user_model):
    paste(editor)
    clerk = django_user_model.objects.create_user("clerk", is_staff=True)
    clerk.user_permissions.set(Permission.objects.filter(content_type__model="importbatch"))
    client.force_login(clerk)
    sent = client.post(address(ImportBatch.objects.get()), {"entry": ["1"], "apply": "1"})
    assert (sent.status_code, titles()) == (403, [])
