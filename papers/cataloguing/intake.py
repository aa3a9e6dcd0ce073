"""One file from its bytes to its plan or its entries in the catalogue."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import PurePath

from papers.cataloguing.plan import PlannedEntry, plan
from papers.cataloguing.save import Options, apply, rehearse
from papers.imports import Bibliography, read
from papers.models import Author, ImportBatch

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
        return plan(self.bibliography.entries, self.owner)


def take_in(content: bytes, name: str, source: str = "", user=None, **more) -> Intake:
    """Return a file read as the format called `source`, or as what it shows; raise UnreadableFile if it is in none."""
    bibliography = read(content, source)
    length = ImportBatch._meta.get_field("file_name").max_length
    file_name = "".join(letter for letter in PurePath(name).name if letter.isprintable())[:length]
    digest = hashlib.sha256(content).hexdigest()
    batch = ImportBatch(file_name=file_name, digest=digest, source=bibliography.source, user=user)
    return Intake(bibliography, batch, **more)


def import_bibliography(file: Intake, tell: Tell = lambda planned: None) -> ImportBatch:
    """Apply a file's plan and return its batch; raise ConflictError where the options say to fail at a conflict."""
    apply(file.batch, file.plan, file.options, tell)
    return file.batch


def plan_bibliography(file: Intake, tell: Tell = lambda planned: None) -> dict[str, int]:
    """Return how many entries of a file come to each outcome; nothing is written."""
    rehearse(file.batch, file.plan, file.options, tell)
    return file.batch.counts
