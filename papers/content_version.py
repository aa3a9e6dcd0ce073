"""The version of what lists show and of what stands around each page: a row that every writer changes in the same
transaction, by triggers.

On SQLite, with one writer at a time, papers_content_version holds one random number, new with every row written: one
that is rolled back never comes again. On PostgreSQL one row for all would have writers wait for each other, so each
transaction leaves its own number there, and the version is how many there are and their sum. Rows of transactions that
every reader sees are taken out again by later ones, which makes the sum of as many rows larger, never smaller: no
version comes twice. Inside a transaction that has written, PostgreSQL names no version.
"""

WATCHED = (
    *("papers_paper", "papers_authorship", "papers_paperinstitution", "papers_identifier", "papers_link"),
    *("papers_category", "papers_venue", "papers_institution", "papers_author"),
    *("papers_site", "papers_page"),
)
EVENTS = ("insert", "update", "delete")

VERSION = {
    "sqlite": "SELECT number FROM papers_content_version",
    "postgresql": (
        "SELECT count(*) || ' ' || coalesce(sum(number), 0) FROM papers_content_version "
        "WHERE pg_current_xact_id_if_assigned() IS NULL HAVING pg_current_xact_id_if_assigned() IS NULL"
    ),
}


def table_gone():
    """Yield what drops the table."""
    yield "DROP TABLE IF EXISTS papers_content_version"


# SQLite

NEW_VERSION = "UPDATE papers_content_version SET number = random();"


def sqlite_table():
    """Yield what creates the table where it is missing, and a new version."""
    yield "CREATE TABLE IF NOT EXISTS papers_content_version (number integer NOT NULL)"
    yield "DELETE FROM papers_content_version"
    yield "INSERT INTO papers_content_version VALUES (random())"


def sqlite_drops():
    """Yield what drops the triggers."""
    for table in WATCHED:
        for event in EVENTS:
            yield f"DROP TRIGGER IF EXISTS {table}_version_{event}"


def sqlite_creates():
    """Yield what creates the triggers."""
    for table in WATCHED:
        for event in EVENTS:
            yield f"CREATE TRIGGER {table}_version_{event} AFTER {event.upper()} ON {table} BEGIN {NEW_VERSION} END"


# PostgreSQL


def postgresql_table():
    """Yield what creates the table where it is missing, and a new version."""
    yield "CREATE TABLE IF NOT EXISTS papers_content_version (number bigint PRIMARY KEY)"
    yield "INSERT INTO papers_content_version VALUES (pg_current_xact_id()::text::bigint) ON CONFLICT DO NOTHING"


def postgresql_drops():
    """Yield what drops the triggers, with their function."""
    yield "DROP FUNCTION IF EXISTS papers_content_changed() CASCADE"


def postgresql_creates():
    """Yield what creates the triggers, with their function."""
    yield """
        CREATE FUNCTION papers_content_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            INSERT INTO papers_content_version VALUES (pg_current_xact_id()::text::bigint) ON CONFLICT DO NOTHING;
            IF FOUND THEN
                DELETE FROM papers_content_version WHERE number IN (
                    SELECT number FROM papers_content_version
                    WHERE number < pg_snapshot_xmin(pg_current_snapshot())::text::bigint FOR UPDATE SKIP LOCKED
                );
            END IF;
            RETURN NULL;
        END $$
    """
    for table in WATCHED:
        yield (
            f"CREATE TRIGGER {table}_version AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION papers_content_changed()"
        )
