"""A database brought to this release, or left exactly as it was."""

from collections.abc import Callable
from pathlib import Path

from django.core.management import call_command

from papers.backup import schema
from papers.backup.backup import back_up
from papers.backup.files import backup_folder
from papers.backup.rewriting import rewriting
from papers.indexing import catch_up


def upgrade(check: Callable[[], object], kept: Callable[[Path], object]) -> list[str]:
    """Apply the migrations that the database lacks, and return them.

    A backup is written first, where there is a site; `kept` is called with it. All migrations and `check` are one
    transaction: whatever any of them raises, the database is as it was. Raises BackupError where there is no backup,
    and where the database is of a newer release.
    """
    before = schema.applied()
    if before:
        kept(back_up(backup_folder()).path)
    with rewriting():
        call_command("migrate", interactive=False, verbosity=0)
        check()
    catch_up()
    return [f"{app}.{name}" for app, name in schema.applied() if (app, name) not in before]
