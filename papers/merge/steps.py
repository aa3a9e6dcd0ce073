"""The rows that a merge or split changes, each as it was before and after: done, and taken back.

A row without a before is new; one without an after is deleted. Taking back compares with what is there now: what
somebody edited since is named and left alone.
"""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from itertools import groupby

from django.db import models
from django.utils.translation import gettext as _

from papers.merge.rows import as_json, columns, insert, is_used, made, model_of, reason_against, stored

AT_A_TIME = 500
WHOLE = "*"
CLOCK = "updated"  # moves with every saving, and is no edit by itself


class NotUndoneError(Exception):
    """A merge or split that cannot be taken back; the text says why."""


@dataclass(frozen=True)
class Step:
    """What becomes of one row, or of all `rows` of a paper in its order; `label` tells a reader which.

    `key` is the row's primary key, or the paper's; None for a new row until it is written.
    """

    model: str
    key: int | str | None
    label: str
    before: dict | list | None
    after: dict | list | None

    @property
    def sort(self) -> str:
        """What is done: "list", "insert", "delete", "replace" (a row that may not be updated) or "update"."""
        if isinstance(self.before, list):
            return "list"
        if self.before is None:
            return "insert"
        if self.after is None:
            return "delete"
        return "replace" if model_of(self.model)._meta.pk.attname in self.after else "update"

    def touched(self) -> Iterator[tuple[str, object, str]]:
        """Yield model, primary key and column of all that the step changes, WHOLE for all columns of a row."""
        if self.sort == "list":
            yield f"{self.model} of", self.key, WHOLE
            for row in [*self.before, *self.after]:
                yield self.model, row["id"], WHOLE
        elif self.sort == "update":
            yield from ((self.model, self.key, name) for name in self.after)
        else:
            yield self.model, self.key, WHOLE


# Planning a step


def change(row: models.Model, label: str, **values) -> Step:
    """Return the step that gives columns of a row other values."""
    before = {name: as_json(field, row) for name, field in columns(type(row)).items() if name in values}
    after = made(type(row), values)
    return Step(
        row._meta.label_lower,
        row.pk,
        label[:100],
        before,
        {name: as_json(field, after) for name, field in columns(type(row)).items() if name in values},
    )


def replacement(row: models.Model, label: str, **values) -> Step:
    """Return the step that takes a row out and puts it in again with other values, under the same number."""
    before = stored(row)
    return Step(row._meta.label_lower, row.pk, label[:100], before, before | values)


def removal(row: models.Model, label: str) -> Step:
    """Return the step that deletes a row."""
    return Step(row._meta.label_lower, row.pk, label[:100], stored(row), None)


def addition(row: models.Model, label: str) -> Step:
    """Return the step that adds a row."""
    return Step(row._meta.label_lower, None, label[:100], None, stored(row))


# Doing


def do(steps: Iterable[Step]) -> list[Step]:
    """Write the steps in their order, and return them with the primary keys of new rows."""
    done = []
    for (label, sort), group in groupby(steps, key=lambda step: (step.model, step.sort)):
        done += DOERS[sort](model_of(label), list(group))
    return done


def _do_lists(model: type[models.Model], steps: list[Step]) -> list[Step]:
    for step in steps:
        _rewrite(model, step.before, step.after)
    return steps


def _rewrite(model: type[models.Model], old: list[dict], new: list[dict]) -> None:
    """Put rows in the place of others: unique positions cannot be shifted one by one."""
    model.objects.filter(pk__in=[row["id"] for row in old]).delete()
    model.objects.bulk_create(made(model, row) for row in new)


def _do_inserts(model: type[models.Model], steps: list[Step]) -> list[Step]:
    done = []
    for step in steps:
        row = made(model, step.after)
        insert(row)
        done.append(replace(step, key=row.pk, after=stored(row)))
    return done


def _do_deletes(model: type[models.Model], steps: list[Step]) -> list[Step]:
    for part in _parts(steps):
        model._base_manager.filter(pk__in=[step.key for step in part]).delete()
    return steps


def _do_replaces(model: type[models.Model], steps: list[Step]) -> list[Step]:
    _do_deletes(model, steps)
    for step in steps:
        insert(made(model, step.after))
    return steps


def _do_updates(model: type[models.Model], steps: list[Step]) -> list[Step]:
    for names, group in groupby(steps, key=lambda step: sorted(step.after)):
        for part in _parts(list(group)):
            _update(model, names, {step.key: step.after for step in part})
    return steps


def _update(model: type[models.Model], names: list[str], values: dict) -> None:
    pk = model._meta.pk.attname
    fields = [columns(model)[name].name for name in names]
    model._base_manager.bulk_update([made(model, {pk: key} | row) for key, row in values.items()], fields)


