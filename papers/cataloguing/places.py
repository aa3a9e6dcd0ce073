"""The venues, institutions and categories that a number of entries name: those known here, and those they add."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import cached_property

from papers.cataloguing.among import among
from papers.imports.record import PaperRecord
from papers.models import Category, Institution, MergeRecord, Venue

KIND_BY_TYPE = {"proceedings-paper": "conference", "chapter": "book", "book": "book", "preprint": "repository"}


@dataclass(slots=True)
class KnownInstitution:
    """What an import needs of an institution known here."""

    pk: int
    name: str


class Places:
    """Venues by name, institutions by name or short name, categories by code; a new one is unsaved."""

    def __init__(self, records: Iterable[PaperRecord]):
        self.records = list(records)

    @cached_property
    def _venues(self) -> dict[str, Venue]:
        names = {record.venue for record in self.records if record.venue}
        return _merged(Venue, names) | {venue.name: venue for venue in Venue.objects.filter(among("name", names))}

    @cached_property
    def _institutions(self) -> dict[str, Institution | KnownInstitution]:
        names = {name for record in self.records for name in record.institutions}
        by_short_name = Institution.objects.filter(among("short_name", names - {""})).values_list(
            "short_name", "pk", "name"
        )
        by_name = Institution.objects.filter(among("name", names)).order_by("-pk").values_list("name", "pk", "name")
        return _merged(Institution, names) | {
            called: KnownInstitution(*known) for called, *known in (*by_short_name, *by_name)
        }

    @cached_property
    def _categories(self) -> dict[str, Category]:
        codes = {code for record in self.records for code in record.categories}
        return {category.code: category for category in Category.objects.filter(code__in=codes)}

    def venue(self, record: PaperRecord) -> Venue:
        """Return the venue that a record names; a new one has what the record says of it."""
        if record.venue not in self._venues:
            self._venues[record.venue] = Venue(
                name=record.venue,
                short_name=record.venue_short,
                kind=record.venue_kind or KIND_BY_TYPE.get(record.type, Venue.Kind.JOURNAL),
                series=record.series,
            )
        return self._venues[record.venue]

    def institution(self, name: str) -> Institution | KnownInstitution:
        """Return the institution with a name."""
        if name not in self._institutions:
            self._institutions[name] = Institution(name=name)
        return self._institutions[name]

    def category(self, code: str) -> Category:
        """Return the category with a code; a new one has no other name."""
        if code not in self._categories:
            short = code.partition(".")[2] or code
            self._categories[code] = Category(code=code, short_code=short[:10], name=code)
        return self._categories[code]


def _merged(model: type[Institution] | type[Venue], names: set[str]) -> dict:
    """Return the records that those with these names were merged into, by these names and their own."""
    keys = MergeRecord.objects.called_before(model._meta.model_name, names)
    found = model.objects.in_bulk(list(keys.values()))
    own = {record.name: record for record in found.values()}
    return own | {name: found[key] for name, key in keys.items() if key in found}
