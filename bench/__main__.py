"""Measure what the site costs, print it against the targets, and end with 1 where one is missed.

python -m bench [NAME] [--all] [--on DATABASE]: one of BENCHES, or each in turn; with --all what takes long too, with
--on on one of the databases alone.
"""

import argparse
import sys
import tempfile
import time
from pathlib import Path

from bench import importing, pages
from bench.ground import Ground
from scripts.scratch_databases import Postgresql, Sqlite, scratch_databases

# A module has COPIES, the names of the copies of databases that it makes, and `results`, which yields a Result each.
BENCHES = {"import": importing, "pages": pages}


def arguments() -> argparse.Namespace:
    """Return what was asked for: the names of `benches`, whether `everything` is to be measured, `on` what alone."""
    parser = argparse.ArgumentParser(prog="bench", description=__doc__.partition("\n")[0])
    parser.add_argument("benches", nargs="*", metavar="NAME", help=f"of {', '.join(BENCHES)}; each of them otherwise")
    parser.add_argument("--all", action="store_true", dest="everything", help="what takes long too")
    parser.add_argument("--on", choices=[Sqlite.label, Postgresql.label], help="the one database to measure on")
    given = parser.parse_args()
    if unknown := set(given.benches) - BENCHES.keys():
        parser.error(f"there is no {', '.join(sorted(unknown))}: choose from {', '.join(BENCHES)}")
    return given


def main() -> None:
    """Measure, print each result when it is there, and end with 1 where a target was missed."""
    given = arguments()
    benches = [BENCHES[name] for name in given.benches or BENCHES]
    start = time.monotonic()
    copies = [copy for bench in benches for copy in bench.COPIES]
    with tempfile.TemporaryDirectory() as folder, scratch_databases(*copies) as databases:
        print(f"{'':<64}{'median':>8}   {'rounds':<18}target", flush=True)
        found = []
        chosen = {label: databases[label] for label in databases if given.on in (None, label)}
        if not chosen:
            sys.exit(f"profile_site: {given.on} did not answer (TEST_DATABASE_URL names another).")
        for bench in benches:
            for result in bench.results(Ground(Path(folder), chosen), given.everything):
                found.append(result)
                print(result, flush=True)
    print(f"{time.monotonic() - start:.0f} seconds")
    if "PostgreSQL" not in databases:
        print("PostgreSQL did not answer and was left out (TEST_DATABASE_URL names another).")
    sys.exit(not all(result.is_met for result in found))


if __name__ == "__main__":
    main()
