"""What the tables of the site hold, as plain rows: to write them another way, and to tell whether two agree."""

import hashlib
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

from django.apps import apps
from django.core import serializers
from django.db import connection, models, transaction

from papers.models import Address

WRITTEN_BY_TRIGGERS = {Address}
Model = type[models.Model]
Keys = dict[Model, set]
Rows = dict[Model, list[tuple]]


def tables() -> list[Model]:
    """Return the models of all tables, each after those that it refers to."""
    remaining = list(apps.get_app_config("papers").get_models(include_auto_created=True))
    ordered: list[Model] = []
    while remaining:
        ready = [model for model in remaining if not _referred(model) & set(remaining) - {model}]
        ordered += ready
        remaining = [model for model in remaining if model not in ready]
    return ordered


def keys() -> Keys:
    """Return the primary keys in each table."""
    return {model: set(model._base_manager.values_list("pk", flat=True)) for model in tables()}


def rows_beyond(before: Keys) -> Rows:
    """Return the rows whose keys are not in `before`, without those that triggers write."""
    return {
        model: [row for row in _select(model, lambda field: True) if row[0] not in before[model]]
        for model in tables()
        if model not in WRITTEN_BY_TRIGGERS
    }


def insert(rows: Rows) -> None:
    """Write rows by the driver's own `executemany`, in one transaction."""
    mark = "?" if connection.vendor == "sqlite" else "%s"
    with transaction.atomic(), closing(connection.connection.cursor()) as cursor:
        for model, values in rows.items():
            columns = _columns(model, lambda field: True)
            marks = ", ".join(mark for _column in columns)
            if values:
                cursor.executemany(
                    f"INSERT INTO {model._meta.db_table} ({', '.join(columns)}) VALUES ({marks})", values
                )


def write_fixture(path: Path, before: Keys) -> None:
    """Write what is not in `before` as a fixture for `loaddata`, by natural keys: one that any site can load."""
    natural = {"use_natural_foreign_keys": True, "use_natural_primary_keys": True}
    with path.open("w", encoding="utf-8") as file:
        serializers.serialize("json", _objects(before), stream=file, **natural)


def digests() -> dict[str, tuple[int, str]]:
    """Return for each table its number of rows and a digest of them, without times and keys that nothing refers to."""
    found = {}
    for model in tables():
        rows = _select(model, _is_compared)
        if model._meta.auto_created:
            rows.sort()
        found[model._meta.db_table] = (len(rows), hashlib.sha256(repr(rows).encode()).hexdigest())
    return found


def _is_compared(field: models.Field) -> bool:
    is_own_key = field.primary_key and field.model._meta.auto_created
    return not is_own_key and not isinstance(field, models.DateTimeField)


def _referred(model: Model) -> set[Model]:
    return {field.related_model for field in model._meta.concrete_fields if field.related_model}


def _objects(before: Keys) -> Iterator[models.Model]:
    for model in tables():
        if model not in WRITTEN_BY_TRIGGERS and not model._meta.auto_created:
            for record in model._base_manager.order_by("pk").iterator():
                if record.pk not in before[model]:
                    yield record


def _columns(model: Model, wanted: Callable[[models.Field], bool]) -> list[str]:
    fields = [field for field in model._meta.concrete_fields if not field.generated and wanted(field)]
    return [connection.ops.quote_name(field.column) for field in fields]


def _select(model: Model, wanted: Callable[[models.Field], bool]) -> list[tuple]:
    columns = ", ".join(_columns(model, wanted))
    statement = f"SELECT {columns} FROM {model._meta.db_table} ORDER BY {model._meta.pk.column}"
    if connection.vendor == "sqlite":  # Django's connection would make objects of times
        with closing(sqlite3.connect(connection.settings_dict["NAME"])) as plain:
            return plain.execute(statement).fetchall()
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()
