"""Reading and writing around the models."""

from django.db import connection, transaction


def write(record, column: str, value) -> None:
    """Put `value` into a column of the record by SQL alone."""
    table, pk = record._meta.db_table, record._meta.pk.column
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f'UPDATE "{table}" SET "{column}" = %s WHERE "{pk}" = %s', [value, record.pk])  # noqa: S608


def installed() -> set[str]:
    """Return the names of the triggers on this app's tables."""
    query = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
    }
    with connection.cursor() as cursor:
        cursor.execute(query[connection.vendor])
        return {name for (name,) in cursor.fetchall() if name.startswith("papers_")}
