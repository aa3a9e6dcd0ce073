"""What facets count of each paper, in one row of it: the values of a list of papers are read in one pass over those.

papers_facet_values has a column for each facet; those of which a paper may have several hold them with commas between:
the keys of its people and institutions, the kinds of its links. Triggers keep it for every writer. Like the tables of
the search indexes it is no model, and filled anew by every `migrate`. The row of a paper that is gone may stay where
another takes its place (REPLACE on SQLite): whoever reads asks for the papers that there are. SQLite's UPDATE OR
REPLACE, which nothing here says, is not followed.
"""

from dataclasses import dataclass

from django.db import connection

TABLE = "papers_facet_values"
REPLACED = f"{TABLE}_replaced"
COLUMNS = {"category": "primary_category_id", "venue": "venue_id", "type": "type", "year": "year"}
COUNTED = ("primary_category_id", "venue_id", "type", "posted", "issued")  # what the columns come from
DISTINCT = {"sqlite": "group_concat(DISTINCT {})", "postgresql": "string_agg(DISTINCT {}::text, ',')"}


@dataclass(frozen=True)
class Part:
    """A table with values of papers, each of them once for a paper where `is_once`; `conflicts` are the columns of its
    unique constraints.
    """

    table: str
    column: str
    is_once: bool
    conflicts: tuple[tuple[str, str], ...]


PARTS = {
    "author": Part("papers_authorship", "author_id", True, (("paper_id", "position"), ("paper_id", "author_id"))),
    "institution": Part(
        "papers_paperinstitution", "institution_id", True, (("paper_id", "position"), ("paper_id", "institution_id"))
    ),
    "has": Part("papers_link", "kind", False, (("paper_id", "url"),)),
}


def differing() -> list[int]:
    """Return the keys of the papers of which the table does not say what the others do; all papers are read."""
    columns = ", ".join((*COLUMNS, *PARTS))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT paper_id, {columns} FROM {TABLE} WHERE paper_id IN (SELECT id FROM papers_paper)")
        held = {key: _as_sets(values) for key, *values in cursor.fetchall()}
        cursor.execute(_rows(connection.vendor))
        return sorted(key for key, *values in cursor.fetchall() if held.get(key) != _as_sets(values))


def _as_sets(values: list) -> list:
    lists = values[len(COLUMNS) :]
    return [*values[: len(COLUMNS)], *(value and frozenset(value.split(",")) for value in lists)]


def _rows(vendor: str) -> str:
    """Return the query for what the table has to hold."""
    values = [*COLUMNS.values(), *(f"({_listed(name, vendor, 'papers_paper.id')})" for name in PARTS)]
    return f"SELECT id, {', '.join(values)} FROM papers_paper"


def _listed(name: str, vendor: str, key: str) -> str:
    """Return the query for a paper's values of one facet."""
    part = PARTS[name]
    return f"SELECT {DISTINCT[vendor].format(part.column)} FROM {part.table} WHERE paper_id = {key}"


def _renew(name: str, vendor: str, papers: str) -> str:
    """Return what reads one facet anew for some papers."""
    return f"UPDATE {TABLE} SET {name} = ({_listed(name, vendor, f'{TABLE}.paper_id')}) WHERE paper_id {papers};"


def _paper_rules(vendor: str):
    """Yield event, when and what is done after it, of each trigger of the papers."""
    changed = " OR ".join(f"NEW.{column} {DIFFERS[vendor]} OLD.{column}" for column in COUNTED)
    columns = ", ".join(f"{name} = NEW.{column}" for name, column in COLUMNS.items())
    gone = f"DELETE FROM {TABLE} WHERE paper_id = "
    yield "insert", "INSERT", "", f"{gone} NEW.id; INSERT INTO {TABLE} {_rows(vendor)} WHERE id = NEW.id;"
    yield (
        *("update", f"UPDATE OF {', '.join(COUNTED)}", f"WHEN ({changed})"),
        f"UPDATE {TABLE} SET {columns} WHERE paper_id = NEW.id;",
    )
    yield "delete", "DELETE", "", f"{gone} OLD.id;"


DIFFERS = {"sqlite": "IS NOT", "postgresql": "IS DISTINCT FROM"}


def table_gone():
    """Yield what drops the tables."""
    yield f"DROP TABLE IF EXISTS {TABLE}"
    yield f"DROP TABLE IF EXISTS {REPLACED}"


# SQLite


def sqlite_table():
    """Yield what creates the tables anew, and fills them."""
    yield from table_gone()
    yield (
        f"CREATE TABLE {TABLE} (paper_id integer PRIMARY KEY, "
        "category integer, venue integer, type text, year integer, author text, institution text, has text)"
    )
    yield f"CREATE TABLE {REPLACED} (paper_id integer PRIMARY KEY)"
    yield f"INSERT INTO {TABLE} {_rows('sqlite')}"


def sqlite_drops():
    """Yield what drops the triggers."""
    for table in ("papers_paper", *(part.table for part in PARTS.values())):
        for event in ("insert", "update", "delete", "replace"):
            yield f"DROP TRIGGER IF EXISTS {table}_facets_{event}"


