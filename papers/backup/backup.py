"""A site written to an archive, while others go on writing to it.

The tables are read all at one moment. An upload is there before a record names it and goes after none does, under a
name that is never used again. So a link to each is made before that moment, and to those that the tables name right
after it: what is deleted later is kept by its link. Where one came and went in between, another moment is taken.
"""

import os
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import django
from django.conf import settings
from django.db import connection, models
from django.utils import timezone

from papers.backup import rows, schema
from papers.backup.archive import Manifest, Writer
from papers.backup.errors import BackupError
from papers.backup.files import Stage, held, uploads, written_whole
from papers.backup.keeping import new_path
from papers.backup.snapshot import one_moment
from papers.models import stored_names

ATTEMPTS = 100  # of some milliseconds each


@dataclass(frozen=True)
class Backup:
    """An archive that was written."""

    path: Path
    manifest: Manifest


def back_up(folder: Path) -> Backup:
    """Write an archive of database and uploads into a folder, whole or not at all; raise BackupError otherwise."""
    with held(folder):
        path = new_path(folder)
        with written_whole(path) as file, Stage() as stage, Writer(file, _manifest(has_media=True)) as writer:
            return Backup(path, _write(writer, stage))


def database_only(path: Path) -> Backup:
    """Write an archive of the database alone to `path`."""
    with written_whole(path) as file, Writer(file, _manifest(has_media=False)) as writer:
        return Backup(path, _write(writer, None))


def _write(writer: Writer, stage: Stage | None) -> Manifest:
    """Write all of an archive; without a stage, none of the uploads."""
    migrations = schema.applied()
    if not migrations:
        raise BackupError("There is no site in this database yet: there is nothing to back up.")
    found = schema.models_at(migrations)
    with _moment(found, stage) as missing:
        writer.manifest.missing = sorted(missing)
        writer.manifest.migrations = [list(each) for each in schema.applied()]
        _add_tables(writer, found)
    for name in stage.names() if stage else []:
        with stage.open(name) as file:
            writer.add_upload(name, file, os.fstat(file.fileno()).st_size)
    writer.finish()
    return writer.manifest


@contextmanager
def _moment(found: list[type[models.Model]], stage: Stage | None) -> Iterator[set[str]]:
    """Have what is read within be of one moment, whose uploads are on the stage; give the names of those that are lost.

    One that was gone already before the moment, and that the tables name nevertheless, is lost.
    """
    gone_before: set[str] = set()
    for _attempt in range(ATTEMPTS):
        if stage:
            stage.take(uploads())
        with one_moment():
            gone = stage.take(_named_uploads(found)) if stage else set()
            if gone <= gone_before:
                yield gone
                return
        gone_before = gone
    raise BackupError("Uploads were deleted as fast as they were read; nothing was written. Try again later.")


def _manifest(has_media: bool) -> Manifest:
    return Manifest(
        made=timezone.now().isoformat(timespec="seconds"),
        release=_release(),
        versions={"django": django.get_version(), connection.vendor: _database_version()},
        migrations=[],
        has_media=has_media,
    )


def _release() -> str:
    return tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]


def _database_version() -> str:
    return ".".join(map(str, connection.get_database_version()))


def _add_tables(writer: Writer, found: list[type[models.Model]]) -> None:
    manifest = writer.manifest
    for model in found:
        columns = [field.column for field in rows.columns(model)]
        writer.add_rows(model._meta.db_table, columns, rows.lines(model), rows.last_number(model))
    manifest.left_out = sorted(
        table
        for table in schema.own_tables() - manifest.tables.keys() - schema.LEFT_OUT
        if not table.startswith(schema.MADE_ANEW)
    )


def _named_uploads(found: list[type[models.Model]]) -> Iterator[str]:
    for model in found:
        for field in rows.columns(model):
            if isinstance(field, models.FileField):
                kept = model._base_manager.exclude(**{field.name: ""}).order_by()
                for name in kept.values_list(field.name, flat=True):
                    yield from stored_names(field, name)
