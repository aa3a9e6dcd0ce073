"""A merge as it would be: the questions it raises, the steps it takes, and what they come to."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from papers.merge.moving import moving_steps
from papers.merge.questions import (
    FORGOTTEN,
    SEARCHED,
    SHOWN,
    Question,
    Records,
    column_groups,
    column_questions,
    double_authorships,
    double_questions,
    figure_questions,
    name_column,
    name_questions,
    values_of,
)
from papers.merge.rows import model_of
from papers.merge.steps import CLOCK, Step, addition, change, read, removal, written
from papers.models import Author, AuthorName, MergeRecord

NAMES = "papers.authorname"


@dataclass(frozen=True)
class Section:
    """Questions under a heading."""

    heading: str
    help: str
    questions: list[Question]


@dataclass(frozen=True)
class Moved:
    """What becomes of the rows of one table."""

    table: str
    moved: list[str]
    dropped: list[str]


class Plan:
    """The merge of records, with the answers that an editor gave as far as they are among the options."""

    def __init__(self, records: Records, given: dict[str, str]):
        self.records = records
        self.given = given

    # Questions

    @cached_property
    def sections(self) -> list[Section]:
        """The questions, those that arise, under their headings."""
        sections = [
            Section(
                _("What stays of each field"),
                _("Where the records differ. What is not chosen is forgotten unless the merge is undone."),
                list(column_questions(self.records)),
            )
        ]
        sections.append(
            Section(
                _("The names that go"),
                _("What becomes of each name that is not chosen above."),
                list(name_questions(self.records)),
            )
        )
        if self.records.model is Author:
            sections += self._sections_of_people()
        for section in sections:
            section.questions[:] = [question.answered(self.given) for question in section.questions]
        return [section for section in sections if section.questions]

    def _sections_of_people(self) -> list[Section]:
        return [
            Section(
                _("On the same paper"),
                _(
                    "These papers name more than one of them. One place stays, with its printed name; the authors "
                    "after the other move up."
                ),
                list(double_questions(double_authorships(self.records))),
            ),
            Section(
                _("Figures of the same kind"),
                _("Which ones the profile shows. The others stay in the record of what was received."),
                list(figure_questions(self.records)),
            ),
        ]

    @cached_property
    def questions(self) -> list[Question]:
        """All questions."""
        return [question for section in self.sections for question in section.questions]

    @cached_property
    def answers(self) -> dict[str, str]:
        """The answer to each question that has one."""
        return {question.name: question.answer for question in self.questions if question.answer is not None}

    @property
    def open_questions(self) -> list[Question]:
        """The questions that still need an answer."""
        return [question for question in self.questions if question.answer is None]

    @property
    def choices(self) -> list[Question]:
        """The questions whose answers matter: not what becomes of the name that stays."""
        return [q for q in self.questions if not (q.name.startswith("name-") and q.label == self.name)]

    # Steps

    @cached_property
    def steps(self) -> list[Step]:
        """The steps in the order in which they are done."""
        records = self.records
        steps = [self._renamed(step) for step in moving_steps(records, self.answers)]
        steps += [removal(record, str(record)) for record in records.gone]
        if values := self._columns() | self._clock():
            steps.append(change(records.kept, str(records.kept), **values))
        return steps + list(self._new_names())

    @property
    def digest(self) -> str:
        """A digest of all that the merge starts from and leads to, which differs once something was edited."""
        rows = [row | {"after": _without_clock(row["after"])} for row in written(self.steps)]
        return hashlib.sha256(json.dumps([rows, self.answers], sort_keys=True).encode()).hexdigest()

    def _columns(self) -> dict:
        chosen = {}
        for name, names in column_groups(self.records.model).items():
            key = self.answers.get(f"column-{name}")
            if key and key != str(self.records.kept.pk):
                chosen |= values_of(self.records.by_key(key), names)
        return chosen

    def _clock(self) -> dict:
        return {CLOCK: timezone.now()} if hasattr(self.records.kept, CLOCK) else {}

    # Names

    @property
    def name(self) -> str:
        """The name of the record that there will be."""
        column = name_column(self.records.model)
        return getattr(self.records.by_key(self.answers.get(f"column-{column}", str(self.records.kept.pk))), column)

    def _renamed(self, step: Step) -> Step:
        """Return a step, or the removal of another name that is the name itself."""
        if step.model != NAMES or step.after is None or step.label != self.name[:100]:
            return step
        return removal(AuthorName.objects.get(pk=step.key), step.label)

    def _names_answered(self, *answers: str) -> list[str]:
        """Return the names that go of which one of the answers was given."""
        questions = [question for question in self.questions if question.name.startswith("name-")]
        return [each.label for each in questions if each.label != self.name and each.answer in answers]

    def _new_names(self) -> Iterator[Step]:
        if self.records.model is Author:
            shown = self.shown_names
            for name in self._names_answered(SHOWN, SEARCHED):
                yield addition(AuthorName(author=self.records.kept, name=name, shown=name in shown), name)

    @property
    def shown_names(self) -> list[str]:
        """The names that go and are to be shown."""
        return self._names_answered(SHOWN)

    @property
    def names_of_places(self) -> list[str]:
        """The names, the shorter ones too, by which institutions and venues are found from then on; of people none."""
        if self.records.model is Author:
            return []
        forgotten = self._names_answered(FORGOTTEN)
        return _names_of(record for record in self.records.all if record.name not in forgotten)

    @property
    def forgotten_names(self) -> list[str]:
        """The names of institutions and venues that are not kept, by whatever merge before they came there."""
        if self.records.model is Author:
            return []
        forgotten = self._names_answered(FORGOTTEN)
        names = _names_of(record for record in self.records.all if record.name in forgotten)
        return [name for name in names if name not in self.names_of_places]

    # What it comes to

    @property
    def moved(self) -> list[Moved]:
        """What becomes of the rows that point to the records that go, by table."""
        return summary(self.steps, self.records.model._meta.label_lower)

    @property
    def addresses(self) -> list[str]:
        """The addresses that will lead to the record that stays."""
        return [str(step.key) for step in self.steps if step.model == "papers.address"]


def _names_of(places: Iterable) -> list[str]:
    return list(dict.fromkeys(name for place in places for name in (place.name, place.short_name) if name))


def summary(steps: list[Step], own: str) -> list[Moved]:
    """Return by table what becomes of the rows that are neither addresses nor of the model `own`."""
    found: dict[str, Moved] = {}
    for step in steps:
        if step.model not in {own, "papers.address"}:
            row = found.setdefault(step.model, Moved(_table(step.model), [], []))
            (row.dropped if step.after is None else row.moved).append(step.label)
    return list(found.values())


def _table(label: str) -> str:
    if label in {"papers.authorship", "papers.paperinstitution"}:
        label = "papers.paper"
    return capfirst(str(model_of(label)._meta.verbose_name_plural))


def summary_of(record: MergeRecord) -> list[Moved]:
    """Return by table what became of the rows that an entry of the ledger changed."""
    return summary(read(record.steps), f"papers.{record.model}")


def _without_clock(after: object) -> object:
    return {name: value for name, value in after.items() if name != CLOCK} if isinstance(after, dict) else after
