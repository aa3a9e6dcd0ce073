"""Bring the database to this release, or leave it as it was: what `make upgrade` does once the packages are there."""

from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.test import Client

from papers.backup import BackupError, upgrade
from papers.management.commands.serve import collect_static

PAGES = ["/", "/papers/", "/admin/login/"]


class Command(BaseCommand):
    help = (
        "Writes a backup, applies the migrations, checks the settings and asks for three pages; if any of it fails, "
        "the database is as it was. Stop the site first."
    )

    def handle(self, **options) -> None:
        collect_static()
        try:
            made = upgrade(check, kept=self.tell)
        except BackupError as error:
            raise CommandError(f"Nothing was upgraded. {error}") from error
        except Exception:
            self.stderr.write("The upgrade failed, and the database is as it was. This is what went wrong:")
            raise
        for name in made:
            self.stdout.write(f"Applied {name}.")
        self.stdout.write(f"The database is that of this release; {', '.join(PAGES)} answer.")

    def tell(self, backup: Path) -> None:
        self.stdout.write(f"Backup: {backup}")
        self.stdout.flush()


def check() -> None:
    """Raise CommandError where the settings are wrong or a page does not answer, and whatever a page raises."""
    call_command("check", databases=["default"])
    visitor = Client(headers={"host": settings.ALLOWED_HOSTS[0]})
    for page in PAGES:
        if (status := visitor.get(page, secure=settings.PRODUCTION).status_code) != 200:
            raise CommandError(f"{page} answers {status}.")
