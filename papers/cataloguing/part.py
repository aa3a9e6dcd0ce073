"""A part of a plan into the database: the places and people it needs, its new papers, its changes."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from papers.cataloguing.changed_paper import Change, settle_with_others
from papers.cataloguing.drafted import settle_with_drafts, write_as_drafts
from papers.cataloguing.ledger import Written, enter, ledger_row
from papers.cataloguing.new_papers import add_papers, add_rows
from papers.cataloguing.options import ConflictError, Options
from papers.cataloguing.people import Person
from papers.cataloguing.planned import Outcome, PlannedEntry
from papers.cataloguing.restoring import add_former_slugs, add_other_names
from papers.cataloguing.rows import insert
from papers.cataloguing.standing import refuse_deleted
from papers.cataloguing.taken import Taken
from papers.models import Address, Author, Category, ImportBatch, Institution, Venue
from papers.models.status import Status
from papers.names import slug_for, unique_slug


class Part:
    """Entries that are planned and written together."""

    def __init__(self, batch: ImportBatch, planned: list[PlannedEntry], options: Options):
        self.batch = batch
        self.planned = planned
        self.options = options
        self.status = Status.PUBLISHED if options.publish else Status.DRAFT

    def write(self) -> None:
        """Write what is to be written of the entries, and enter them all in the ledger."""
        written = [Written(entry, fields) for entry in self.planned if (fields := self.fields(entry)) is not None]
        refuse_deleted(self.planned, {entry.planned.paper.pk for entry in written if not entry.is_new})
        self.entries = [entry for entry in written if entry.planned.outcome != Outcome.REFUSED]
        self.added = [entry for entry in self.entries if entry.is_new]
        settle_with_others(entry for entry in self.entries if not entry.is_new)
        self.apart = list(filter(self.is_apart, self.entries))
        if self.apart:
            settle_with_drafts(self.apart)
        self.promised = {slug for entry in self.entries if entry.planned.site for slug in entry.planned.site.slugs}
        self.slugs = Taken(Address.objects, "value", self.wanted_slugs() | self.promised)
        self.add_places()
        add_papers(self.added, self.status, self.new_slug)
        self.add_people()
        add_rows(self.added)
        add_other_names(self.entries)
        add_former_slugs(self.entries, self.slugs)
        for entry in self.entries:
            if not entry.is_new and not self.is_apart(entry):
                Change(entry).write()
        if self.apart:
            write_as_drafts(self.apart, self.options.drafts_by)
        by_position = {entry.planned.position: entry for entry in self.entries}
        enter(self.batch, (ledger_row(entry, by_position.get(entry.position)) for entry in self.planned))

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

    def is_apart(self, entry: Written) -> bool:
        """Whether what an entry changes becomes a draft."""
        is_known = self.options.drafts_by is not None and not entry.is_new
        return is_known and entry.planned.paper.status == Status.PUBLISHED

    def wanted_slugs(self) -> set[str]:
        credited = [person.author for entry in self.entries for person in entry.planned.people]
        people = [author for author in credited if author.pk is None]
        records = [*people, *(entry.planned.paper for entry in self.added)]
        texts = {person.display_name for person in people} | {entry.planned.values["title"] for entry in self.added}
        texts |= {place.label for entry in self.entries for place in entry.planned.institutions if place.pk is None}
        return ({slug_for(text, "") for text in texts} | {record.slug for record in records}) - {""}

    def new_slug(self, record: models.Model) -> str:
        wanted = record.slug
        base = wanted or slug_for(record.slug_source(), fallback=record._meta.model_name)
        return self.slugs.take(
            unique_slug(base, lambda slug: self.slugs(slug) or (slug != wanted and slug in self.promised))
        )

    # What papers refer to

    def add_places(self) -> None:
        self.add(
            "venues",
            Venue,
            [(entry, entry.planned.venue) for entry in self.entries if entry.planned.venue and entry.writes("venue")],
        )
        self.add("categories", Category, self.pairs("categories"))
        self.add("institutions", Institution, self.pairs("institutions"))

    def pairs(self, name: str) -> list[tuple[Written, models.Model]]:
        return [
            (entry, record) for entry in self.entries if entry.writes(name) for record in getattr(entry.planned, name)
        ]

    def add(self, kind: str, model: type[models.Model], pairs: list[tuple[Written, models.Model]]) -> None:
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
                Author.objects.filter(pk=person.author.pk).update(orcid=person.author.orcid, updated=timezone.now())
                entry.made.setdefault("orcids", []).append(person.author.pk)

    def people_where(self, name: str) -> list[tuple[Written, Person]]:
        return [(entry, person) for entry in self.entries if entry.writes(name) for person in entry.planned.people]


def _conflict(entry: PlannedEntry) -> str:
    reasons = [problem.reason for problem in entry.problems]
    if locked := [name for name, change in entry.changes.items() if change.locked]:
        reasons.append(_("An editor gave %(fields)s.") % {"fields": ", ".join(locked)})
    return f"{entry.entry.label}: {' '.join(reasons)}"