def _parts(steps: list[Step]) -> Iterator[list[Step]]:
    for start in range(0, len(steps), AT_A_TIME):
        yield steps[start : start + AT_A_TIME]


DOERS = {
    "list": _do_lists,
    "insert": _do_inserts,
    "delete": _do_deletes,
    "replace": _do_replaces,
    "update": _do_updates,
}


# Taking back


def undo(steps: list[Step]) -> list[str]:
    """Take the steps back, the last first, and return a line for each row left alone, as edited since.

    Addresses come first of all: a record cannot be written while its address is another's.
    """
    addresses = [step for step in steps if step.model == "papers.address"]
    others = [step for step in reversed(steps) if step.model != "papers.address"]
    left = []
    for (label, sort), group in groupby([*addresses, *others], key=lambda step: (step.model, step.sort)):
        for part in _parts(list(group)):
            left += UNDOERS[sort](model_of(label), part)
    return left


def _undo_updates(model: type[models.Model], steps: list[Step]) -> Iterator[str]:
    present = model._base_manager.in_bulk([step.key for step in steps])
    back: dict[tuple, dict] = {}
    for step in steps:
        row = present.get(step.key)
        if row is None:
            yield _gone(step)
            continue
        same = [name for name in step.after if as_json(columns(model)[name], row) == step.after[name]]
        if same:
            back.setdefault(tuple(sorted(same)), {})[step.key] = {name: step.before[name] for name in same}
        if edited := step.after.keys() - {*same, CLOCK}:
            yield _edited(step, edited)
    for names, values in back.items():
        _update(model, list(names), values)


def _undo_inserts(model: type[models.Model], steps: list[Step]) -> Iterator[str]:
    present = model._base_manager.in_bulk([step.key for step in steps])
    for step in steps:
        row = present.get(step.key)
        if row is not None and (stored(row) != step.after or is_used(row)):
            yield _edited(step, ())
        elif row is not None:
            row.delete()


def _undo_deletes(model: type[models.Model], steps: list[Step]) -> Iterator[str]:
    for step in steps:
        row = made(model, step.before)
        if not (reason := reason_against(row)):
            insert(row)
        elif model._meta.model_name in {"author", "institution", "venue"}:
            raise NotUndoneError(
                _("“%(record)s” cannot be brought back: %(reason)s") % {"record": step.label, "reason": reason}
            )
        else:
            yield _("“%(record)s” is not brought back: %(reason)s") % {"record": step.label, "reason": reason}


def _undo_replaces(model: type[models.Model], steps: list[Step]) -> Iterator[str]:
    present = model._base_manager.in_bulk([step.key for step in steps])
    for step in steps:
        row = present.get(step.key)
        if row is None:
            yield _gone(step)
        elif stored(row) != step.after:
            yield _edited(step, ())
        else:
            row.delete()
            insert(made(model, step.before))


def _undo_lists(model: type[models.Model], steps: list[Step]) -> Iterator[str]:
    for step in steps:
        present = [stored(row) for row in model.objects.filter(paper=step.key).order_by("position")]
        if present == step.after:
            _rewrite(model, step.after, step.before)
        else:
            yield _edited(step, ())


UNDOERS = {
    "list": _undo_lists,
    "insert": _undo_inserts,
    "delete": _undo_deletes,
    "replace": _undo_replaces,
    "update": _undo_updates,
}


def _gone(step: Step) -> str:
    return _("“%(record)s” (%(table)s) was taken out or written anew since.") % _named(step)


def _edited(step: Step, names: Iterable[str]) -> str:
    if not names:
        return _("“%(record)s” (%(table)s) stays as it is: edited since.") % _named(step)
    known = columns(model_of(step.model))
    fields = ", ".join(sorted(str(known[name].verbose_name) for name in names))
    return _("“%(record)s” (%(table)s) keeps %(fields)s: edited since.") % (_named(step) | {"fields": fields})


def _named(step: Step) -> dict:
    return {"record": step.label, "table": model_of(step.model)._meta.verbose_name}


# In the ledger


def written(steps: Iterable[Step]) -> list[dict]:
    """Return the steps as JSON."""
    return [asdict(step) for step in steps]


def read(rows: Iterable[dict]) -> list[Step]:
    """Return the steps that `written` returned."""
    return [Step(**row) for row in rows]


def touch_the_same(one: Iterable[Step], other: Iterable[Step]) -> bool:
    """Return whether two lists of steps change the same column of a row, or one of them all of a row."""
    first, second = _by_row(one), _by_row(other)
    return any((first[row] & second[row]) or WHOLE in first[row] | second[row] for row in first.keys() & second.keys())


def _by_row(steps: Iterable[Step]) -> dict[tuple, set[str]]:
    found: dict[tuple, set[str]] = {}
    for step in steps:
        for model, key, name in step.touched():
            found.setdefault((model, key), set()).update({name} - {CLOCK})
    return found
