"""The tables of the search indexes, and the triggers that note which records they have to read anew.

Whoever writes what a search finds, by whatever way, has the records concerned noted in a queue in the same transaction;
`papers.indexing` reads the queue. The tables are no models: they hold nothing that the others do not, so that no dump,
fixture or form shows them. They have no foreign keys, which would stand in the way of `flush`.

For each index, such as papers_search:

- papers_search: the folded words of a record; on SQLite by FTS5, rowid and a column for each part; on PostgreSQL the
  record's key and `document`, a tsvector, with a column for each part but the last that PostgreSQL derives from it: a
  weight is no part of an index there, so that the words of each paper found would have to be read for it.
- papers_search_queue: the record's key; on PostgreSQL once for every change, lest one be lost to a transaction at its
  side.

papers_search_word has every `term` that an index ever held, to find what a misspelt one was meant to be.
papers_search_definition has a digest of what the indexes were made by; without it all records are read anew.
"""

import hashlib
from collections.abc import Container
from dataclasses import dataclass, field

from papers.search import PARTS

EDITION = 1  # one more wherever the same record gets other words

TOKENS = "unicode61 remove_diacritics 0 categories 'L* N* M* Co' tokenchars '.+#|'"


@dataclass(frozen=True)
class Index:
    """The words of the records of one table, in `parts`, each with the weight that tells it on PostgreSQL.

    `watched`: table → (the records that a row concerns, the columns whose change counts, the events that count).
    `replaced`: table → the records of rows that a new row may take the place of, since REPLACE takes them away without
    telling a delete trigger.
    """

    table: str
    key: str
    of: str
    parts: dict[str, str]
    watched: dict[str, tuple[str, tuple[str, ...], tuple[str, ...]]]
    replaced: dict[str, str] = field(default_factory=dict)

    @property
    def queue(self) -> str:
        """The table of the records to read anew."""
        return f"{self.table}_queue"

    def column(self, vendor: str) -> str:
        """Return the column with the record's key."""
        return "rowid" if vendor == "sqlite" else self.key

    @property
    def derived(self) -> dict[str, str]:
        """The parts that have a column of their own on PostgreSQL, each with its weight: all but the last."""
        return dict(list(self.parts.items())[:-1])

    def gin(self, column: str) -> str:
        """Return the name of PostgreSQL's index of the words in a column."""
        return f"{self.table}_{column}" if column == "document" else f"{self.table}_of_{column}"

    def trigger(self, table: str, event: str) -> str:
        """Return the name of a trigger."""
        return f"{table}_{self.table.removeprefix('papers_')}_{event}"


ITSELF = "SELECT {row}.id"
OF_PART = "SELECT {row}.paper_id"
OF_PERSON = "SELECT paper_id FROM papers_authorship WHERE author_id = {row}."
OF_VENUE = "SELECT id FROM papers_paper WHERE venue_id = {row}.id"
OF_MERGED_VENUE = "SELECT id FROM papers_paper WHERE {row}.model = 'venue' AND venue_id = {row}.kept"
MERGED_RECORD = "SELECT {{row}}.kept WHERE {{row}}.model = '{}'"
MERGED = ("model", "kept", "names", "status")
WRITTEN = ("insert", "update")
EVERY = (*WRITTEN, "delete")
NAMES = {"names": "A"}

