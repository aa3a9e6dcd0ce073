"""What pages cost at 10,000 and 100,000 papers: in constant responses, and beside two other ways to make them.

The contestants are the site, the plain Django way, Datasette (of a table made for it, with FTS5; its pages know no
authors' positions, no scheduled papers and no message beside a field) and a response that is always the same. Before
anything is timed, their answers are found equal: how many papers, which ones on the page, and how many of each value of
a facet. They take turns, over connections that stay open, and every round asks a question that was not asked before,
where there is more than one of a kind.
"""

import json
import statistics
import subprocess
import sys
from collections.abc import Iterator

from bench.ground import Ground
from bench.results import Result
from scripts.running_site import ROOT
from scripts.scratch_databases import Sqlite

SIZES = (10_000, 100_000)
COPIES = tuple(f"pages{size}" for size in SIZES)
GROWTH = 1.3


def results(ground: Ground, everything: bool) -> Iterator[Result]:
    """Yield the results on SQLite, and on PostgreSQL as well where `everything` is asked for."""
    for label in ground.databases:
        if everything or label == Sqlite.label:
            yield from of_database(ground, label)


def of_database(ground: Ground, label: str) -> Iterator[Result]:
    """Yield the results on one database."""
    loading = [_started(ground, label, size, "load") for size in SIZES]
    for process in loading:
        _finished(process)
    small, large = (json.loads(_finished(_started(ground, label, size, "ask"))) for size in SIZES)
    for name, kind in large.items():
        what = f"{label}: {name}"
        ratios = {size: found[name] for size, found in zip(SIZES, (small, large), strict=True)}
        for size, found in ratios.items():
            most = kind["most"] or float("inf")
            yield Result(f"{what}, {size:,}, in constants", found["site"], most=most)
        if kind["grows"]:
            base = statistics.median(small[name]["site"])
            yield Result(f"{what}, 100,000 in that of 10,000", [ratio / base for ratio in kind["site"]], most=GROWTH)
        for size, found in ratios.items():
            yield Result(
                f"{what}, {size:,}, plain way in site's", found["plain"], kind["in_plain"] * (size == SIZES[1])
            )
            yield Result(f"{what}, {size:,}, Datasette in site's", found["datasette"], kind["in_datasette"])


def _started(ground: Ground, label: str, size: int, task: str) -> subprocess.Popen:
    copy = f"pages{size}"
    if task == "load":
        ground.opened(label).renew(copy)
    command = [sys.executable, "-m", "bench.asking", task, str(size), str(ground.folder)]
    environment = ground.environment(label, copy) | {"DJANGO_SETTINGS_MODULE": "bench.settings"}
    return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)


def _finished(process: subprocess.Popen) -> str:
    said, _ = process.communicate()
    if process.returncode:
        sys.exit(process.returncode)
    return said
