"""Ask the addresses elsewhere whether they still lead anywhere."""

import sys

from django.core.management.base import BaseCommand, CommandError, CommandParser

from papers.dead_links import NobodyAnswersError, check
from papers.fetching import FetchError
from papers.models import CheckedAddress

CLEAN, FOUND, REFUSED = 0, 1, 2


class Command(BaseCommand):
    help = (
        "Asks the links and homepages of all records, slowly, and dates those that lead nowhere: on the second day "
        "they stand under “To improve” in the admin. Needs FETCH=1. Exit code 0: none is dead; 1: some are; 2: not "
        "asked."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--most", type=int, default=500, metavar="N", help="ask N addresses at the most (500)")

    def handle(self, *, most: int, **options) -> None:
        try:
            answers = check(most)
        except FetchError as error:
            raise CommandError(str(error), returncode=REFUSED) from error
        except NobodyAnswersError as error:
            raise CommandError("No address answers at all: is there a network?", returncode=REFUSED) from error
        failed = sum(bool(answer.reason) for answer in answers)
        dead = list(CheckedAddress.objects.dead().order_by("failed", "url"))
        for row in dead:
            self.stdout.write(f"{row.url}: {row.reason}, since {row.failed:%Y-%m-%d}")
        self.stdout.write(f"{len(answers)} asked, {failed} lead nowhere today, {len(dead)} are dead.")
        if dead:
            sys.exit(FOUND)
