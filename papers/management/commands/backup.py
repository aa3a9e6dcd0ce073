"""Write the whole site to one archive."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from papers.backup import BackupError, back_up, backup_folder, prune


class Command(BaseCommand):
    help = (
        "Writes database, uploads and published PDFs to one archive, readable by its owner alone, while the site goes "
        "on: FOLDER/profile_site-DATE-TIME.tar.gz, with the time in UTC. Sessions and the secret key are not in it."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--into", type=Path, metavar="FOLDER", help="instead of DATA_DIR/backups")
        parser.add_argument(
            "--keep",
            type=positive,
            metavar="N",
            help="then delete those in FOLDER but the newest N and the newest of each week of the last year",
        )

    def handle(self, *, into: Path | None, keep: int | None, **options) -> None:
        folder = into or backup_folder()
        try:
            backup = back_up(folder)
        except (BackupError, OSError) as error:
            raise CommandError(f"There is no backup. {error}") from error
        manifest = backup.manifest
        for name in manifest.missing:
            self.stderr.write(f"The file {name} is missing on this site: a record names it, and the archive lacks it.")
        for table in manifest.left_out:
            self.stderr.write(f"The table {table} is of something that is off here, and is not in the archive.")
        size = backup.path.stat().st_size / 1_000_000
        self.stdout.write(
            f"{backup.path}: {manifest.rows:,} rows of {len(manifest.tables)} tables, {len(manifest.uploads):,} files, "
            f"{size:,.1f} MB."
        )
        for path in prune(folder, keep) if keep else []:
            self.stdout.write(f"Deleted {path.name}.")


def positive(text: str) -> int:
    """Return a number from 1 on; raise ValueError for anything else."""
    if (number := int(text)) < 1:
        raise ValueError
    return number
