"""The rows of a table as lines of JSON that are the same whichever database they come from, and back."""

import base64
import json
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from itertools import islice

from django.core.management.color import no_style
from django.db import connection, models
from django.db.models.functions import Collate

from papers.partial_dates import PartialDate

AT_A_TIME = 1_000


def columns(model: type[models.Model]) -> list[models.Field]:
    """Return the fields that a writer gives: all but those that the database makes itself."""
    return [field for field in model._meta.local_concrete_fields if not field.generated]


def lines(model: type[models.Model]) -> Iterator[bytes]:
    """Yield each row of a table, in the order of its key."""
    key = model._meta.pk
    order = key.attname
    if connection.vendor == "postgresql" and isinstance(key, models.CharField):
        order = Collate(key.attname, "C")  # by the bytes, as SQLite does
    rows = model._base_manager.order_by(order).values_list(*(field.attname for field in columns(model)))
    for row in rows.iterator(chunk_size=AT_A_TIME):
        yield (
            json.dumps(row, default=_as_json, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
            + b"\n"
        )


def _as_json(value: object) -> str:
    if isinstance(value, date):  # a datetime too
        return value.isoformat()
    if isinstance(value, (Decimal, PartialDate)):
        return str(value)
    if isinstance(value, (bytes, memoryview)):
        return base64.b64encode(value).decode()
    raise TypeError(f"a backup cannot hold a {type(value).__name__}")


def insert(model: type[models.Model], found: Iterable[bytes]) -> None:
    """Write the rows of a table exactly as they were, by the lines that `lines` gave."""
    fields = columns(model)
    quote = connection.ops.quote_name
    names = ", ".join(quote(field.column) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    statement = f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES ({places})"
    with connection.cursor() as cursor:
        remaining = iter(found)
        while part := list(islice(remaining, AT_A_TIME)):
            cursor.executemany(statement, [_stored(fields, json.loads(line)) for line in part])


def _stored(fields: list[models.Field], row: list) -> list:
    return [
        field.get_db_prep_save(_from_json(field, value), connection) for field, value in zip(fields, row, strict=True)
    ]


def _from_json(field: models.Field, value: object) -> object:
    is_written_as_text = isinstance(field, (models.DateField, models.DecimalField, models.BinaryField))
    return field.to_python(value) if is_written_as_text else value


# The numbers that were given, those of deleted rows included: the history of a record must not become another's


def last_number(model: type[models.Model]) -> int | None:
    """Return the highest number that a table gave to a row of it, None where it gives none."""
    if not isinstance(model._meta.pk, models.AutoField):
        return None
    table, column = model._meta.db_table, model._meta.pk.column
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT max(seq) FROM sqlite_sequence WHERE name = %s", [table])
        else:
            cursor.execute(
                "SELECT coalesce(pg_sequence_last_value(pg_get_serial_sequence(%s, %s)::regclass), 0)",
                [connection.ops.quote_name(table), column],
            )
        return cursor.fetchone()[0] or 0


def go_on_after(model: type[models.Model], number: int | None) -> None:
    """Have a table number its next row after `number`, or after its highest where that is more."""
    if number is None:
        return
    number = max(number, model._base_manager.aggregate(highest=models.Max("pk"))["highest"] or 0)
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
            cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, number])
            return
        for statement in connection.ops.sequence_reset_sql(no_style(), [model]):
            cursor.execute(statement)
        if number:
            sequence = (connection.ops.quote_name(table), model._meta.pk.column, number)
            cursor.execute("SELECT setval(pg_get_serial_sequence(%s, %s), %s)", sequence)
