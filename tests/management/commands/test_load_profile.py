"""`manage.py load_profile` as an operator meets it."""

import pytest
from django.core.management import CommandError, call_command

from papers.models import Author, LoadedRecord
from tests.conftest import REFERENCE_PROFILE
from tests.factories import PageFactory
from tests.loading import ENGINE, RECORDS, engine, write

pytestmark = pytest.mark.django_db


def said(capsys, path, *options: str) -> str:
    """Run the command and return what it prints."""
    call_command("load_profile", str(path), *options)
    return capsys.readouterr().out


def test_the_reference_profile_loads_and_loads_again(capsys):
    first = said(capsys, REFERENCE_PROFILE)
    added = first.removeprefix(f"{REFERENCE_PROFILE}: ").partition(" ")[0]
    assert first == f"{REFERENCE_PROFILE}: {added} added, 0 updated, 0 the same, 0 left alone, 0 left out.\n"
    assert said(capsys, REFERENCE_PROFILE) == (
        f"{REFERENCE_PROFILE}: 0 added, 0 updated, {added} the same, 0 left alone, 0 left out.\n"
    )


def test_only_an_empty_site_is_filled_if_empty(capsys, tmp_path):
    path = write(tmp_path / "engine.json", ENGINE)
    assert said(capsys, path, "--if-empty").startswith(f"{path}: {RECORDS} added, ")
    assert said(capsys, path, "--if-empty") == f"The site has content already: {path} is not loaded.\n"


def test_a_site_with_a_page_is_not_empty(capsys, tmp_path):
    PageFactory()
    path = write(tmp_path / "engine.json", ENGINE)
    assert said(capsys, path, "--if-empty") == f"The site has content already: {path} is not loaded.\n"
    assert not Author.objects.exists()


def test_restore_brings_back_what_was_deleted(capsys, tmp_path):
    path = write(tmp_path / "engine.json", ENGINE)
    said(capsys, path)
    Author.objects.get(slug="ada").names.all().delete()
    assert said(capsys, path).splitlines()[1:] == [
        "Left out because somebody deleted them here; --restore brings them back:",
        "  papers.authorname ada, Augusta Ada King",
    ]
    assert said(capsys, path, "--restore").startswith(f"{path}: 1 added, ")


def test_a_mistake_is_one_sentence_and_nothing_is_loaded(tmp_path):
    path = write(tmp_path / "engine.json", engine(page={"hat": "top"}))
    with pytest.raises(CommandError) as caught:
        call_command("load_profile", str(path))
    assert str(caught.value) == (
        f"{path}, line 17, record 16 (papers.page “about”), field hat: papers.Page has no such field; "
        "it has slug, title, body, menu_position, in_footer, created, updated. Nothing was loaded."
    )
    assert not LoadedRecord.objects.exists()
