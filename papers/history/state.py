"""A record's whole state as plain JSON: its own values, its rows in their order, and the names of what it refers to."""

import datetime
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache

from django.apps import apps
from django.db import models

from papers.partial_dates import PartialDate

# The rows that belong to a record and are edited with it, by the names under which Django finds them.
ROWS = {
    "papers.paper": ["authorships", "institution_entries", "identifiers", "links"],
    "papers.author": ["names", "profile_links", "affiliations", "metrics"],
}
IN_ORDER = {"authorships", "institution_entries"}  # whose `position` is the row's place in the list
# A person's rank for a paper is that person's affair: it stands beside the paper's authors, by person.
RANKS = "ranks"


@dataclass(frozen=True)
class State:
    """What a record was at one time.

    `values` is field → value, and name → list of rows; two states are the same where these are. `names` is model →
    primary key → [name, natural key] of each record that these refer to, so that it can be read, and found again, when
    that one is gone.
    """

    values: dict
    names: dict = field(default_factory=dict, compare=False)

    def as_text(self) -> str:
        """Return the state as it is stored."""
        return json.dumps({"values": self.values, "names": self.names}, ensure_ascii=False, sort_keys=True)

    @classmethod
    def from_text(cls, text: str) -> "State":
        """Return the state that was stored."""
        return cls(**json.loads(text))

    def name_of(self, model: type[models.Model], pk: object) -> str:
        """Return what a record was called that the state refers to."""
        return self.names.get(model._meta.label_lower, {}).get(str(pk), [f"{model._meta.verbose_name} {pk}"])[0]


def state_of(record: models.Model) -> State:
    """Return the state of a record as it is stored now."""
    return states_of(type(record), [record.pk])[record.pk]


def states_of(model: type[models.Model], keys: Iterable) -> dict[object, State]:
    """Return the states of the records with these primary keys, in a fixed number of queries."""
    referred = [one.name for one in references(model)] or [None]  # nothing at all would mean everything
    records = model._base_manager.filter(pk__in=keys).select_related(*referred)
    records = records.prefetch_related(
        *(many.name for many in own_many(model)),
        *(models.Prefetch(name, _row_model(model, name)._default_manager.all()) for name in rows_of(model)),
        *(f"{name}__{one.name}" for name in rows_of(model) for one in row_references(model, name)),
    )
    return {record.pk: _captured(record) for record in records}


# What belongs to a state


@cache
def own_fields(model: type[models.Model]) -> dict[str, models.Field]:
    """Return the fields of the record's own table that belong to its state, by name."""
    return {
        one.name: one
        for one in model._meta.concrete_fields
        if not (
            one.primary_key or one.generated or getattr(one, "auto_now", False) or getattr(one, "auto_now_add", False)
        )
    }


@cache
def own_many(model: type[models.Model]) -> list[models.Field]:
    """Return the choices of several records, such as the categories in which a paper is cross-listed."""
    return [many for many in model._meta.many_to_many if many.remote_field.through._meta.auto_created]


@cache
def references(model: type[models.Model]) -> list[models.Field]:
    """Return the fields of the record's own table that choose another record."""
    return [one for one in own_fields(model).values() if one.is_relation]


@cache
def rows_of(model: type[models.Model]) -> dict[str, dict[str, models.Field]]:
    """Return the fields of the rows that belong to a record, by the rows' name and the field's."""
    found = {}
    for name in ROWS.get(model._meta.label_lower, []):
        parent = model._meta.get_field(name).field.name
        left_out = {parent, *(["position", "profile_rank"] if name in IN_ORDER else [])}
        found[name] = {key: one for key, one in own_fields(_row_model(model, name)).items() if key not in left_out}
    return found


def row_references(model: type[models.Model], name: str) -> list[models.Field]:
    """Return the fields of the rows `name` that choose another record."""
    return [one for one in rows_of(model)[name].values() if one.is_relation]


def _row_model(model: type[models.Model], name: str) -> type[models.Model]:
    return model._meta.get_field(name).related_model


# Reading it off


def _captured(record: models.Model) -> State:
    model, names = type(record), {}
    values = {name: _plain(record, one, names) for name, one in own_fields(model).items()}
    for many in own_many(model):
        chosen = sorted(getattr(record, many.name).all(), key=lambda other: other.pk)
        values[many.name] = [_named(other, names) for other in chosen]
    for name, fields in rows_of(model).items():
        rows = list(getattr(record, name).all())
        values[name] = [{key: _plain(row, one, names) for key, one in fields.items()} for row in rows]
        if name == "authorships":
            ranked = [row for row in rows if row.profile_rank is not None]
            values[RANKS] = {str(row.author_id): row.profile_rank for row in ranked}
    return State(values, names)


def _plain(record: models.Model, one: models.Field, names: dict) -> object:
    if one.is_relation:
        other = getattr(record, one.name)
        return None if other is None else _named(other, names)
    value = getattr(record, one.attname)
    if isinstance(value, datetime.datetime):
        return value.astimezone(datetime.UTC).isoformat()
    if isinstance(value, datetime.date | Decimal | PartialDate | models.fields.files.FieldFile):
        return str(value)
    return value


def _named(other: models.Model, names: dict) -> object:
    found = names.setdefault(other._meta.label_lower, {})
    found[str(other.pk)] = [str(other), other.natural_key()[0]]
    return other.pk


def model_called(label: str) -> type[models.Model]:
    """Return the model that `names` calls by `label`."""
    return apps.get_model(label)
