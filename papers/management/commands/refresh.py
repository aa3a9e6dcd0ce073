"""Look for new works of the people with a profile, and put them in the inbox."""

import sys

from django.core.management.base import BaseCommand, CommandError, CommandParser

from papers.fetching import FetchError, require_fetching
from papers.inbox import Found, refresh
from papers.management.tables import create_tables_if_missing
from papers.models import Author

CLEAN, PROBLEMS, REFUSED = 0, 1, 2


class Command(BaseCommand):
    help = (
        "Asks OpenAlex and ORCID, by ORCID iD, for works of the people with a profile, or of those whose SLUGs are "
        "given, and puts those that the site does not have in the inbox, under Imports in the admin. Nothing appears "
        "on a page. Needs FETCH=1 in the environment. Exit code 0: clean; 1: something was left out, or a service or "
        "person could not be asked; 2: nothing was asked."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slugs", nargs="*", metavar="SLUG", help="the end of a person's address: ada-lovelace")

    def handle(self, *, slugs: list[str], **options) -> None:
        create_tables_if_missing()
        try:
            require_fetching()
        except FetchError as error:
            raise CommandError(str(error), returncode=REFUSED) from error
        people = [_person(slug) for slug in slugs] if slugs else list(Author.objects.profiles())
        if not people:
            raise CommandError("Nobody here has a profile: name a person by SLUG.", returncode=REFUSED)
        doubts = [self.is_doubtful(person, said) for person in people for said in refresh(person)]
        if any(doubts):
            sys.exit(PROBLEMS)

    def is_doubtful(self, person: Author, said: Found | FetchError) -> bool:
        """Say what a service lists of a person's works, and return whether something is left out or went wrong."""
        if isinstance(said, FetchError):
            self.stderr.write(f"{person.display_name}: {said}")
            return True
        name = f"{person.display_name}, {said.label}"
        for sentence in said.left_out:
            self.stdout.write(f"{name}: left out: {sentence}")
        new = f"{len(said.new)} new"
        if said.batch:
            new += f" in the inbox as import {said.batch.pk}"
        counts = f"{said.here} here already, {said.known} proposed before, {len(said.left_out)} left out"
        self.stdout.write(f"{name}: {new}, {counts}.")
        return bool(said.left_out)


def _person(slug: str) -> Author:
    try:
        return Author.objects.get_by_natural_key(slug)
    except Author.DoesNotExist as error:
        raise CommandError(f"There is no person at {slug}.", returncode=REFUSED) from error
