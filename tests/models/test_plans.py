"""How the databases go about the questions of a large library: by an index, never through all rows of a table."""

import re

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from papers.indexing import catch_up
from papers.models import Category
from tests.factories import AuthorFactory, InstitutionFactory, LinkFactory, PaperFactory

pytestmark = pytest.mark.django_db

LARGE = "paper|authorship|paperinstitution|link|identifier|address"
SCANS = {
    "sqlite": re.compile(rf"SCAN (?:papers_(?:{LARGE})|[UV]\d)$"),
    "postgresql": re.compile(rf"Seq Scan on papers_(?:{LARGE})\b"),
}
EXPLAIN = {"sqlite": "EXPLAIN QUERY PLAN ", "postgresql": "EXPLAIN "}


@pytest.fixture
def library():
    """A few papers; on PostgreSQL, whose planner reads small tables whole, an index is taken wherever one serves."""
    people, places = AuthorFactory.create_batch(3), InstitutionFactory.create_batch(3)
    people[0].slug = "ada"
    people[0].save()
    for year in range(2010, 2022):
        paper = PaperFactory(
            title=f"Engine {year}",
            slug=f"engine-{year}",
            posted=str(year),
            authors=people,
            institutions=places,
            primary_category=Category.objects.get(code="cs.CL"),
        )
        LinkFactory(paper=paper, kind="code")
    catch_up()
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")


def plan(statement: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(EXPLAIN[connection.vendor] + statement)
        return [str(row[-1]) for row in cursor.fetchall()]


@pytest.mark.parametrize(
    "url",
    [
        "/papers/",
        "/papers/?page=2",
        "/papers/?category=cs.CL&year_min=2012&year_max=2020&has=code",
        "/papers/?year_min=2012",
        "/papers/?category=cs.CL&type=article&year_min=2015&year_max=2015",
        "/papers/?q=engine&sort=newest",
        "/papers/?q=engine",
        "/papers/?q=%22engine+2015%22",
        "/authors/ada/",
        "/papers/engine-2015/",
    ],
)
def test_no_question_reads_a_whole_table(library, client, url):
    cache.clear()
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    statements = [query["sql"] for query in queries if query["sql"].startswith("SELECT")]
    assert len(statements) > 4
    found = {line: sql for sql in statements for line in plan(sql) if SCANS[connection.vendor].search(line)}
    assert found == {}


def test_reading_a_whole_table_would_be_noticed(library):
    lines = plan("SELECT * FROM papers_paper WHERE publisher = 'x'")
    assert [line for line in lines if SCANS[connection.vendor].search(line)]
