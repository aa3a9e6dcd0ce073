"""What an import did to each entry, and all that its undoing needs."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from papers.cataloguing.planned import Outcome, PlannedEntry
from papers.cataloguing.rows import insert_values
from papers.imports.record import PaperRecord
from papers.models import ImportBatch, ImportEntry
from papers.models.fields import UNWRITABLE
from papers.names import split_name

LENGTHS = {name: ImportEntry._meta.get_field(name).max_length for name in ("label", "title", "byline")}
MOST_NAMES = 3


class Row(NamedTuple):
    """The values of an ImportEntry, but for its batch; `paper` is a primary key."""

    position: int
    label: str
    title: str
    byline: str
    line: int | None
    outcome: str
    paper: int | None
    changes: dict
    problems: list
    before: dict
    made: dict


@dataclass(eq=False)
class Written:
    """A planned entry that is applied, the fields that are written, and what its undoing needs."""

    planned: PlannedEntry
    fields: frozenset[str]
    before: dict = field(default_factory=dict)
    made: dict[str, list] = field(default_factory=dict)

    @property
    def is_new(self) -> bool:
        return self.planned.outcome == Outcome.NEW

    def writes(self, name: str) -> bool:
        """Whether a field is written."""
        return self.is_new or name in self.fields


def enter(batch: ImportBatch, rows: Iterable[Row]) -> None:
    """Write the rows of entries of a batch."""
    insert_values(ImportEntry, ("batch", *Row._fields), ((batch.pk, *row) for row in rows))


def ledger_row(planned: PlannedEntry, written: Written | None) -> Row:
    """Return the row of an entry; `written` where something of it was."""
    is_kept = written or planned.outcome != Outcome.NEW  # a new paper of a rehearsal is gone
    paper = planned.paper.pk if planned.paper and is_kept else None
    record = planned.entry.record
    return Row(
        position=planned.position,
        label=planned.entry.label[: LENGTHS["label"]],
        title=record.title[: LENGTHS["title"]] if record else "",
        byline=byline(record)[: LENGTHS["byline"]] if record else "",
        line=planned.entry.line,
        outcome=str(planned.outcome),
        paper=paper,
        changes={name: [change.old, change.new, change.locked] for name, change in planned.changes.items()},
        problems=[[storable(problem.field), storable(problem.reason)] for problem in planned.problems],
        before=written.before if written else {},
        made=({"paper": [paper]} if written.is_new else {}) | written.made if written else {},
    )


def storable(text: str) -> str:
    """Return a text about what a file says, in which stands what no database holds."""
    return UNWRITABLE.sub("\ufffd", text)


def byline(record: PaperRecord) -> str:
    """Return by whom and when a work is, in short: "Lovelace, Babbage 1843"."""
    families = [person.family or split_name(person.name).family for person in record.authors[: MOST_NAMES + 1]]
    names = ", ".join(families) if len(families) <= MOST_NAMES else f"{families[0]} et al."
    date = record.posted or record.issued
    return f"{names} {date.year if date else ''}".strip()
