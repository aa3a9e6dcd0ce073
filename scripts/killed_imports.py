"""Prove that an import that is killed leaves nothing behind: ten SIGKILLs at random moments on each database.

A site that has some of a library's papers takes in the whole library, which adds papers and changes others, and is
killed meanwhile: every table is then as it was, and sound. A kill that came after the import had committed counts for
nothing, and is done again. At the end the import is run to its end, and a plan of the same file finds nothing to do.
The moments are those of a seed, which can be given: python -m scripts.killed_imports [SEED]
"""

import hashlib
import json
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path
from random import Random

import psycopg

from bench.corpus import SEED, papers, write
from scripts.running_site import ROOT, environment
from scripts.scratch_databases import Databases, Sqlite, reopened, scratch_databases

COPY = "killed"
KILLS = 10
PAPERS, KNOWN = 1_000, 200
TABLES = {
    "SQLite": "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name",
    "PostgreSQL": "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename",
}


def connect(databases: Databases):
    """Return the driver's connection to the database that imports are killed on."""
    if isinstance(databases, Sqlite):
        return sqlite3.connect(databases.name(COPY))
    return psycopg.connect(databases.url(COPY))


def contents(databases: Databases) -> dict[str, tuple[int, str]]:
    """Return for each table its number of rows and a digest of them."""
    with closing(connect(databases)) as connection:
        tables = [name for (name,) in connection.execute(TABLES[databases.label]).fetchall()]
        rows = {table: connection.execute(f'SELECT * FROM "{table}"').fetchall() for table in tables}
    return {table: (len(found), _digest(found)) for table, found in rows.items()}


def _digest(rows: list[tuple]) -> str:
    return hashlib.sha256("\n".join(sorted(map(repr, rows))).encode()).hexdigest()


def faults(databases: Databases) -> list:
    """Return what SQLite finds wrong; PostgreSQL checks references when a transaction ends, and has no such command."""
    if not isinstance(databases, Sqlite):
        return []
    with closing(connect(databases)) as connection:
        found = connection.execute("PRAGMA integrity_check").fetchall()
        return [*(row for row in found if row != ("ok",)), *connection.execute("PRAGMA foreign_key_check").fetchall()]


class Imports:
    """Imports into the database that they are killed on."""

    def __init__(self, databases: Databases, folder: Path):
        self.databases = databases
        self.environment = environment(DATABASE_URL=databases.url(COPY), DATA_DIR=folder)

    def command(self, *arguments: str | Path) -> list[str]:
        """Return the command that imports."""
        return [sys.executable, "manage.py", "import_papers", *map(str, arguments)]

    def finished(self, *arguments: str | Path) -> str:
        """Return what an import prints that runs to its end; end the program where it is not clean."""
        done = subprocess.run(
            self.command(*arguments), cwd=ROOT, env=self.environment, stdout=subprocess.PIPE, text=True
        )
        if done.returncode:
            sys.exit(f"profile_site: the import ended with {done.returncode}:\n{done.stdout}")
        return done.stdout

    def killed(self, library: Path, seconds: float) -> bool:
        """Return whether an import still ran after so many seconds, and was killed."""
        process = subprocess.Popen(
            self.command(library), cwd=ROOT, env=self.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            process.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            return True
        return False


def prove(databases: Databases, folder: Path, random: Random) -> None:
    """Kill imports, and end the program with a sentence where one left something behind."""
    imports = Imports(databases, folder)
    library, known = write(folder / "library.jsonl", PAPERS), _known(folder / "known.jsonl")
    _begin(imports, known)
    start = time.monotonic()
    imports.finished(library)
    length = time.monotonic() - start
    whole = _counts(contents(databases))
    _begin(imports, known)
    before = contents(databases)
    kills = 0
    while kills < KILLS:
        moment = random.uniform(0.2, 1) * length
        was_killed = imports.killed(library, moment)
        after = contents(databases)
        if not was_killed or _counts(after) == whole:
            _begin(imports, known)
            before = contents(databases)
        else:
            _check(databases, before, after, moment)
            kills += 1
    imports.finished(library)
    counts = json.loads(imports.finished("--dry-run", "--json", library).splitlines()[-1])["counts"]
    if counts["same"] != PAPERS:
        sys.exit(f"profile_site: {databases.label}: after a whole import a plan says {counts}.")
    rows = sum(count for count, _digest in before.values())
    print(
        f"{databases.label}: {KILLS} imports of {length:.1f} s killed, {rows:,} rows in {len(before)} tables unchanged "
        f"after each; then whole, and a plan of the same file finds {PAPERS:,} the same"
    )


def _begin(imports: Imports, known: Path) -> None:
    imports.databases.renew(COPY)
    imports.finished(known)


def _known(path: Path) -> Path:
    """Write some of the library's papers with other abstracts, which the library then changes."""
    some = [
        paper | {"abstract": f"Number {number}."} for number, paper in zip(range(KNOWN), papers(PAPERS), strict=False)
    ]
    path.write_text("".join(json.dumps(paper, ensure_ascii=False) + "\n" for paper in some), encoding="utf-8")
    return path


def _counts(found: dict[str, tuple[int, str]]) -> dict[str, int]:
    """Return the number of rows of each table, the search index left out, which is read in once an import is over."""
    return {table: count for table, (count, _digest) in found.items() if "search" not in table}


def _check(databases: Databases, before: dict, after: dict, moment: float) -> None:
    changed = sorted(table for table in before.keys() | after.keys() if before.get(table) != after.get(table))
    if changed or (found := faults(databases)):
        what = f"changed {', '.join(changed)}" if changed else f"left faults: {found}"
        sys.exit(f"profile_site: {databases.label}: an import killed after {moment:.2f} s {what}.")
    print(f"{databases.label}: killed after {moment:.2f} s, and nothing is there of it", flush=True)


def main() -> None:
    """Kill imports on SQLite, and on PostgreSQL where it answers."""
    seed = sys.argv[1] if len(sys.argv) > 1 else str(SEED)
    with tempfile.TemporaryDirectory(prefix="profile_site-") as folder, scratch_databases(COPY) as found:
        for arguments in found.values():
            prove(reopened(arguments), Path(folder), Random(seed))
    if len(found) < len(TABLES):
        message = "PostgreSQL did not answer and was left out (TEST_DATABASE_URL names another)."
        sys.exit(f"profile_site: {message}" if os.environ.get("REQUIRE") == "all" else print(message))


if __name__ == "__main__":
    main()
