"""Write the public site as static files, which any web server can keep for good."""

import logging
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from papers.management.commands.serve import collect_static
from papers.static_site import export_to


class Command(BaseCommand):
    help = (
        "Writes the public site to a new folder: every page, feed, export and picture, with links that work from there "
        "and from any web server. Forms, filters and orders are left out; categories and years have pages."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR", help="a folder that is not there yet")

    def handle(self, *, folder: Path, **options) -> None:
        if not settings.PUBLIC_URL:
            raise CommandError(
                "Say where the copy will be served, since feeds and metadata name it: "
                "PUBLIC_URL=https://papers.example.org manage.py export_site DIR"
            )
        collect_static()
        logging.disable(logging.INFO)  # a line for each page is for visitors
        try:
            export = export_to(folder)
        except FileExistsError as error:
            raise CommandError(f"{folder} is there already: name a new folder.") from error
        except OSError as error:
            raise CommandError(f"{folder} cannot be written: {error.strerror}.") from error
        finally:
            logging.disable(logging.NOTSET)
        for link in export.dropped:
            self.stdout.write(f"A link led nowhere and is text now: {link}")
        self.stdout.write(f"{folder} holds the site in {export.files} files; open {folder / 'index.html'} to see it.")
