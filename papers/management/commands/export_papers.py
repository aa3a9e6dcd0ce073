"""Write papers to a file: what the public sees, in any format, or everything, for another site to take in."""

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from papers.downloads import FILE_FORMATS, PAPERS_AT_A_TIME
from papers.exports import json_lines
from papers.models import Paper
from papers.scheduling import publish_due

FORMATS = {file_format.extension: file_format for file_format in FILE_FORMATS}
FULL = "jsonl"


class Command(BaseCommand):
    help = (
        "Writes the published papers as the site's own list has them, in the order in which it lists them; with --full "
        "all papers, drafts included, with everything that import_papers --full needs to bring them back."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--full", action="store_true", help="everything, as JSON Lines; this is not for the public")
        parser.add_argument("--format", choices=list(FORMATS), help=f"of the public's form; {FULL} unless it is given")
        parser.add_argument("--output", type=Path, metavar="FILE", help="instead of standard output")

    def handle(self, *, full: bool, output: Path | None, **options) -> None:
        publish_due()
        extension = options["format"] or FULL
        if full and extension != FULL:
            raise CommandError(f"--full writes JSON Lines: leave --format {extension} out.")
        pieces = full_export() if full else public_export(extension)
        if output is None:
            self.print(pieces)
        else:
            write(output, pieces)

    def print(self, pieces: Iterator[str]) -> None:
        """Write to standard output; whoever reads it may stop at any time, as head does."""
        try:
            with closing(pieces):
                for piece in pieces:
                    self.stdout.write(piece, ending="")
            self.stdout.flush()
        except BrokenPipeError:
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, sys.stdout.fileno())  # takes what Python flushes at its end
            sys.exit(1)


def public_export(extension: str) -> Iterator[str]:
    """Return the published papers, as /papers with this extension has them."""
    papers = Paper.objects.published().newest().for_page()
    return FORMATS[extension].render(papers.iterator(chunk_size=PAPERS_AT_A_TIME))


def full_export() -> Iterator[str]:
    """Return all papers with all that the site knows of them."""
    return json_lines.render_full(Paper.objects.for_full_export().iterator(chunk_size=PAPERS_AT_A_TIME))


def write(output: Path, pieces: Iterable[str]) -> None:
    """Write a file whole or not at all; raise CommandError where it cannot be written."""
    try:
        with _whole(output) as part, part.open("w", encoding="utf-8", newline="") as file:
            file.writelines(pieces)
    except OSError as error:
        raise CommandError(f"{output} cannot be written: {error.strerror}.") from error


@contextmanager
def _whole(output: Path) -> Iterator[Path]:
    """Give a file beside `output` to write to, which takes its place once all is written."""
    part = output.with_name(f"{output.name}.part")
    try:
        yield part
        part.replace(output)
    finally:
        part.unlink(missing_ok=True)
