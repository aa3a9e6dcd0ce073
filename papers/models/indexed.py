"""What the search indexes hold, and records found by their names, on either database."""

from dataclasses import replace

from django.db import connection, models
from django.db.models import Case, Value, When
from django.db.models.expressions import RawSQL

from papers.search import Search, Term, fts5, tsqueries
from papers.search_tables import INDEXES


def holding(kind: str, terms: list[Term], part: str = "") -> RawSQL:
    """Return the primary keys of the records of an index that hold the words of `terms`, in one part if it is given."""
    index = INDEXES[kind]
    if connection.vendor == "postgresql":
        queries = tsqueries(terms, part)
        asked = " AND ".join(f"{place or 'document'} @@ %s::tsquery" for place in queries)
        params = list(queries.values())
    else:
        asked, params = f"{index.table} MATCH %s", [fts5(terms, part)]
    sql = f"SELECT {index.column(connection.vendor)} FROM {index.table} WHERE {asked}"
    return RawSQL(sql, params)  # noqa: S611 # nosec B611


class IndexedQuerySet(models.QuerySet):
    """Records whose words an index holds."""

    def with_words_of(self, search: Search):
        """Return the records that hold the words that `search` looks for, and none that it excludes."""
        kind = self.model._meta.model_name
        if search.wanted:
            self = self.filter(pk__in=holding(kind, search.wanted))
        for term in search.unwanted:
            self = self.exclude(pk__in=holding(kind, [term]))
        return self


class NamedQuerySet(IndexedQuerySet):
    """Records whose names an index holds; what finds them is made by `papers.search.as_name`."""

    def found_by(self, search: Search):
        """Return the records that meet `search`; none where it looks for no name."""
        return self.with_words_of(search) if search.wanted else self.none()

    def by_relevance(self, search: Search):
        """Return the records that have what is looked for as whole words before those that have it as beginnings of
        words, those with most papers first within each; they need a `paper_count`.
        """
        whole = [replace(term, is_prefix=False) for term in search.wanted]
        has_whole = When(pk__in=holding(self.model._meta.model_name, whole), then=Value(0))
        return self.order_by(Case(has_whole, default=Value(1)), "-paper_count", *self.model._meta.ordering)
