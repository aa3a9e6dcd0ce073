"""What an import would do, done and taken back, without anybody waiting for it."""

from collections.abc import Iterator
from contextlib import closing, contextmanager, nullcontext

from django.db import connection, transaction


@contextmanager
def rehearsal() -> Iterator[None]:
    """Take back whatever is written within.

    On SQLite, where one writes at a time, it is written to a copy of the database, so that others write meanwhile. What
    runs in a transaction holds the database anyway, and rehearses there.
    """
    needs_copy = connection.vendor == "sqlite" and not connection.in_atomic_block
    with _on_copy() if needs_copy else nullcontext(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def _on_copy() -> Iterator[None]:
    """Have this thread read and write a copy of the database as it is, which is gone afterwards."""
    connection.ensure_connection()
    own = connection.connection
    parameters = connection.get_connection_params() | {"database": ""}  # a file that SQLite makes and removes
    with closing(connection.get_new_connection(parameters)) as copy:
        own.backup(copy)
        connection.connection = copy
        try:
            yield
        finally:
            connection.connection = own
