"""Turn the site into an empty one with a single profile: what `make new` does."""

import sys
from functools import partial
from pathlib import Path

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from papers.cataloguing import Intake, Options, import_bibliography, take_in_file
from papers.imports.record import UnreadableFile
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
        parser.add_argument(
            "--from", type=Path, metavar="FILE", help="a bibliography of the person's works, published at once"
        )
        parser.add_argument("--yes", action="store_true", help="do not ask before work of editors is deleted")

    def handle(self, *, name: str, yes: bool, **options) -> None:
        author = profile(name)
        create_tables_if_missing()
        works = read_works(options["from"], author) if options["from"] else None
        then = partial(bring_in, works) if works else lambda: None
        try:
            start_over(author, sure=yes, then=then)
        except SiteEditedError as error:
            ask(str(error))
            start_over(author, sure=True, then=then)
        lines = [*what_came(works, options["from"]), *next_steps(author)] if works else next_steps(author)
        self.stdout.write("\n".join(lines))


def read_works(path: Path, author: Author) -> Intake:
    """Return the bibliography at `path` as the works of `author`; raise CommandError where it cannot be read."""
    try:
        return take_in_file(path, options=Options(publish=True), owner=author)
    except (OSError, UnreadableFile) as error:
        raise CommandError(f"{path}: {error} Nothing was changed.") from error


def bring_in(works: Intake) -> None:
    """Import the works; raise CommandError where the file proves unreadable."""
    try:
        import_bibliography(works)
    except UnreadableFile as error:
        raise CommandError(f"{error} Nothing was changed.") from error


def what_came(works: Intake, path: Path) -> list[str]:
    """Return the lines that say what the bibliography brought, and how to learn what it did not."""
    owner, counts = works.owner, works.batch.counts
    lines = [f"{path}: {counts['new']} papers, {owner.papers.count()} of them by {owner.display_name}."]
    if left := counts["refused"] + counts["conflict"]:
        lines.append(f"Entries left out: {left}; manage.py import_papers --dry-run {path} says why.")
    if owner.papers.count() < counts["new"]:
        lines.append(
            f"The others name nobody “{owner.display_name}”; give other spellings as other names of the person."
        )
    return lines


def next_steps(author: Author) -> list[str]:
    """Return the lines that say where the new site is and how to go on."""
    has_papers = author.papers.exists()
    begin = "go on" if has_papers else "add the first paper"
    holds = f"is {author.display_name}'s" if has_papers else f"is empty but for {author.display_name}"
    sign_in = f"Sign in at {site_address('admin:index')} and {begin}."
    editors = get_user_model().objects.filter(is_staff=True, is_active=True)
    return [
        f"The site {holds}: {site_address('papers:home')} (make run serves it).",
        sign_in if editors.exists() else f"make editor makes a user. {sign_in}",
    ]
