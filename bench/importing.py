"""What an import costs: time against `loaddata` and raw `executemany` of the same content, and memory.

Each ratio is of one run, its contestants taking turns, their content found equal. `loaddata` of 10,000 papers takes
minutes: it loads the last 2,000 of them beside the others, where an import is slower than among the first, and memory
is that of an import into SQLite, unless `everything` is asked for.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

from bench.ground import Ground
from bench.results import Result
from scripts.running_site import ROOT
from scripts.scratch_databases import EMPTY

SMALL, LARGE, FIRST = 10_000, 100_000, 8_000
ROUNDS = 2
COPIES = ("contest", "contest_start", f"memory{SMALL}", f"memory{LARGE}")


def results(ground: Ground, everything: bool) -> Iterator[Result]:
    """Yield the results; memory is measured at the side of the contests, on another processor."""
    ground.library(SMALL)
    with ThreadPoolExecutor(max_workers=1) as beside:
        measured = list(ground.databases)[: None if everything else 1]
        memories = [beside.submit(memory, ground, label, most=1.7) for label in measured]
        for label in ground.databases:
            yield contest(ground, label, "executemany", ROUNDS, least=0.3)
        for label in ground.databases:
            yield contest(ground, label, "loaddata", 1, least=20, first=0 if everything else FIRST)
        yield from (future.result() for future in memories)


def contest(ground: Ground, label: str, other: str, rounds: int, least: float, first: int = 0) -> Result:
    """Return how many times as long another contestant takes as an import, of what follows the `first` papers."""
    arguments = [other, str(rounds), str(ground.library(SMALL)), str(first), *ground.databases[label]]
    command = [sys.executable, "-m", "bench.contest", *arguments]
    done = subprocess.run(command, cwd=ROOT, env=ground.environment(label, EMPTY), stdout=subprocess.PIPE)
    if done.returncode:
        sys.exit(done.returncode)
    papers = f"the last {SMALL - first:,} of {SMALL:,}" if first else f"{SMALL:,}"
    return Result(f"{label}: {papers} papers by {other}, in imports", json.loads(done.stdout), least)


def memory(ground: Ground, label: str, most: float) -> Result:
    """Return the peak memory of a large import, that of a small one being 1."""
    small, large = (_peak(ground, label, size) for size in (SMALL, LARGE))
    return Result(f"{label}: peak memory of {LARGE:,} papers, in that of {SMALL:,}", [large / small], most=most)


def _peak(ground: Ground, label: str, size: int) -> int:
    copy = f"memory{size}"
    library = ground.library(size)
    databases = ground.opened(label)
    databases.renew(copy)
    command = [sys.executable, "manage.py", "import_papers", str(library)]
    child = subprocess.Popen(command, cwd=ROOT, env=ground.environment(label, copy), stdout=subprocess.DEVNULL)
    _pid, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        sys.exit(f"profile_site: the import of {size} papers ended with {child.returncode}.")
    databases.drop(copy)
    return usage.ru_maxrss
