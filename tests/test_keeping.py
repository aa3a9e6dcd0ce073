"""What is kept holds for as long as what it was made from."""

import datetime

import pytest
import time_machine
from django.db import connection, transaction

from papers.keeping import content
from papers.models import Paper
from tests.factories import AuthorFactory, InstitutionFactory, LinkFactory, PaperFactory

MOMENT = datetime.datetime(2026, 3, 1, 12, tzinfo=datetime.UTC)


def names() -> list[str]:
    """Return the titles of the published papers, as they are kept."""
    return content().keep(("titles",), lambda: sorted(Paper.objects.published().values_list("title", flat=True)))


def sql(statement: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


WRITES = {
    "saved": lambda paper: setattr(paper, "title", "New") or paper.save(),
    "updated": lambda paper: Paper.objects.update(title="New"),
    "written by SQL": lambda paper: sql("UPDATE papers_paper SET title = 'New'"),
    "created in bulk": lambda paper: Paper.objects.bulk_create([PaperFactory.build(title="New", slug="new")]),
    "deleted by SQL": lambda paper: sql("DELETE FROM papers_paper"),
}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("how", WRITES)
def test_what_is_kept_is_made_anew_after_a_paper_was(how):
    paper = PaperFactory(title="Old")
    before = names()
    WRITES[how](paper)
    assert before == ["Old"]
    assert names() == sorted(Paper.objects.values_list("title", flat=True)) != ["Old"]


@pytest.mark.django_db(transaction=True)
def test_every_table_that_lists_show_changes_the_version():
    versions = [content().name]
    for make in (InstitutionFactory, AuthorFactory, PaperFactory):
        make()
        versions.append(content().name)
    paper = Paper.objects.get()
    LinkFactory(paper=paper)
    versions.append(content().name)
    for related in ("authorships", "institution_entries", "identifiers", "links"):
        getattr(paper, related).model.objects.create(**ROWS[related](paper))
        versions.append(content().name)
    assert len(set(versions)) == len(versions)


ROWS = {
    "authorships": lambda paper: {"paper": paper, "author": AuthorFactory(), "position": 90},
    "institution_entries": lambda paper: {"paper": paper, "institution": InstitutionFactory(), "position": 90},
    "identifiers": lambda paper: {"paper": paper, "scheme": "doi", "value": "10.1000/kept"},
    "links": lambda paper: {"paper": paper, "kind": "code", "url": "https://example.org/kept"},
}


@pytest.mark.django_db(transaction=True)
def test_what_is_kept_is_not_made_twice():
    PaperFactory()
    made = []
    for _time in range(3):
        content().keep(("once",), lambda: made.append(1) or "made")
    assert made == [1]


@pytest.mark.django_db(transaction=True)
def test_a_change_that_is_taken_back_leaves_nothing_kept():
    PaperFactory(title="Old")
    before = names()
    with transaction.atomic():
        Paper.objects.update(title="New")
        within = names()
        transaction.set_rollback(True)
    Paper.objects.update(title="Other")
    assert (before, within, names()) == (["Old"], ["New"], ["Other"])


@pytest.mark.django_db(transaction=True)
def test_a_second_change_in_the_same_transaction_is_seen():
    PaperFactory(title="Old")
    with transaction.atomic():
        Paper.objects.update(title="New")
        first = names()
        Paper.objects.update(title="Newer")
        assert (first, names()) == (["New"], ["Newer"])


@pytest.mark.django_db(transaction=True)
def test_papers_appear_and_disappear_by_their_times():
    hour = datetime.timedelta(hours=1)
    PaperFactory(title="A", publish_at=MOMENT + hour, retire_at=MOMENT + 3 * hour)
    seen = []
    for hours in range(5):
        with time_machine.travel(MOMENT + hours * hour, tick=False):
            seen.append(names())
    assert seen == [[], ["A"], ["A"], [], []]


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite keeps one row")
def test_what_transactions_leave_is_taken_out_again_by_later_ones():
    sql("INSERT INTO papers_content_version VALUES (1), (2)")  # of transactions that ended long ago
    PaperFactory()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM papers_content_version WHERE number < 3")
        assert cursor.fetchone() == (0,)
