"""The tables of the search index, and the triggers that note which papers it has to read anew.

Whoever writes what a search finds, by whatever way, has the papers concerned noted in papers_search_queue in the same
transaction; `papers.indexing` reads the queue. The tables are no models: they hold nothing that the others do not, so
that no dump, fixture or form shows them. They have no foreign keys, which would stand in the way of `flush`.

- papers_search: the folded words of a paper; on SQLite by FTS5, rowid and columns `search.PARTS`; on PostgreSQL
  `paper_id` and `document`, a tsvector.
- papers_search_queue: `paper_id`; on PostgreSQL once for every change, lest one be lost to a transaction at its side.
- papers_search_word: `term`, the words there are, for those that are misspelt.
"""

from papers.search import PARTS

TOKENS = "unicode61 remove_diacritics 0 categories 'L* N* M* Co' tokenchars '.+#|'"

OF_PAPER = "SELECT {row}.id"
OF_PART = "SELECT {row}.paper_id"
OF_PERSON = "SELECT paper_id FROM papers_authorship WHERE author_id = {row}."
OF_VENUE = "SELECT id FROM papers_paper WHERE venue_id = {row}.id"

# table: (the papers that a row concerns, the columns whose change counts, the events that count)
WATCHED = {
    "papers_paper": (OF_PAPER, ("title", "abstract", "venue_id"), ("insert", "update")),
    "papers_authorship": (OF_PART, ("paper_id", "author_id", "printed_name"), ("insert", "update", "delete")),
    "papers_identifier": (OF_PART, ("paper_id", "value"), ("insert", "update", "delete")),
    "papers_authorname": (f"{OF_PERSON}author_id", ("author_id", "name"), ("insert", "update", "delete")),
    "papers_author": (f"{OF_PERSON}id", ("display_name",), ("update",)),
    "papers_venue": (OF_VENUE, ("name", "short_name"), ("update",)),
}
# REPLACE takes rows away without telling a delete trigger: the papers of those that a new row may take the place of.
REPLACED = {
    "papers_authorship": "SELECT paper_id FROM papers_authorship WHERE id = NEW.id",
    "papers_identifier": (
        "SELECT paper_id FROM papers_identifier WHERE id = NEW.id OR (scheme = NEW.scheme AND value = NEW.value)"
    ),
    "papers_authorname": (
        "SELECT paper_id FROM papers_authorship "
        "WHERE author_id IN (SELECT author_id FROM papers_authorname WHERE id = NEW.id)"
    ),
}


def tables_gone():
    """Yield what drops the tables."""
    for table in ("papers_search_word", "papers_search", "papers_search_queue"):
        yield f"DROP TABLE IF EXISTS {table}"


KEYS = {"sqlite": "rowid", "postgresql": "paper_id"}


def notes(vendor: str, everything: bool):
    """Yield what makes the index forget papers that are gone and read those that it lacks, or all of them."""
    key = KEYS[vendor]
    yield f"DELETE FROM papers_search WHERE NOT EXISTS (SELECT 1 FROM papers_paper WHERE id = papers_search.{key})"
    lacking = "true" if everything else f"NOT EXISTS (SELECT 1 FROM papers_search WHERE {key} = papers_paper.id)"
    yield (
        f"INSERT INTO papers_search_queue (paper_id) SELECT id FROM papers_paper WHERE {lacking} ON CONFLICT DO NOTHING"
    )


def indexed(vendor: str) -> str:
    """Return the query for the keys of the papers in the index."""
    return f"SELECT {KEYS[vendor]} FROM papers_search"


# SQLite


def sqlite_tables():
    """Yield what creates the tables where they are missing."""
    yield f'CREATE VIRTUAL TABLE IF NOT EXISTS papers_search USING fts5({", ".join(PARTS)}, tokenize = "{TOKENS}")'
    yield "CREATE TABLE IF NOT EXISTS papers_search_queue (paper_id integer PRIMARY KEY)"
    yield "CREATE VIRTUAL TABLE IF NOT EXISTS papers_search_word USING fts5vocab(papers_search, 'row')"