INDEXES = {
    "paper": Index(
        table="papers_search",
        key="paper_id",
        of="papers_paper",
        parts=PARTS,
        watched={
            "papers_paper": (ITSELF, ("title", "abstract", "venue_id"), WRITTEN),
            "papers_authorship": (OF_PART, ("paper_id", "author_id", "printed_name"), EVERY),
            "papers_identifier": (OF_PART, ("paper_id", "value"), EVERY),
            "papers_authorname": (f"{OF_PERSON}author_id", ("author_id", "name"), EVERY),
            "papers_author": (f"{OF_PERSON}id", ("display_name",), ("update",)),
            "papers_venue": (OF_VENUE, ("name", "short_name"), ("update",)),
            "papers_mergerecord": (OF_MERGED_VENUE, MERGED, EVERY),
        },
        replaced={
            "papers_authorship": "SELECT paper_id FROM papers_authorship WHERE id = NEW.id",
            "papers_identifier": (
                "SELECT paper_id FROM papers_identifier "
                "WHERE id = NEW.id OR (scheme = NEW.scheme AND value = NEW.value)"
            ),
            "papers_authorname": (
                "SELECT paper_id FROM papers_authorship "
                "WHERE author_id IN (SELECT author_id FROM papers_authorname WHERE id = NEW.id)"
            ),
        },
    ),
    "author": Index(
        table="papers_search_author",
        key="author_id",
        of="papers_author",
        parts=NAMES,
        watched={
            "papers_author": (ITSELF, ("display_name",), WRITTEN),
            "papers_authorname": ("SELECT {row}.author_id", ("author_id", "name"), EVERY),
        },
        replaced={"papers_authorname": "SELECT author_id FROM papers_authorname WHERE id = NEW.id"},
    ),
    "institution": Index(
        table="papers_search_institution",
        key="institution_id",
        of="papers_institution",
        parts=NAMES,
        watched={
            "papers_institution": (ITSELF, ("name", "short_name"), WRITTEN),
            "papers_mergerecord": (MERGED_RECORD.format("institution"), MERGED, EVERY),
        },
    ),
    "venue": Index(
        table="papers_search_venue",
        key="venue_id",
        of="papers_venue",
        parts=NAMES,
        watched={
            "papers_venue": (ITSELF, ("name", "short_name"), WRITTEN),
            "papers_mergerecord": (MERGED_RECORD.format("venue"), MERGED, EVERY),
        },
    ),
    "importbatch": Index(
        table="papers_search_importbatch",
        key="importbatch_id",
        of="papers_importbatch",
        parts=NAMES,
        watched={"papers_importbatch": (ITSELF, ("file_name",), WRITTEN)},
    ),
    "mergerecord": Index(
        table="papers_search_mergerecord",
        key="mergerecord_id",
        of="papers_mergerecord",
        parts=NAMES,
        watched={"papers_mergerecord": (ITSELF, ("label",), WRITTEN)},
    ),
}


def tables_gone():
    """Yield what drops the tables."""
    yield "DROP TABLE IF EXISTS papers_search_word"
    yield "DROP TABLE IF EXISTS papers_search_definition"
    for index in INDEXES.values():
        yield f"DROP TABLE IF EXISTS {index.table}"
        yield f"DROP TABLE IF EXISTS {index.queue}"


def definition(vendor: str) -> str:
    """Return a digest of what the indexes are made by."""
    tables = {"sqlite": sqlite_tables, "postgresql": postgresql_tables}[vendor]
    return hashlib.sha256("\n".join([str(EDITION), *tables()]).encode()).hexdigest()


def definition_table():
    """Yield what creates the table of the definition where it is missing."""
    yield "CREATE TABLE IF NOT EXISTS papers_search_definition (digest text PRIMARY KEY)"


def distrust():
    """Yield what has all records read anew after the next migration."""
    yield from definition_table()
    yield "DELETE FROM papers_search_definition"


def watched_columns() -> dict[str, set[str]]:
    """Return the columns of each table from which words come."""
    found: dict[str, set[str]] = {}
    for index in INDEXES.values():
        for table, (_records, columns, _events) in index.watched.items():
            found.setdefault(table, set()).update(columns)
    return found


def notes(vendor: str, everything: bool, tables: Container[str]):
    """Yield what makes the indexes forget records that are gone and read those that they lack, or everything anew.

    Those of records whose table is not among `tables`, as in an earlier release, are left alone.
    """
    yield from distrust()
    yield f"INSERT INTO papers_search_definition VALUES ('{definition(vendor)}')"
    if everything:
        yield "DELETE FROM papers_search_word"
    for index in INDEXES.values():
        if index.of not in tables:
            continue
        key = f"{index.table}.{index.column(vendor)}"
        yield f"DELETE FROM {index.table} WHERE NOT EXISTS (SELECT 1 FROM {index.of} WHERE id = {key})"
        lacking = "true" if everything else f"NOT EXISTS (SELECT 1 FROM {index.table} WHERE {key} = {index.of}.id)"
        yield (
            f"INSERT INTO {index.queue} ({index.key}) SELECT id FROM {index.of} WHERE {lacking} ON CONFLICT DO NOTHING"
        )


# SQLite


def sqlite_tables():
    """Yield what creates the tables where they are missing."""
    for index in INDEXES.values():
        columns = ", ".join(index.parts)
        yield f'CREATE VIRTUAL TABLE IF NOT EXISTS {index.table} USING fts5({columns}, tokenize = "{TOKENS}")'
        yield f"CREATE TABLE IF NOT EXISTS {index.queue} ({index.key} integer PRIMARY KEY)"
    yield "CREATE TABLE IF NOT EXISTS papers_search_word (term text PRIMARY KEY) WITHOUT ROWID"


def sqlite_drops():
    """Yield what drops the triggers."""
    for index in INDEXES.values():
        for table, (_records, _columns, events) in index.watched.items():
            for event in events:
                yield f"DROP TRIGGER IF EXISTS {index.trigger(table, event)}"
        for table in index.replaced:
            yield f"DROP TRIGGER IF EXISTS {index.trigger(table, 'replace')}"
        yield f"DROP TRIGGER IF EXISTS {index.trigger(index.of, 'delete')}"


