"""A fixture into the database, without overwriting what somebody edited.

Three states of a record are compared: as a file last gave it (its LoadedRecord), as it is on the site, and as the file
has it now.
"""

from collections import defaultdict
from itertools import pairwise
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, models, transaction

from papers.loading import values
from papers.loading.entries import LEFT_OUT, Entry, read_entry
from papers.loading.fixture import FixtureError, Record, read_records
from papers.loading.present import Present
from papers.loading.report import Kept, Report
from papers.models import LoadedRecord, Metric, Paper
from papers.models.address import Addressed

CHANGEABLE_IN_METRICS = {"superseded_reason"}


def load(path: Path, restore: bool = False) -> Report:
    """Bring the records of the fixture at `path` into the database and return what was done, in one transaction.

    A record that somebody edited, added or deleted stays as they left it; `restore` brings the deleted ones back.
    Raises FixtureError, having written nothing, where the file or one of its records is wrong.
    """
    records = read_records(path)
    with transaction.atomic():
        return _Load(restore).run(records)


class _Load:
    def __init__(self, restore: bool):
        self.restore = restore
        self.report = Report()
        self.present = Present()
        self.seen = {}  # records of the file, by natural key
        self.new_papers = set()  # primary keys

    def run(self, records: list[Record]) -> Report:
        by_model = defaultdict(list)
        for record in records:
            by_model[values.model_of(record)].append(record)
        self.report.made_by_site = len(by_model[None])
        for model in values.loadable_models():
            entries = (self.read(record, model) for record in by_model[model])
            if model._meta.label_lower in values.LISTS:
                self.load_lists(model, entries)
            else:
                for entry in entries:
                    self.load_one(entry)
        self.present.save_remembered()
        return self.report

    def read(self, record: Record, model: type[models.Model]) -> Entry:
        """Return the checked entry of `record`; raise FixtureError where the file has the same one before."""
        entry = read_entry(record, model, self.present.refer)
        first = self.seen.setdefault(values.key_text(model, entry.key), record)
        if first is not record:
            message = f"it stands in the file before, as record {first.number} on line {first.line}: take one out."
            raise record.error(message, name=values.name_of(record, model))
        return entry

    # One record

    def load_one(self, entry: Entry) -> None:
        """Add, update or leave alone the record of `entry`."""
        base = self.present.base(entry.model, entry.key)
        identity = entry.identity()
        current = self.present.find(entry.model, identity, base) if identity is not None else None
        if current is not None:
            found = self.compare(entry, current, base)
        elif entry.missing or (base and not self.restore):
            found = LEFT_OUT
            _keep(self.report.dependent if entry.missing else self.report.deleted, entry)
        else:
            found = self.add(entry)
        if len(entry.key) == 1:
            self.present.references[entry.model, entry.key[0]] = found

    def add(self, entry: Entry) -> models.Model:
        _complete(entry)
        self.save(entry, entry.instance)
        self.report.added += 1
        if entry.model is Paper:
            self.new_papers.add(entry.instance.pk)
        return entry.instance

    def compare(self, entry: Entry, current: models.Model, base: LoadedRecord | None) -> models.Model:
        """Write `entry` to `current` if that is as a file left it, and return `current`."""
        entry.instance.pk = current.pk
        _complete(entry)
        now = values.values_of(current)
        changes = _differing(entry.values, now)
        edits = _differing(self.present.current(entry.model, base.fields), now) if base else ()
        if not changes:
            self.report.same += 1
            self.present.remember(entry.model, entry.key, now, current.pk)
        elif not base:
            _keep(self.report.foreign, entry, changes)
        elif edits:
            _keep(self.report.edited, entry, edits)
        elif entry.model is Metric and set(changes) - CHANGEABLE_IN_METRICS:
            _keep(self.report.fixed, entry, changes)
        else:
            self.update(entry, current)
        return current

    def update(self, entry: Entry, current: models.Model) -> None:
        for name in entry.given - entry.many.keys():
            setattr(current, name, getattr(entry.instance, name))
        self.save(entry, current)
        self.report.updated += 1

    def save(self, entry: Entry, instance: models.Model) -> None:
        """Save `instance` and remember it as this file's; raise FixtureError where the database refuses it."""
        _save(entry, instance)
        self.present.remember(entry.model, entry.key, values.values_of(instance), instance.pk)

    # A paper's authors, a paper's institutions

    def load_lists(self, model: type[models.Model], entries) -> None:
        """Load the lists of all papers in the file."""
        lists = defaultdict(list)
        for entry in entries:
            lists[entry.key[0]].append(entry)
        for slug, members in lists.items():
            members.sort(key=lambda entry: entry.instance.position)
            _check_positions(members)
            self.load_list(model, slug, members)

    def load_list(self, model: type[models.Model], slug: str, entries: list[Entry]) -> None:
        """Write the list of the paper whose slug is `slug`, unless somebody edited one of its rows."""
        paper = self.present.refer(Paper, slug)
        base = self.present.base(model, (slug,))
        if any(entry.missing for entry in entries):
            where = self.report.dependent if paper is LEFT_OUT or not base else self.report.edited
            where.append(Kept(model._meta.label_lower, (slug,), rows=len(entries)))
            return
        now = [values.values_of(row) for row in self.present.rows(model, paper)]
        wanted = [values.values_of(entry.instance) for entry in entries]
        stored = [self.present.current(model, row) for row in base.fields] if base else None
        if now != wanted and self.may_write(paper, slug, stored, now):
            model.objects.filter(paper=paper).delete()
            for entry in entries:
                _save(entry, entry.instance)
        elif now != wanted:
            where = self.report.foreign if not base else self.report.edited if now else self.report.deleted
            changes = _changes(model, stored or wanted, now) if now else ()
            where.append(Kept(model._meta.label_lower, (slug,), changes, len(entries)))
            return
        self.count(model, wanted, now)
        self.present.remember(model, (slug,), wanted)

    def may_write(self, paper: Paper, slug: str, stored: list[dict] | None, now: list[dict]) -> bool:
        """Return whether the rows `now` of a paper are as a file left them."""
        if paper.pk in self.new_papers or (self.restore and stored and not now):
            return True
        if stored is None:
            return not now and self.present.base(Paper, (slug,)) is not None
        return len(stored) == len(now) and not any(map(_differing, stored, now))

    def count(self, model: type[models.Model], wanted: list[dict], now: list[dict]) -> None:
        before, after = _by_member(model, now), _by_member(model, wanted)
        same = sum(after[member] == before.get(member) for member in after)
        self.report.same += same
        self.report.added += len(after.keys() - before.keys())
        self.report.updated += len(after.keys() & before.keys()) - same
        self.report.removed += len(before.keys() - after.keys())


