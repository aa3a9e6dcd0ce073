"""What a list can be narrowed by: the values of each facet with the papers that would be left, most first.

A facet counts under all filters in force but its own, so that choosing one of its values does not take the others away.
"""

import heapq
from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace
from functools import partial

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from papers.counting import count
from papers.filters import PaperFilter
from papers.models import Author, Category, Institution, Link, Paper, Venue

SHOWN = 10
YEARS = ("year_min", "year_max")


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


RECORDS = "SELECT '{facet}', id, {key}, {shown} FROM {table} WHERE {where}"
SHORTER_NAME = "COALESCE(NULLIF(short_name, ''), name)"


@dataclass(frozen=True)
class Dimension:
    """What a facet is of: the records that its values are, each under the `key` that a parameter calls it, as SQL has
    it `shown`, and by the fields in which it is `searched`. Without `records` the values are what `names` calls them.
    """

    label: str
    records: Callable[[], QuerySet] | None = None
    key: str = ""
    shown: str = ""
    searched: tuple[str, ...] = ()
    names: dict[str, str] = field(default_factory=dict)


DIMENSIONS = {
    "category": Dimension(_("Category"), Category.objects.all, "code", "name", ("code", "name")),
    "institution": Dimension(_("Institution"), Institution.objects.all, "slug", SHORTER_NAME, ("name", "short_name")),
    "author": Dimension(_("Author"), Author.objects.all, "slug", "display_name", ("display_name", "names__name")),
    "venue": Dimension(_("Venue"), Venue.objects.all, "name", SHORTER_NAME, ("name", "short_name")),
    "type": Dimension(_("Type"), names=dict(Paper.Type.choices)),
    "has": Dimension(_("Has"), names=dict(Link.Kind.choices)),
}


@dataclass(frozen=True)
class Counts:
    """What was counted of a filtered list: its papers, those of each year whatever years are chosen, and its facets,
    each with its first values and those that are chosen.
    """

    total: int
    years: list[tuple[int, int]]
    facets: list[Facet]

    def offered(self, paper_filter: PaperFilter) -> list[Facet]:
        """Return the facets with what is wrong with their values, those left out that have nothing to choose whatever
        the filters.
        """
        errors = paper_filter.form.errors
        facets = [replace(facet, errors=errors[facet.name]) if facet.name in errors else facet for facet in self.facets]
        return [facet for facet in facets if facet.choices or facet.errors or paper_filter.is_narrowed]


def counts_of(
    paper_filter: PaperFilter,
    names: Collection[str] = tuple(DIMENSIONS),
    categories: Callable[[], list[tuple]] | None = None,
) -> Counts:
    """Return the counts of a filtered list, for the facets called `names`; without any, its papers alone. `categories`
    returns what `categories_of` does of the list without filters, where that is kept.
    """
    total, values = counted(paper_filter, [*names, "year"] if names else [])
    first = {name: first_of(values[name]) for name in names}
    categories = categories or partial(categories_of, paper_filter.queryset)
    facets = list(facets_of(paper_filter, values, first, categories))
    return Counts(total, sorted(values.get("year", {}).items()), facets)


def counted(paper_filter: PaperFilter, names: Collection[str]) -> tuple[int, dict[str, Counter]]:
    """Return how many papers pass the filters, and for each of the facets called `names` how many have each value
    under all filters but the facet's own.
    """
    own = {name: YEARS if name == "year" else (name,) for name in names}
    narrowed = {name for name in names if any(paper_filter.chosen.get(parameter) for parameter in own[name])}
    total, values = count(paper_filter.papers_without(), [name for name in names if name not in narrowed])
    for name in narrowed:
        values |= count(paper_filter.papers_without(*own[name]), [name])[1]
    return total, values


def first_of(values: Counter, most: int = SHOWN) -> list[tuple]:
    """Return the values that most papers have with their numbers, of those with as many the lesser ones first."""
    least = heapq.nlargest(most, values.values())[-1:] or [0]
    return sorted(((value, n) for value, n in values.items() if n >= least[0]), key=_most_first)[:most]


