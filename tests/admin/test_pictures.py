"""Portraits and logos: shown, checked and never left behind."""

import io
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError
from django.urls import reverse
from PIL import Image

from papers.admin.records import RecordAdmin
from papers.merge import take_back
from papers.models import Author, Institution, stored_names
from tests.admin.forms import errors, filled, messages
from tests.factories import AuthorFactory, InstitutionFactory, PaperFactory
from tests.merge.reading import merged

RECORDS = [(AuthorFactory, "portrait"), (InstitutionFactory, "logo")]
every_picture = pytest.mark.parametrize(("factory", "field"), RECORDS, ids=["portrait", "logo"])


@pytest.fixture(autouse=True)
def media(settings, tmp_path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture(autouse=True)
def committed(editor, monkeypatch, django_capture_on_commit_callbacks):
    """Let each form that is sent be committed at once."""
    post = editor.post

    def post_and_commit(*args, **options):
        with django_capture_on_commit_callbacks(execute=True):
            return post(*args, **options)

    monkeypatch.setattr(editor, "post", post_and_commit)


def files(folder):
    return sorted(file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file())


def picture(kind="PNG", name="ada.png", size=(400, 300), **options):
    content = io.BytesIO()
    Image.new("RGB", size, "teal").save(content, kind, **options)
    return SimpleUploadedFile(name, content.getvalue())


def change(record):
    return reverse(f"admin:papers_{record._meta.model_name}_change", args=[record.pk])


def upload(editor, record, field, file, **values):
    described = {f"{field}_alt": "A teal square"} | {f"{field}_{name}": value for name, value in values.items()}
    return editor.post(change(record), filled(editor.get(change(record))) | {field: file} | described)


def names_of(record, field):
    """Return the names of the files that go with a record's picture."""
    record.refresh_from_db()
    return sorted(stored_names(record._meta.get_field(field), getattr(record, field).name))


@every_picture
def test_uploaded_picture_is_kept_in_four_files_and_shown(editor, media, factory, field):
    record = factory()
    assert upload(editor, record, field, picture()).status_code == 302
    assert (files(media), len(files(media))) == (names_of(record, field), 4)
    file = getattr(record, field)
    shown = f'<img class="picture" src="{file.url}" width="400" height="300" alt="A teal square">'
    assert shown in editor.get(change(record)).content.decode()


@every_picture
def test_picture_without_a_description_is_refused(editor, media, factory, field):
    response = upload(editor, factory(), field, picture(), alt=" ")
    assert errors(response) == ["Say in a few words what the picture shows, or remove the picture."]
    assert files(media) == []


@every_picture
def test_focus_beyond_the_edge_is_refused(editor, media, factory, field):
    response = upload(editor, factory(), field, picture(), focus_x="101")
    assert (errors(response), files(media)) == (["Ensure this value is less than or equal to 100."], [])


@every_picture
def test_picture_whose_focus_moved_is_cut_anew_under_new_names(editor, media, factory, field):
    record = factory()
    upload(editor, record, field, picture(size=(4000, 100)))
    before = files(media)
    editor.post(change(record), filled(editor.get(change(record))) | {f"{field}_focus_x": "80"})
    assert files(media) == names_of(record, field)
    assert set(files(media)).isdisjoint(before)


def test_moved_focus_of_a_picture_whose_file_is_gone_is_said(editor, media):
    author = AuthorFactory()
    upload(editor, author, "portrait", picture())
    for name in files(media):
        (media / name).unlink()
    data = filled(editor.get(change(author))) | {"portrait_focus_x": "80"}
    response = editor.post(change(author), data, follow=True)
    assert messages(response)[0] == (
        "The file of the picture is gone, so that it could not be cut anew: choose it once more."
    )


@every_picture
def test_form_says_that_there_is_no_picture(editor, factory, field):
    assert (
        f'<span class="focus-box" data-picture="{field}">None yet.</span>'
        in editor.get(change(factory())).content.decode()
    )


@every_picture
def test_form_that_was_not_saved_says_that_its_picture_is_not_kept(editor, factory, field):
    record = factory()
    data = filled(editor.get(change(record))) | {"homepage": "nowhere", field: picture()}
    response = editor.post(change(record), data)
    assert "Not kept, because the form was not saved: choose the file once more." in response.content.decode()
    assert '<img class="picture"' not in response.content.decode()


@every_picture
def test_replaced_picture_is_removed(editor, media, factory, field):
    record = factory()
    upload(editor, record, field, picture())
    old = files(media)
    upload(editor, record, field, picture(size=(30, 30)))
    assert files(media) == names_of(record, field)
    assert set(files(media)).isdisjoint(old)


@every_picture
def test_cleared_picture_is_removed(editor, media, factory, field):
    record = factory()
    upload(editor, record, field, picture())
    editor.post(change(record), filled(editor.get(change(record))) | {f"{field}-clear": "on"})
    record.refresh_from_db()
    assert (files(media), bool(getattr(record, field))) == ([], False)


@every_picture
def test_picture_stays_when_another_field_is_saved(editor, media, factory, field):
    record = factory()
    upload(editor, record, field, picture())
    before = files(media)
    editor.post(change(record), filled(editor.get(change(record))) | {"homepage": "https://example.org/"})
    assert files(media) == before


@every_picture
@pytest.mark.parametrize("page", ["delete", "changelist"])
def test_picture_goes_with_its_record(editor, media, factory, field, page):
    record = factory()
    upload(editor, record, field, picture())
    sent = {"post": "yes", "action": "delete_selected", "_selected_action": [record.pk]}
    name = f"admin:papers_{record._meta.model_name}_{page}"
    editor.post(reverse(name, args=[record.pk] if page == "delete" else []), sent)
    assert (type(record).objects.count(), files(media)) == (0, [])


def test_picture_of_a_person_who_cannot_be_deleted_stays(editor, media):
    author = AuthorFactory()
    PaperFactory(authors=[author])
    upload(editor, author, "portrait", picture())
    before = files(media)
    editor.post(reverse("admin:papers_author_delete", args=[author.pk]), {"post": "yes"})
    assert (files(media), len(before)) == (before, 4)


def test_picture_of_a_record_that_the_database_refuses_is_removed(editor, media, monkeypatch):
    author = AuthorFactory()
    upload(editor, author, "portrait", picture())
    before = files(media)
    save_related = RecordAdmin.save_related

    def refuse(self, *args):
        save_related(self, *args)
        raise IntegrityError

    monkeypatch.setattr(RecordAdmin, "save_related", refuse)
    assert len(errors(upload(editor, author, "portrait", picture(size=(30, 30))))) == 1
    assert files(media) == before == names_of(author, "portrait")


def test_picture_of_a_new_record_whose_address_was_just_taken_is_removed(editor, media, monkeypatch):
    def save_model(self, request, obj, form, change):
        AuthorFactory(slug="ada")
        obj.save()

    monkeypatch.setattr(RecordAdmin, "save_model", save_model, raising=False)
    address = reverse("admin:papers_author_add")
    form = filled(editor.get(address)) | {"display_name": "Augusta", "slug": "ada", "portrait": picture()}
    form["portrait_alt"] = "A teal square"
    assert len(errors(editor.post(address, form))) == 1
    assert (Author.objects.count(), files(media)) == (0, [])


def test_picture_that_an_undone_merge_brings_back_stays(editor, media):
    kept, gone = AuthorFactory.create_batch(2)
    upload(editor, gone, "portrait", picture())
    wanted = names_of(gone, "portrait")
    record = merged(kept, gone)
    editor.post(change(kept), filled(editor.get(change(kept))) | {"portrait-clear": "on"})
    assert files(media) == wanted
    take_back(record, None)
    assert names_of(gone, "portrait") == wanted


# Hostile files


def hostile():
    png = picture().read()
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "blue")]
    moving = io.BytesIO()
    frames[0].save(moving, "PNG", save_all=True, append_images=frames[1:])
    return {
        "cut off": ("ada.png", png[: len(png) // 2]),
        "script": ("ada.png", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"),
        "page": ("ada.jpg", b"<html><script>alert(1)</script></html>"),
        "gif": ("ada.png", picture("GIF").read()),
        "bomb": ("ada.png", picture(size=(6000, 5000)).read()),
        "too large": ("ada.png", png + bytes(10 * 1024 * 1024)),
        "moving": ("ada.png", moving.getvalue()),
        "program": ("ada.php", png),
        "empty": ("ada.png", b""),
    }


@pytest.mark.parametrize("case", hostile().keys())
@every_picture
def test_hostile_file_is_refused_with_a_sentence(editor, media, factory, field, case):
    name, content = hostile()[case]
    response = upload(editor, factory(), field, SimpleUploadedFile(name, content))
    found = errors(response)
    assert (len(found), found[0].endswith("."), files(media)) == (1, True, [])


def test_other_pictures_are_not_said_to_be_welcome(editor, media):
    found = errors(upload(editor, AuthorFactory(), "portrait", picture(name="ada.tiff")))
    assert found == ["The name of this file does not end like a picture's: please upload a .jpg, .png or .webp file."]


@pytest.mark.parametrize("name", ["../../etc/ada.png", "ada\x00.png", "Ada Lovelace " * 40 + ".png"])
def test_name_of_the_file_decides_nothing(editor, media, name):
    author = AuthorFactory()
    upload(editor, author, "portrait", picture(name=name))
    assert {Path(file).parent.as_posix() for file in files(media)} <= {"portraits"}


def test_records_without_pictures_are_deleted_too(editor):
    institutions = InstitutionFactory.create_batch(2)
    sent = {"post": "yes", "action": "delete_selected", "_selected_action": [record.pk for record in institutions]}
    editor.post(reverse("admin:papers_institution_changelist"), sent)
    assert (Institution.objects.count(), Author.objects.count()) == (0, 0)
