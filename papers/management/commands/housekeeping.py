"""Delete what the site need not keep any longer."""

from django.core.management.base import BaseCommand, CommandParser

from papers.housekeeping import tidy


class Command(BaseCommand):
    help = (
        "Deletes ended sessions, open-form marks, old attempts to sign in, import plans never applied, ended secret "
        "links, old versions and static files of earlier releases, by the limits that docs/operating.md lists."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="say what would be deleted, and delete nothing")

    def handle(self, *, dry_run: bool, **options) -> None:
        for label, count in tidy(dry_run):
            self.stdout.write(f"{count:,} {label} {'would go' if dry_run else 'deleted'}")
