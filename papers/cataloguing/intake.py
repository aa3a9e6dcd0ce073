"""One file from its bytes to its plan or its entries in the catalogue."""

import gc
import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from papers.cataloguing.options import Options
from papers.cataloguing.plan import plan
from papers.cataloguing.planned import PlannedEntry
from papers.cataloguing.save import apply, propose, rehearse
from papers.imports import Bibliography, json_lines, known, read
from papers.imports.record import Entry
from papers.indexing import catch_up_if_free
from papers.models import Author, ImportBatch


class NotPlannedError(Exception):
    """An import that is applied, or undone, cannot be applied; the text says so."""


JSON_LINES = "jsonl"
INDEXING_PATIENCE = 5_000  # milliseconds; what is imported is committed by then, and a search reads in the rest
Tell = Callable[[list[PlannedEntry]], None]


@dataclass
class Intake:
    """A file that was read: its bibliography, its batch in the ledger (not saved yet), and how it is to be applied."""

    bibliography: Bibliography
    batch: ImportBatch
    options: Options = field(default_factory=Options)
    owner: Author | None = None

    @property
    def plan(self):
        """The plan of the entries, made part by part; it can be gone through once."""
        return plan(self.bibliography.entries, self.owner, self.options.full)


def take_in(content: bytes, name: str, source: str = "", user=None, **more) -> Intake:
    """Return a file read as the format called `source`, or as what it shows; raise UnreadableFile if it is in none."""
    return _intake(read(content, source), name, hashlib.sha256(content).hexdigest(), user, **more)


def take_in_file(path: Path, source: str = "", user=None, **more) -> Intake:
    """Return what `take_in` does of the file at `path`; of JSON Lines, one line at a time is held in memory."""
    if (known(source) if source else JSON_LINES) != JSON_LINES or not _shows_json_lines(path):
        return take_in(path.read_bytes(), path.name, source, user, **more)
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return _intake(Bibliography(JSON_LINES, "utf-8", (), _streamed(path)), path.name, digest, user, **more)


def _intake(bibliography: Bibliography, name: str, digest: str, user, **more) -> Intake:
    length = ImportBatch._meta.get_field("file_name").max_length
    file_name = "".join(letter for letter in name if letter.isprintable())[:length]
    batch = ImportBatch(file_name=file_name, digest=digest, source=bibliography.source, user=user)
    return Intake(bibliography, batch, **more)


def _shows_json_lines(path: Path) -> bool:
    with path.open("rb") as file:
        line = file.readline(json_lines.LONGEST_LINE)
    return json_lines.looks_like(line.decode("utf-8-sig", errors="surrogateescape"))


def _streamed(path: Path) -> Iterator[Entry]:
    # What is not UTF-8 becomes half a surrogate pair, for which its entry is refused.
    with path.open(encoding="utf-8-sig", errors="surrogateescape", newline="\n") as file:
        yield from json_lines.parse(file)


@contextmanager
def _garbage_seldom_sought() -> Iterator[None]:
    """Look for garbage seldom meanwhile: what a part holds lives together, and going through it costs an eighth."""
    before = gc.get_threshold()
    gc.set_threshold(50_000, 20, 50)
    try:
        yield
    finally:
        gc.set_threshold(*before)


@_garbage_seldom_sought()
def import_bibliography(file: Intake, tell: Tell = lambda planned: None) -> ImportBatch:
    """Apply a file's plan and return its batch; raise ConflictError where the options say to fail at a conflict."""
    apply(file.batch, file.plan, file.options, tell)
    catch_up_if_free(milliseconds=INDEXING_PATIENCE)
    return file.batch


@_garbage_seldom_sought()
def plan_bibliography(file: Intake, tell: Tell = lambda planned: None) -> dict[str, int]:
    """Return how many entries of a file come to each outcome; nothing is written."""
    rehearse(file.batch, file.plan, file.options, tell)
    return file.batch.counts


@_garbage_seldom_sought()
def propose_bibliography(content: bytes, name: str, user, source: str = "") -> ImportBatch:
    """Return the batch of a file whose plan waits in the ledger; raise UnreadableFile where it is in no format."""
    file = take_in(content, name, source, user)
    file.batch.content = content
    propose(file.batch, file.plan)
    return file.batch


@_garbage_seldom_sought()
def apply_proposed(batch: ImportBatch, options: Options) -> None:
    """Apply the plan of a batch that waits in the ledger, against the site as it is now.

    Raises NotPlannedError where it does not wait any more.
    """
    with transaction.atomic():
        waiting = ImportBatch.objects.select_for_update().get(pk=batch.pk)
        if waiting.status != ImportBatch.Status.PLANNED:
            words = {"number": batch.pk, "status": waiting.get_status_display()}
            raise NotPlannedError(_("Import %(number)d was %(status)s before.") % words)
        bibliography = read(bytes(waiting.content), waiting.source)
        apply(waiting, plan(bibliography.entries, waiting.owner), options)
    catch_up_if_free(milliseconds=INDEXING_PATIENCE)
