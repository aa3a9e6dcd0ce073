"""A site made from an archive, all or nothing.

Uploads come first, beside those that are there, which nothing shows yet. Then all tables change in one transaction, and
with it the site. What only the old site had goes last.
"""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import DataError, IntegrityError, connection, models
from django.db.migrations.executor import MigrationExecutor

from papers import search_tables, triggers
from papers.backup import rows, schema
from papers.backup.archive import Contents, Manifest, member, unpack
from papers.backup.backup import back_up
from papers.backup.errors import ArchiveError, NotEmptyError
from papers.backup.files import backup_folder, clear, held, uploads
from papers.backup.rewriting import references_later, references_now, rewriting
from papers.indexing import catch_up

# A site has begun as soon as one of these has a row.
HOLDS = ["auth_user", "papers_author", "papers_institution", "papers_page", "papers_paper", "papers_site"]


@dataclass(frozen=True)
class Restored:
    """What came of a restore; `before` is the archive of the site whose place it took, where there was one."""

    manifest: Manifest
    before: Path | None


def restore(path: Path, replace: bool = False) -> Restored:
    """Make the site that an archive holds.

    Raises BackupError with everything as it was: NotEmptyError where a site is there, unless `replace`, which writes a
    backup of it first; ArchiveError for an archive that is damaged; NewerError for one of a newer release.
    """
    with _workplace() as folder:
        contents = unpack(path, folder)
        schema.refuse_newer(contents.manifest.migrations, "The archive")
        before = _kept(replace)
        old = uploads() if contents.manifest.has_media else []
        _bring_uploads(contents)
        with rewriting():
            _rewrite(contents)
    catch_up()
    for name in set(old).difference(contents.manifest.uploads):
        (settings.MEDIA_ROOT / name).unlink(missing_ok=True)
    return Restored(contents.manifest, before)


@contextmanager
def _workplace() -> Iterator[Path]:
    """Give an empty folder on the disk of the uploads, which is empty again at the end."""
    folder = settings.DATA_DIR / "restoring"
    with held(folder):
        clear(folder)  # of what one left that was killed
        try:
            yield folder
        finally:
            clear(folder)


def _kept(replace: bool) -> Path | None:
    """Return the archive of the site that is there, made now, None where there is none."""
    if not _is_begun():
        return None
    if not replace:
        raise NotEmptyError("There is a site in this database. To have the archive in its place, add --replace.")
    return back_up(backup_folder()).path


def _is_begun() -> bool:
    present = schema.own_tables()
    with connection.cursor() as cursor:
        for table in present.intersection(HOLDS):
            cursor.execute(f"SELECT EXISTS (SELECT 1 FROM {connection.ops.quote_name(table)})")
            if cursor.fetchone()[0]:
                return True
    return False


def _bring_uploads(contents: Contents) -> None:
    """Move the uploads of an archive to their places, and have the disk hold them."""
    for name in contents.manifest.uploads:
        packed, place = contents.folder / "media" / name, settings.MEDIA_ROOT / name
        place.parent.mkdir(parents=True, exist_ok=True)
        packed.chmod(settings.FILE_UPLOAD_PERMISSIONS)
        packed.replace(place)
    os.sync()


def _rewrite(contents: Contents) -> None:
    """Put the tables of an archive in the place of those that are there, and bring them to this release."""
    migrations = [tuple(each) for each in contents.manifest.migrations]
    _drop_triggers()
    if schema.applied() != migrations:
        _drop_tables()
        MigrationExecutor(connection).migrate(schema.last_of(migrations))
    _fill(contents, schema.models_at(migrations))
    ContentType.objects.clear_cache()
    call_command("migrate", interactive=False, verbosity=0)


def _drop_triggers() -> None:
    """Drop the triggers and the search index, which the end of the last migration makes anew."""
    triggers.drop_for_app(connection.alias)
    with connection.cursor() as cursor:
        for statement in search_tables.tables_gone():
            cursor.execute(statement)


def _drop_tables() -> None:
    tables = sorted(map(connection.ops.quote_name, schema.own_tables()))
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql" and tables:
            cursor.execute(f"DROP TABLE {', '.join(tables)} CASCADE")
        else:
            for table in tables:
                cursor.execute(f"DROP TABLE {table}")


def _fill(contents: Contents, found: list[type[models.Model]]) -> None:
    """Write all rows and hold them against the manifest; raise ArchiveError where a table is not what was backed up."""
    with connection.cursor() as cursor:
        references_later()
        for model in found:
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(model._meta.db_table)}")
    try:
        for model in found:
            with contents.lines(model._meta.db_table) as lines:
                rows.insert(model, lines)
        references_now()
    except (IntegrityError, DataError) as error:
        raise ArchiveError(f"The archive breaks a rule of the database: {error}") from error
    for model in found:
        table = model._meta.db_table
        rows.go_on_after(model, contents.manifest.tables[table].last)
        if _digest(model) != contents.manifest.files[member(table)]:
            raise ArchiveError(f"The rows of {table} are not what was backed up.")


def _digest(model: type[models.Model]) -> str:
    digest = hashlib.sha256()
    for line in rows.lines(model):
        digest.update(line)
    return digest.hexdigest()
