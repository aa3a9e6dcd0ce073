"""Take a person's data out of the site at their request."""

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, transaction

from papers.models import Author
from papers.removal import Removal, remove_person

BACKUPS = (
    "Backups made before today still hold the data: delete them, or run this again after restoring one. So do files "
    "that the papers came from: what is imported from them anew comes in again."
)


class Command(BaseCommand):
    help = "Takes out all data of a person but the names printed on papers, for good. --dry-run only says what."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", help="the last part of the address of the person's page")
        parser.add_argument("--dry-run", action="store_true", help="say what would be taken out, and change nothing")

    def handle(self, *, slug: str, dry_run: bool, **options) -> None:
        author = Author.objects.filter(addresses__value=slug).first()
        if author is None:
            raise CommandError(f"There is no person at /authors/{slug}/: give the last part of the page's address.")
        name = author.display_name
        with transaction.atomic():
            removal = remove_person(author)
            transaction.set_rollback(dry_run)
        for line in report(name, removal, dry_run):
            self.stdout.write(line)
        if not dry_run and connection.vendor == "sqlite":
            shrink()


def shrink() -> None:
    """Write the file of the database anew: SQLite leaves deleted rows readable in it until then."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def report(name: str, removal: Removal, dry_run: bool):
    """Yield what was taken out, a line each."""
    yield f"{name} {'would be' if dry_run else 'is'} taken out, with:"
    yield "  the page and its addresses, names, biography, portrait, links, affiliations and figures"
    yield from (f"  {label}: {number}" for label, number in sorted(removal.counts.items()))
    if removal.papers:
        yield f"The name stays as it is printed on {removal.papers} papers, and leads nowhere."
    if removal.mentions:
        yield "These texts name the person, and are for you to change:"
        yield from (f"  {mention}" for mention in removal.mentions)
    yield BACKUPS
