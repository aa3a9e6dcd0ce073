"""What an import did to each entry, and all that its undoing needs."""

from dataclasses import dataclass, field

from papers.cataloguing.plan import Outcome, PlannedEntry
from papers.models import ImportBatch, ImportEntry

LABEL_LENGTH = ImportEntry._meta.get_field("label").max_length


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


def ledger_row(batch: ImportBatch, planned: PlannedEntry, written: Written | None) -> ImportEntry:
    """Return the row of an entry; `written` where something of it was."""
    paper = planned.paper if planned.paper and planned.paper.pk else None
    return ImportEntry(
        batch=batch,
        position=planned.position,
        label=planned.entry.label[:LABEL_LENGTH],
        line=planned.entry.line,
        outcome=planned.outcome,
        paper=paper,
        changes={name: [change.old, change.new, change.locked] for name, change in planned.changes.items()},
        problems=[[problem.field, problem.reason] for problem in planned.problems],
        before=written.before if written else {},
        made=({"paper": [paper.pk]} if written.is_new else {}) | written.made if written else {},
    )
