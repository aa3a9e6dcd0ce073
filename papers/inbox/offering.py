"""The works in an answer, sifted: what is new to the site and to the person's inbox is put there."""

from dataclasses import dataclass, field, replace

from django.db import transaction
from django.utils.translation import gettext as _

from papers.cataloguing import NotPlannedError, plan_bibliography, take_in
from papers.cataloguing.planned import PlannedEntry
from papers.cataloguing.save import propose
from papers.cataloguing.works import Work, work_of_paper, work_of_record
from papers.fetching import Fetched
from papers.fetching.selecting import selected
from papers.imports import SOURCES, read
from papers.imports.draft import quoted
from papers.imports.record import Entry, PaperRecord
from papers.inbox.memory import Memory, keys_of
from papers.models import Author, ImportBatch, ImportEntry, Paper
from papers.names import fold

Outcome = ImportEntry.Outcome


@dataclass
class Found:
    """What a service lists of a person's works: how many are here, or were proposed before, and the new ones.

    `new` are their places in the answer and their records, `left_out` sentences about what cannot be proposed, `batch`
    is the list that was put in the inbox, if any.
    """

    label: str
    here: int = 0
    known: int = 0
    new: dict[int, PaperRecord] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)
    batch: ImportBatch | None = None


def offer(person: Author, answer: Fetched) -> Found:
    """Put what is new among the works in an answer in a person's inbox, as one list."""
    with transaction.atomic():
        Author.objects.select_for_update().get(pk=person.pk)  # two runs at once would each find the same
        found = sift(person, answer)
        if found.new:
            found.batch = _proposed(person, selected(answer, found.new), found)
    return found


def sift(person: Author, answer: Fetched) -> Found:
    """Return what is new among the works in an answer; nothing is written."""
    found = Found(SOURCES[answer.source].label)
    among = {}
    names = {fold(name) for name in (person.display_name, *person.names.values_list("name", flat=True))}
    for place, entry in enumerate(read(answer.content, answer.source).entries, 1):
        if reason := _reason_against(person, names, entry):
            found.left_out.append(f"{quoted(entry.record.title if entry.record else entry.label)}: {reason}")
        else:
            among[place] = entry.record
    memory, own = Memory(person), _own_works(person)
    planned = _planned(person, selected(answer, among)) if among else []
    for (place, record), entry in zip(among.items(), planned, strict=True):
        if entry.outcome == Outcome.REFUSED:
            found.left_out.append(f"{quoted(record.title)}: {entry.problems[-1].reason}")
        elif entry.outcome != Outcome.NEW or _is_among(record, own):
            found.here += 1
        elif memory.holds(record):
            found.known += 1
        else:
            found.new[place] = record
    return found


def dismiss(batch: ImportBatch) -> None:
    """Take a list out of the inbox; what tells its works stays, so that none of them is proposed again.

    Raises NotPlannedError where it is not in the inbox any more.
    """
    with transaction.atomic():
        waiting = ImportBatch.objects.select_for_update(of=["self"]).get(pk=batch.pk)
        if not waiting.is_in_inbox:
            raise NotPlannedError(_("Import %(number)d is not in the inbox any more.") % {"number": batch.pk})
        waiting.status, waiting.content = ImportBatch.Status.DISMISSED, None
        waiting.save()


def _reason_against(person: Author, names: set[str], entry: Entry) -> str:
    """Return why an entry cannot be a work of a person with certain names; "" where it can."""
    if entry.record is None:
        return entry.problems[-1].reason
    for author in entry.record.authors:
        if author.orcid == person.orcid or (not author.orcid and fold(author.name) in names):
            return ""
    return _("%(person)s is not among its authors.") % {"person": person.display_name}


def _planned(person: Author, answer: Fetched) -> list[PlannedEntry]:
    file = take_in(answer.content, answer.name, answer.source, owner=person)
    planned: list[PlannedEntry] = []
    plan_bibliography(file, planned.extend)
    return planned


def _own_works(person: Author) -> list[Work]:
    papers = Paper.objects.filter(authorships__author=person)
    return [work_of_paper(paper) for paper in Paper.objects.filter(pk__in=papers.values("pk")).for_page()]


def _is_among(record: PaperRecord, own: list[Work]) -> bool:
    """Whether a work is one of the person's here, whoever is first in a source that names no others, as ORCID's."""
    work = work_of_record(record, 0)
    return any(replace(work, first_author=known.first_author).is_like(known) for known in own)


def _proposed(person: Author, answer: Fetched, found: Found) -> ImportBatch:
    name = _("New works of %(person)s (%(source)s)") % {"person": person.display_name, "source": found.label}
    file = take_in(answer.content, name, answer.source, owner=person)
    file.batch.owner, file.batch.content = person, answer.content
    file.batch.known_by = sorted({key for record in found.new.values() for key in keys_of(record)})
    propose(file.batch, file.plan)
    return file.batch
