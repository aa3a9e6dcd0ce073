"""Rules that the database keeps by triggers, for every writer: ORM, bulk, `loaddata` and raw SQL.

- An address once given to a paper, person, institution or page is never given to another: each slug is written to
  papers_address when it is taken, and stays there when the slug changes.
- A figure is added, never changed: only its withdrawal may be written to it.
- The search index is told of every paper that it has to read anew (`papers.search_tables`).
- The papers without link, identifier and PDF are noted (`papers.linkless`).
- What facets count of each paper stands in one row (`papers.facet_values`).
- What lists show has another version after every change (`papers.content_version`).
"""

import re
from functools import partial

from django.db import connection, connections
from django.db.migrations import Migration, operations
from django.db.migrations.operations.base import Operation

from papers import content_version, facet_values, linkless, search_tables

ADDRESSED = {
    "papers_paper": "paper_id",
    "papers_author": "author_id",
    "papers_institution": "institution_id",
    "papers_page": "page_id",
}
FIXED_METRIC_COLUMNS = ("author_id", "kind", "value", "source", "as_of", "received_on")
KEPT = (content_version, linkless, facet_values)  # each with tables that triggers keep
METRIC_MESSAGE = "A figure is added, never changed: withdraw it with a reason and add another."

# Of a migration, beside what changes columns that the index does not read.
KEEPING_WORDS = (
    *(operations.CreateModel, operations.AddField, operations.AlterModelOptions, operations.AlterModelManagers),
    *(operations.AddIndex, operations.RemoveIndex, operations.RenameIndex),
    *(operations.AddConstraint, operations.RemoveConstraint),
)
CREATED = re.compile(r"CREATE TRIGGER (?P<name>\w+) .*? ON (?P<table>\w+)", re.DOTALL)
PRESENT = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'",
}


def take_away(using, **kwargs) -> None:
    """Drop this app's triggers from the database `using` for the time of a migration; a receiver of pre_migrate.

    Where one of the search index's was lost before, nobody knows what was written since: it is made anew afterwards.
    """
    connection = connections[using]
    if _missing(connection, [getattr(search_tables, f"{connection.vendor}_creates")]):
        _run(connection, dict.fromkeys(("sqlite", "postgresql"), search_tables.distrust))
    drop_for_app(using)


def drop_for_app(using) -> None:
    """Drop this app's triggers from the database `using`."""
    _run(connections[using], {"sqlite": _sqlite_drops, "postgresql": _postgresql_drops})
    for module in (search_tables, *KEPT):
        _run(connections[using], {"sqlite": module.sqlite_drops, "postgresql": module.postgresql_drops})


def create_for_app(using, plan=(), **kwargs) -> None:
    """Create this app's triggers in the database `using`, afresh; a receiver of post_migrate.

    Slugs that were taken while there were no triggers, by a migration or after one that failed, get their addresses,
    and the search index reads all papers anew where the migrations in `plan` may have changed what it finds. Where it
    was made by another definition, or nobody knows by which, its tables are made anew. While the papers' tables are
    not there there is no index either, as after `migrate papers zero`.
    """
    connection = connections[using]
    if not {"papers_address", "papers_metric", *ADDRESSED} <= set(connection.introspection.table_names()):
        _run(connection, dict.fromkeys(("sqlite", "postgresql"), search_tables.tables_gone))
        for module in KEPT:
            _run(connection, dict.fromkeys(("sqlite", "postgresql"), module.table_gone))
        return
    drop_for_app(using)
    _run(connection, {"sqlite": _missing_addresses, "postgresql": _missing_addresses})
    _run(connection, {"sqlite": _sqlite_creates, "postgresql": _postgresql_creates})
    made_by = _definition(connection)
    is_known = made_by == search_tables.definition(connection.vendor)
    if not is_known:  # the tables may be those of an earlier release, where triggers were lost with it too
        _run(connection, dict.fromkeys(("sqlite", "postgresql"), search_tables.tables_gone))
    _run(connection, {"sqlite": search_tables.sqlite_tables, "postgresql": search_tables.postgresql_tables})
    _run(connection, {"sqlite": search_tables.sqlite_creates, "postgresql": search_tables.postgresql_creates})
    for module in KEPT:
        _run(connection, {"sqlite": module.sqlite_table, "postgresql": module.postgresql_table})
        _run(connection, {"sqlite": module.sqlite_creates, "postgresql": module.postgresql_creates})
    everything = not is_known or any(may_change_words(migration) for migration, _backwards in plan)
    tables = set(connection.introspection.table_names())
    notes = partial(search_tables.notes, connection.vendor, everything, tables)
    _run(connection, dict.fromkeys(("sqlite", "postgresql"), notes))


def _definition(connection) -> str | None:
    """Return what the search indexes were made by, None where that is not known."""
    _run(connection, dict.fromkeys(("sqlite", "postgresql"), search_tables.definition_table))
    with connection.cursor() as cursor:
        cursor.execute("SELECT digest FROM papers_search_definition")
        row = cursor.fetchone()
    return row and row[0]


def may_change_words(migration: Migration) -> bool:
    """Return whether a migration may change what a search finds, which it does without triggers.

    What adds, and what changes other columns, does not; whatever runs code of its own may.
    """
    return migration.app_label == "papers" and not all(map(_keeps_words, migration.operations))


def _keeps_words(operation: Operation) -> bool:
    if isinstance(operation, (operations.AlterField, operations.RemoveField, operations.RenameField)):
        columns = search_tables.watched_columns().get(f"papers_{operation.model_name_lower}", set())
        names = {operation.old_name, operation.new_name} if hasattr(operation, "new_name") else {operation.name}
        return columns.isdisjoint(names | {f"{name}_id" for name in names})
    return isinstance(operation, KEEPING_WORDS)


