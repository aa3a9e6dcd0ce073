"""Many new rows at once, faster than `bulk_create`, which composes an expression for each value."""

from collections.abc import Iterable, Iterator

from django.db import connection, models

ADAPTED = (models.JSONField, models.DateTimeField)  # no database takes their values as they are


def insert(instances: Iterable[models.Model]) -> None:
    """Write unsaved records of one model as new rows, and give them their primary keys where others refer to them.

    Times that a record sets itself are set, and values are adapted to the database, as `save` does. Needs an open
    transaction that has written something, so that nobody else takes the keys on SQLite.
    """
    records = list(instances)
    if not records:
        return
    model = type(records[0])
    fields = _stored(model)
    if model._meta.related_objects:
        for record, key in zip(records, next_keys(model, len(records)), strict=True):
            record.pk = key
            record._state.adding, record._state.db = False, connection.alias
    else:
        fields.remove(model._meta.pk)
    columns = [
        [field.get_db_prep_save(field.pre_save(record, True), connection) for record in records] for field in fields
    ]
    _write(model, fields, zip(*columns, strict=True))


def insert_values(model: type[models.Model], names: Iterable[str], rows: Iterable[tuple]) -> None:
    """Write plain rows of a model without making a record of each.

    A row holds the values of the fields called `names`: keys of other records, texts, numbers, times and what is kept
    as JSON. The other fields get what a new record has there. Where other records refer to the rows, one of the names
    is that of the primary key (see `next_keys`).
    """
    given = [model._meta.get_field(name) for name in names]
    others = [field for field in _stored(model) if field not in given and not field.primary_key]
    blank = model()
    defaults = tuple(field.get_db_prep_save(field.pre_save(blank, True), connection) for field in others)
    _write(model, [*given, *others], (row + defaults for row in _adapted(given, rows)))


def _adapted(fields: list[models.Field], rows: Iterable[tuple]) -> Iterator[tuple]:
    columns = [(place, field) for place, field in enumerate(fields) if isinstance(field, ADAPTED)]
    if not columns:
        yield from rows
        return
    for row in rows:
        values = list(row)
        for place, field in columns:
            values[place] = field.get_db_prep_save(values[place], connection)
        yield tuple(values)


def _stored(model: type[models.Model]) -> list[models.Field]:
    return [field for field in model._meta.concrete_fields if not field.generated]


def _write(model: type[models.Model], fields: list[models.Field], rows: Iterable[tuple]) -> None:
    quote = connection.ops.quote_name
    names = ", ".join(quote(field.column) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES ({places})",  # noqa: S608 - names of the models
            list(rows),
        )


def next_keys(model: type[models.Model], count: int) -> Iterable[int]:
    """Return primary keys that no record has or had.

    Needs an open transaction that has written something, so that nobody else takes them on SQLite.
    """
    table, column = model._meta.db_table, model._meta.pk.column
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)", [table, column, count]
            )
            return [key for (key,) in cursor.fetchall()]
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        (last,) = cursor.fetchone() or (0,)
        return range(last + 1, last + 1 + count)
