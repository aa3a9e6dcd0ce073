"""The library as Datasette serves it: one table with what the facets count, and its words in FTS5."""

import json
import sqlite3
from collections import defaultdict
from contextlib import closing
from pathlib import Path

from papers.models import Authorship, Identifier, Link, Paper, PaperInstitution

PROGRAM = ".venv-bench/bin/datasette"
SETTINGS = {
    "facet_time_limit_ms": 60_000,
    "sql_time_limit_ms": 60_000,
    "suggest_facets": "off",
    "max_returned_rows": 1000,
}
COLUMNS = (
    *("id", "slug", "title", "abstract", "people", "venue", "category", "type", "year", "posted", "place"),
    *("institutions", "authors", "has", "rest"),
)
TYPES = {"id": "INTEGER PRIMARY KEY", "year": "INTEGER", "place": "INTEGER"}
INDEXED = ("venue", "category", "type", "year", "place")


def write(path: Path) -> None:
    """Write the published papers to a SQLite file for Datasette."""
    with closing(sqlite3.connect(path)) as database, database:
        columns = ", ".join(f"{name} {TYPES.get(name, 'TEXT')}" for name in COLUMNS)
        database.execute(f"CREATE TABLE papers ({columns})")
        marks = ", ".join("?" * len(COLUMNS))
        database.executemany(f"INSERT INTO papers VALUES ({marks})", _rows())
        for name in INDEXED:
            database.execute(f"CREATE INDEX papers_{name} ON papers ({name})")
        words = "title, abstract, people, venue, rest"
        database.execute(f'CREATE VIRTUAL TABLE papers_fts USING fts5({words}, content="papers")')
        database.execute(f"INSERT INTO papers_fts (rowid, {words}) SELECT id, {words} FROM papers")
        database.execute("ANALYZE")


def command(path: Path, port: int) -> list[str]:
    """Return the command that serves the file at a port of this machine."""
    options = [part for name, value in SETTINGS.items() for part in ("--setting", name, str(value))]
    return [PROGRAM, "serve", "--immutable", str(path), "--host=127.0.0.1", f"--port={port}", *options]


def _rows():
    authors, people = defaultdict(list), defaultdict(list)
    printed = Authorship.objects.order_by("paper", "position").values_list("paper", "author__slug", "printed_name")
    for paper, slug, name in printed.iterator():
        authors[paper].append(slug)
        people[paper].append(name)
    institutions = _lists(PaperInstitution.objects.order_by("paper", "position"), "institution__slug")
    has = _lists(Link.objects.order_by("paper", "kind"), "kind")
    rest = _lists(Identifier.objects.order_by("pk"), "value")
    papers = (
        Paper.objects.published()
        .newest()
        .values_list(
            "pk", "slug", "title", "abstract", "venue__name", "primary_category__code", "type", "year", "posted"
        )
    )
    place = papers.count()
    for pk, slug, title, abstract, venue, category, kind, year, posted in papers.iterator():
        names = (institutions[pk], authors[pk], list(dict.fromkeys(has[pk])))
        row = (pk, slug, title, abstract, "; ".join(people[pk]), venue, category, kind, year, str(posted), place)
        yield (*row, *map(json.dumps, names), " ".join(rest[pk]))
        place -= 1


def _lists(rows, value: str) -> dict[int, list[str]]:
    found = defaultdict(list)
    for paper, text in rows.values_list("paper", value).iterator():
        found[paper].append(text)
    return found
