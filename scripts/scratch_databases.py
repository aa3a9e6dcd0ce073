"""Databases that are made for one run and dropped after it: any number of exact copies of one with empty tables."""

import getpass
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psycopg
from psycopg import sql

from scripts.running_site import ROOT, environment

EMPTY = "empty"  # what the others are copies of


class Sqlite:
    """Copies that are files in a folder."""

    label = "SQLite"

    def __init__(self, folder: str):
        self.folder = Path(folder)

    def name(self, copy: str) -> str:
        """Return what Django knows a copy by."""
        return str(self.folder / f"{copy}.sqlite3")

    def url(self, copy: str) -> str:
        """Return the DATABASE_URL of a copy."""
        return f"sqlite:///{self.name(copy)}"

    def renew(self, copy: str, of: str = EMPTY) -> None:
        """Make a copy of another, in the place of an earlier one of that name."""
        self.drop(copy)
        if copy != EMPTY:
            shutil.copyfile(self.name(of), self.name(copy))

    def drop(self, copy: str) -> None:
        """Remove a copy if it is there."""
        for ending in ("", "-wal", "-shm"):
            Path(self.name(copy) + ending).unlink(missing_ok=True)


class Postgresql:
    """Copies that are databases of the server at a URL; its user may create some."""

    label = "PostgreSQL"

    def __init__(self, server: str, prefix: str):
        self.server = server
        self.prefix = prefix

    def name(self, copy: str) -> str:
        """Return what Django knows a copy by."""
        return f"{self.prefix}_{copy}"

    def url(self, copy: str) -> str:
        """Return the DATABASE_URL of a copy."""
        return f"{self.server.rpartition('/')[0]}/{self.name(copy)}"

    def renew(self, copy: str, of: str = EMPTY) -> None:
        """Make a copy of another, in the place of an earlier one of that name."""
        self.drop(copy)
        template = "template1" if copy == EMPTY else self.name(of)
        self._do("CREATE DATABASE {} TEMPLATE {}", self.name(copy), template)

    def drop(self, copy: str) -> None:
        """Remove a copy if it is there, also from under a process that was killed a moment ago."""
        self._do("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name(copy))

    def _do(self, statement: str, *names: str) -> None:
        with psycopg.connect(self.server, autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


Databases = Sqlite | Postgresql


def server() -> str:
    """Return the URL of the PostgreSQL on which databases may be made: TEST_DATABASE_URL, or one on this machine."""
    return os.environ.get("TEST_DATABASE_URL") or f"postgres://{getpass.getuser()}@127.0.0.1:5432/postgres"


def answers(url: str) -> bool:
    """Whether there is a PostgreSQL at a URL."""
    try:
        psycopg.connect(url, connect_timeout=5).close()
    except psycopg.OperationalError:
        return False
    return True


def reopened(arguments: list[str]) -> Databases:
    """Return the databases that another process made, by what it calls `arguments`."""
    return Postgresql(*arguments) if len(arguments) > 1 else Sqlite(*arguments)


@contextmanager
def scratch_databases(*copies: str) -> Iterator[dict[str, list[str]]]:
    """Make empty tables on SQLite, and on PostgreSQL where it answers, and drop them and their `copies` at the end.

    Yields for each, by its label, the `arguments` from which any process can reopen it.
    """
    with tempfile.TemporaryDirectory(prefix="profile_site-") as folder, ExitStack() as stack:
        found = {Sqlite.label: [folder]}
        if answers(server()):
            found[Postgresql.label] = [server(), f"profile_site_{os.getpid()}"]
        for arguments in found.values():
            databases = reopened(arguments)
            for copy in (*copies, EMPTY):
                stack.callback(databases.drop, copy)
            databases.renew(EMPTY)
            manage("migrate", "--verbosity=0", url=databases.url(EMPTY), data=folder)
        yield found


def manage(*arguments: str, url: str, data: str | Path) -> None:
    """Run a management command on the database at `url`."""
    command = [sys.executable, "manage.py", *arguments]
    subprocess.run(command, cwd=ROOT, env=environment(DATABASE_URL=url, DATA_DIR=data), check=True)
