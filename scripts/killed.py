"""Prove that what is killed midway leaves nothing half-done: ten SIGKILLs at random moments of each of VICTIMS, on each
database.

An import, all migrations, a merge and an upload are in the tables whole or not at all; a backup that has its name is a
whole one. A kill that came after the end counts for nothing, and is done again. At last each is run to its end, and
gives what it gives undisturbed.
The moments are those of a seed: python -m scripts.killed [VICTIM|all [KILLS [SEED]]]
"""

import hashlib
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

from bench.corpus import SEED
from scripts.running_site import ROOT, environment
from scripts.scratch_databases import Databases, Sqlite, reopened, scratch_databases

VICTIMS = ["import", "migrate", "upload", "merge", "backup"]
READY, COPY = "ready", "killed"
KILLS = 10
MOST_LATE = 5  # kills that came after the end, for each that counts
TABLES = {
    "SQLite": "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name",
    "PostgreSQL": "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename",
}
# Written by the way, and on its own: what a search has read in, a sign-in, a form that is open, numbers given away.
BESIDE = (
    *("papers_search", "papers_content_version"),
    *("django_session", "auth_user", "papers_openform", "sqlite_sequence"),
)
Contents = dict[str, tuple[int, str]]


def contents(databases: Databases) -> Contents:
    """Return for each table its number of rows and a digest of them."""
    with closing(_connect(databases)) as connection:
        tables = [name for (name,) in connection.execute(TABLES[databases.label]).fetchall()]
        kept = [table for table in tables if not table.startswith(BESIDE)]
        rows = {table: connection.execute(f'SELECT * FROM "{table}"').fetchall() for table in kept}
    return {table: (len(found), _digest(found)) for table, found in rows.items()}


def _connect(databases: Databases):
    if isinstance(databases, Sqlite):
        return sqlite3.connect(databases.name(COPY))
    return psycopg.connect(databases.url(COPY))


def _digest(rows: list[tuple]) -> str:
    return hashlib.sha256("\n".join(sorted(map(repr, rows))).encode()).hexdigest()


def _counts(found: Contents) -> dict[str, int]:
    return {table: count for table, (count, _digest) in found.items()}


def faults(databases: Databases) -> list:
    """Return what SQLite finds wrong; PostgreSQL checks references when a transaction ends, and has no such command."""
    if not isinstance(databases, Sqlite):
        return []
    with closing(_connect(databases)) as connection:
        found = connection.execute("PRAGMA integrity_check").fetchall()
        return [*(row for row in found if row != ("ok",)), *connection.execute("PRAGMA foreign_key_check").fetchall()]


class Killing:
    """One victim on one kind of database."""

    def __init__(self, databases: Databases, folder: Path, victim: str, random: Random):
        self.databases, self.folder, self.victim, self.random = databases, folder, victim, random
        self.name = f"{databases.label}, {victim}"

    def prove(self, wanted: int) -> None:
        """Kill it so many times, and end the program with a sentence where something is half-done."""
        self.databases.renew(READY)
        self._finished("ready", READY)
        self._renew()
        before = contents(self.databases)
        self.length = first = self._act()
        whole = contents(self.databases)
        self._finished("check")
        self._renew()
        kills = late = 0
        while kills < wanted:
            moment = self.random.uniform(0, self.length)
            in_time = self._killed(moment) and self._leaves_nothing(before, whole, moment)
            kills, late = kills + in_time, late + (not in_time)
            self._expect(late < MOST_LATE * wanted, f"{late} kills came too late")
        self._act()
        self._expect(_counts(contents(self.databases)) == _counts(whole), "the last run did not end as the first")
        self._finished("check")
        rows = sum(count for count, _digest in whole.values())
        print(
            f"{self.name}: {wanted} killed of {first:.1f} s each ({late} more came late), then whole: {rows:,} rows",
            flush=True,
        )

    def _leaves_nothing(self, before: Contents, whole: Contents, moment: float) -> bool:
        """Return whether the kill came in time, having looked at what it left."""
        after = contents(self.databases)
        self._expect(not faults(self.databases), f"killed after {moment:.2f} s left faults")
        self._finished("check")
        if _counts(after) != _counts(before) and _counts(after) == _counts(whole):
            self._renew()
            return False
        changed = sorted(table for table in before.keys() | after.keys() if before.get(table) != after.get(table))
        self._expect(not changed, f"killed after {moment:.2f} s changed {', '.join(changed)}")
        return True

    def _expect(self, holds: bool, otherwise: str) -> None:
        if not holds:
            sys.exit(f"profile_site: {self.name}: {otherwise}.")

    def _renew(self) -> None:
        self.databases.renew(COPY, READY)

    def _begun(self, step: str, copy: str = COPY) -> subprocess.Popen:
        """Return a step that is under way."""
        command = [sys.executable, "-m", "scripts.victims", self.victim, step]
        variables = environment(DATABASE_URL=self.databases.url(copy), DATA_DIR=self.folder)
        process = subprocess.Popen(command, cwd=ROOT, env=variables, stdout=subprocess.PIPE, text=True)
        if step == "act":
            while (line := process.stdout.readline()) and line != "begun\n":
                pass
        return process

    def _finished(self, step: str, copy: str = COPY) -> None:
        process = self._begun(step, copy)
        said, _errors = process.communicate()
        self._expect(process.returncode == 0, f"the step {step} ended with {process.returncode}: {said}")

    def _act(self) -> float:
        """Let it run to its end, and return how many seconds that took."""
        process = self._begun("act")
        start = time.monotonic()
        process.communicate()
        self._expect(process.returncode == 0, f"it ended with {process.returncode}")
        return time.monotonic() - start

    def _killed(self, seconds: float) -> bool:
        """Return whether it still ran after so many seconds, and was killed.

        Where it did not, the moments to come are of the time that it took, since others share the machine.
        """
        process = self._begun("act")
        start = time.monotonic()
        try:
            process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            return True
        self._expect(process.returncode == 0, f"it ended with {process.returncode}")
        self.length = time.monotonic() - start
        self._renew()
        return False


def main() -> None:
    """Kill each victim on SQLite, and on PostgreSQL where it answers."""
    victim, kills, seed = sys.argv[1:] + ["all", KILLS, SEED][len(sys.argv) - 1 :]
    victims, random = VICTIMS if victim == "all" else [victim], Random(str(seed))
    with tempfile.TemporaryDirectory(prefix="profile_site-") as name, scratch_databases(READY, COPY) as found:
        for arguments in found.values():
            for victim in victims:
                folder = Path(name) / victim
                folder.mkdir(exist_ok=True)
                Killing(reopened(arguments), folder, victim, random).prove(int(kills))
    if len(found) < len(TABLES):
        message = "PostgreSQL did not answer and was left out (TEST_DATABASE_URL names another)."
        sys.exit(f"profile_site: {message}" if os.environ.get("REQUIRE") == "all" else print(message))


if __name__ == "__main__":
    main()
