"""What became of a file's entries, for somebody at a terminal or for a program."""

import json
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from papers.cataloguing.intake import Intake
from papers.cataloguing.planned import Change, Outcome, PlannedEntry
from papers.imports import SOURCES

LENGTH = 60  # of a value in a line


class Report:
    """The report of one file; `everything` names entries too of which there is nothing to say."""

    def __init__(self, file: Intake, name: str, everything: bool = False, as_json: bool = False):
        self.file = file
        self.name = name
        self.everything = everything
        self.as_json = as_json
        self.entries = 0

    @property
    def has_problems(self) -> bool:
        """Whether entries were refused or are in conflict, or the file has none, or was read with doubt."""
        counts = self.file.batch.counts
        return bool(counts["refused"] or counts["conflict"] or self.file.bibliography.doubts) or not self.entries

    def lines(self, part: Iterable[PlannedEntry]) -> Iterator[str]:
        """Yield a line for each entry of a part of the plan that deserves one."""
        if not self.entries and not self.as_json:
            yield from (f"{self.name}: {doubt}" for doubt in self.file.bibliography.doubts)
        for planned in part:
            self.entries += 1
            if self.as_json:
                yield json.dumps(self._object(planned), ensure_ascii=False)
            elif self.everything or planned.problems or planned.changes or planned.outcome == Outcome.REFUSED:
                yield self._line(planned)

    def summary(self, dry_run: bool) -> str:
        """Return how many entries came to what."""
        bibliography, batch = self.file.bibliography, self.file.batch
        if self.as_json:
            return json.dumps(
                {
                    "file": self.name,
                    "format": bibliography.source,
                    "encoding": bibliography.encoding,
                    "doubts": bibliography.doubts,
                    "counts": batch.counts,
                    "import": batch.pk,
                },
                ensure_ascii=False,
            )
        counts = ", ".join(f"{count} {_named(outcome, count)}" for outcome, count in batch.counts.items())
        end = _("Nothing was written.") if dry_run else _("This is import %(number)d.") % {"number": batch.pk}
        if not self.entries:
            counts = _("no entry was found")
        return f"{self.name} ({SOURCES[bibliography.source].label}): {counts}. {end}"

    def _line(self, planned: PlannedEntry) -> str:
        place = f"{self.name}:{planned.entry.line}" if planned.entry.line else self.name
        said = [_changed(name, change) for name, change in planned.changes.items()]
        said += [problem.reason for problem in planned.problems]
        return ": ".join(filter(None, [place, planned.entry.label, str(planned.outcome.label), " ".join(said)]))

    def _object(self, planned: PlannedEntry) -> dict:
        return {
            "file": self.name,
            "position": planned.position,
            "line": planned.entry.line,
            "label": planned.entry.label,
            "outcome": str(planned.outcome),
            "paper": planned.paper.slug if planned.paper else None,
            "changes": {name: vars(change) for name, change in planned.changes.items()},
            "problems": [vars(problem) for problem in planned.problems],
        }


def _named(outcome: str, count: int) -> str:
    if outcome == Outcome.CONFLICT:
        return ngettext("conflict", "conflicts", count)
    return str(Outcome(outcome).label)


def _changed(name: str, change: Change) -> str:
    """Return a change in words: volume “3” → “4”; volume stays “III”, the file has “4”."""
    words = {"name": name, "old": shown(change.old), "new": shown(change.new)}
    if change.locked:
        return _("%(name)s was edited here and stays %(old)s; the file has %(new)s.") % words
    return f"{name} {words['old']} → {words['new']}."


def shown(value: object) -> str:
    """Return a value as a reader sees it, in quotation marks, its middle left out where it is long."""
    text = " ".join(_text(value).split())
    if len(text) > LENGTH:
        text = f"{text[: LENGTH - 20]} … {text[-17:]}"
    return f"“{text}”"


def _text(value: object) -> str:
    if isinstance(value, dict):
        return "; ".join(f"{name}: {text}" for name, text in value.items())
    if isinstance(value, list | tuple):
        return "; ".join(
            " ".join(filter(None, item)) if isinstance(item, list | tuple) else str(item) for item in value
        )
    return str(value)
