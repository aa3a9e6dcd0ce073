"""What a list can be narrowed by: the values of each facet with the papers that would be left, most first.

A facet counts under all filters in force but its own, so that choosing one of its values does not take the others away.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from functools import partial

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Window
from django.utils.translation import gettext_lazy as _

from papers.filters import PaperFilter
from papers.keeping import Keep, made_now
from papers.models import Author, Authorship, Category, Institution, Link, Paper, PaperInstitution, Venue

SHOWN = 10


@dataclass(frozen=True)
class Choice:
    """A value on offer, with the number of papers that it would leave."""

    value: str
    label: str
    count: int
    is_chosen: bool = False

    @property
    def is_closed(self) -> bool:
        """Whether choosing it would leave nothing."""
        return not (self.count or self.is_chosen)


@dataclass(frozen=True)
class Facet:
    """A facet as a page offers it; `total` counts all its values, of which `choices` may be the first only."""

    name: str
    label: str
    choices: list[Choice]
    total: int
    errors: list[str] = field(default_factory=list)

    @property
    def has_more(self) -> bool:
        """Whether there are values that are not shown."""
        return self.total > sum(bool(choice.count) for choice in self.choices)


@dataclass(frozen=True)
class Dimension:
    """How a facet is counted: rows that each tie a paper to a value by `column`, and the records that the values are.

    `key` is what a parameter calls a record, `searched` the fields that hold its names. Without `records` the values
    are what `names` calls them. Where it `keeps_closed` values, those that would leave nothing stay in sight.
    """

    label: str
    rows: Callable[[QuerySet], QuerySet]
    column: str
    records: Callable[[], QuerySet] | None = None
    key: str = ""
    searched: tuple[str, ...] = ()
    keeps_closed: bool = False
    names: dict[str, str] = field(default_factory=dict)


def _of_papers(model) -> Callable[[QuerySet], QuerySet]:
    return lambda papers: model.objects.filter(paper__in=papers.order_by().values("pk")).order_by()


def _with_pages(papers: QuerySet) -> QuerySet:
    only_named = Author.objects.filter(named_only=True).order_by()
    return _of_papers(Authorship)(papers).exclude(author__in=only_named.values("pk"))


def _themselves(papers: QuerySet) -> QuerySet:
    return papers.order_by()


DIMENSIONS = {
    "category": Dimension(
        _("Category"),
        _themselves,
        "primary_category",
        Category.objects.all,
        "code",
        ("code", "name"),
        keeps_closed=True,
    ),
    "institution": Dimension(
        _("Institution"),
        _of_papers(PaperInstitution),
        "institution",
        Institution.objects.all,
        "slug",
        ("name", "short_name"),
    ),
    "author": Dimension(
        _("Author"), _with_pages, "author", Author.objects.all, "slug", ("display_name", "names__name")
    ),
    "venue": Dimension(_("Venue"), _themselves, "venue", Venue.objects.all, "name", ("name", "short_name")),
    "type": Dimension(_("Type"), _themselves, "type", names=dict(Paper.Type.choices)),
    "has": Dimension(_("Has"), _of_papers(Link), "kind", names=dict(Link.Kind.choices)),
}


def facets_of(
    paper_filter: PaperFilter, names: Iterable[str] = tuple(DIMENSIONS), keep: Keep = made_now
) -> list[Facet]:
    """Return the facets of a filtered list, those left out that have nothing to choose whatever the filters.

    `keep` returns what a function makes, or what it made before of the same list under the same filters.
    """
    facets = [
        replace(facet, errors=paper_filter.form.errors.get(facet.name, []))
        for facet in (keep((name,), partial(facet_of, paper_filter, name)) for name in names)
    ]
    return [facet for facet in facets if facet.choices or facet.errors or paper_filter.is_narrowed]


def facet_of(paper_filter: PaperFilter, name: str) -> Facet:
    """Return one facet with its first values, and with those that are chosen."""
    dimension = DIMENSIONS[name]
    rows = counted(dimension, paper_filter.papers_without(name))
    first = list(rows[:SHOWN])
    total = first[0][2] if first else 0
    chosen = paper_filter.chosen.get(name) or []
    choices = named(dimension, [(value, count) for value, count, _total in first], chosen)
    missing = [value for value in chosen if all(choice.value != value for choice in choices)]
    choices += counts_of(dimension, rows, missing, chosen)
    if dimension.keeps_closed and paper_filter.is_narrowed:
        choices += closed(dimension, paper_filter.queryset, choices)
    return Facet(name, str(dimension.label), choices, total)


def counted(dimension: Dimension, papers: QuerySet) -> QuerySet:
    """Return (value, number of `papers`, number of values) for each value that papers have, most papers first."""
    rows = dimension.rows(papers).filter(**{f"{dimension.column}__isnull": False})
    grouped = rows.values(dimension.column).annotate(n=Count("pk"), total=Window(Count("*")))
    return grouped.order_by("-n", dimension.column).values_list(dimension.column, "n", "total")


def with_words(dimension: Dimension, rows: QuerySet, words: list[str]) -> QuerySet:
    """Return those of `counted` rows whose record has all `words` in its names."""
    if not words or dimension.records is None:
        return rows
    records = dimension.records()
    for word in words:
        records = records.filter(Q(*((f"{name}__icontains", word) for name in dimension.searched), _connector=Q.OR))
    return rows.filter(**{f"{dimension.column}__in": records.order_by().values("pk")})


def named(dimension: Dimension, rows: list[tuple], chosen: list[str]) -> list[Choice]:
    """Return the choices that (value, count) rows are."""
    if dimension.records is None:
        return [Choice(value, str(dimension.names[value]), count, value in chosen) for value, count in rows]
    records = dimension.records().in_bulk([value for value, _count in rows])
    return [
        Choice(key := getattr(records[value], dimension.key), label_of(records[value]), count, key in chosen)
        for value, count in rows
    ]


def counts_of(dimension: Dimension, rows: QuerySet, keys: list[str], chosen: list[str]) -> list[Choice]:
    """Return the choices for some values by their keys, with a count of 0 where no paper is left."""
    if not keys:
        return []
    if dimension.records is None:
        counts = {value: count for value, count, _total in rows.filter(**{f"{dimension.column}__in": keys})}
        return named(dimension, [(key, counts.get(key, 0)) for key in keys], chosen)
    records = {record.pk: record for record in dimension.records().filter(**{f"{dimension.key}__in": keys})}
    counts = {value: count for value, count, _total in rows.filter(**{f"{dimension.column}__in": records})}
    return named(dimension, [(pk, counts.get(pk, 0)) for pk in records], chosen)


def closed(dimension: Dimension, papers: QuerySet, open_choices: list[Choice]) -> list[Choice]:
    """Return choices that `papers` have and the filters in force leave nothing of, as many as there is room for."""
    some = papers.order_by().filter(**{dimension.column: OuterRef("pk")})
    there = {choice.value for choice in open_choices}
    records = dimension.records().filter(Exists(some)).exclude(**{f"{dimension.key}__in": there})
    room = max(0, SHOWN - len(open_choices))
    return [Choice(getattr(record, dimension.key), label_of(record), 0) for record in records[:SHOWN]][:room]


def label_of(record) -> str:
    """Return what a record is called in a list of choices."""
    return str(getattr(record, "label", record))
