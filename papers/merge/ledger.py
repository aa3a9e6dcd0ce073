"""Merges done, in one transaction, and undone."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from papers.history import keep_versions, versions_kept
from papers.merge.plan import Plan
from papers.merge.questions import records_to_merge
from papers.merge.rows import model_of
from papers.merge.steps import AT_A_TIME, NotUndoneError, Step, do, read, touch_the_same, undo, written
from papers.models import Authorship, MergeRecord, Paper, PaperInstitution

PAPERS_IN_HISTORY = 500
STALE = gettext_lazy("Nothing was changed: something was edited since you looked. Look at it again.")


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
            raise NotMergedError(str(STALE))
        records = plan.records
        label = f"{plan.name} ← {', '.join(str(record) for record in records.gone)}"[:1000]
        with in_history(model, [record.pk for record in records.all], plan.steps, user, label):
            steps = do(plan.steps)
        return MergeRecord.objects.create(
            kind=MergeRecord.Kind.MERGE,
            model=model._meta.model_name,
            label=label,
            kept=records.kept.pk,
            gone=[record.pk for record in records.gone],
            names=plan.names_of_places,
            forgotten_names=plan.forgotten_names,
            shown_names=[name for name in plan.shown_names if name in plan.names_of_places],
            user=user,
            steps=written(steps),
        )


@contextmanager
def in_history(model: type[models.Model], keys: list[int], steps: list[Step], user, comment: str) -> Iterator[None]:
    """Keep a version of each of the records that the steps change within, and of each paper unless they are many.

    Versions of thousands would take longer than others wait who write meanwhile: the ledger alone tells of those.
    """
    papers = _papers_of(steps)
    papers = papers if len(papers) <= PAPERS_IN_HISTORY else []
    keep_versions(model, keys, user, comment, always=True)
    with versions_kept(Paper, papers, user, comment):
        yield
    keep_versions(model, keys, user, comment)


def _papers_of(steps: list[Step]) -> list[int]:
    papers = {step.key for step in steps if step.model == "papers.paper" or step.sort == "list"}
    for rows in (Authorship, PaperInstitution):
        keys = [step.key for step in steps if step.model == rows._meta.label_lower and step.sort == "update"]
        for start in range(0, len(keys), AT_A_TIME):
            part = rows.objects.filter(pk__in=keys[start : start + AT_A_TIME])
            papers.update(part.order_by().values_list("paper", flat=True))
    return sorted(papers)


def take_back(record: MergeRecord, user) -> list[str]:
    """Undo a merge or split, in one transaction, and return a line for each row left alone, as edited since.

    Raises NotUndoneError, having written nothing, where it is undone already, a later one builds on it, or what went
    cannot come back.
    """
    try:
        return _taken_back(record, user)
    except IntegrityError as error:
        raise NotUndoneError(
            _("Nothing was undone: a name, address or identifier of before is by now that of another record.")
        ) from error


def _taken_back(record: MergeRecord, user) -> list[str]:
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
        model = model_of(f"papers.{record.model}")
        with in_history(
            model, [record.kept, *record.gone], steps, user, _("Undone: %(label)s") % {"label": record.label}
        ):
            record.left = undo(steps)
        record.status, record.undone_at, record.undone_by = MergeRecord.Status.UNDONE, timezone.now(), user
        record.save()
    return record.left