def sqlite_creates():
    """Yield what creates the triggers."""
    for event, when, condition, done in _paper_rules("sqlite"):
        yield f"CREATE TRIGGER papers_paper_facets_{event} AFTER {when} ON papers_paper {condition} BEGIN {done} END"
    for name, part in PARTS.items():
        trigger, on = f"CREATE TRIGGER {part.table}_facets", f"ON {part.table}"
        yield f"{trigger}_replace BEFORE INSERT {on} BEGIN {_note_replaced(part)} END"
        yield f"{trigger}_insert AFTER INSERT {on} BEGIN {_added(name)} {_replaced(name)} END"
        yield (
            f"{trigger}_update AFTER UPDATE OF paper_id, {part.column} {on} "
            f"BEGIN {_renew(name, 'sqlite', 'IN (OLD.paper_id, NEW.paper_id)')} END"
        )
        yield f"{trigger}_delete AFTER DELETE {on} BEGIN {_removed(name)} END"


def _added(name: str) -> str:
    part = PARTS[name]
    if not part.is_once:
        return _renew(name, "sqlite", "= NEW.paper_id")
    with_it = f"coalesce({name} || ',', '') || NEW.{part.column}"  # all read anew, long lists would be quadratic
    return f"UPDATE {TABLE} SET {name} = {with_it} WHERE paper_id = NEW.paper_id;"


def _removed(name: str) -> str:
    part = PARTS[name]
    if not part.is_once:
        return _renew(name, "sqlite", "= OLD.paper_id")
    rest = f"trim(replace(',' || {name} || ',', ',' || OLD.{part.column} || ',', ','), ',')"
    return f"UPDATE {TABLE} SET {name} = nullif({rest}, '') WHERE paper_id = OLD.paper_id;"


def _note_replaced(part: Part) -> str:
    """Return what notes the papers of rows that a new row may take the place of: REPLACE tells no delete trigger."""
    unique = (("id",), *part.conflicts)
    same = " OR ".join(f"({' AND '.join(f'{column} = NEW.{column}' for column in columns)})" for columns in unique)
    return (
        f"INSERT INTO {REPLACED} (paper_id) SELECT paper_id FROM {part.table} WHERE {same} "
        "ON CONFLICT (paper_id) DO NOTHING;"
    )


def _replaced(name: str) -> str:
    return f"{_renew(name, 'sqlite', f'IN (SELECT paper_id FROM {REPLACED})')} DELETE FROM {REPLACED};"


# PostgreSQL: one who changes a paper's parts waits for another, and reads them once the other's are there.

OTHERS = "SELECT paper_id FROM (SELECT paper_id, {{column}} FROM {} EXCEPT SELECT paper_id, {{column}} FROM {}) AS {}"
CHANGED = {
    "insert": ("REFERENCING NEW TABLE AS came", "SELECT paper_id FROM came"),
    "delete": ("REFERENCING OLD TABLE AS went", "SELECT paper_id FROM went"),
    "update": (
        "REFERENCING OLD TABLE AS went NEW TABLE AS came",
        f"{OTHERS.format('went', 'came', 'gone')} UNION {OTHERS.format('came', 'went', 'added')}",
    ),
}


def postgresql_table():
    """Yield what creates the table anew, and fills it."""
    yield from table_gone()
    yield (
        f"CREATE TABLE {TABLE} (paper_id bigint PRIMARY KEY, "
        "category bigint, venue bigint, type text, year integer, author text, institution text, has text)"
    )
    yield f"INSERT INTO {TABLE} {_rows('postgresql')}"


def postgresql_drops():
    """Yield what drops the triggers, with their functions."""
    for table in ("papers_paper", *(part.table for part in PARTS.values())):
        for event in ("insert", "update", "delete", "truncate"):
            yield f"DROP FUNCTION IF EXISTS {table}_facets_{event}() CASCADE"


def postgresql_creates():
    """Yield what creates the triggers, with their functions."""
    for event, when, condition, done in _paper_rules("postgresql"):
        yield from _postgresql_trigger(
            f"papers_paper_facets_{event}", f"{when} ON papers_paper FOR EACH ROW {condition}", done
        )
    yield from _postgresql_trigger(
        "papers_paper_facets_truncate", "TRUNCATE ON papers_paper FOR EACH STATEMENT", f"DELETE FROM {TABLE};"
    )
    for name, part in PARTS.items():
        for event, (tables, papers) in CHANGED.items():
            yield from _postgresql_trigger(
                f"{part.table}_facets_{event}",
                f"{event.upper()} ON {part.table} {tables} FOR EACH STATEMENT",
                f"FOR key IN SELECT paper_id FROM ({papers.format(column=part.column)}) AS changed "
                f"GROUP BY paper_id ORDER BY paper_id LOOP "
                f"PERFORM 1 FROM {TABLE} WHERE paper_id = key FOR UPDATE; "
                f"{_renew(name, 'postgresql', '= key')} END LOOP;",
            )
        yield from _postgresql_trigger(
            f"{part.table}_facets_truncate",
            f"TRUNCATE ON {part.table} FOR EACH STATEMENT",
            f"UPDATE {TABLE} SET {name} = NULL WHERE {name} IS NOT NULL;",
        )


def _postgresql_trigger(name: str, event: str, body: str):
    """Yield what creates a trigger with its function, whose plans hold when an import makes small tables large."""
    yield (
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql SET enable_seqscan = off "
        f"AS $$ DECLARE key bigint; BEGIN {body} RETURN NULL; END $$"
    )
    yield f"CREATE TRIGGER {name} AFTER {event} EXECUTE FUNCTION {name}()"
