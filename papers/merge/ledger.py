"""Merges done, in one transaction, and undone."""

from collections.abc import Iterable

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from papers.merge.plan import Plan
from papers.merge.questions import records_to_merge
from papers.merge.steps import NotUndoneError, do, read, touch_the_same, undo, written
from papers.models import MergeRecord


class NotMergedError(Exception):
    """Records that were not merged; the text says why."""


def plan_merge(model: type[models.Model], keys: Iterable[int], given: dict[str, str]) -> Plan:
    """Return the merge of the records with these primary keys; raise NotMergedError where there are not two."""
    return _plan(model.objects.all(), keys, given)


def _plan(chosen: models.QuerySet, keys: Iterable[int], given: dict[str, str]) -> Plan:
    records = list(chosen.filter(pk__in=set(keys)).order_by("pk"))
    if len(records) < 2:
        raise NotMergedError(_("Choose two records or more: one of those chosen may be gone."))
    return Plan(records_to_merge(records), given)


def merge(model: type[models.Model], keys: Iterable[int], given: dict[str, str], digest: str, user) -> MergeRecord:
    """Merge the records as the preview with this digest said, and return the entry of the ledger.

    Raises NotMergedError, having written nothing, where something was edited since the preview or a question is open.
    """
    with transaction.atomic():
        plan = _plan(model.objects.select_for_update(), keys, given)
        if plan.open_questions:
            names = ", ".join(question.label for question in plan.open_questions)
            raise NotMergedError(_("Choose first: %(questions)s.") % {"questions": names})
        if plan.digest != digest:
            raise NotMergedError(_("Nothing was merged: something was edited since you looked. Look at it again."))
        records = plan.records
        label = f"{plan.name} ← {', '.join(str(record) for record in records.gone)}"
        return MergeRecord.objects.create(
            kind=MergeRecord.Kind.MERGE,
            model=model._meta.model_name,
            label=label[:1000],
            kept=records.kept.pk,
            gone=[record.pk for record in records.gone],
            user=user,
            steps=written(do(plan.steps)),
        )


def take_back(record: MergeRecord, user) -> list[str]:
    """Undo a merge or split, in one transaction, and return a line for each row left alone, as edited since.

    Raises NotUndoneError, having written nothing, where it is undone already, a later one builds on it, or what went
    cannot come back.
    """
    with transaction.atomic():
        record = MergeRecord.objects.select_for_update().get(pk=record.pk)
        if record.status != MergeRecord.Status.APPLIED:
            raise NotUndoneError(_("This is undone already."))
        steps = read(record.steps)
        for later in MergeRecord.objects.applied().filter(pk__gt=record.pk, model=record.model):
            if touch_the_same(steps, read(later.steps)):
                raise NotUndoneError(
                    _("Undo number %(later)s first, which builds on this one.") % {"later": str(later)}
                )
        record.left = undo(steps)
        record.status, record.undone_at, record.undone_by = MergeRecord.Status.UNDONE, timezone.now(), user
        record.save()
    return record.left