def missing() -> list[str]:
    """Return the names of the triggers that the default database lacks, or has switched off."""
    own = {"sqlite": _sqlite_creates, "postgresql": _postgresql_creates}[connection.vendor]
    modules = (search_tables, *KEPT)
    return _missing(connection, [own, *(getattr(module, f"{connection.vendor}_creates") for module in modules)])


def _missing(connection, creates: list) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(PRESENT[connection.vendor])
        present = {name for (name,) in cursor.fetchall()}
    wanted = [CREATED.search(statement) for statements in creates for statement in _possible(connection, statements)]
    return sorted({match["name"] for match in wanted if match} - present)


def _possible(connection, statements) -> list[str]:
    """Return the statements but those for a trigger of a table that is not there, as in an earlier release."""
    tables = set(connection.introspection.table_names())
    found = [(statement, CREATED.search(statement)) for statement in statements()]
    return [statement for statement, match in found if not match or match["table"] in tables]


def _missing_addresses():
    for table, owner in ADDRESSED.items():
        yield (
            f"INSERT INTO papers_address (value, {owner}) SELECT slug, id FROM {table} "
            "WHERE NOT EXISTS (SELECT 1 FROM papers_address WHERE value = slug)"  # NOT IN is quadratic on PostgreSQL
        )


def _run(connection, statements_by_vendor: dict) -> None:
    with connection.cursor() as cursor:
        for statement in _possible(connection, statements_by_vendor[connection.vendor]):
            cursor.execute(statement)


# SQLite


def _sqlite_drops():
    for table in ADDRESSED:
        for event in ("insert", "update", "delete"):
            yield f"DROP TRIGGER IF EXISTS {table}_address_{event}"
    yield "DROP TRIGGER IF EXISTS papers_metric_fixed"


def _sqlite_creates():
    for table, owner in ADDRESSED.items():
        take = f"""
            INSERT INTO papers_address (value, {owner}) VALUES (NEW.slug, NEW.id) ON CONFLICT (value) DO NOTHING;
            SELECT RAISE(ABORT, 'UNIQUE constraint failed: the address is or was that of another record')
            WHERE NOT EXISTS (SELECT 1 FROM papers_address WHERE value = NEW.slug AND {owner} = NEW.id);
        """
        yield f"CREATE TRIGGER {table}_address_insert AFTER INSERT ON {table} BEGIN {take} END"
        yield (
            f"CREATE TRIGGER {table}_address_update AFTER UPDATE OF slug ON {table} "
            f"WHEN NEW.slug IS NOT OLD.slug BEGIN {take} END"
        )
        yield (
            f"CREATE TRIGGER {table}_address_delete AFTER DELETE ON {table} "
            f"BEGIN DELETE FROM papers_address WHERE {owner} = OLD.id; END"
        )
    changed = " OR ".join(f"NEW.{column} IS NOT OLD.{column}" for column in FIXED_METRIC_COLUMNS)
    yield (
        f"CREATE TRIGGER papers_metric_fixed BEFORE UPDATE ON papers_metric WHEN {changed} "
        f"BEGIN SELECT RAISE(ABORT, '{METRIC_MESSAGE}'); END"
    )


# PostgreSQL


def _postgresql_drops():
    yield "DROP FUNCTION IF EXISTS papers_take_address() CASCADE"
    yield "DROP FUNCTION IF EXISTS papers_free_address() CASCADE"
    yield "DROP FUNCTION IF EXISTS papers_metric_fixed() CASCADE"


def _postgresql_creates():
    yield """
        CREATE FUNCTION papers_take_address() RETURNS trigger LANGUAGE plpgsql AS $$
        DECLARE owned boolean;
        BEGIN
            EXECUTE format('INSERT INTO papers_address (value, %1$I) VALUES ($1, $2) ON CONFLICT (value) DO NOTHING',
                TG_ARGV[0]) USING NEW.slug, NEW.id;
            EXECUTE format('SELECT EXISTS (SELECT 1 FROM papers_address WHERE value = $1 AND %1$I = $2)', TG_ARGV[0])
                INTO owned USING NEW.slug, NEW.id;
            IF NOT owned THEN
                RAISE EXCEPTION 'the address % is or was that of another record', NEW.slug
                    USING ERRCODE = 'unique_violation';
            END IF;
            RETURN NULL;
        END $$
    """
    yield """
        CREATE FUNCTION papers_free_address() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            EXECUTE format('DELETE FROM papers_address WHERE %I = $1', TG_ARGV[0]) USING OLD.id;
            RETURN NULL;
        END $$
    """
    for table, owner in ADDRESSED.items():
        yield (
            f"CREATE TRIGGER {table}_address_take AFTER INSERT OR UPDATE OF slug ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION papers_take_address('{owner}')"
        )
        yield (
            f"CREATE TRIGGER {table}_address_free AFTER DELETE ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION papers_free_address('{owner}')"
        )
    changed = " OR ".join(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in FIXED_METRIC_COLUMNS)
    yield f"""
        CREATE FUNCTION papers_metric_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            RAISE EXCEPTION '{METRIC_MESSAGE}' USING ERRCODE = 'check_violation';
        END $$
    """
    yield (
        f"CREATE TRIGGER papers_metric_fixed BEFORE UPDATE ON papers_metric "
        f"FOR EACH ROW WHEN ({changed}) EXECUTE FUNCTION papers_metric_fixed()"
    )
