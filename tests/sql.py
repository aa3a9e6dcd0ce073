"""Writing around the models."""

from django.db import connection, transaction


def write(record, column: str, value) -> None:
    """Put `value` into a column of the record by SQL alone."""
    table, pk = record._meta.db_table, record._meta.pk.column
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f'UPDATE "{table}" SET "{column}" = %s WHERE "{pk}" = %s', [value, record.pk])  # noqa: S608
