"""How the databases go about the questions of the admin: nothing is counted or searched by a look at every record."""

import re

import pytest
from django.contrib import admin
from django.contrib.admin.templatetags.admin_list import result_headers
from django.db import connection
from django.test.utils import CaptureQueriesContext

from papers.gaps import GAPS
from papers.indexing import catch_up
from papers.models import ImportBatch, Page, Paper, Site
from papers.models.status import Stage
from tests.factories import (
    AuthorFactory,
    IdentifierFactory,
    ImportBatchFactory,
    InstitutionFactory,
    LinkFactory,
    MergeRecordFactory,
    MetricFactory,
    PaperFactory,
)
from tests.models.test_plans import plan

LARGE = (
    "paper|author|authorship|authorname|paperinstitution|link|profilelink|identifier|address|importbatch|checkedaddress"
    "|institution|venue|metric|mergerecord|paperdraft"
)
# A scan in the order of an index ends at the page's last row; one of a whole table, or for a count, does not. An index
# of profiles has no others in it.
SCANS = {
    "sqlite": re.compile(
        rf"SCAN (?:papers_(?:{LARGE})|[UV]\d)\b(?! USING INDEX| USING COVERING INDEX author_profiles)"
    ),
    "postgresql": re.compile(rf"Seq Scan on papers_(?:{LARGE})\b"),
}
SORTS = {
    "sqlite": re.compile("^USE TEMP B-TREE FOR ORDER BY"),
    "postgresql": re.compile(r"^(?: *->  )?Sort\b(?! Key)"),
}
SORTED = [
    (model._meta.model_name, f"o={sign}{list(shown.list_display).index(column) + 1}")
    for model, shown in admin.site._registry.items()
    if model._meta.app_label == "papers" and model not in {Page, Site}  # a few, written by hand
    for column in shown.sorts
    for sign in ("", "-")
]
LISTED = sorted({name for name, _query in SORTED} | {"importbatch", "mergerecord"})
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
        MergeRecordFactory()
        MetricFactory(author=people[0], value=year)
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


@pytest.mark.parametrize("name", sorted({name for name, _query in SORTED}))
def test_lists_look_at_no_table_whole(editor, library, name):
    assert scans(editor, f"/admin/papers/{name}/") == {}


@pytest.mark.parametrize(("name", "query"), [*((name, "") for name in LISTED), *SORTED])
def test_lists_are_sorted_by_an_index(editor, library, name, query):
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_sort = off")
    with CaptureQueriesContext(connection) as queries:
        editor.get(f"/admin/papers/{name}/?{query}")
    asked = [query["sql"] for query in queries if query["sql"].startswith(f'SELECT "papers_{name}"."id"')]
    rows = max(asked, key=len)  # the others are of some columns
    assert [line for line in plan(rows) if SORTS[connection.vendor].search(line)] == []


def test_columns_of_computed_numbers_are_not_sorted_by(editor, library):
    page = editor.get("/admin/papers/paper/?o=5")
    assert [str(paper) for paper in page.context["cl"].result_list] == [
        str(paper) for paper in Paper.objects.order_by("-updated", "-pk")
    ]
    assert [header["sortable"] for header in result_headers(page.context["cl"])] == [
        *(False, True, False, True, True, False, True)
    ]


def test_papers_with_a_notice_are_found_by_it(editor):
    """Where notices are as rare as they are, and the database knows it."""
    Paper.objects.bulk_create(
        Paper(slug=f"paper-{number}", title="Engine", notice_kind="retraction" if number % 100 == 0 else "")
        for number in range(3000)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    with CaptureQueriesContext(connection) as queries:
        editor.get("/admin/papers/paper/?notice_kind__exact=retraction")
    plans = [plan(query["sql"]) for query in queries if "\"notice_kind\" = 'retraction'" in query["sql"]]
    assert ["paper_by_notice" in " ".join(lines) for lines in plans] == [True, True]


@pytest.mark.parametrize("name", LISTED)
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


@pytest.mark.parametrize(
    ("name", "query"),
    [
        *(("metric", query) for query in ("kind__exact=citations", "superseded_reason__isempty=0")),
        *(("venue", "kind__exact=journal"), ("importbatch", "status__exact=applied"), ("importbatch", "inbox=waiting")),
        *(("author", query) for query in ("is_profile__exact=1", "orcid__isempty=1")),
    ],
)
def test_other_filtered_lists_look_at_no_table_whole(editor, library, name, query):
    assert scans(editor, f"/admin/papers/{name}/?{query}") == {}


@pytest.mark.parametrize("term", ["", "eng"])
@pytest.mark.parametrize(
    "box", [("authorship", "author"), ("paperinstitution", "institution"), ("paper", "venue"), ("metric", "author")]
)
def test_boxes_look_at_no_table_whole(editor, library, box, term):
    assert scans(editor, AUTOCOMPLETE.format(*box, term)) == {}


def test_search_over_everything_looks_at_no_table_whole(editor, library):
    assert scans(editor, "/admin/search/?q=engine") == {}


@pytest.mark.parametrize("path", ["paper/{}/change/", "author/{}/change/", "paper/add/", "author/add/"])
def test_forms_look_at_no_table_whole(editor, library, path):
    record = PaperFactory() if path.startswith("paper") else AuthorFactory()
    catch_up()
    assert scans(editor, "/admin/papers/" + path.format(record.pk)) == {}


def test_looking_at_a_whole_table_would_be_noticed(library):
    lines = plan("SELECT COUNT(*) FROM papers_paper WHERE publisher = 'x'")
    assert [line for line in lines if SCANS[connection.vendor].search(line)]
