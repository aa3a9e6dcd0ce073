"""Faults that pass by themselves or once somebody has made room, and are no mistakes of the program.

They are known by what the database says: SQLite's result codes (https://sqlite.org/rescode.html) and the classes of
PostgreSQL's SQLSTATE (https://www.postgresql.org/docs/current/errcodes-appendix.html).
"""

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum, auto

from django.db import Error, InterfaceError, OperationalError, connection

PATIENCE = 250  # milliseconds that a page waits for another writer before it leaves unwritten what can wait


class Fault(Enum):
    """What keeps something from being written or read."""

    BUSY = auto()  # another writer, or too much at once
    FULL = auto()  # no room on the disk
    AWAY = auto()  # the database or its disk does not answer


ON_SQLITE = {
    sqlite3.SQLITE_BUSY: Fault.BUSY,
    sqlite3.SQLITE_LOCKED: Fault.BUSY,
    sqlite3.SQLITE_FULL: Fault.FULL,
    sqlite3.SQLITE_IOERR: Fault.AWAY,
    sqlite3.SQLITE_CANTOPEN: Fault.AWAY,
}
# The first that an SQLSTATE begins with counts.
ON_POSTGRESQL = {
    "53100": Fault.FULL,
    "53": Fault.BUSY,  # too little memory, too many connections
    "40": Fault.BUSY,  # deadlock, serialization
    "55P03": Fault.BUSY,  # lock_timeout
    "57014": Fault.BUSY,  # statement_timeout
    "57P": Fault.AWAY,  # shut down, or starting
    "58": Fault.AWAY,  # system error
    "08": Fault.AWAY,  # connection
}
ON_DISK = {errno.ENOSPC: Fault.FULL, errno.EDQUOT: Fault.FULL}


def fault_of(error: BaseException | None) -> Fault | None:
    """Return the fault that raised `error`, None where it was anything else."""
    if isinstance(error, OSError):
        return ON_DISK.get(error.errno)
    if not isinstance(error, OperationalError | InterfaceError):
        return None
    cause = error.__cause__
    if isinstance(cause, sqlite3.Error):
        return ON_SQLITE.get(getattr(cause, "sqlite_errorcode", 0) & 0xFF)
    if not hasattr(cause, "sqlstate"):
        return None
    if cause.sqlstate is None:  # no answer of the server: the connection is lost or was never made
        return Fault.AWAY
    return next((fault for start, fault in ON_POSTGRESQL.items() if cause.sqlstate.startswith(start)), None)


@contextmanager
def giving_way(milliseconds: int = PATIENCE) -> Iterator[None]:
    """Wait so long at most for other writers; where the database takes nothing now, end the block and go on after it.

    For what can be written another time: it must be in a transaction of its own.
    """
    patience = _change_patience(milliseconds)
    try:
        yield
    except Error as error:
        if fault_of(error) not in {Fault.BUSY, Fault.FULL}:
            raise
    finally:
        _change_patience(patience)


def _change_patience(value: int | str) -> int | str:
    """Let this connection wait so long for another writer, and return what it was before."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            before = cursor.execute("PRAGMA busy_timeout").fetchone()[0]
            cursor.execute(f"PRAGMA busy_timeout = {int(value)}")
        else:
            cursor.execute(
                "SELECT current_setting('lock_timeout'), set_config('lock_timeout', %s, false)", [str(value)]
            )
            before = cursor.fetchone()[0]
    return before
