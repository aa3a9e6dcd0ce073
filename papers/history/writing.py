"""A state written to its record: only what differs, and never what another record has come to own."""

from dataclasses import replace

from django.core.files.storage import Storage
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from papers.history.state import IN_ORDER, RANKS, State, model_called, own_fields, own_many, references, rows_of
from papers.models import Address, Author, Identifier
from papers.models.address import Addressed

REFERRING = {"papers.metric"}  # records of their own that are nothing without what they refer to
ROWS_EACH = 100_000  # more than a record has; numbers for the rows of one record at a time


class NotWrittenError(Exception):
    """A state cannot be written; the text says why."""


def write(record: models.Model, state: State, *, keep=frozenset(), is_rehearsal: bool = False) -> None:
    """Make `record` what `state` says, but for the fields and rows named in `keep`.

    Rows that stay the same keep their primary keys. In a rehearsal, which is to be rolled back, the others get negative
    ones that depend on nothing but the record and their place. Raises IntegrityError where the database refuses.
    """
    model, values = type(record), state.values
    for name, one in own_fields(model).items():
        if name not in keep and name in values:
            setattr(record, one.attname, values[name] if one.is_relation else one.to_python(values[name]))
    record.save(force_insert=record._state.adding)
    for many in own_many(model):
        if many.name not in keep and many.name in values:
            getattr(record, many.name).set(values[many.name])
    for name in rows_of(model):
        if name not in keep and name in values:
            _write_rows(record, name, values, is_rehearsal)


def _write_rows(record: models.Model, name: str, values: dict, is_rehearsal: bool) -> None:
    relation = type(record)._meta.get_field(name)
    present = list(relation.related_model._default_manager.filter(**{relation.field.name: record}))
    wanted = [_row(record, name, place, row, values) for place, row in enumerate(values[name], 1)]
    if list(map(_content, present)) == list(map(_content, wanted)):
        return
    if is_rehearsal:
        for place, row in enumerate(wanted, 1):
            row.pk = place - (record.pk + 1) * ROWS_EACH
    # As a whole: unique positions cannot be shifted one by one.
    relation.related_model._default_manager.filter(**{relation.field.name: record}).delete()
    relation.related_model._default_manager.bulk_create(wanted)


def _row(record: models.Model, name: str, place: int, content: dict, values: dict) -> models.Model:
    relation = type(record)._meta.get_field(name)
    row = relation.related_model(**{relation.field.name: record})
    for key, one in rows_of(type(record))[name].items():
        if key in content:
            setattr(row, one.attname, content[key] if one.is_relation else one.to_python(content[key]))
    if name in IN_ORDER:
        row.position = place
    if name == "authorships":
        row.profile_rank = values.get(RANKS, {}).get(str(row.author_id))
    return row


def _content(row: models.Model) -> list:
    return [getattr(row, one.attname) for one in row._meta.concrete_fields if not one.primary_key]


# What can no longer be written as it was


def upload_fields(model: type[models.Model]) -> set[str]:
    """Return the fields that tell of an upload, whose old files are gone: the file, and all that describes it."""
    files = tuple(one.name for one in model._meta.concrete_fields if isinstance(one, models.FileField))
    return {name for name in own_fields(model) if name.startswith(files)}


def writable(model: type[models.Model], key: object, state: State) -> tuple[State, list[str]]:
    """Return the state without what is gone or now another record's, and a sentence for each thing left out.

    `key` is the primary key of the record that it will be written to. Raises NotWrittenError where what is missing
    cannot be left out.
    """
    said: list[str] = []
    values = _without_gone(model, state, said)
    values = _without_taken(model, key, values, said)
    return replace(state, values=values), said


def _without_gone(model: type[models.Model], state: State, said: list[str]) -> dict:
    there = _There(state, said)
    values = dict(state.values)
    for one in references(model):
        values[one.name] = there.choice(one, state.values.get(one.name))
    for many in own_many(model):
        found = (there.choice(many, pk) for pk in state.values.get(many.name, []))
        values[many.name] = sorted({pk for pk in found if pk is not None})
    for name, fields in rows_of(model).items():
        values[name] = there.rows(fields, state.values.get(name, []), once=name in IN_ORDER)
    if RANKS in values:
        ranks = ((there.key(Author, pk), rank) for pk, rank in values[RANKS].items())
        values[RANKS] = {str(pk): rank for pk, rank in ranks if pk is not None}
    return values


