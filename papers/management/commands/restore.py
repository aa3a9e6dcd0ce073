"""Make the site that an archive holds."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from papers.backup import BackupError, restore


class Command(BaseCommand):
    help = (
        "Makes the site that an archive of manage.py backup holds, in the database and the data folder of the "
        "environment, all or nothing; an archive of an earlier release is brought to this one. Stop the site first."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("archive", type=Path, metavar="ARCHIVE")
        parser.add_argument(
            "--replace", action="store_true", help="also where a site is there, of which a backup is written first"
        )

    def handle(self, *, archive: Path, replace: bool, **options) -> None:
        try:
            restored = restore(archive, replace)
        except (BackupError, OSError) as error:
            raise CommandError(f"Nothing was restored. {error}") from error
        manifest = restored.manifest
        if restored.before:
            self.stdout.write(f"The site that was here is kept in {restored.before}.")
        self.stdout.write(
            f"Restored the site of {manifest.made}: {manifest.rows:,} rows of {len(manifest.tables)} tables, each "
            f"equal to the archive's, and {len(manifest.uploads):,} files. Everybody signs in anew."
        )
