"""What pages cost at 10,000 papers, and at 100,000 where all is asked for: in constants, and beside two other ways.

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

SIZES = (10_000, 100_000)
COPIES = tuple(f"pages{size}" for size in SIZES)
GROWTH = 1.3


def results(ground: Ground, everything: bool) -> Iterator[Result]:
    """Yield the results on each database, of 100,000 papers as well where `everything` is asked for."""
    for label in ground.databases:
        yield from of_database(ground, label, SIZES if everything else SIZES[:1])


def of_database(ground: Ground, label: str, sizes: tuple[int, ...]) -> Iterator[Result]:
    """Yield the results on one database, and how much more the largest of several sizes costs than the smallest."""
    loading = [_started(ground, label, size, "load") for size in sizes]
    for process in loading:
        _finished(process)
    found = {size: json.loads(_finished(_started(ground, label, size, "ask"))) for size in sizes}
    for size, kinds in found.items():
        for name, kind in kinds.items():
            what = f"{label}: {name}, {size:,}"
            yield Result(f"{what}, in constants", kind["site"], most=kind["most"] or float("inf"))
            if size > sizes[0] and kind["grows"]:
                base = statistics.median(found[sizes[0]][name]["site"])
                yield Result(f"{what}, in that of {sizes[0]:,}", [ratio / base for ratio in kind["site"]], most=GROWTH)
            yield Result(f"{what}, plain way in site's", kind["plain"], kind["in_plain"] * (size == SIZES[-1]))
            yield Result(f"{what}, Datasette in site's", kind["datasette"], kind["in_datasette"])


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
