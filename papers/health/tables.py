"""The database: whether it answers, has all tables and triggers, and a search index and facets that agree with them."""

from collections.abc import Iterator

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from papers import facet_values, indexing, triggers
from papers.health.problems import Problem, some
from papers.search_tables import INDEXES

REINDEX = "manage.py reindex"
FOUND = {
    "paper": "papers",
    "author": "people",
    "institution": "institutions",
    "venue": "venues",
    "importbatch": "imports",
    "mergerecord": "merges and splits",
}
# These are read when an editor searches them, or by an import.
MAY_WAIT = {"venue": 500, "importbatch": 500, "mergerecord": 500}


def silent_database() -> Iterator[Problem]:
    """Yield that the database does not answer; its own words may name hosts and users, and stay in the log."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        yield Problem("The database does not answer.", "Start it, or correct DATABASE_URL.")


def unapplied_migrations() -> Iterator[Problem]:
    """Yield which migrations the tables lack."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if names := [f"{migration.app_label}.{migration.name}" for migration, _backwards in plan]:
        yield Problem(f"The tables lack the migrations {some(names)}.", "manage.py migrate, after a backup.")


def missing_triggers() -> Iterator[Problem]:
    """Yield which of the rules that the database keeps by triggers it does not keep."""
    if names := triggers.missing():
        yield Problem(f"The database lacks the triggers {some(names)}.", "manage.py migrate, then manage.py reindex.")


def silent_index() -> Iterator[Problem]:
    """Yield that the search index cannot be asked."""
    try:
        indexing.count_waiting()
        with connection.cursor() as cursor:
            for index in INDEXES.values():
                cursor.execute(f"SELECT 1 FROM {index.table} LIMIT 1")
    except DatabaseError:
        yield Problem("The search index cannot be read.", "manage.py migrate, then manage.py reindex.")


def stale_index() -> Iterator[Problem]:
    """Yield how many records a search finds by other words than they have, and how many it still has to read."""
    for kind, called in FOUND.items():
        if (waiting := indexing.count_waiting((kind,))) > MAY_WAIT.get(kind, 0):
            yield Problem(f"The search index has to read {waiting} {called} that changed.", REINDEX)
        if stale := indexing.stale(kind):
            names = some([str(key) for key in stale])
            yield Problem(f"The search index differs from {len(stale)} {called} (numbers {names}).", REINDEX)


def stale_facets() -> Iterator[Problem]:
    """Yield of how many papers facets count other values than they have."""
    if differing := facet_values.differing():
        names = some([str(key) for key in differing])
        yield Problem(f"Facets count other values of {len(differing)} papers (numbers {names}).", "manage.py migrate")
