"""How papers are found by a query, on either database."""

from django.db.models import Case, Exists, OuterRef, Q, Value, When

from papers import identifiers
from papers.models.identifier import Identifier
from papers.models.indexed import IndexedQuerySet, holding
from papers.models.link import Link
from papers.search import Search


class FindableQuerySet(IndexedQuerySet):
    """Papers that a query finds."""

    def found_by(self, search: Search):
        """Return the papers that meet every term of `search`."""
        self = self.with_words_of(search)
        for term in search.values:
            condition = CONDITIONS[term.field](term.value)
            self = self.exclude(condition) if term.excluded else self.filter(condition)
        return self

    def by_relevance(self, search: Search):
        """Return the papers with all that is looked for in the title first, then those with it in the names of their
        authors, then the others; newest first within each.
        """
        places = [
            When(pk__in=holding("paper", search.wanted, part), then=Value(n))
            for n, part in enumerate(["title", "people"])
        ]
        return self.order_by(Case(*places, default=Value(len(places))), "-sort_date", "-pk")


# What the value of a field asks for


def _in_category(value: str) -> Q:
    return Q(primary_category__code__iexact=value) | Q(primary_category__short_code__iexact=value)


def _of_years(value: str) -> Q:
    first, dots, last = value.partition("..")
    condition = Q(year__isnull=False)  # or else NOT would find no paper without a year
    if first:
        condition &= Q(year__gte=int(first))
    if last or not dots:
        condition &= Q(year__lte=int(last or first))
    return condition


def _with_link(value: str) -> Q:
    return Q(Exists(Link.objects.filter(paper=OuterRef("pk"), kind=value.lower())))


def _identified(scheme: str):
    def condition(value: str) -> Q:
        normal = identifiers.normalise(scheme, value)
        return Q(Exists(Identifier.objects.filter(paper=OuterRef("pk"), scheme=scheme, value=normal)))

    return condition


CONDITIONS = {
    "category": _in_category,
    "year": _of_years,
    "has": _with_link,
    "doi": _identified("doi"),
    "arxiv": _identified("arxiv"),
}
