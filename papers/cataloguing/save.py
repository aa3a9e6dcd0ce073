"""A plan into the database, in one transaction, with all in the ledger that its undoing needs."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from papers.cataloguing.people import Person
from papers.cataloguing.plan import Outcome, PlannedEntry
from papers.cataloguing.rows import insert
from papers.cataloguing.taken import Taken
from papers.cataloguing.values import COLUMNS, digests
from papers.citation_keys import citation_key
from papers.models import (
    Address,
    Author,
    Authorship,
    Category,
    Credit,
    Identifier,
    ImportBatch,
    ImportEntry,
    Institution,
    Link,
    Paper,
    PaperInstitution,
    Venue,
    set_authors,
    set_institutions,
)
from papers.models.status import Status
from papers.names import slug_for, unique_slug

LABEL_LENGTH = ImportEntry._meta.get_field("label").max_length


class ConflictError(Exception):
    """An entry cannot be settled without its importer; the text says which and why."""


@dataclass(frozen=True)
class Options:
    """How a plan is applied.

    `on_conflict` says what becomes of values that an editor gave: "skip" leaves them, "take" overwrites them, "fail"
    applies nothing at all. `accepted` names the entries to apply by position (None: all), each with the names of the
    fields to write, locked ones too, or None for those that are not locked.
    """

    publish: bool = False
    on_conflict: str = "skip"
    accepted: Mapping[int, frozenset[str] | None] | None = None


@dataclass(eq=False)
class _Written:
    """A planned entry that is applied, the fields that are written, and what its undoing needs."""

    planned: PlannedEntry
    fields: frozenset[str]
    before: dict = field(default_factory=dict)
    made: dict[str, list] = field(default_factory=dict)

    @property
    def is_new(self) -> bool:
        return self.planned.outcome == Outcome.NEW

    def writes(self, name: str) -> bool:
        """Whether a field is written."""
        return self.is_new or name in self.fields


def apply(
    batch: ImportBatch,
    plan: Iterable[list[PlannedEntry]],
    options: Options,
    tell: Callable[[list[PlannedEntry]], None] = lambda planned: None,
) -> None:
    """Write what `plan` says, in one transaction, and enter it in `batch`; `tell` is given each part once written.

    Raises ConflictError, having written nothing, for a conflict where the options say to fail.
    """
    with transaction.atomic():
        _write_all(batch, plan, options, tell)
        batch.status, batch.applied_at, batch.content = ImportBatch.Status.APPLIED, timezone.now(), None
        batch.save()


def rehearse(
    batch: ImportBatch,
    plan: Iterable[list[PlannedEntry]],
    options: Options,
    tell: Callable[[list[PlannedEntry]], None] = lambda planned: None,
) -> None:
    """Do what `apply` does and take it back at once; the counts stay in `batch`, which is not saved."""
    with transaction.atomic():
        _write_all(batch, plan, options, tell)
        transaction.set_rollback(True)
    batch.pk = None


def propose(batch: ImportBatch, plan: Iterable[list[PlannedEntry]]) -> None:
    """Enter a plan in the ledger as `batch`, for its importer to look at, and write nothing else."""
    rows: list[ImportEntry] = []

    def keep(part: list[PlannedEntry]) -> None:
        rows.extend(_ledger(batch, planned, None) for planned in part)

    with transaction.atomic():
        batch.save()
        with transaction.atomic():  # a rehearsal
            _write_all(batch, plan, Options(), keep)
            transaction.set_rollback(True)
        for row in rows:
            row.paper = row.paper if row.outcome != Outcome.NEW else None
        insert(rows)
        batch.save()


def _write_all(batch, plan, options, tell) -> None:
    if batch.pk is None:
        batch.save()
    batch.entries.all().delete()
    counts = Counter()
    for planned in plan:
        _Chunk(batch, planned, options).write()
        counts.update(str(entry.outcome) for entry in planned)
        tell(planned)
    batch.counts = {str(outcome): counts[str(outcome)] for outcome in Outcome}


class _Chunk:
    def __init__(self, batch: ImportBatch, planned: list[PlannedEntry], options: Options):
        self.batch = batch
        self.planned = planned
        self.options = options
        self.status = Status.PUBLISHED if options.publish else Status.DRAFT

    def write(self) -> None:
        written = {
            entry.position: _Written(entry, fields)
            for entry in self.planned
            if (fields := self.fields(entry)) is not None
        }
        self.entries = list(written.values())
        self.added = [entry for entry in self.entries if entry.is_new]
        self.slugs = Taken(Address.objects, "value", self.wanted_slugs())
        self.add_places()
        self.add_papers()
        self.add_people()
        self.add_rows()
        for entry in self.entries:
            if not entry.is_new:
                _Change(entry).write()
        insert(_ledger(self.batch, entry, written.get(entry.position)) for entry in self.planned)

    def fields(self, entry: PlannedEntry) -> frozenset[str] | None:
        """Return the names of the fields to write, empty for a new paper; None where nothing is to be written."""
        if entry.outcome == Outcome.CONFLICT and self.options.on_conflict == "fail":
            raise ConflictError(_conflict(entry))
        accepted = self.options.accepted
        if accepted is not None and entry.position not in accepted:
            return None
        if entry.outcome == Outcome.NEW:
            return frozenset()
        chosen = accepted[entry.position] if accepted is not None else None
        if chosen is None:
            take = self.options.on_conflict == "take"
            chosen = {name for name, change in entry.changes.items() if take or not change.locked}
        fields = frozenset(chosen) & entry.changes.keys()
        return fields if fields and entry.outcome in {Outcome.CHANGED, Outcome.CONFLICT} else None

    def wanted_slugs(self) -> set[str]:
        names = {person.author.display_name for entry in self.entries for person in entry.planned.people}
        titles = {entry.planned.values["title"] for entry in self.added}
        return {slug_for(text, "") for text in names | titles} - {""}

    def new_slug(self, record: models.Model) -> str:
        base = slug_for(record.slug_source(), fallback=record._meta.model_name)
        return self.slugs.take(unique_slug(base, self.slugs))

    # What papers refer to

    def add_places(self) -> None:
        self.add(
            "venues",
            Venue,
            [(entry, entry.planned.venue) for entry in self.entries if entry.planned.venue and entry.writes("venue")],
        )
        self.add("categories", Category, self.pairs("categories"))
        self.add("institutions", Institution, self.pairs("institutions"))

    def pairs(self, name: str) -> list[tuple[_Written, models.Model]]:
        return [
            (entry, record) for entry in self.entries if entry.writes(name) for record in getattr(entry.planned, name)
        ]

    def add(self, kind: str, model: type[models.Model], pairs: list[tuple[_Written, models.Model]]) -> None:
        """Save the unsaved records, each entered with the first entry that needs it."""
        first = {}
        for entry, record in pairs:
            if record.pk is None:
                first.setdefault(id(record), (entry, record))
        records = [record for _entry, record in first.values()]
        for record in records:
            if hasattr(record, "slug"):
                record.slug = self.new_slug(record)
        insert(records)
        for entry, record in first.values():
            entry.made.setdefault(kind, []).append(record.pk)

    def add_people(self) -> None:
        credited = self.people_where("authors")
        for _entry, person in credited:
            if person.author.pk is None and person.new_orcid:
                person.author.orcid, person.new_orcid = person.new_orcid, ""
        self.add("authors", Author, [(entry, person.author) for entry, person in credited])
        for entry, person in [*credited, *self.people_where("orcids")]:
            if person.new_orcid:
                person.author.orcid, person.new_orcid = person.new_orcid, ""
                person.author.save(update_fields=["orcid", "updated"])
                entry.made.setdefault("orcids", []).append(person.author.pk)

    def people_where(self, name: str) -> list[tuple[_Written, Person]]:
        return [(entry, person) for entry in self.entries if entry.writes(name) for person in entry.planned.people]

    # New papers

    def add_papers(self) -> None:
        keys = Taken(Paper.objects, "citation_key", {_key_of(entry.planned, lambda key: False) for entry in self.added})
        for entry in self.added:
            planned = entry.planned
            if not planned.values["citation_key"]:
                planned.values["citation_key"] = _key_of(planned, keys)
            keys.take(planned.values["citation_key"])
            _fill(planned.paper, planned)
            planned.paper.status = self.status
            planned.paper.slug = self.new_slug(planned.paper)
        insert(entry.planned.paper for entry in self.added)

    def add_rows(self) -> None:
        added = [entry.planned for entry in self.added]
        insert(
            Authorship(
                paper=planned.paper,
                author=person.author,
                position=position,
                printed_name=name,
                affiliation=affiliation,
            )
            for planned in added
            for position, (person, (name, affiliation)) in enumerate(
                zip(planned.people, planned.values["authors"], strict=True), 1
            )
        )
        insert(
            PaperInstitution(paper=planned.paper, institution=institution, position=position)
            for planned in added
            for position, institution in enumerate(planned.institutions, 1)
        )
        cross_listing = Paper.cross_listed.through
        insert(
            cross_listing(paper=planned.paper, category=category)
            for planned in added
            for category in planned.categories[1:]
        )
        insert(
            Identifier(paper=planned.paper, scheme=scheme, value=value)
            for planned in added
            for scheme, value in planned.values["identifiers"]
        )
        insert(
            Link(paper=planned.paper, kind=kind, url=url, label=label, position=position)
            for planned in added
            for position, (kind, url, label) in enumerate(planned.values["links"], 1)
        )


def _ledger(batch: ImportBatch, planned: PlannedEntry, written: _Written | None) -> ImportEntry:
    paper = planned.paper if planned.paper and planned.paper.pk else None
    return ImportEntry(
        batch=batch,
        position=planned.position,
        label=planned.entry.label[:LABEL_LENGTH],
        line=planned.entry.line,
        outcome=planned.outcome,
        paper=paper,
        changes={name: [change.old, change.new, change.locked] for name, change in planned.changes.items()},
        problems=[[problem.field, problem.reason] for problem in planned.problems],
        before=written.before if written else {},
        made=({"paper": [paper.pk]} if written.is_new else {}) | written.made if written else {},
    )


def _conflict(entry: PlannedEntry) -> str:
    reasons = [problem.reason for problem in entry.problems]
    if locked := [name for name, change in entry.changes.items() if change.locked]:
        reasons.append(_("An editor gave %(fields)s.") % {"fields": ", ".join(locked)})
    return f"{entry.entry.label}: {' '.join(reasons)}"


def _key_of(planned: PlannedEntry, taken: Callable[[str], bool]) -> str:
    """Return the citation key that the entry has, or a new one made as `Paper.assign_citation_key` makes it."""
    if key := planned.values["citation_key"]:
        return key
    date = planned.values["posted"] or planned.values["issued"]
    families = [person.author.family_name or person.author.display_name for person in planned.people]
    return citation_key(families, int(date[:4]) if date else None, planned.values["title"], taken)


def _fill(paper: Paper, planned: PlannedEntry) -> None:
    """Give a paper that is not yet stored all that it says in its own row."""
    for name, column in COLUMNS.items():
        setattr(paper, column, planned.values[name] or (None if Paper._meta.get_field(column).null else ""))
    paper.venue = planned.venue
    paper.primary_category = planned.categories[0] if planned.categories else None
    paper.extra = planned.values["extra"]
    paper.imported = digests(planned.values)


class _Change:
    """A known paper that an entry changes."""

    def __init__(self, written: _Written):
        self.written = written
        self.planned = written.planned
        self.paper = written.planned.paper

    def write(self) -> None:
        fields = self.written.fields - {"orcids"}
        before = self.written.before
        for name in sorted(fields):
            if name in COLUMNS:
                before[name] = self.planned.changes[name].old
                null = Paper._meta.get_field(COLUMNS[name]).null
                setattr(self.paper, COLUMNS[name], self.planned.values[name] or (None if null else ""))
            else:
                before[name] = getattr(self, f"write_{name}")()
        if fields:
            before["imported"] = {name: self.paper.imported.get(name) for name in fields}
            self.paper.imported |= digests({name: self.planned.values[name] for name in fields})
            self.paper.save()

    def write_venue(self) -> int | None:
        before, self.paper.venue = self.paper.venue_id, self.planned.venue
        return before

    def write_categories(self) -> list:
        before = [self.paper.primary_category_id, [category.pk for category in self.paper.cross_listed.all()]]
        self.paper.primary_category = self.planned.categories[0]
        self.paper.cross_listed.set(self.planned.categories[1:])
        return before

    def write_extra(self) -> dict:
        before, self.paper.extra = self.paper.extra, self.planned.values["extra"]
        return before

    def write_institutions(self) -> list[int]:
        before = [entry.institution_id for entry in self.paper.institution_entries.all()]
        set_institutions(self.paper, self.planned.institutions)
        return before

    def write_authors(self) -> list[dict]:
        rows = {row.author_id: row for row in self.paper.authorships.all()}
        names = (
            "author_id",
            "position",
            "printed_name",
            "affiliation",
            "role",
            "corresponding",
            "equal_contribution",
            "profile_rank",
        )
        before = [{name: getattr(row, name) for name in names} for row in rows.values()]
        set_authors(
            self.paper,
            [
                _credit(person.author, name, affiliation, rows.get(person.author.pk))
                for person, (name, affiliation) in zip(self.planned.people, self.planned.values["authors"], strict=True)
            ],
        )
        return before

    def write_identifiers(self) -> list:
        change = self.planned.changes["identifiers"]
        new = [pair for pair in change.new if pair not in change.old]
        Identifier.objects.bulk_create(
            Identifier(paper=self.paper, scheme=scheme, value=value) for scheme, value in new
        )
        return new

    def write_links(self) -> list:
        change = self.planned.changes["links"]
        new = [link for link in change.new if link not in change.old]
        Link.objects.bulk_create(
            Link(paper=self.paper, kind=kind, url=url, label=label, position=position)
            for position, (kind, url, label) in enumerate(new, len(change.old) + 1)
        )
        return [url for _kind, url, _label in new]


def _credit(author: Author, name: str, affiliation: str, row: Authorship | None) -> Credit:
    kept = (
        {}
        if row is None
        else {"role": row.role, "corresponding": row.corresponding, "equal_contribution": row.equal_contribution}
    )
    return Credit(author, printed_name=name, affiliation=affiliation, **kept)
