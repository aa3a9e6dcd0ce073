"""Copy the site's database into another, of the same kind or of the other."""

import tempfile
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from papers.backup import BackupError, database_only
from papers.management.elsewhere import manage


class Command(BaseCommand):
    help = (
        "Copies all tables into the database at URL, SQLite or PostgreSQL, and holds each row there against the one "
        "here; uploads stay where they are. Stop the site first. Sessions are not copied: everybody signs in anew."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--to", required=True, metavar="URL", help="the other DATABASE_URL")
        parser.add_argument(
            "--replace", action="store_true", help="also where a site is there, of which a backup is written first"
        )

    def handle(self, *, to: str, replace: bool, **options) -> None:
        with tempfile.TemporaryDirectory(prefix=".transfer-", dir=settings.DATA_DIR) as folder:
            archive = Path(folder) / "site.tar.gz"
            try:
                manifest = database_only(archive).manifest
                manage("restore", str(archive), *(["--replace"] if replace else []), DATABASE_URL=to)
            except (BackupError, CommandError) as error:
                raise CommandError(f"Nothing was copied. {error}") from error
        for table, about in manifest.tables.items():
            self.stdout.write(f"{table}: {about.rows:,} rows, the same in both")
        self.stdout.write("Copied. Set DATABASE_URL to the other database, and start the site.")
