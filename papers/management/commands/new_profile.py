"""Turn the site into an empty one with a single profile: what `make new` does."""

import sys

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from papers.management.site_address import site_address
from papers.management.tables import create_tables_if_missing
from papers.models import Author
from papers.starting_over import SiteEditedError, new_profile, start_over


def profile(name: str) -> Author:
    """Return an unsaved profile; raise CommandError for what cannot be a name."""
    try:
        return new_profile(name)
    except ValidationError as error:
        reasons = " ".join(error.messages)
        raise CommandError(f"“{name}” cannot be a name: {reasons} Give one such as NAME='Ada Lovelace'.") from error


def ask(contents: str) -> None:
    """Ask whether `contents` may be deleted; raise CommandError unless somebody at a terminal says so."""
    if not sys.stdin.isatty():
        unasked = "manage.py new_profile --yes deletes them unasked"
        raise CommandError(f"This site has been edited: {contents}. Nothing was changed; {unasked}.")
    try:
        answer = input(f"This site has been edited: {contents}. Type yes to delete them: ")
    except (EOFError, KeyboardInterrupt):
        answer = ""
    if answer.strip().lower() != "yes":
        raise CommandError("Nothing was changed.")


class Command(BaseCommand):
    help = "Turns the site into an empty one with the profile NAME. Users and categories stay; the rest is deleted."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--name", required=True, help="whose profile, such as 'Ada Lovelace'")
        parser.add_argument("--yes", action="store_true", help="do not ask before work of editors is deleted")

    def handle(self, *, name: str, yes: bool, **options) -> None:
        author = profile(name)
        create_tables_if_missing()
        try:
            start_over(author, sure=yes)
        except SiteEditedError as error:
            ask(str(error))
            start_over(author, sure=True)
        self.stdout.write("\n".join(next_steps(author)))


def next_steps(author: Author) -> list[str]:
    """Return the lines that say where the new site is and how to go on."""
    sign_in = f"Sign in at {site_address('admin:index')} and add the first paper."
    editors = get_user_model().objects.filter(is_staff=True, is_active=True)
    return [
        f"The site is empty but for {author.display_name}: {site_address('papers:home')} (make run serves it).",
        sign_in if editors.exists() else f"make editor makes a user. {sign_in}",
    ]
