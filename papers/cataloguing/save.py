"""A plan into the database, in one transaction, with all in the ledger that its undoing needs."""

from collections import Counter
from collections.abc import Callable, Iterable

from django.db import transaction
from django.utils import timezone

from papers.cataloguing.ledger import enter, ledger_row
from papers.cataloguing.options import Options
from papers.cataloguing.part import Part
from papers.cataloguing.planned import Outcome, PlannedEntry
from papers.models import ImportBatch


def apply(
    batch: ImportBatch,
    plan: Iterable[list[PlannedEntry]],
    options: Options,
    tell: Callable[[list[PlannedEntry]], None] = lambda planned: None,
) -> None:
    """Write what `plan` says, in one transaction, and enter it in `batch`; `tell` is given each part once written.

    Raises ConflictError, having written nothing, for a conflict where the options say to fail.
    """
    with transaction.atomic():
        _write_all(batch, plan, options, tell)
        batch.status, batch.applied_at, batch.content = ImportBatch.Status.APPLIED, timezone.now(), None
        batch.save()


def rehearse(
    batch: ImportBatch,
    plan: Iterable[list[PlannedEntry]],
    options: Options,
    tell: Callable[[list[PlannedEntry]], None] = lambda planned: None,
) -> None:
    """Do what `apply` does and take it back at once; the counts stay in `batch`, which is not saved."""
    with transaction.atomic():
        _write_all(batch, plan, options, tell)
        transaction.set_rollback(True)
    batch.pk = None


def propose(batch: ImportBatch, plan: Iterable[list[PlannedEntry]]) -> None:
    """Enter a plan in the ledger as `batch`, for its importer to look at, and write nothing else."""
    rows: list[tuple] = []

    def keep(part: list[PlannedEntry]) -> None:
        rows.extend(ledger_row(batch, planned, None) for planned in part)

    with transaction.atomic():
        batch.save()
        with transaction.atomic():  # a rehearsal
            _write_all(batch, plan, Options(), keep)
            transaction.set_rollback(True)
        enter(rows)
        batch.save()


def _write_all(batch, plan, options, tell) -> None:
    if batch.pk is None:
        batch.save()
    batch.entries.all().delete()
    counts = Counter()
    for planned in plan:
        Part(batch, planned, options).write()
        counts.update(str(entry.outcome) for entry in planned)
        tell(planned)
    batch.counts = {str(outcome): counts[str(outcome)] for outcome in Outcome}
