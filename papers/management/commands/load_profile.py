"""Load a profile from a fixture, without overwriting what somebody edited."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from papers.indexing import catch_up
from papers.loading import FixtureError, load
from papers.models import Author, Institution, Page, Paper
from papers.scheduling import publish_due


class Command(BaseCommand):
    help = "Loads each FILE, a fixture with natural keys, and reports what it changed and what it left alone."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", type=Path, metavar="FILE", nargs="+")
        parser.add_argument("--if-empty", action="store_true", help="do nothing where the site has any content")
        parser.add_argument("--restore", action="store_true", help="bring back what somebody deleted")

    def handle(self, *, files: list[Path], if_empty: bool, restore: bool, **options) -> None:
        if if_empty and any(model.objects.exists() for model in (Paper, Author, Institution, Page)):
            self.stdout.write(f"The site has content already: {', '.join(map(str, files))} is not loaded.")
            return
        publish_due()
        try:
            with transaction.atomic():
                reports = [load(file, restore=restore) for file in files]
        except FixtureError as error:
            raise CommandError(f"{error} Nothing was loaded.") from error
        catch_up()
        for file, report in zip(files, reports, strict=True):
            for line in report.lines(file):
                self.stdout.write(line)
