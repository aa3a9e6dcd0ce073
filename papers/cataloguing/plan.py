"""The plan of an import: what becomes of each entry of a bibliography, and why."""

from collections.abc import Collection, Iterable, Iterator

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from papers.cataloguing.fitting import Fitting, Misfit
from papers.cataloguing.originals import Moved, Originals
from papers.cataloguing.people import People
from papers.cataloguing.places import Places
from papers.cataloguing.planned import Change, Outcome, PlannedEntry
from papers.cataloguing.values import COLUMNS, FIELDS, is_locked, merged, present_values, wanted_values
from papers.cataloguing.works import Work, Works, work_of_record
from papers.imports.record import Entry, PaperRecord, Problem, changed
from papers.models import Author, Paper

CHUNK = 500  # entries that are planned together
CHUNK_AUTHORS = 4000  # and about as many authors
CHECKED = {name: Paper._meta.get_field(column) for name, column in COLUMNS.items()}


def plan(entries: Iterable[Entry], owner: Author | None = None, full: bool = False) -> Iterator[list[PlannedEntry]]:
    """Yield the plan of a file's entries, some at a time, each against the site as it is when it is asked for.

    Whoever applies the plan must write what was yielded before asking for more: a work that comes twice in the file
    and a person on two of its papers are found that way. `owner` is whose own bibliography it is; `full` honours what a
    complete export says beyond the records.
    """
    written: dict[int, tuple[int, str]] = {}
    moved = Moved()
    for chunk in _chunks(entries, full):
        planned = _Chunk(chunk, written, moved, owner).plan()
        yield planned
        for entry in planned:
            moved.note(entry)
            if entry.paper and entry.paper.pk and entry.outcome != Outcome.REFUSED:
                written[entry.paper.pk] = (entry.position, entry.entry.label)


def _chunks(entries: Iterable[Entry], full: bool) -> Iterator[list[PlannedEntry]]:
    chunk, authors = [], 0
    for position, entry in enumerate(entries, 1):
        site = entry.site if full else None
        chunk.append(PlannedEntry(position, entry, problems=list(entry.problems), site=site))
        authors += len(entry.record.authors) if entry.record else 0
        if len(chunk) >= CHUNK or authors >= CHUNK_AUTHORS:
            yield chunk
            chunk, authors = [], 0
    if chunk:
        yield chunk


