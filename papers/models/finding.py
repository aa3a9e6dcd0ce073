"""How papers are found by a query, on either database."""

from django.db.models import Case, Exists, OuterRef, Q, Value, When

from papers import identifiers
from papers.models.identifier import Identifier
from papers.models.indexed import IndexedQuerySet, holding
from papers.models.link import Link
from papers.search import Search

MOST_RANKED = 2_000  # matches, of which the newest count


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
        authors, then the others; newest first within each. Of more than 2,000 the newest are put in that order, and
        the others follow, newest first.
        """
        newest = self.newest().values("pk")[:MOST_RANKED]
        return self.order_by(Case(When(pk__in=newest, then=_place(search)), default=LAST), "-sort_date", "-pk")

    def newest_by_relevance(self, search: Search):
        """Return the newest 2,000 of the papers as `by_relevance` does, at less cost."""
        newest = self.newest().values("pk")[:MOST_RANKED]
        return self.model.objects.filter(pk__in=newest).all_by_relevance(search)

    def all_by_relevance(self, search: Search):
        """Return no more than 2,000 papers as `by_relevance` does, at less cost."""
        return self.order_by(_place(search), "-sort_date", "-pk")


def _place(search: Search) -> Case:
    places = [
        When(pk__in=holding("paper", search.wanted, part), then=Value(n)) for n, part in enumerate(["title", "people"])
    ]
    return Case(*places, default=Value(len(places)))


LAST = Value(3)


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