# Writing


def _complete(entry: Entry) -> None:
    """Clean a record with an address, now that its row is known; others were cleaned when they were read."""
    if issubclass(entry.model, Addressed):
        entry.clean()


def _save(entry: Entry, instance: models.Model) -> None:
    try:
        with transaction.atomic():
            instance.save()
            for name, objects in entry.many.items():
                getattr(instance, name).set(objects)
    except (IntegrityError, DataError) as error:
        raise _refusal(entry, instance, error) from error


def _refusal(entry: Entry, instance: models.Model, refused: Exception) -> FixtureError:
    """Return why the database refused `instance`: the rule in the model's words, or else in the database's own."""
    try:
        instance.full_clean()
    except ValidationError as error:
        return values.invalid(entry.record, entry.model, error)
    reason = str(refused).splitlines()[0]
    return entry.record.error(f"the database refuses it: {reason}.", name=values.name_of(entry.record, entry.model))


# Comparing


def _differing(stored: dict, now: dict) -> tuple[str, ...]:
    """Return the names of the fields that both have and that differ; a newer version may have added others."""
    return tuple(name for name in now if name in stored and stored[name] != now[name])


def _by_member(model: type[models.Model], rows: list[dict]) -> dict[str, dict]:
    return {row[values.LISTS[model._meta.label_lower]][0]: row for row in rows}


def _changes(model: type[models.Model], stored: list[dict], now: list[dict]) -> tuple[str, ...]:
    """Return the names of the fields that differ between two lists; the member's own where the members differ."""
    before, after = _by_member(model, stored), _by_member(model, now)
    names = {name for member in before.keys() & after.keys() for name in _differing(before[member], after[member])}
    if before.keys() != after.keys():
        names.add(values.LISTS[model._meta.label_lower])
    return tuple(sorted(names))


def _check_positions(entries: list[Entry]) -> None:
    for before, entry in pairwise(entries):
        if before.instance.position == entry.instance.position:
            message = f"record {before.record.number} of the same paper has this position too: count them from 1."
            raise entry.record.error(message, "position", values.name_of(entry.record, entry.model))


def _keep(where: list[Kept], entry: Entry, fields: tuple[str, ...] = ()) -> None:
    where.append(Kept(entry.model._meta.label_lower, entry.key, fields))