class _Chunk:
    """Entries that are planned together, with all of the site that they may touch."""

    def __init__(self, entries: list[PlannedEntry], written: dict, moved: Moved, owner: Author | None):
        self.entries = entries
        self.written = written
        self.moved = moved
        self.owner = owner
        self.titles: dict[int, str] = {}

    def plan(self) -> list[PlannedEntry]:
        for planned in self.entries:
            _fit(planned)
        records = [planned.record for planned in self.entries if planned.record]
        sites = [planned.site for planned in self.entries if planned.site]
        self.works = Works(records, [site.slug for site in sites])
        self.people = People((person for record in records for person in record.authors), self.owner)
        self.places = Places(records)
        self.originals = Originals(sites, self.people, self.moved)
        for planned in self.entries:
            if planned.record:
                try:
                    self._plan_one(planned)
                except Misfit as misfit:
                    planned.refuse(str(misfit), misfit.field)
        return self.entries

    def _plan_one(self, planned: PlannedEntry) -> None:
        work = work_of_record(planned.record, planned.position)
        found = self._found(planned, work)
        if len(found) > 1:
            self._say_several(planned, found)
        elif found and (earlier := self._earlier(found[0])):
            planned.refuse(
                _("It is the same work as “%(label)s”, entry %(position)d of this file.")
                % {"position": earlier[0], "label": earlier[1]}
            )
        elif found:
            self._compare(planned, found[0])
        else:
            self._add(planned, work)

    def _found(self, planned: PlannedEntry, work: Work) -> list[Work]:
        """Return the works that an entry may be about; in a complete export no two entries are about the same."""
        if planned.site is None:
            return self.works.matching(work)
        known = self.works.by_address.get(planned.site.slug)
        return [known] if known else [other for other in self.works.matching(work) if not self._earlier(other)]

    def _earlier(self, work: Work) -> tuple[int, str] | None:
        """Return position and label of the earlier entry of the file that is about a work."""
        if work.paper is None:
            return work.position, self.titles[work.position]
        return self.written.get(work.paper.pk)

    def _say_several(self, planned: PlannedEntry, found: list[Work]) -> None:
        planned.outcome = Outcome.CONFLICT
        names = [f"“{work.paper.title if work.paper else self.titles[work.position]}”" for work in found]
        planned.problems.append(
            Problem("", _("It may be any of several works here: %(works)s.") % {"works": ", ".join(names)})
        )

    # New

    def _add(self, planned: PlannedEntry, work: Work) -> None:
        record = self._settled(planned, None)
        planned.values = wanted_values(record)
        planned.values["language"] = planned.values["language"] or Paper._meta.get_field("language").default
        if not _is_valid(planned, COLUMNS, planned.values):
            return
        planned.paper, planned.record = Paper(), record
        self._find_relations(planned)
        self._find_authors(planned, {})
        planned.outcome = Outcome.NEW
        self.works.know(work)
        self.titles[planned.position] = planned.entry.label

    def _settled(self, planned: PlannedEntry, own: Work | None) -> PaperRecord:
        """Return the record as this site can hold it beside what it has."""
        record, extra = planned.record, dict(planned.record.extra)
        identifiers = []
        for pair in record.identifiers:
            if (other := self.works.owner(pair)) and other is not own:
                extra.setdefault(pair[0], pair[1])
            else:
                identifiers.append(pair)
        changes: dict[str, object] = {"identifiers": tuple(identifiers)}
        if planned.site is None:
            changes["institutions"] = tuple(self.places.institution(name).name for name in record.institutions)
        if record.venue:
            venue = self.places.venue(record)
            for name, there in (("series", venue.series), ("venue_short", venue.short_name)):
                if (text := getattr(record, name)) and text != there:
                    extra.setdefault(name, text)
        elif record.series:
            extra.setdefault("series", record.series)
        key = record.citation_key
        if key and (other := self.works.by_key.get(key)) and other is not own:
            changes["citation_key"] = ""
            extra.setdefault("citation_key", key)
        return changed(record, **changes, extra=extra)

    def _find_authors(self, planned: PlannedEntry, standing: dict[int, Author]) -> None:
        if planned.site:
            planned.people = self.originals.people(planned)
            return
        planned.people, problems = self.people.of_paper(
            planned.record.authors, planned.paper.pk or -planned.position, standing, planned.record.institutions
        )
        planned.problems += problems

    def _find_relations(self, planned: PlannedEntry) -> None:
        record = planned.record
        planned.venue = self.places.venue(record) if record.venue else None
        planned.categories = [self.places.category(code) for code in planned.values["categories"]]
        if planned.site:
            self.originals.complete(planned)
            planned.institutions = self.originals.institutions(planned)
        else:
            planned.institutions = [self.places.institution(name) for name in dict.fromkeys(record.institutions)]

    # Known

    def _compare(self, planned: PlannedEntry, work: Work) -> None:
        paper = planned.paper = work.paper
        record = planned.record = self._settled(planned, work)
        present = present_values(paper)
        values = planned.values = merged(present, wanted_values(record))
        planned.changes = {
            name: Change(present[name], values[name], is_locked(paper, name, present[name]))
            for name in FIELDS
            if values[name] != present[name]
        }
        if not _is_valid(planned, COLUMNS.keys() & planned.changes, values):
            return
        self._find_relations(planned)
        if record.authors:
            self._find_people(planned)
        self.written.setdefault(paper.pk, (planned.position, planned.entry.label))
        locked = [change.locked for change in planned.changes.values()]
        planned.outcome = Outcome.SAME if not locked else Outcome.CONFLICT if all(locked) else Outcome.CHANGED

    def _find_people(self, planned: PlannedEntry) -> None:
        """Find the people where the authors change, and the ORCID iDs that the entry adds."""
        standing = _standing(planned.paper, planned.record)
        if "authors" in planned.changes:
            self._find_authors(planned, standing)
            return
        planned.people = [self.people.known(standing[place]) for place in sorted(standing)]
        lent = {}
        for place, author in standing.items():
            person, orcid = self.people.known(author), planned.record.authors[place].orcid
            if orcid and not person.orcid:
                self.people.lend(person, orcid)
            if person.new_orcid and person.new_orcid == orcid:
                lent[author.display_name] = orcid
        if lent:
            planned.changes["orcids"] = Change({}, lent, locked=False)


def _standing(paper: Paper, record: PaperRecord) -> dict[int, Author]:
    """Return who stands on a known paper under the same printed name, by their place in the entry."""
    rows = list(paper.authorships.all())
    by_name = {row.printed_name: row.author for row in rows}
    return {
        place: rows[place].author
        if place < len(rows) and rows[place].printed_name == person.name
        else by_name[person.name]
        for place, person in enumerate(record.authors)
        if person.name in by_name
    }


def _fit(planned: PlannedEntry) -> None:
    """Make the entry's record fit the tables, or refuse the entry."""
    if planned.entry.record is None:
        return
    fitting = Fitting(planned.entry.record, is_own=planned.entry.site is not None)
    try:
        planned.record = fitting.fitted()
    except Misfit as misfit:
        planned.refuse(str(misfit), misfit.field)
    planned.problems += fitting.problems


def _is_valid(planned: PlannedEntry, names: Collection[str], values: dict) -> bool:
    """Whether the values called `names` pass their fields' own checks; otherwise the entry is refused with the reasons.

    The checks are those of `Model.clean_fields`, without a record of the model, which costs more than they do.
    """
    problems = []
    for name, field in CHECKED.items():
        if name in names and (values[name] or not field.blank):
            try:
                field.clean(values[name] or (None if field.null else ""), None)
            except ValidationError as error:
                problems.append(Problem(field.name, " ".join(error.messages)))
    if problems:
        planned.outcome = Outcome.REFUSED
        planned.problems += problems
    return not problems
