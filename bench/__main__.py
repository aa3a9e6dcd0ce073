"""Measure what an import costs, print it as ratios, and end with 1 where a target is missed: python -m bench [all].

Each ratio is of one run, its contestants taking turns, their content found equal. `loaddata` of 10,000 papers takes
minutes: on PostgreSQL it loads 1,000, and memory is that of an import into SQLite, unless `all` is asked for.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from bench.corpus import write
from scripts.running_site import ROOT, environment
from scripts.scratch_databases import EMPTY, Sqlite, reopened, scratch_databases

SMALL, LARGE, EXCERPT = 10_000, 100_000, 1_000
ROUNDS = 3


@dataclass(frozen=True)
class Result:
    """A ratio in each round, and the least or the most that its median may be."""

    what: str
    rounds: list[float]
    least: float = 0
    most: float = float("inf")

    @property
    def is_met(self) -> bool:
        """Whether the target is met."""
        return self.least <= statistics.median(self.rounds) <= self.most

    def __str__(self):
        target = f"at least {self.least:g}" if self.least else f"at most {self.most:g}"
        spread = f"{min(self.rounds):.2f} to {max(self.rounds):.2f}" if len(self.rounds) > 1 else "one round"
        median = statistics.median(self.rounds)
        return f"{self.what:<64}{median:>8.2f}   {spread:<18}{target:<14}{'' if self.is_met else 'MISSED'}"


class Bench:
    """The measurements, each in a process of its own."""

    def __init__(self, folder: Path, databases: dict[str, list[str]]):
        self.folder = folder
        self.databases = databases

    def library(self, size: int) -> Path:
        """Return the file of a library of so many papers, written once."""
        path = self.folder / f"{size}.jsonl"
        return path if path.exists() else write(path, size)

    def contest(self, label: str, other: str, size: int, rounds: int, least: float) -> Result:
        """Return how many times as long another contestant takes as an import."""
        arguments = [other, str(rounds), str(self.library(size)), *self.databases[label]]
        command = [sys.executable, "-m", "bench.importing", *arguments]
        done = subprocess.run(command, cwd=ROOT, env=self._environment(label, EMPTY), stdout=subprocess.PIPE)
        if done.returncode:
            sys.exit(done.returncode)
        return Result(f"{label}: {size:,} papers by {other}, in imports", json.loads(done.stdout), least)

    def memory(self, label: str, most: float) -> Result:
        """Return the peak memory of a large import, that of a small one being 1."""
        small, large = (self._peak(label, size) for size in (SMALL, LARGE))
        return Result(f"{label}: peak memory of {LARGE:,} papers, in that of {SMALL:,}", [large / small], most=most)

    def _peak(self, label: str, size: int) -> int:
        copy = f"memory{size}"
        library = self.library(size)
        reopened(self.databases[label]).renew(copy)
        command = [sys.executable, "manage.py", "import_papers", str(library)]
        child = subprocess.Popen(command, cwd=ROOT, env=self._environment(label, copy), stdout=subprocess.DEVNULL)
        _pid, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode:
            sys.exit(f"profile_site: the import of {size} papers ended with {child.returncode}.")
        reopened(self.databases[label]).drop(copy)
        return usage.ru_maxrss

    def _environment(self, label: str, copy: str) -> dict[str, str]:
        return environment(DATABASE_URL=reopened(self.databases[label]).url(copy), DATA_DIR=self.folder)


def measured(bench: Bench, everything: bool) -> Iterator[Result]:
    """Yield the results, first those whose contestants need the machine for themselves."""
    for label in bench.databases:
        yield bench.contest(label, "executemany", SMALL, ROUNDS, least=0.3)
    with ThreadPoolExecutor(max_workers=1) as beside:
        memory = [beside.submit(bench.memory, Sqlite.label, most=1.7)]
        if everything:
            memory += [beside.submit(bench.memory, label, most=1.7) for label in bench.databases if label != "SQLite"]
        for label in bench.databases:
            size = SMALL if everything or label == Sqlite.label else EXCERPT
            yield bench.contest(label, "loaddata", size, 1, least=20)
        yield from (result.result() for result in memory)


def main() -> None:
    """Measure, print each result when it is there, and end with 1 where a target was missed."""
    start = time.monotonic()
    copies = ("contest", f"memory{SMALL}", f"memory{LARGE}")
    with tempfile.TemporaryDirectory() as folder, scratch_databases(*copies) as databases:
        print(f"{'':<64}{'median':>8}   {'rounds':<18}target", flush=True)
        results = []
        for result in measured(Bench(Path(folder), databases), everything="all" in sys.argv[1:]):
            results.append(result)
            print(result, flush=True)
    print(f"{time.monotonic() - start:.0f} seconds")
    if "PostgreSQL" not in databases:
        print("PostgreSQL did not answer and was left out (TEST_DATABASE_URL names another).")
    sys.exit(not all(result.is_met for result in results))


if __name__ == "__main__":
    main()
