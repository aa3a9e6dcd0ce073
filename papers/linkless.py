"""The papers that a reader cannot reach anywhere else, noted by triggers: those without link, identifier and PDF.

papers_linkless holds at least these, whoever wrote them, so that they are counted without a look at every paper. It may
hold a few others (on SQLite, REPLACE takes rows away without telling a trigger which), so whoever reads it asks once
more. Like the tables of the search indexes it is no model, and filled anew by every `migrate`.
"""

TABLE = "papers_linkless"
PARTS = ("papers_link", "papers_identifier")
LACKING = "pdf = '' AND " + " AND ".join(
    f"NOT EXISTS (SELECT 1 FROM {part} WHERE paper_id = papers_paper.id)" for part in PARTS
)


def _note(key: str) -> str:
    return (
        f"INSERT INTO {TABLE} (paper_id) SELECT id FROM papers_paper WHERE id = {key} AND {LACKING} "
        "ON CONFLICT (paper_id) DO NOTHING;"
    )


def _forget(key: str) -> str:
    return f"DELETE FROM {TABLE} WHERE paper_id = {key};"


def _rules():
    """Yield table, event and what is done after it, of each trigger."""
    yield "papers_paper", "insert", "INSERT", _note("NEW.id")
    yield "papers_paper", "update", "UPDATE OF pdf", _forget("NEW.id") + _note("NEW.id")
    yield "papers_paper", "delete", "DELETE", _forget("OLD.id")
    for part in PARTS:
        yield part, "insert", "INSERT", _forget("NEW.paper_id")
        yield part, "update", "UPDATE OF paper_id", _note("OLD.paper_id") + _forget("NEW.paper_id")
        yield part, "delete", "DELETE", _note("OLD.paper_id")


def table_gone():
    """Yield what drops the table."""
    yield f"DROP TABLE IF EXISTS {TABLE}"


def _filled():
    yield f"DELETE FROM {TABLE}"
    yield f"INSERT INTO {TABLE} (paper_id) SELECT id FROM papers_paper WHERE {LACKING}"


# SQLite

REPLACED = {
    "papers_link": "id = NEW.id",
    "papers_identifier": "id = NEW.id OR (scheme = NEW.scheme AND value = NEW.value)",
}


def sqlite_table():
    """Yield what creates the table where it is missing, and fills it."""
    yield f"CREATE TABLE IF NOT EXISTS {TABLE} (paper_id integer PRIMARY KEY)"
    yield from _filled()


def sqlite_drops():
    """Yield what drops the triggers."""
    for table, event, _when, _done in _rules():
        yield f"DROP TRIGGER IF EXISTS {table}_linkless_{event}"
    for table in REPLACED:
        yield f"DROP TRIGGER IF EXISTS {table}_linkless_replace"


def sqlite_creates():
    """Yield what creates the triggers."""
    for table, event, when, done in _rules():
        yield f"CREATE TRIGGER {table}_linkless_{event} AFTER {when} ON {table} BEGIN {done} END"
    for table, rows in REPLACED.items():
        yield (
            f"CREATE TRIGGER {table}_linkless_replace BEFORE INSERT ON {table} BEGIN "
            f"INSERT INTO {TABLE} (paper_id) SELECT paper_id FROM {table} WHERE {rows} "
            "ON CONFLICT (paper_id) DO NOTHING; END"
        )


# PostgreSQL


def postgresql_table():
    """Yield what creates the table where it is missing, and fills it."""
    yield f"CREATE TABLE IF NOT EXISTS {TABLE} (paper_id bigint PRIMARY KEY)"
    yield from _filled()


def postgresql_drops():
    """Yield what drops the triggers, with their functions."""
    for table, event, _when, _done in _rules():
        yield f"DROP FUNCTION IF EXISTS {table}_linkless_{event}() CASCADE"


def postgresql_creates():
    """Yield what creates the triggers, with their functions."""
    for table, event, when, done in _rules():
        name = f"{table}_linkless_{event}"
        yield f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {done} RETURN NULL; END $$"
        yield f"CREATE TRIGGER {name} AFTER {when} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"
