"""How many of some papers have each value of a facet: what `papers.facets` asks, and all that it knows of how.

One facet of the papers' own columns is grouped by the database, in the order of an index where there is one. Of
several, the values are read in one pass over `papers.facet_values`, each as often as papers have it, and Python counts
them: to group them all takes a pass for each.
"""

import json
from collections import Counter
from collections.abc import Collection

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Count

from papers import facet_values

COLUMNS = {"category": "primary_category", "venue": "venue", "type": "type", "year": "year"}
WORDS = {"type", "has"}  # of which the values are words, not numbers
LISTED = {"sqlite": "group_concat({})", "postgresql": "string_agg({}::text, ',')"}
ONLY_NAMED = "(SELECT {} FROM papers_author WHERE named_only)"  # who has no page, and is no choice


def count(papers, facets: Collection[str]) -> tuple[int, dict[str, Counter]]:
    """Return how many `papers` there are, and for each of `facets`, "year" among them, how many have each value: the
    key of a record, a type, a kind of link, a year.
    """
    if not facets:
        return papers.count(), {}
    name, *others = facets
    if name in COLUMNS and not others:
        total, values = _grouped(papers, COLUMNS[name])
        return total, {name: values}
    total, only_named, *lists = _listed(papers, facets)
    counts = {name: _counted(values, name in WORDS) for name, values in zip(facets, lists, strict=True)}
    for key in _counted(only_named, is_words=False) if "author" in facets else ():
        del counts["author"][key]
    return total, counts


def _grouped(papers, column: str) -> tuple[int, Counter]:
    values = Counter(dict(papers.order_by().values_list(column).annotate(papers=Count("*"))))
    total = values.total()
    del values[None]
    return total, values


def _listed(papers, facets: Collection[str]) -> list:
    """Return the number of papers, the people who are only named, and the values of each facet, with commas between."""
    try:
        sql, params = papers.order_by().values("pk").query.sql_with_params()
    except EmptyResultSet:
        return [0, None, *(None for _name in facets)]
    listed = LISTED[connection.vendor].format
    columns = ["count(*)", ONLY_NAMED.format(listed("id")), *map(listed, facets)]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(columns)} FROM {facet_values.TABLE} WHERE paper_id IN ({sql})", params)
        return cursor.fetchone()


def _counted(values: str | None, is_words: bool) -> Counter:
    """Return how often each of the listed values is there."""
    if not values:
        return Counter()
    return Counter(values.split(",") if is_words else json.loads(f"[{values}]"))
