"""What points to a record that goes, and the steps that have it point to the one that stays."""

from collections.abc import Iterator

from django.db import models
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _

from papers.merge.questions import Records, double_authorships
from papers.merge.rows import relations, stored
from papers.merge.steps import CLOCK, Step, change, removal, replacement
from papers.models import Author, Authorship, Metric, PaperInstitution

FILLED_FROM_OTHERS = ("profile_rank", "affiliation", "role")
EITHER = ("corresponding", "equal_contribution")


def moving_steps(records: Records, answers: dict[str, str]) -> Iterator[Step]:
    """Yield the steps by which all rows that point to records that go point to the one that stays."""
    for relation in relations(records.model):
        mover = MOVERS.get(relation.related_model._meta.label_lower)
        if mover:
            yield from mover(records, answers)
        else:
            yield from _move_rows(records, relation)


def label_of(row: models.Model) -> str:
    """Return what a reader calls a row: the title of the paper that it belongs to, or its own name."""
    return str(getattr(row, "paper", row))


# Any table


def _move_rows(records: Records, relation: models.ForeignObjectRel) -> Iterator[Step]:
    """Yield the steps for one table; a row that the kept record has already is deleted."""
    pointer = relation.field.name
    rows = relation.related_model._base_manager.filter(**{f"{pointer}__in": records.all}).order_by("pk")
    rows = rows.select_related(*[f.name for f in relation.related_model._meta.fields if f.many_to_one])
    taken = set()
    for row in sorted(rows, key=lambda row: getattr(row, f"{pointer}_id") != records.kept.pk):
        is_kept = getattr(row, f"{pointer}_id") == records.kept.pk
        moved, removed = _moved(row, pointer, records.kept), removal(row, label_of(row))
        setattr(row, pointer, records.kept)
        keys = _keys(row, relation)
        if not is_kept:
            yield removed if keys & taken else moved
        taken |= keys


def _moved(row: models.Model, pointer: str, kept: models.Model) -> Step:
    clock = {CLOCK: timezone.now()} if hasattr(row, CLOCK) else {}
    return change(row, label_of(row), **{f"{pointer}_id": kept.pk}, **clock)


def _keys(row: models.Model, relation: models.ForeignObjectRel) -> set[tuple]:
    """Return what no other row of the table may have in common with a row."""
    if hasattr(row, "natural_key"):
        return {row.natural_key()}
    if relation.one_to_one:
        return {(relation.field.name,)}
    meta = row._meta
    unique = [tuple(constraint.fields) for constraint in meta.total_unique_constraints] + list(meta.unique_together)
    return {
        (*names, *[getattr(row, meta.get_field(name).attname) for name in names])
        for names in unique
        if relation.field.name in names
    }


# Lists of a paper


def _move_authorships(records: Records, answers: dict[str, str]) -> Iterator[Step]:
    doubles = double_authorships(records)
    full = _lists(Authorship, doubles)
    for paper, rows in doubles.items():
        chosen = answers.get(f"paper-{paper}", str(rows[0].author_id))
        stays = next((row for row in rows if str(row.author_id) == chosen), rows[0])
        yield _without_doubles(full[paper], rows, stays, _joined(stays, rows, records.kept))
    others = Authorship.objects.filter(author__in=records.gone).exclude(paper__in=list(doubles))
    for row in others.select_related("paper").order_by("pk"):
        yield change(row, label_of(row), author_id=records.kept.pk)


def _joined(stays: Authorship, rows: list[Authorship], kept: Author) -> dict:
    """Return the authorship that stays, with what it lacks and another had."""
    joined = stored(stays) | {"author_id": kept.pk}
    for name in FILLED_FROM_OTHERS:
        values = [getattr(row, name) for row in rows if getattr(row, name) not in (None, "")]
        joined[name] = joined[name] if joined[name] not in (None, "") or not values else values[0]
    return joined | {name: any(getattr(row, name) for row in rows) for name in EITHER}


def _move_entries(records: Records, answers: dict[str, str]) -> Iterator[Step]:
    rows = PaperInstitution.objects.filter(institution__in=records.all)
    twice = rows.order_by().values("paper").annotate(number=Count("pk")).filter(number__gt=1).values("paper")
    doubles: dict[int, list] = {}
    for row in rows.filter(paper__in=twice).select_related("paper").order_by("paper", "position"):
        doubles.setdefault(row.paper_id, []).append(row)
    full = _lists(PaperInstitution, doubles)
    for paper, rows_twice in doubles.items():
        joined = stored(rows_twice[0]) | {"institution_id": records.kept.pk}
        yield _without_doubles(full[paper], rows_twice, rows_twice[0], joined)
    others = PaperInstitution.objects.filter(institution__in=records.gone).exclude(paper__in=list(doubles))
    for row in others.select_related("paper").order_by("pk"):
        yield change(row, label_of(row), institution_id=records.kept.pk)


def _lists(model: type[models.Model], doubles: dict[int, list]) -> dict[int, list[dict]]:
    """Return all rows of the papers, in their order."""
    full: dict[int, list[dict]] = {paper: [] for paper in doubles}
    for row in model.objects.filter(paper__in=list(doubles)).order_by("paper", "position"):
        full[row.paper_id].append(stored(row))
    return full


def _without_doubles(rows: list[dict], doubles: list[models.Model], stays: models.Model, joined: dict) -> Step:
    """Return the step that leaves one of the double rows, and closes up the places."""
    out = {row.pk for row in doubles} - {stays.pk}
    after = [joined if row["id"] == stays.pk else row for row in rows if row["id"] not in out]
    after = [row | {"position": place} for place, row in enumerate(after, start=1)]
    return Step(stays._meta.label_lower, stays.paper_id, label_of(stays)[:100], rows, after)


# Figures, which are never changed: one moves by being taken out and put in again as it was received


def _move_figures(records: Records, answers: dict[str, str]) -> Iterator[Step]:
    by_key = {record.pk: record for record in records.all}
    taken = set()
    rows = Metric.objects.filter(author__in=records.all).order_by("pk")
    for row in sorted(rows, key=lambda row: row.author_id != records.kept.pk):
        owner = by_key[row.author_id]
        reason = row.superseded_reason or _reason(row, answers, owner)
        key = (row.kind, row.source, row.received_on, row.value)
        if row.author_id == records.kept.pk:
            if reason != row.superseded_reason:
                yield change(row, str(row), superseded_reason=reason)
        elif key in taken:
            yield removal(row, str(row))
        else:
            yield replacement(row, str(row), author_id=records.kept.pk, superseded_reason=reason)
        taken.add(key)


def _reason(metric: Metric, answers: dict[str, str], owner: Author) -> str:
    chosen = answers.get(f"figure-{metric.kind}", str(owner.pk))
    if chosen == str(owner.pk):
        return ""
    return _("It was received for “%(name)s”, before that became one with another record.") % {
        "name": owner.display_name
    }


MOVERS = {
    "papers.authorship": _move_authorships,
    "papers.paperinstitution": _move_entries,
    "papers.metric": _move_figures,
}
