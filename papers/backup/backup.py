"""A site written to an archive, while others go on writing to it.

The tables are read first, all at one moment, and then the uploads. An upload is there before a record names it and goes
after none does, under a name that is never used again: so all that the tables name is there, unless it was deleted
since. Then the archive is written anew.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import django
from django.conf import settings
from django.db import connection, models
from django.utils import timezone

from papers.backup import rows, schema
from papers.backup.archive import Manifest, Writer
from papers.backup.errors import BackupError
from papers.backup.files import held, uploads, written_whole
from papers.backup.keeping import new_path
from papers.backup.snapshot import one_moment
from papers.models import stored_names

ATTEMPTS = 5


class _DeletedSinceError(Exception):
    """An upload went between the reading of the tables and its own."""


@dataclass(frozen=True)
class Backup:
    """An archive that was written."""

    path: Path
    manifest: Manifest


def back_up(folder: Path) -> Backup:
    """Write an archive of database and uploads into a folder, whole or not at all; raise BackupError otherwise."""
    with held(folder):
        path = new_path(folder)
        for _attempt in range(ATTEMPTS):
            try:
                return Backup(path, _write(path))
            except _DeletedSinceError:
                continue
        raise BackupError("Uploads were deleted as fast as they were read; nothing was written. Try again later.")


def database_only(path: Path) -> Backup:
    """Write an archive of the database alone to `path`."""
    return Backup(path, _write(path, with_media=False))


def _write(path: Path, with_media: bool = True) -> Manifest:
    with written_whole(path) as file:
        writer = Writer(file, _manifest(with_media))
        named = _add_tables(writer)
        if with_media:
            _add_uploads(writer, named)
        writer.finish()
    return writer.manifest


def _manifest(with_media: bool) -> Manifest:
    return Manifest(
        made=timezone.now().isoformat(timespec="seconds"),
        release=_release(),
        versions={"django": django.get_version(), connection.vendor: _database_version()},
        migrations=[],
        has_media=with_media,
    )


def _release() -> str:
    return tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]


def _database_version() -> str:
    return ".".join(map(str, connection.get_database_version()))


def _add_tables(writer: Writer) -> set[str]:
    """Write all tables as they are at one moment, and return the names of the uploads that they name."""
    manifest = writer.manifest
    with one_moment():
        migrations = schema.applied()
        if not migrations:
            raise BackupError("There is no site in this database yet: there is nothing to back up.")
        manifest.migrations = [list(each) for each in migrations]
        found = schema.models_at(migrations)
        for model in found:
            columns = [field.column for field in rows.columns(model)]
            writer.add_rows(model._meta.db_table, columns, rows.lines(model), rows.last_number(model))
        named = set(_named_uploads(found))
        manifest.left_out = sorted(
            table
            for table in schema.own_tables() - manifest.tables.keys() - schema.LEFT_OUT
            if not table.startswith("papers_search")
        )
    return named


def _named_uploads(found: list[type[models.Model]]) -> Iterator[str]:
    for model in found:
        for field in rows.columns(model):
            if isinstance(field, models.FileField):
                kept = model._base_manager.exclude(**{field.name: ""}).order_by()
                for name in kept.values_list(field.name, flat=True):
                    yield from stored_names(field, name)


def _add_uploads(writer: Writer, named: set[str]) -> None:
    """Write all uploads; raise _DeletedSinceError where one went that a record named."""
    root = Path(settings.MEDIA_ROOT)
    gone = set()
    for name in sorted(named.union(uploads())):
        try:
            with (root / name).open("rb") as file:
                writer.add_upload(name, file, (root / name).stat().st_size)
        except FileNotFoundError:
            gone.add(name)
    gone &= named
    if gone:
        still_named = set(_named_uploads(schema.models_at(schema.applied())))
        if gone - still_named:
            raise _DeletedSinceError
    writer.manifest.missing = sorted(gone)
