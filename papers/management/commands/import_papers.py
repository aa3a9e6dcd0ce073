"""Import bibliographies and records that are fetched: what each entry comes to, and the entries into the site."""

import sys
from argparse import ArgumentTypeError
from pathlib import Path

from django.core.management.base import BaseCommand, CommandParser

from papers.cataloguing import (
    ConflictError,
    Intake,
    Options,
    import_bibliography,
    plan_bibliography,
    take_in,
    take_in_file,
)
from papers.cataloguing.report import Report
from papers.fetching import FetchError, Wanted, fetch_one, understood
from papers.imports import SOURCES
from papers.imports.record import UnreadableFile
from papers.management.tables import create_tables_if_missing
from papers.scheduling import publish_due

JSON_LINES = "jsonl"
CLEAN, PROBLEMS, REFUSED = 0, 1, 2


def _given(text: str) -> Path | Wanted | None:
    """Return a file, or else what the text identifies; None for standard input."""
    if text == "-":
        return None
    if (path := Path(text)).is_file():
        return path
    try:
        return understood(text)
    except FetchError as error:
        raise ArgumentTypeError(f"there is no file {text}. {error}") from error


class Command(BaseCommand):
    help = (
        "Imports each FILE, a bibliography in any format that is known, whole or not at all. What is no file but a "
        "DOI, an arXiv id, a PubMed id, an ORCID iD or the address of one is fetched from the service that knows it, "
        "where the environment says FETCH=1. Exit code 0: clean; 1: imported, but entries were refused or are in "
        "conflict; 2: a file was refused, or could not be fetched, and nothing of it written."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "files",
            nargs="+",
            type=_given,
            metavar="FILE",
            help="a file, - for standard input, or an identifier such as 10.1145/3442188.3445922 or arXiv:2306.16388",
        )
        parser.add_argument("--format", default="", choices=["", *SOURCES], help="where the content does not show it")
        parser.add_argument("--dry-run", action="store_true", help="say what would become of each entry, write nothing")
        parser.add_argument("--publish", action="store_true", help="publish new papers, which are drafts otherwise")
        parser.add_argument(
            "--full",
            action="store_true",
            help="take what export_papers --full wrote as it is: drafts and addresses too, and who is who",
        )
        parser.add_argument("--json", action="store_true", help="report in JSON, an object a line")
        parser.add_argument(
            "--on-conflict",
            default="skip",
            choices=["skip", "take", "fail"],
            help="leave what an editor changed (skip), overwrite it (take), or import nothing (fail)",
        )

    def handle(self, *, files: list[Path | Wanted | None], dry_run: bool, on_conflict: str, **options) -> None:
        create_tables_if_missing()
        publish_due()
        how = Options(publish=options["publish"], on_conflict=on_conflict, full=options["full"])
        codes = [self.import_one(given, how, dry_run, options["format"], options["json"]) for given in files]
        if worst := max(codes):
            sys.exit(worst)

    def import_one(self, given: Path | Wanted | None, how: Options, dry_run: bool, source: str, as_json: bool) -> int:
        """Import one file, say what came of it, and return the exit code that it deserves."""
        name = str(given or "standard input")
        try:
            file = _read(given, source, how)
            if how.full and file.bibliography.source != JSON_LINES:
                raise UnreadableFile("It is not what export_papers --full writes.")
            report = Report(file, name, everything=dry_run, as_json=as_json)
            (plan_bibliography if dry_run else import_bibliography)(file, self.told(report))
        except (FetchError, UnreadableFile, ConflictError) as refusal:
            self.progress("")
            self.stderr.write(f"{name}: {refusal} Nothing of it was imported.")
            return REFUSED
        self.progress("")
        self.stdout.write(report.summary(dry_run))
        return PROBLEMS if report.has_problems else CLEAN

    def told(self, report: Report):
        """Return what prints each part of a plan."""

        def tell(part) -> None:
            self.progress("")
            for line in report.lines(part):
                self.stdout.write(line)
            self.progress(f"{report.entries} entries …")

        return tell

    def progress(self, text: str) -> None:
        """Show how far the import is in place of what was shown before, to somebody at a terminal only."""
        if self.stderr.isatty():
            self.stderr.write(f"\r\x1b[K{text}", ending="")


def _read(given: Path | Wanted | None, source: str, how: Options) -> Intake:
    if given is None:
        return take_in(sys.stdin.buffer.read(), "standard input", source, options=how)
    if isinstance(given, Wanted):
        fetched = fetch_one(given)
        return take_in(fetched.content, fetched.name, fetched.source, options=how)
    return take_in_file(given, source, options=how)
