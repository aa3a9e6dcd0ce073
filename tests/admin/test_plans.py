"""How the databases go about the questions of the admin: nothing is counted or searched by a look at every record."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from papers.gaps import GAPS
from papers.indexing import catch_up
from papers.models import ImportBatch
from papers.models.status import Stage
from tests.factories import (
    AuthorFactory,
    IdentifierFactory,
    ImportBatchFactory,
    InstitutionFactory,
    LinkFactory,
    PaperFactory,
)
from tests.models.test_plans import plan

LARGE = (
    "paper|author|authorship|authorname|paperinstitution|link|profilelink|identifier|address|importbatch|checkedaddress"
)
# A scan in the order of an index ends at the page's last row; one of a whole table, or for a count, does not.
SCANS = {
    "sqlite": re.compile(rf"SCAN (?:papers_(?:{LARGE})|[UV]\d)\b(?! USING INDEX)"),
    "postgresql": re.compile(rf"Seq Scan on papers_(?:{LARGE})\b"),
}
AUTOCOMPLETE = "/admin/autocomplete/?app_label=papers&model_name={}&field_name={}&term={}"


@pytest.fixture
def library(db):
    """A few records of each kind; on PostgreSQL, whose planner reads small tables whole, an index is taken for all."""
    people = AuthorFactory.create_batch(3)
    for year in range(2010, 2022):
        paper = PaperFactory(posted=str(year), authors=people, institutions=[InstitutionFactory()])
        LinkFactory(paper=paper)
        IdentifierFactory(paper=paper)
        ImportBatchFactory(status=ImportBatch.Status.APPLIED)
    catch_up()
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")


def scans(browser, url: str) -> dict[str, str]:
    """Return the lines of plans that look at every record, each with its question."""
    with CaptureQueriesContext(connection) as queries:
        assert browser.get(url).status_code == 200
    statements = [query["sql"] for query in queries if query["sql"].startswith("SELECT")]
    return {
        line: sql
        for sql in statements
        for line in plan(sql)
        if SCANS[connection.vendor].search(line) and not counts_up_to_a_limit(sql)
    }


def counts_up_to_a_limit(sql: str) -> bool:
    """Whether a question counts the first rows of a table, whichever they are."""
    return (
        re.fullmatch(r'SELECT COUNT\(\*\) FROM \(SELECT "\w+"."id" AS "pk" FROM "\w+" LIMIT \d+\) subquery', sql)
        is not None
    )


def test_desk_looks_at_no_table_whole(editor, library):
    assert scans(editor, "/admin/") == {}


@pytest.mark.parametrize("name", ["paper", "author", "institution"])
def test_lists_look_at_no_table_whole(editor, library, name):
    assert scans(editor, f"/admin/papers/{name}/") == {}


@pytest.mark.parametrize("name", ["paper", "author"])
def test_searches_look_at_no_table_whole(editor, library, name):
    assert scans(editor, f"/admin/papers/{name}/?q=engine") == {}


@pytest.mark.parametrize(
    ("name", "key"), [(model._meta.model_name, gap.key) for model, gaps in GAPS.items() for gap in gaps]
)
def test_lists_of_what_is_missing_look_at_no_table_whole(editor, library, name, key):
    assert scans(editor, f"/admin/papers/{name}/?lacks={key}") == {}


@pytest.mark.parametrize(
    "query",
    [
        *(f"stage={stage}" for stage in [*Stage.values, "with-draft"]),
        *("type__exact=article", "notice_kind__exact=retraction", "primary_category__id__exact=1"),
    ],
)
def test_filtered_lists_look_at_no_table_whole(editor, library, query):
    assert scans(editor, f"/admin/papers/paper/?{query}") == {}


@pytest.mark.parametrize("term", ["", "eng"])
def test_boxes_for_a_person_look_at_no_table_whole(editor, library, term):
    assert scans(editor, AUTOCOMPLETE.format("authorship", "author", term)) == {}


@pytest.mark.parametrize("path", ["paper/{}/change/", "author/{}/change/", "paper/add/", "author/add/"])
def test_forms_look_at_no_table_whole(editor, library, path):
    record = PaperFactory() if path.startswith("paper") else AuthorFactory()
    catch_up()
    assert scans(editor, "/admin/papers/" + path.format(record.pk)) == {}


def test_looking_at_a_whole_table_would_be_noticed(library):
    lines = plan("SELECT COUNT(*) FROM papers_paper WHERE publisher = 'x'")
    assert [line for line in lines if SCANS[connection.vendor].search(line)]
