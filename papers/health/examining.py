"""All checks, in the order in which they are made."""

from collections.abc import Iterable
from dataclasses import dataclass

from papers.health import files, surroundings, tables
from papers.health.problems import Check, Problem

CHECKS = [
    Check("database", tables.silent_database, stops=True),
    Check("migrations", tables.unapplied_migrations, stops=True, needs_tables=True),
    Check("search", tables.silent_index, stops=True, needs_tables=True),
    Check("disk", surroundings.little_room, stops=True),
    Check("settings", surroundings.unsafe_settings),
    Check("permissions", surroundings.open_files),
    Check("triggers", tables.missing_triggers, needs_tables=True),
    Check("index", tables.stale_index, needs_tables=True),
    Check("facets", tables.stale_facets, needs_tables=True),
    Check("missing files", files.missing_files, needs_tables=True),
    Check("orphaned files", files.orphaned_files, needs_tables=True),
]


@dataclass(frozen=True)
class Examined:
    """A check that was made, with the problems it found; `problems` is None where it could not be made."""

    check: Check
    problems: list[Problem] | None


def examine(checks: Iterable[Check]) -> list[Examined]:
    """Make the checks and return what each found.

    One that needs the tables is left out once a check before it found that the database cannot be used.
    """
    done, usable = [], True
    for check in checks:
        problems = list(check.find()) if usable or not check.needs_tables else None
        usable = usable and not (problems and check.name in {"database", "migrations"})
        done.append(Examined(check, problems))
    return done
