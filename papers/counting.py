"""How many of some papers have each value of a facet: what `papers.facets` asks, and all that it knows of how.

One statement chooses the papers once and lists the values that they have, each as often as papers have it; Python
counts them. GROUP BY, which sorts, takes two to three times as long on SQLite.
"""

import json
from collections import Counter
from collections.abc import Collection

from django.core.exceptions import EmptyResultSet
from django.db import connection

COLUMNS = {"category": "primary_category", "venue": "venue", "type": "type", "year": "year"}
CHOSEN = "IN (SELECT id FROM chosen)"
JOINED = {
    "institution": f"SELECT institution_id AS value FROM papers_paperinstitution WHERE paper_id {CHOSEN}",
    # Who is only named has no page, and is no choice.
    "author": (
        f"SELECT author_id AS value FROM papers_authorship WHERE paper_id {CHOSEN} "
        "AND author_id NOT IN (SELECT id FROM papers_author WHERE named_only)"
    ),
    "has": f"SELECT DISTINCT paper_id, kind AS value FROM papers_link WHERE paper_id {CHOSEN}",
}
LISTED = {"sqlite": "json_group_array(value)", "postgresql": "json_agg(value)::text"}


def count(papers, facets: Collection[str]) -> tuple[int, dict[str, Counter]]:
    """Return how many `papers` there are, and for each of `facets`, "year" among them, how many have each value: the
    key of a record, a type, a kind of link, a year.
    """
    columns = [name for name in COLUMNS if name in facets]
    joined = [name for name in JOINED if name in facets]
    if not columns and not joined:
        return papers.count(), {}
    counts: dict[str, Counter] = {name: Counter() for name in (*columns, *joined)}
    total = 0
    for name, values in _listed(papers, columns, joined):
        if name == "total":
            total = json.loads(values)
        else:
            counts[name].update(json.loads(values or "[]"))
            del counts[name][None]
    return total, counts


def _listed(papers, columns: list[str], joined: list[str]) -> list[tuple[str, str | None]]:
    """Return the number of papers and the values of each facet, as JSON."""
    chosen = papers.order_by().values_list("pk", *(COLUMNS[name] for name in columns)).query
    try:
        sql, params = chosen.sql_with_params()
    except EmptyResultSet:
        return []
    listed = LISTED[connection.vendor]
    parts = ["SELECT 'total', CAST(count(*) AS text) FROM chosen"]
    parts += [f"SELECT '{name}', {listed} FROM (SELECT {name} AS value FROM chosen) AS own" for name in columns]
    parts += [f"SELECT '{name}', {listed} FROM ({JOINED[name]}) AS own" for name in joined]
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH chosen ({', '.join(['id', *columns])}) AS MATERIALIZED ({sql}) {' UNION ALL '.join(parts)}", params
        )
        return cursor.fetchall()
