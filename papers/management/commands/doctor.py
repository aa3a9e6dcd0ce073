"""Say what is wrong with the site and how to mend it."""

import json
import sys

from django.core.management.base import BaseCommand, CommandParser

from papers.health import CHECKS, Examined, examine

WELL, TO_MEND, STOPPED = 0, 1, 2


class Command(BaseCommand):
    help = (
        "Says what is wrong with the site and how to mend it. Ends with 0 where nothing is, with 1 where something is "
        "to be mended, with 2 where the site cannot serve its visitors. It changes nothing."
    )
    requires_system_checks = []  # it makes them itself, and says what to do

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="for a program to read")

    def handle(self, **options) -> None:
        examined = examine(CHECKS)
        self.stdout.write(as_json(examined) if options["json"] else as_text(examined))
        sys.exit(exit_code(examined))


def exit_code(examined: list[Examined]) -> int:
    """Return the exit code: whether the site is well, has something to mend, or cannot serve its visitors."""
    found = [one.check for one in examined if one.problems]
    return STOPPED if any(check.stops for check in found) else TO_MEND if found else WELL


def as_text(examined: list[Examined]) -> str:
    """Return a line for each check, and beneath it each problem with what to do."""
    lines = []
    for one in examined:
        state = "not checked" if one.problems is None else "to mend" if one.problems else "well"
        lines.append(f"{one.check.name:<15} {state}")
        for problem in one.problems or []:
            lines += [f"    {problem.what}", f"    → {problem.mend}"]
    return "\n".join(lines)


def as_json(examined: list[Examined]) -> str:
    """Return the same as a list of checks, each with its problems; null for a check that could not be made."""
    return json.dumps(
        [
            {
                "check": one.check.name,
                "stops": one.check.stops,
                "problems": None if one.problems is None else [vars(problem) for problem in one.problems],
            }
            for one in examined
        ],
        ensure_ascii=False,
        indent=1,
    )
