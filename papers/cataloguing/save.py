"""A plan into the database, in one transaction, with all in the ledger that its undoing needs."""

from collections import Counter
from collections.abc import Callable, Iterable

from django.db import transaction
from django.utils import timezone

from papers.cataloguing.among import among
from papers.cataloguing.ledger import Row, enter, ledger_row
from papers.cataloguing.options import Options
from papers.cataloguing.part import Part
from papers.cataloguing.planned import Outcome, PlannedEntry
from papers.cataloguing.rehearsal import rehearsal
from papers.models import ImportBatch, Paper


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
    with rehearsal():
        _write_all(batch, plan, options, tell)
    batch.pk = None


def propose(batch: ImportBatch, plan: Iterable[list[PlannedEntry]]) -> None:
    """Enter a plan in the ledger as `batch`, for its importer to look at, and write nothing else."""
    rows: list[Row] = []

    def keep(part: list[PlannedEntry]) -> None:
        rows.extend(ledger_row(planned, None) for planned in part)

    rehearse(batch, plan, Options(), keep)
    with transaction.atomic():
        batch.save()
        named = Paper.objects.filter(among("pk", {row.paper for row in rows if row.paper}))
        there = set(named.values_list("pk", flat=True))  # others may have deleted some meanwhile
        enter(batch, (row if row.paper in there else row._replace(paper=None) for row in rows))


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
