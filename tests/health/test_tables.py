"""The database, each of its parts broken once."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.test.utils import CaptureQueriesContext

from papers.health import Problem, tables
from papers.indexing import catch_up, read_all_again
from papers.models import Paper
from tests.factories import AuthorFactory, PaperFactory

pytestmark = pytest.mark.django_db
MIGRATE = "manage.py migrate, then manage.py reindex."


def execute(by_vendor: dict[str, str] | str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(by_vendor if isinstance(by_vendor, str) else by_vendor[connection.vendor])


@pytest.fixture
def papers():
    """Two papers that the search index has read."""
    papers = [PaperFactory(title=title, authors=[AuthorFactory()]) for title in ("Engine", "Loom")]
    catch_up()
    return papers


def test_a_site_as_it_comes_has_nothing_to_mend(papers):
    checks = [
        *(tables.silent_database, tables.unapplied_migrations, tables.missing_triggers),
        *(tables.silent_index, tables.stale_index, tables.stale_facets),
    ]
    assert [problem for check in checks for problem in check()] == []


def test_a_migration_that_was_not_made():
    MigrationRecorder.Migration.objects.filter(app="papers", name="0015_not_same").delete()
    later = MigrationRecorder.Migration.objects.filter(app="papers", name__gt="0015_not_same")
    later.delete()
    (problem,) = tables.unapplied_migrations()
    assert problem.what.startswith("The tables lack the migrations papers.0015_not_same")
    assert problem.mend == "manage.py migrate, after a backup."


def test_triggers_that_are_gone():
    execute(
        {
            "sqlite": "DROP TRIGGER papers_metric_fixed",
            "postgresql": "DROP TRIGGER papers_metric_fixed ON papers_metric",
        }
    )
    assert list(tables.missing_triggers()) == [Problem("The database lacks the triggers papers_metric_fixed.", MIGRATE)]


@pytest.mark.skipif("connection.vendor == 'sqlite'", reason="SQLite cannot switch a trigger off")
def test_a_trigger_that_is_switched_off():
    execute("ALTER TABLE papers_metric DISABLE TRIGGER papers_metric_fixed")
    assert [problem.what for problem in tables.missing_triggers()] == [
        "The database lacks the triggers papers_metric_fixed."
    ]


def test_an_index_that_is_gone():
    execute("ALTER TABLE papers_search RENAME TO papers_search_lost")
    assert list(tables.silent_index()) == [Problem("The search index cannot be read.", MIGRATE)]


def test_papers_that_wait(papers):
    Paper.objects.filter(pk=papers[0].pk).update(title="Difference engine")
    assert list(tables.stale_index()) == [
        Problem("The search index has to read 1 papers that changed.", "manage.py reindex")
    ]


@pytest.mark.parametrize(
    "breaking",
    [
        {
            "sqlite": "DELETE FROM papers_search WHERE rowid = {key}",
            "postgresql": "DELETE FROM papers_search WHERE paper_id = {key}",
        },
        {
            "sqlite": "UPDATE papers_search SET title = 'other' WHERE rowid = {key}",
            "postgresql": "UPDATE papers_search SET document = 'other:1A' WHERE paper_id = {key}",
        },
    ],
    ids=["lacking", "different"],
)
def test_papers_that_a_search_finds_by_other_words(papers, breaking):
    execute({vendor: statement.format(key=papers[1].pk) for vendor, statement in breaking.items()})
    problem = f"The search index differs from 1 papers (numbers {papers[1].pk})."
    assert list(tables.stale_index()) == [Problem(problem, "manage.py reindex")]
    read_all_again()
    catch_up()
    assert list(tables.stale_index()) == []


def test_a_paper_that_is_gone_but_found(papers):
    gone = papers[1].pk + 1
    execute(
        {
            "sqlite": f"INSERT INTO papers_search (rowid, title) VALUES ({gone}, 'ghost')",  # noqa: S608
            "postgresql": f"INSERT INTO papers_search VALUES ({gone}, 'ghost:1A')",  # noqa: S608
        }
    )
    assert [problem.what for problem in tables.stale_index()] == [
        f"The search index differs from 1 papers (numbers {gone})."
    ]


def test_papers_of_which_facets_count_other_values(papers):
    execute(f"UPDATE papers_facet_values SET author = NULL WHERE paper_id = {papers[1].pk}")  # noqa: S608
    problem = f"Facets count other values of 1 papers (numbers {papers[1].pk})."
    assert list(tables.stale_facets()) == [Problem(problem, "manage.py migrate")]
    call_command("migrate", verbosity=0)
    assert list(tables.stale_facets()) == []


def test_the_index_is_compared_by_a_fixed_number_of_queries(papers):
    counts = []
    for _time in range(2):
        with CaptureQueriesContext(connection) as queries:
            list(tables.stale_index())
        counts.append(len(queries))
        PaperFactory.create_batch(20)
        catch_up()
    assert counts[0] == counts[1]
