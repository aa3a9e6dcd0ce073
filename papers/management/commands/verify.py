"""Tell whether an archive holds a whole site."""

import tempfile
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from papers.management.elsewhere import manage


class Command(BaseCommand):
    help = (
        "Restores an archive of manage.py backup into a scratch folder that is deleted again: the digest of each file, "
        "the rows of each table, references, rules and SQLite's own check of integrity. The site is not touched."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("archive", type=Path, metavar="ARCHIVE")

    def handle(self, *, archive: Path, **options) -> None:
        with tempfile.TemporaryDirectory(prefix="profile_site-") as folder:
            try:
                said = manage(
                    *("restore", str(archive.absolute())),
                    DATABASE_URL=f"sqlite:///{folder}/db.sqlite3",
                    DATA_DIR=folder,
                )
            except CommandError as error:
                raise CommandError(f"{archive} cannot be restored. {error}") from error
        self.stdout.write(f"{archive} is whole. Tried in a scratch folder: {said.strip()}")
