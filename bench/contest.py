"""An import against `loaddata` or raw `executemany` of the same content, in turn, on one database.

Prints the ratios as JSON; ends with 1 and names the tables where a contestant leaves other content.
"""

import gc
import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "profile_site.settings"
django.setup()

from django.core.management import call_command  # noqa: E402 - needs the settings
from django.db import connection  # noqa: E402

from bench import contents  # noqa: E402
from papers.cataloguing import take_in_file  # noqa: E402
from papers.cataloguing.save import apply  # noqa: E402
from scripts.scratch_databases import EMPTY, Databases, reopened  # noqa: E402

COPY, START = "contest", "contest_start"


class Contest:
    """The contestants, each run in a fresh copy of tables in which the `first` papers of the library are, or none."""

    def __init__(self, databases: Databases, library: Path, other: str, first: int):
        self.databases = databases
        self.library = library
        self.start = EMPTY
        if first:
            self._begin(first)
        self.fixture = library.with_suffix(f".{databases.label}.json")
        self._open(self.start)
        before = contents.keys()
        self._timed(self.import_papers)
        self.rows = contents.rows_beyond(before)
        self.expected = contents.digests()
        if other == "loaddata":
            contents.write_fixture(self.fixture, before)
        gc.collect()
        gc.freeze()  # what is kept here is no contestant's garbage

    def import_papers(self) -> None:
        """Read the library, plan it and write it, as the command does before it fills the search index."""
        file = take_in_file(self.library)
        apply(file.batch, file.plan, file.options)

    def executemany(self) -> None:
        """Write the rows that an import wrote, its ledger included, by the driver."""
        contents.insert(self.rows)

    def loaddata(self) -> None:
        """Load the same rows from a fixture."""
        call_command("loaddata", self.fixture, verbosity=0)

    def _begin(self, first: int) -> None:
        """Import the first papers of the library, and leave the others to the contestants."""
        lines = self.library.read_bytes().splitlines(keepends=True)
        head, self.library = (self.library.with_suffix(f".{first}.{part}.jsonl") for part in ("first", "others"))
        head.write_bytes(b"".join(lines[:first]))
        self.library.write_bytes(b"".join(lines[first:]))
        connection.close()
        self.databases.renew(START)
        self.start = START
        self._open(START)
        file = take_in_file(head)
        apply(file.batch, file.plan, file.options)

    def ratios(self, other: Callable[[], None], rounds: int) -> list[float]:
        """Return for each round how long the other contestant takes, the imports before and after it being 1."""
        imports, others = [self.seconds(self.import_papers)], []
        for _round in range(rounds):
            others.append(self.seconds(other))
            imports.append(self.seconds(self.import_papers))
        pairs = zip(imports, imports[1:], others, strict=False)
        return [seconds * 2 / (before + after) for before, after, seconds in pairs]

    def seconds(self, contestant: Callable[[], None]) -> float:
        """Return how long a contestant takes; end the program where the tables then differ from an import's."""
        seconds = self._timed(contestant)
        found = contents.digests()
        if wrong := [table for table, content in self.expected.items() if found[table] != content]:
            sys.exit(f"profile_site: {contestant.__name__} leaves other content in {', '.join(wrong)}.")
        return seconds

    def _timed(self, contestant: Callable[[], None]) -> float:
        connection.close()
        self.databases.renew(COPY, of=self.start)
        self._open(COPY)
        start = time.perf_counter()
        contestant()
        return time.perf_counter() - start

    def _open(self, copy: str) -> None:
        connection.close()
        connection.settings_dict["NAME"] = self.databases.name(copy)
        connection.ensure_connection()


def main() -> None:
    """Hold the contest that the arguments name.

    They are the other contestant, the rounds, the library, how many of its papers are there before, the databases.
    """
    other, rounds, library, first, *databases = sys.argv[1:]
    contest = Contest(reopened(databases), Path(library), other, int(first))
    print(json.dumps(contest.ratios(getattr(contest, other), int(rounds))))


if __name__ == "__main__":
    main()
