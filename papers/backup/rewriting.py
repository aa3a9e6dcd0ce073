"""Tables made, dropped, changed and filled in one transaction: all of it happens, or nothing."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError, OperationalError, connection, transaction

from papers.backup.errors import BackupError
from papers.faults import Fault, fault_of

BUSY = "The database is in use: stop the site, and try again."


@contextmanager
def rewriting() -> Iterator[None]:
    """Give a transaction in which tables may be changed too; raise BackupError, with nothing changed, where it cannot.

    References are checked at its end; while rows come in, one may come before the one that it refers to.
    """
    try:
        if connection.vendor == "sqlite":
            with _without_foreign_keys(), transaction.atomic():
                yield
                _check_sqlite()
        else:
            with transaction.atomic():
                _run("SET LOCAL statement_timeout = 0")
                _run("SET CONSTRAINTS ALL IMMEDIATE")  # a table with checks that wait cannot be altered
                yield
    except OperationalError as error:
        if fault_of(error) is not Fault.BUSY:
            raise
        raise BackupError(BUSY) from error


def references_later() -> None:
    """Have references checked at the next `references_now`, on PostgreSQL; SQLite checks them at the end anyway."""
    if connection.vendor == "postgresql":
        _run("SET CONSTRAINTS ALL DEFERRED")


def references_now() -> None:
    """Check references, and each from now on; raise IntegrityError where one leads nowhere."""
    if connection.vendor == "postgresql":
        _run("SET CONSTRAINTS ALL IMMEDIATE")
    else:
        connection.check_constraints()


@contextmanager
def _without_foreign_keys() -> Iterator[None]:
    """Have SQLite check no reference, which it can be told between transactions alone."""
    _run("PRAGMA foreign_keys = OFF")
    try:
        yield
    finally:
        _run("PRAGMA foreign_keys = ON")


def _check_sqlite() -> None:
    connection.check_constraints()
    with connection.cursor() as cursor:
        if (found := cursor.execute("PRAGMA integrity_check").fetchall()) != [("ok",)]:
            raise IntegrityError(f"SQLite finds the database damaged: {found[0][0]}")


def _run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
