"""Several connections to one database, as visitors and editors have them."""

import sqlite3

import pytest
from django.db import connection, connections


@pytest.fixture
def shared_database(transactional_db, tmp_path):
    """share() makes what is stored so far the database of every new connection; on SQLite a file, as a site has it."""

    def share():
        if connection.vendor == "sqlite":
            file = tmp_path / "db.sqlite3"
            with sqlite3.connect(file) as copy:
                connection.connection.backup(copy)
                # Two that turn a file to this at the same moment do not wait for each other.
                copy.execute("PRAGMA journal_mode=WAL")
            copy.close()
            patch.setitem(connections.settings["default"], "NAME", str(file))

    with pytest.MonkeyPatch.context() as patch:
        yield share


def on_own_connection(act):
    """Return what `act` returns, called on a connection that is closed after it."""
    try:
        return act()
    finally:
        connection.close()
