"""Whom and what a complete export names: whoever has the address here, or else somebody new with all that it says.

Nobody known here is changed. An address that somebody else has here makes nobody the same.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from papers.cataloguing.fitting import Misfit
from papers.cataloguing.people import People, Person, share_a_word
from papers.cataloguing.planned import Outcome, PlannedEntry
from papers.imports.record import PersonRecord, Problem
from papers.imports.site_record import SiteAuthor, SiteInstitution, SiteRecord
from papers.models import Address, Author, AuthorName, Authorship, Institution
from papers.names import fold


@dataclass
class Moved:
    """Those whom a complete export names by an address that is another's here: that address → their primary key."""

    people: dict[str, int] = field(default_factory=dict)
    institutions: dict[str, int] = field(default_factory=dict)

    def note(self, planned: PlannedEntry) -> None:
        """Note those of an entry that was written who could not have their address."""
        if planned.site is None or planned.outcome != Outcome.NEW:
            return
        people = [person.author for person in planned.people]
        for records, said, moved in (
            (people, planned.site.authors, self.people),
            (planned.institutions, planned.site.institutions, self.institutions),
        ):
            for record, original in zip(records, said, strict=True):
                if record.pk and record.slug != original.slug:
                    moved[original.slug] = record.pk


class Originals:
    """The people and institutions of a number of lines of a complete export, by their addresses."""

    def __init__(self, sites: Iterable[SiteRecord], people: People, moved: Moved):
        self.known = people
        records = list(chain.from_iterable((*site.authors, *site.institutions) for site in sites))
        slugs = {record.slug for record in records}
        rors = {record.ror for record in records if isinstance(record, SiteInstitution) and record.ror}
        at = Address.objects.filter(value__in=slugs).select_related("author", "institution")
        self.people_at = {address.value: people.known(address.author) for address in at if address.author}
        self.institutions_at = {address.value: address.institution for address in at if address.institution}
        authors = Author.objects.in_bulk(moved.people[slug] for slug in slugs & moved.people.keys())
        self.people_at |= {slug: people.known(authors[key]) for slug, key in moved.people.items() if key in authors}
        places = Institution.objects.in_bulk(moved.institutions[slug] for slug in slugs & moved.institutions.keys())
        self.institutions_at |= {slug: places[key] for slug, key in moved.institutions.items() if key in places}
        found = Institution.objects.filter(ror__in=rors)
        self.by_ror = {institution.ror: institution for institution in found}

    def people(self, planned: PlannedEntry) -> list[Person]:
        """Return the people of an entry in its order; raise Misfit where they cannot be."""
        pairs = zip(planned.site.authors, planned.record.authors, strict=True)
        people = [self._person(planned, author, record) for author, record in pairs]
        for author in filter(lambda author: author.role, planned.site.authors):
            _check(Authorship(role=author.role), "authors", "role")
        if len(set(people)) < len(people):
            raise Misfit("authors", _("It names one person twice."))
        return people

    def institutions(self, planned: PlannedEntry) -> list[Institution]:
        """Return the institutions of an entry in its order; raise Misfit where they cannot be."""
        institutions = [self._institution(planned, record) for record in planned.site.institutions]
        if len({id(institution) for institution in institutions}) < len(institutions):
            raise Misfit("institutions", _("It names one institution twice."))
        return institutions

    def complete(self, planned: PlannedEntry) -> None:
        """Give a new paper, venue and categories what their record does not say; raise Misfit for what cannot be."""
        site, paper = planned.site, planned.paper
        if paper.pk is None:
            paper.slug, paper.status = site.slug, site.status
            paper.publish_at, paper.retire_at = _time(site.publish_at), _time(site.retire_at)
            paper.notice, paper.notice_url = site.notice_text, site.notice_url
            _check(paper, "site", "slug", "status", "notice", "notice_url")
            if paper.publish_at and paper.retire_at and paper.retire_at <= paper.publish_at:
                raise Misfit("site", _("It is to disappear before it appears."))
        if planned.venue and planned.venue.pk is None:
            planned.venue.homepage = site.venue_homepage
            _check(planned.venue, "venue", "homepage")
        said = {category.code: category for category in site.categories}
        for category in planned.categories:
            if category.pk is None:
                if category.code not in said:
                    raise Misfit("categories", _("“site” names other categories than the line itself."))
                category.short_code, category.name = said[category.code].short_code, said[category.code].name
                _check(category, "categories", "short_code", "name")

    def _person(self, planned: PlannedEntry, author: SiteAuthor, record: PersonRecord) -> Person:
        person = self.people_at.get(author.slug)
        if person and not _is_same(person, author, record):
            _say_taken(planned, author.slug, person.author.display_name)
            person = None
        person = person or (self.known.by_orcid.get(record.orcid) if record.orcid else None)
        if person is None:
            made = Author(
                slug=author.slug,
                display_name=author.display_name,
                given_name=author.given_name,
                family_name=author.family_name,
                sort_name=author.sort_name,
                note=author.note,
                orcid=record.orcid or None,
                is_profile=author.is_profile,
                named_only=author.named_only,
            )
            _check(made, "authors")
            for name in author.names:
                _check(AuthorName(name=name.name), "authors", "name")
            names = {fold(author.display_name), *(fold(name.name) for name in author.names)}
            person = self.known.know(Person(made, names))
        self.people_at[author.slug] = person
        return person

    def _institution(self, planned: PlannedEntry, record: SiteInstitution) -> Institution:
        institution = self.institutions_at.get(record.slug)
        if institution and not _is_same_place(institution, record):
            _say_taken(planned, record.slug, institution.name)
            institution = None
        institution = institution or (self.by_ror.get(record.ror) if record.ror else None)
        if institution is None:
            institution = Institution(
                slug=record.slug,
                name=record.name,
                short_name=record.short_name,
                ror=record.ror or None,
                homepage=record.homepage,
            )
            _check(institution, "institutions")
            if institution.ror:
                self.by_ror[institution.ror] = institution
        self.institutions_at[record.slug] = institution
        return institution


def _is_same(person: Person, author: SiteAuthor, record: PersonRecord) -> bool:
    if person.orcid and record.orcid:
        return person.orcid == record.orcid
    return share_a_word(person.names, fold(author.display_name))


def _is_same_place(institution: Institution, record: SiteInstitution) -> bool:
    if institution.ror and record.ror:
        return institution.ror == record.ror
    return record.name in {institution.name, institution.short_name}


def _time(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _say_taken(planned: PlannedEntry, slug: str, other: str) -> None:
    planned.problems.append(
        Problem("", _("The address “%(slug)s” is that of %(other)s here.") % {"slug": slug, "other": other})
    )


def _check(record: models.Model, field: str, *names: str) -> None:
    """Raise Misfit where values of an unsaved record, of all its fields unless `names` are given, cannot be stored."""
    others = {each.name for each in record._meta.fields} - set(names) if names else set()
    try:
        record.clean_fields(exclude=others)
    except ValidationError as error:
        reasons = [f"{name}: {' '.join(messages)}" for name, messages in error.message_dict.items()]
        raise Misfit(field, " ".join(reasons)) from error