def _most_first(row: tuple) -> tuple:
    return -row[1], row[0]


def facets_of(paper_filter: PaperFilter, values: dict[str, Counter], first: dict[str, list[tuple]], categories):
    """Yield the facets of `first`, those values that are chosen after the first ones."""
    chosen = {name: paper_filter.chosen.get(name) or [] for name in first}
    known = named({name: [value for value, _n in rows] for name, rows in first.items()}, chosen)
    for name, rows in first.items():
        rows = dict(rows)
        rows |= {value: values[name][value] for value, (key, _label) in known[name].items() if key in chosen[name]}
        choices = [Choice(*known[name][value], n, known[name][value][0] in chosen[name]) for value, n in rows.items()]
        if name == "category" and paper_filter.is_narrowed:
            choices += closed(categories(), choices)
        yield Facet(name, str(DIMENSIONS[name].label), choices, len(values[name]))


def named(values: dict[str, list], chosen: dict[str, list[str]]) -> dict[str, dict]:
    """Return for each facet its `values` and those whose keys are `chosen`, with their keys and what they say."""
    known: dict[str, dict] = {name: {} for name in values}
    statements, params = [], []
    for name in values:
        if DIMENSIONS[name].records:
            statement, asked = _records(name, values[name], chosen[name])
            statements.append(statement)
            params += asked
        else:
            names = DIMENSIONS[name].names
            known[name] = {value: (value, str(names[value])) for value in [*values[name], *chosen[name]]}
    if statements:
        with connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join(statements), params)
            for name, value, key, label in cursor.fetchall():
                known[name][value] = (key, label)
    return known


def _records(name: str, values: list, keys: list[str]) -> tuple[str, list]:
    """Return the statement, written out since every list asks it, that finds records by their values and keys."""
    dimension = DIMENSIONS[name]
    table = dimension.records().model._meta.db_table
    wanted = ((column, found) for column, found in (("id", values), (dimension.key, keys)) if found)
    conditions = [f"{column} IN ({', '.join(['%s'] * len(found))})" for column, found in wanted]
    where = " OR ".join(conditions) or "false"
    statement = RECORDS.format(facet=name, key=dimension.key, shown=dimension.shown, table=table, where=where)
    return statement, [*values, *keys]


def all_values(paper_filter: PaperFilter, name: str, words: list[str]) -> list[tuple]:
    """Return all values of a facet with the papers that each would leave, most first; those of records that have all
    `words` in their names.
    """
    _total, values = counted(paper_filter, [name])
    rows = values[name].items()
    dimension = DIMENSIONS[name]
    if words and dimension.records:
        found = with_words(dimension, words)
        rows = [row for row in rows if row[0] in found]
    return sorted(rows, key=_most_first)


def with_words(dimension: Dimension, words: list[str]) -> set:
    """Return the keys of the records that have all `words` in their names."""
    records = dimension.records()
    for word in words:
        records = records.filter(Q(*((f"{name}__icontains", word) for name in dimension.searched), _connector=Q.OR))
    return set(records.order_by().values_list("pk", flat=True))


def choices_of(name: str, rows: list[tuple], chosen: list[str]) -> list[Choice]:
    """Return the choices that (value, count) rows of a facet are."""
    known = named({name: [value for value, _n in rows]}, {name: []})[name]
    return [Choice(*known[value], n, known[value][0] in chosen) for value, n in rows]


def categories_of(papers: QuerySet) -> list[tuple]:
    """Return code and name of each category that `papers` have."""
    used = papers.order_by().filter(primary_category=OuterRef("pk"))
    return list(Category.objects.filter(Exists(used)).values_list("code", "name"))


def closed(categories: list[tuple], open_choices: list[Choice]) -> list[Choice]:
    """Return those of a list's categories that the filters in force leave nothing of, as many as there is room for."""
    there = {choice.value for choice in open_choices}
    room = max(0, SHOWN - len(open_choices))
    return [Choice(code, label, 0) for code, label in categories if code not in there][:room]
