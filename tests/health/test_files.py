"""Uploads and the rows that name them, each lost once."""

import os
import time

import pytest

from papers.health import Problem, files
from papers.models import Paper
from tests.factories import AuthorFactory, MergeRecordFactory, PaperFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def uploads(settings, tmp_path):
    """An empty folder of uploads."""
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def put(folder, name, age=2 * files.JUST_UPLOADED):
    file = folder / name
    file.parent.mkdir(exist_ok=True)
    file.touch()
    os.utime(file, (time.time() - age,) * 2)


@pytest.fixture
def engine(uploads):
    """A paper with a PDF that is there."""
    put(uploads, "pdfs/engine.pdf")
    return PaperFactory(title="Engine", pdf="pdfs/engine.pdf", pdf_rights=True)


def test_files_and_rows_that_know_each_other(engine):
    assert [*files.missing_files(), *files.orphaned_files()] == []


def test_a_row_that_names_a_missing_file(engine, uploads):
    (uploads / "pdfs/engine.pdf").unlink()
    assert list(files.missing_files()) == [
        Problem(
            f"1 papers lack the file of their PDF: Engine (number {engine.pk}).",
            f"Copy {uploads} back from a backup, or upload it again in the admin.",
        )
    ]


def test_a_picture_that_lacks_one_of_its_sizes(uploads):
    ada = AuthorFactory(display_name="Ada Lovelace", portrait_alt="Ada", portrait="portraits/ada-whole.webp")
    for size in ("whole", "1x"):
        put(uploads, f"portraits/ada-{size}.webp")
    put(uploads, "portraits/ada-2x.webp")
    put(uploads, "portraits/ada-2x.jpg")
    assert list(files.missing_files()) == []
    (uploads / "portraits/ada-2x.jpg").unlink()
    assert [problem.what for problem in files.missing_files()] == [
        f"1 people lack the file of their portrait: Ada Lovelace (number {ada.pk})."
    ]


def test_a_file_that_no_row_names(engine, uploads):
    Paper.objects.all().delete()
    assert list(files.orphaned_files()) == [
        Problem(f"No record names 1 files in {uploads}: pdfs/engine.pdf.", "Delete them there, after a backup.")
    ]


def test_a_file_of_this_hour_may_belong_to_a_record_that_is_not_saved_yet(uploads):
    put(uploads, "pdfs/new.pdf", age=60)
    assert list(files.orphaned_files()) == []


@pytest.mark.parametrize("size", ["whole.webp", "2x.jpg"])
def test_a_file_that_a_merge_may_bring_back_is_no_orphan(uploads, size):
    put(uploads, f"portraits/ada-{size}")
    MergeRecordFactory(steps=[{"portrait": "portraits/ada-whole.webp"}])
    assert list(files.orphaned_files()) == []
