"""Prove that a backup taken while others write can be restored, and holds one moment: 25 of 25 on each database.

Two writers add papers with authors and a PDF, replace PDFs and delete papers, without a pause, and each keeps count on
a page in the same transaction. Each backup is restored into an empty database and a folder of its own, where the counts
must be those of the papers, every paper have its three authors, and every PDF be there with what belongs to it.
"""

import itertools
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from scripts.running_site import ROOT, environment
from scripts.scratch_databases import Databases, reopened, scratch_databases

BUSY, RESTORED = "busy", "restored"
BACKUPS = 25
WRITERS = ("ada", "grace")
PAPERS_BEFORE = 200
AUTHORS = 3
KEPT = 40  # papers of a writer, beyond which it deletes one for each that it adds


# The writers and what looks at the result: each a process of its own, on the database of its environment


def write(writer: str) -> None:
    """Write to the site for ever, again where another writer was in the way; print a line after each transaction."""
    from django.core.files.base import ContentFile
    from django.db import OperationalError, transaction

    from papers.faults import Fault, fault_of
    from papers.models import Author, Credit, Page, Paper, set_authors

    def put_pdf(paper: Paper, number: int) -> None:
        paper.pdf.save("", ContentFile(_pdf(paper.title, number)), save=False)
        paper.issue = str(number)
        paper.save()

    people = [Credit(author) for author in Author.objects.order_by("pk")[:AUTHORS]]

    def write_once(number: int) -> None:
        with transaction.atomic():
            mine = Paper.objects.filter(volume=writer)
            paper = Paper.objects.create(title=f"{writer} {number}", volume=writer, pdf_rights=True)
            set_authors(paper, people)
            put_pdf(paper, number)
            old = mine.order_by("pk")[0]
            gone = old.pdf.name
            if number > KEPT:
                old.delete()
            else:
                put_pdf(old, number)
            Page.objects.update_or_create(slug=writer, defaults={"title": writer, "body": str(mine.count())})
        paper.pdf.storage.delete(gone)

    for number in itertools.count(1):
        try:
            write_once(number)
        except OperationalError as error:
            if fault_of(error) is not Fault.BUSY:
                raise
        else:
            print(number, flush=True)


def _pdf(title: str, number: int) -> bytes:
    return f"%PDF-1.4 {title}, edition {number} ".encode() + os.urandom(50_000) + b"%%EOF"


def examine() -> None:
    """Print what the site holds, and what is not as it must be, as JSON."""
    from papers.models import Page, Paper

    faults = []
    for page in Page.objects.filter(slug__in=WRITERS):
        papers = Paper.objects.filter(volume=page.slug)
        if page.body != str(papers.count()):
            faults.append(f"{page.slug} counted {page.body} papers, and there are {papers.count()}")
        for paper in papers:
            if paper.authorships.count() != AUTHORS:
                faults.append(f"{paper.title} has {paper.authorships.count()} authors")
            try:
                with paper.pdf.open() as file:
                    if not file.read().startswith(f"%PDF-1.4 {paper.title}, edition {paper.issue} ".encode()):
                        faults.append(f"{paper.title} has another PDF")
            except FileNotFoundError:
                faults.append(f"{paper.title} lacks its PDF")
    written = sum(int(page.body) for page in Page.objects.filter(slug__in=WRITERS))
    print(json.dumps({"papers": Paper.objects.count(), "written": written, "faults": faults}))


# The proof


class Site:
    """A site in a scratch database and a data folder of its own."""

    def __init__(self, url: str, folder: Path):
        self.folder = folder
        folder.mkdir(exist_ok=True)
        self.environment = environment(DATABASE_URL=url, DATA_DIR=folder)

    def manage(self, *arguments: str | Path) -> str:
        """Run a management command and return what it prints; end the program where it fails."""
        return self._run([sys.executable, "manage.py", *map(str, arguments)])

    def examined(self) -> dict:
        """Return what `examine` says of it."""
        return json.loads(self._run([sys.executable, "-m", "scripts.backups_while_writing", "examine"]))

    def _run(self, command: list[str]) -> str:
        done = subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True)
        if done.returncode:
            sys.exit(f"profile_site: {' '.join(command[1:])} ended with {done.returncode}:\n{done.stderr}")
        return done.stdout

    @contextmanager
    def writers(self) -> Iterator[list[Path]]:
        """Have others write meanwhile; give the files in which each notes every transaction."""
        command = [sys.executable, "-m", "scripts.backups_while_writing", "write"]
        logs = [self.folder / f"{writer}.log" for writer in WRITERS]
        running = []
        try:
            for writer, log in zip(WRITERS, logs, strict=True):
                with log.open("w") as output:
                    process = subprocess.Popen([*command, writer], cwd=ROOT, env=self.environment, stdout=output)
                    running.append(process)
            yield logs
            if any(process.poll() is not None for process in running):
                sys.exit("profile_site: a writer ended by itself.")
        finally:
            for process in running:
                process.kill()
                process.wait()


def prove(databases: Databases, folder: Path) -> None:
    """Back up, restore and look, and end the program with a sentence where something is not as it must be."""
    from bench.corpus import write as library

    databases.renew(BUSY)
    site = Site(databases.url(BUSY), folder / f"{databases.label}-{BUSY}")
    site.manage("import_papers", library(folder / "library.jsonl", PAPERS_BEFORE))
    transactions, sizes = 0, []
    with site.writers() as logs:
        for place in range(1, BACKUPS + 1):
            before = _written(logs)
            site.manage("backup", "--keep", "1")
            meanwhile = _written(logs) - before
            (archive,) = (site.folder / "backups").iterdir()
            said = _restored(databases, archive, folder / f"{databases.label}-{place}")
            if said["faults"] or not meanwhile or said["papers"] != PAPERS_BEFORE + said["written"]:
                sys.exit(f"profile_site: {databases.label}: backup {place}, {meanwhile} transactions meanwhile: {said}")
            transactions += meanwhile
            sizes.append(archive.stat().st_size)
            print(f"{databases.label}: backup {place} restored, {meanwhile} transactions meanwhile", flush=True)
    print(
        f"{databases.label}: {BACKUPS} of {BACKUPS} backups restored intact, of up to {max(sizes) / 1e6:.1f} MB, with "
        f"{transactions:,} transactions of {len(WRITERS)} writers while they were made"
    )


def _restored(databases: Databases, archive: Path, folder: Path) -> dict:
    databases.renew(RESTORED)
    site = Site(databases.url(RESTORED), folder)
    site.manage("restore", archive)
    return site.examined()


def _written(logs: list[Path]) -> int:
    return sum(log.read_text().count("\n") for log in logs)


def main() -> None:
    """Prove it on SQLite, and on PostgreSQL where it answers; or be one of the processes that this takes."""
    if len(sys.argv) > 1:
        import django

        os.environ["DJANGO_SETTINGS_MODULE"] = "profile_site.settings"
        django.setup()
        examine() if sys.argv[1] == "examine" else write(sys.argv[2])
        return
    with tempfile.TemporaryDirectory(prefix="profile_site-") as folder, scratch_databases(BUSY, RESTORED) as found:
        for arguments in found.values():
            prove(reopened(arguments), Path(folder))
    if len(found) < 2:
        message = "PostgreSQL did not answer and was left out (TEST_DATABASE_URL names another)."
        sys.exit(f"profile_site: {message}" if os.environ.get("REQUIRE") == "all" else print(message))


if __name__ == "__main__":
    main()
