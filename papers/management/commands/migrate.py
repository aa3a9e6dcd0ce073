"""Bring the tables to this release, or leave them exactly as they are: Django's command in one transaction.

By itself it notes that a migration is done after that is committed, so that a kill between the two leaves tables that
the next run cannot make; and triggers that are taken away before it would stay away.
"""

from django.core.management.base import CommandError
from django.core.management.commands import migrate
from django.db import connections
from django.db.utils import DEFAULT_DB_ALIAS

from papers.backup.errors import BackupError
from papers.backup.rewriting import rewriting


class Command(migrate.Command):
    """Migrations are applied all together or not at all."""

    def handle(self, *args, **options) -> None:
        database = options["database"]
        if database != DEFAULT_DB_ALIAS or connections[database].in_atomic_block:
            super().handle(*args, **options)
            return
        try:
            with rewriting():
                super().handle(*args, **options)
        except BackupError as error:
            raise CommandError(str(error)) from error
