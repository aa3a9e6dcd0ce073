"""What an entry changes about a paper that the site knows."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from papers.cataloguing.ledger import Written
from papers.cataloguing.values import COLUMNS, digests, present_values
from papers.imports.record import Problem
from papers.models import (
    Author,
    Authorship,
    Credit,
    Identifier,
    Institution,
    Link,
    Paper,
    set_authors,
    set_institutions,
)

OF_PEOPLE = {"orcids"}  # which are no part of a paper


def settle_with_others(entries: Iterable[Written]) -> None:
    """Take from `entries`, whose papers are locked, the fields that somebody changed since the plan, and say so."""
    by_paper = {entry.planned.paper.pk: entry for entry in entries}
    present = Paper.objects.filter(pk__in=by_paper).values_list("pk", "updated")
    late = [key for key, updated in present if updated != by_paper[key].planned.paper.updated]
    for paper in Paper.objects.filter(pk__in=late).for_page():
        by_paper[paper.pk].planned.paper = paper
        saying = _("Somebody changed %(fields)s while this was imported, and that stays.")
        settle(by_paper[paper.pk], present_values(paper), saying)


def settle(entry: Written, present: dict, saying: str) -> None:
    """Take from an entry the fields that have another value at `present` than when it was planned; say which."""
    planned = entry.planned
    changed = {name for name in entry.fields - OF_PEOPLE if present[name] != planned.changes[name].old}
    entry.fields -= changed
    planned.problems = [problem for problem in planned.problems if problem.field not in changed]
    if other := sorted(name for name in changed if present[name] != planned.changes[name].new):
        planned.problems.append(Problem("", saying % {"fields": ", ".join(other)}))


class Change:
    """A known paper that an entry changes."""

    def __init__(self, written: Written):
        self.written = written
        self.planned = written.planned
        self.paper = written.planned.paper

    def write(self) -> None:
        """Write the fields that are to be written, and keep what they said before."""
        fields = self.written.fields - OF_PEOPLE
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
        self.paper.primary_category = self.planned.primary_category
        self.paper.cross_listed.set(self.planned.cross_listed)
        return before

    def write_extra(self) -> dict:
        before, self.paper.extra = self.paper.extra, self.planned.values["extra"]
        return before

    def write_institutions(self) -> list[int]:
        before = [entry.institution_id for entry in self.paper.institution_entries.all()]
        keys = [institution.pk for institution in self.planned.institutions]
        found = Institution.objects.in_bulk(keys)
        set_institutions(self.paper, [found[key] for key in keys])
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
        keys = [person.author.pk for person in self.planned.people]
        found = Author.objects.in_bulk(keys)
        set_authors(
            self.paper,
            [
                _credit(found[key], name, affiliation, rows.get(key))
                for key, (name, affiliation) in zip(keys, self.planned.values["authors"], strict=True)
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
