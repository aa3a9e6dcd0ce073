"""Portraits and logos: shown, checked and never left behind."""

import io
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError
from django.urls import reverse
from PIL import Image

from papers.admin.records import RecordAdmin
from papers.models import Author, Institution
from tests.admin.forms import errors, filled
from tests.factories import AuthorFactory, InstitutionFactory, PaperFactory

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

    def post_and_commit(*args):
        with django_capture_on_commit_callbacks(execute=True):
            return post(*args)

    monkeypatch.setattr(editor, "post", post_and_commit)


def files(folder):
    return sorted(file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file())


def picture(kind="PNG", name="ada.png", size=(400, 300), **options):
    content = io.BytesIO()
    Image.new("RGB", size, "teal").save(content, kind, **options)
    return SimpleUploadedFile(name, content.getvalue())


def change(record):
    return reverse(f"admin:papers_{record._meta.model_name}_change", args=[record.pk])


def upload(editor, record, field, file):
    return editor.post(change(record), filled(editor.get(change(record))) | {field: file})


@every_picture
def test_uploaded_picture_is_kept_as_webp_and_shown(editor, media, factory, field):
    record = factory()
    assert upload(editor, record, field, picture()).status_code == 302
    record.refresh_from_db()
    file = getattr(record, field)
    with Image.open(file.path) as kept:
        assert (files(media), kept.format) == ([file.name], "WEBP")
        size = f'width="{kept.width}" height="{kept.height}"'
    assert (
        f'<img class="picture" src="{file.url}" {size} alt="{record}">' in editor.get(change(record)).content.decode()
    )


@every_picture
def test_form_says_that_there_is_no_picture(editor, factory, field):
    assert '<div class="readonly">None yet.</div>' in editor.get(change(factory())).content.decode()


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
    record.refresh_from_db()
    assert files(media) == [getattr(record, field).name] != old


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
    assert (files(media), len(before)) == (before, 1)


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
    author.refresh_from_db()
    assert files(media) == before == [author.portrait.name]


def test_picture_of_a_new_record_whose_address_was_just_taken_is_removed(editor, media, monkeypatch):
    def save_model(self, request, obj, form, change):
        AuthorFactory(slug="ada")
        obj.save()

    monkeypatch.setattr(RecordAdmin, "save_model", save_model, raising=False)
    address = reverse("admin:papers_author_add")
    form = filled(editor.get(address)) | {"display_name": "Augusta", "slug": "ada", "portrait": picture()}
    assert len(errors(editor.post(address, form))) == 1
    assert (Author.objects.count(), files(media)) == (0, [])


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