class _There:
    """Which of the records that a state refers to are still there, and a sentence for each that is not."""

    def __init__(self, state: State, said: list[str]):
        self.state, self.said = state, said
        self.found = {label: _found(model_called(label), names) for label, names in state.names.items()}

    def key(self, model: type[models.Model], pk: object) -> object:
        """Return the primary key that a record has now, None where it is gone."""
        return self.found.get(model._meta.label_lower, {}).get(str(pk))

    def choice(self, one: models.Field, pk: object) -> object:
        """Return the primary key that what `one` chose has now, None where it chose nothing or that is gone."""
        now = None if pk is None else self.key(one.related_model, pk)
        if pk is not None and now is None:
            self.leave_out(one, pk)
        return now

    def leave_out(self, one: models.Field, pk: object) -> None:
        """Say that something is gone; raise NotWrittenError where the record needs it."""
        name = self.state.name_of(one.related_model, pk)
        if one.model._meta.label_lower in REFERRING and not one.null:
            raise NotWrittenError(_("What it belongs to is no longer here: %(name)s.") % {"name": name})
        kind = capfirst(str(one.related_model._meta.verbose_name))
        self.said.append(_("%(kind)s “%(name)s” is no longer here and was left out.") % {"kind": kind, "name": name})

    def rows(self, fields: dict[str, models.Field], rows: list[dict], *, once: bool) -> list[dict]:
        """Return the rows of which everything is there; where `once`, two that have become the same are one."""
        kept, seen = [], set()
        for row in rows:
            chosen = {key: self.choice(one, row[key]) for key, one in fields.items() if one.is_relation}
            if None in chosen.values() or (once and tuple(chosen.values()) in seen):
                continue
            seen.add(tuple(chosen.values()))
            kept.append(row | chosen)
        return kept


def _found(model: type[models.Model], names: dict) -> dict[str, object]:
    """Return the primary keys that these records have now, by the ones they had; one merged into another has that's."""
    there = set(model._base_manager.filter(pk__in=names).values_list("pk", flat=True))
    found = {}
    for pk, (_name, natural_key) in names.items():
        if int(pk) in there:
            found[pk] = int(pk)
        else:
            try:
                found[pk] = model._default_manager.get_by_natural_key(natural_key).pk
            except model.DoesNotExist:
                continue
    return found


def _without_taken(model: type[models.Model], key: object, values: dict, said: list[str]) -> dict:
    values = dict(values)
    for name, one in own_fields(model).items():
        if one.unique and values.get(name) not in (None, "") and _is_taken(model, key, name, values[name]):
            if name != "slug" and not one.null:
                raise NotWrittenError(_("Another record is called “%(value)s” now.") % {"value": values[name]})
            said.append(
                _("The %(field)s “%(value)s” is another record's now and was left out.")
                % {"field": one.verbose_name, "value": values[name]}
            )
            values[name] = "" if name == "slug" else None
    if "identifiers" in values:
        values["identifiers"] = list(_free_identifiers(key, values["identifiers"], said))
    return values


def _is_taken(model: type[models.Model], key: object, name: str, value: object) -> bool:
    if name == "slug" and issubclass(model, Addressed):
        return Address.objects.filter(value=value).exclude(**{model._meta.model_name: key}).exists()
    return model._base_manager.filter(**{name: value}).exclude(pk=key).exists()


def _free_identifiers(paper: object, rows: list[dict], said: list[str]):
    others = Identifier.objects.filter(value__in=[row["value"] for row in rows]).exclude(paper=paper)
    taken = set(others.values_list("scheme", "value"))
    for row in rows:
        if (row["scheme"], row["value"]) in taken:
            said.append(
                _("The identifier %(value)s is another paper's now and was left out.") % {"value": row["value"]}
            )
        else:
            yield row


def without_lost_files(model: type[models.Model], state: State) -> tuple[State, list[str]]:
    """Return the state without the files that storage no longer has, and a sentence for each."""
    values, said = dict(state.values), []
    for one in model._meta.concrete_fields:
        if isinstance(one, models.FileField) and values.get(one.name) and not _is_stored(one.storage, values[one.name]):
            said.append(_("The %(field)s was deleted with the record: upload it again.") % {"field": one.verbose_name})
            values[one.name] = ""
            for size in (getattr(one, "width_field", None), getattr(one, "height_field", None)):
                if size:
                    values[size] = None
    return replace(state, values=values), said


def _is_stored(storage: Storage, name: str) -> bool:
    return storage.exists(name)
