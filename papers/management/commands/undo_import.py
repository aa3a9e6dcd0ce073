"""Take an import back."""

import sys

from django.core.management.base import BaseCommand, CommandError, CommandParser

from papers.cataloguing import NotAppliedError, undo
from papers.models import ImportBatch
from papers.scheduling import publish_due


class Command(BaseCommand):
    help = "Takes back what the import with number BATCH did; exit code 1 where something edited since stays."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("batch", type=int, metavar="BATCH", help="the number that import_papers printed")

    def handle(self, *, batch: int, **options) -> None:
        publish_due()
        found = ImportBatch.objects.filter(pk=batch).first()
        if found is None:
            raise CommandError(f"There is no import {batch}.")
        try:
            kept = undo(found)
        except NotAppliedError as error:
            raise CommandError(str(error)) from error
        for line in kept:
            self.stdout.write(line)
        self.stdout.write(f"Import {batch} of {found.file_name} is undone.")
        if kept:
            sys.exit(1)