def sqlite_drops():
    """Yield what drops the triggers."""
    for table, (_papers, _columns, events) in WATCHED.items():
        for event in events:
            yield f"DROP TRIGGER IF EXISTS {table}_search_{event}"
    for table in REPLACED:
        yield f"DROP TRIGGER IF EXISTS {table}_search_replace"
    yield "DROP TRIGGER IF EXISTS papers_paper_search_delete"


def sqlite_creates():
    """Yield what creates the triggers."""
    for table, (papers, columns, events) in WATCHED.items():
        for event in events:
            rows = {"insert": ["NEW"], "update": ["OLD", "NEW"], "delete": ["OLD"]}[event]
            changed = " OR ".join(f"NEW.{column} IS NOT OLD.{column}" for column in columns)
            yield (
                f"CREATE TRIGGER {table}_search_{event} AFTER {_event(event, columns)} ON {table} "
                f"{f'WHEN {changed} ' if event == 'update' else ''}"
                f"BEGIN {' '.join(_sqlite_note(papers.format(row=row)) for row in rows)} END"
            )
    for table, papers in REPLACED.items():
        yield f"CREATE TRIGGER {table}_search_replace BEFORE INSERT ON {table} BEGIN {_sqlite_note(papers)} END"
    yield (
        "CREATE TRIGGER papers_paper_search_delete AFTER DELETE ON papers_paper BEGIN "
        "DELETE FROM papers_search WHERE rowid = OLD.id; DELETE FROM papers_search_queue WHERE paper_id = OLD.id; END"
    )


def _sqlite_note(papers: str) -> str:
    condition = "" if " WHERE " in papers else " WHERE true"  # without one, ON would be read as a join's
    return f"INSERT INTO papers_search_queue (paper_id) {papers}{condition} ON CONFLICT (paper_id) DO NOTHING;"


def _event(event: str, columns: tuple[str, ...]) -> str:
    return f"UPDATE OF {', '.join(columns)}" if event == "update" else event.upper()


# PostgreSQL


def postgresql_tables():
    """Yield what creates the tables where they are missing."""
    yield "CREATE TABLE IF NOT EXISTS papers_search (paper_id bigint PRIMARY KEY, document tsvector NOT NULL)"
    yield "CREATE INDEX IF NOT EXISTS papers_search_document ON papers_search USING gin (document)"
    yield "CREATE TABLE IF NOT EXISTS papers_search_queue (paper_id bigint NOT NULL)"
    yield "CREATE INDEX IF NOT EXISTS papers_search_queue_paper ON papers_search_queue (paper_id)"
    yield 'CREATE TABLE IF NOT EXISTS papers_search_word (term text COLLATE "C" PRIMARY KEY)'


def postgresql_drops():
    """Yield what drops the triggers, with their functions."""
    for table, (_papers, _columns, events) in WATCHED.items():
        for event in events:
            yield f"DROP FUNCTION IF EXISTS {table}_search_{event}() CASCADE"
    yield "DROP FUNCTION IF EXISTS papers_paper_search_delete() CASCADE"


def postgresql_creates():
    """Yield what creates the triggers, with their functions."""
    for table, (papers, columns, events) in WATCHED.items():
        for event in events:
            rows = {"insert": ["NEW"], "update": ["OLD", "NEW"], "delete": ["OLD"]}[event]
            queries = " UNION ".join(papers.format(row=row) for row in rows)
            changed = " OR ".join(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in columns)
            yield from _postgresql_trigger(
                f"{table}_search_{event}",
                f"{_event(event, columns)} ON {table}",
                f"INSERT INTO papers_search_queue (paper_id) {queries};",
                f"WHEN ({changed})" if event == "update" else "",
            )
    yield from _postgresql_trigger(
        "papers_paper_search_delete",
        "DELETE ON papers_paper",
        "DELETE FROM papers_search WHERE paper_id = OLD.id; DELETE FROM papers_search_queue WHERE paper_id = OLD.id;",
    )


def _postgresql_trigger(name: str, event: str, body: str, condition: str = ""):
    yield f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} RETURN NULL; END $$"
    yield f"CREATE TRIGGER {name} AFTER {event} FOR EACH ROW {condition} EXECUTE FUNCTION {name}()"