def sqlite_creates():
    """Yield what creates the triggers."""
    for index in INDEXES.values():
        yield from _sqlite_creates(index)


def _sqlite_creates(index: Index):
    for table, (records, columns, events) in index.watched.items():
        for event in events:
            rows = {"insert": ["NEW"], "update": ["OLD", "NEW"], "delete": ["OLD"]}[event]
            changed = " OR ".join(f"NEW.{column} IS NOT OLD.{column}" for column in columns)
            yield (
                f"CREATE TRIGGER {index.trigger(table, event)} AFTER {_event(event, columns)} ON {table} "
                f"{f'WHEN {changed} ' if event == 'update' else ''}"
                f"BEGIN {' '.join(_sqlite_note(index, records.format(row=row)) for row in rows)} END"
            )
    for table, records in index.replaced.items():
        yield (
            f"CREATE TRIGGER {index.trigger(table, 'replace')} BEFORE INSERT ON {table} "
            f"BEGIN {_sqlite_note(index, records)} END"
        )
    yield (
        f"CREATE TRIGGER {index.trigger(index.of, 'delete')} AFTER DELETE ON {index.of} BEGIN "
        f"DELETE FROM {index.table} WHERE rowid = OLD.id; DELETE FROM {index.queue} WHERE {index.key} = OLD.id; END"
    )


def _sqlite_note(index: Index, records: str) -> str:
    condition = "" if " WHERE " in records else " WHERE true"  # without one, ON would be read as a join's
    return f"INSERT INTO {index.queue} ({index.key}) {records}{condition} ON CONFLICT ({index.key}) DO NOTHING;"


def _event(event: str, columns: tuple[str, ...]) -> str:
    return f"UPDATE OF {', '.join(columns)}" if event == "update" else event.upper()


# PostgreSQL


def postgresql_tables():
    """Yield what creates the tables where they are missing."""
    for index in INDEXES.values():
        columns = [f"{index.key} bigint PRIMARY KEY", "document tsvector NOT NULL"]
        columns += [
            f"{part} tsvector GENERATED ALWAYS AS (ts_filter(document, '{{{weight.lower()}}}')) STORED"
            for part, weight in index.derived.items()
        ]
        yield f"CREATE TABLE IF NOT EXISTS {index.table} ({', '.join(columns)})"
        for column in ("document", *index.derived):
            yield f"CREATE INDEX IF NOT EXISTS {index.gin(column)} ON {index.table} USING gin ({column})"
        yield f"CREATE TABLE IF NOT EXISTS {index.queue} ({index.key} bigint NOT NULL)"
        yield (
            f"CREATE INDEX IF NOT EXISTS {index.queue}_{index.key.removesuffix('_id')} ON {index.queue} ({index.key})"
        )
    yield 'CREATE TABLE IF NOT EXISTS papers_search_word (term text COLLATE "C" PRIMARY KEY)'


def postgresql_drops():
    """Yield what drops the triggers, with their functions."""
    for index in INDEXES.values():
        for table, (_records, _columns, events) in index.watched.items():
            for event in events:
                yield f"DROP FUNCTION IF EXISTS {index.trigger(table, event)}() CASCADE"
        yield f"DROP FUNCTION IF EXISTS {index.trigger(index.of, 'delete')}() CASCADE"


def postgresql_creates():
    """Yield what creates the triggers, with their functions."""
    for index in INDEXES.values():
        yield from _postgresql_creates(index)


def _postgresql_creates(index: Index):
    for table, (records, columns, events) in index.watched.items():
        for event in events:
            rows = {"insert": ["NEW"], "update": ["OLD", "NEW"], "delete": ["OLD"]}[event]
            queries = " UNION ".join(records.format(row=row) for row in rows)
            changed = " OR ".join(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in columns)
            yield from _postgresql_trigger(
                index.trigger(table, event),
                f"{_event(event, columns)} ON {table}",
                f"INSERT INTO {index.queue} ({index.key}) {queries};",
                f"WHEN ({changed})" if event == "update" else "",
            )
    yield from _postgresql_trigger(
        index.trigger(index.of, "delete"),
        f"DELETE ON {index.of}",
        f"DELETE FROM {index.table} WHERE {index.key} = OLD.id; DELETE FROM {index.queue} WHERE {index.key} = OLD.id;",
    )


def _postgresql_trigger(name: str, event: str, body: str, condition: str = ""):
    yield f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} RETURN NULL; END $$"
    yield f"CREATE TRIGGER {name} AFTER {event} FOR EACH ROW {condition} EXECUTE FUNCTION {name}()"
