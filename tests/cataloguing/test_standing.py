"""A paper that somebody deletes while an import is about it."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import OperationalError, connection, transaction

from papers.cataloguing.options import Options
from papers.cataloguing.plan import plan
from papers.cataloguing.save import apply
from papers.faults import Fault, fault_of
from papers.models import ImportBatch, Paper
from tests.cataloguing.reading import applied, entries, record
from tests.connections import on_own_connection

DELETED = "Somebody deleted the paper while this was imported."
pytestmark = pytest.mark.django_db
of_several_writers = pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer at a time")


def works(volume: str, looms: str) -> list:
    """Return a work whose paper changes, one whose paper stays the same, and one that others change."""
    same = record("Cards", "Ada Lovelace", volume="1", citation_key="cards")
    changed = [("Sketch", "sketch", volume), ("Looms", "looms", looms)]
    return [same, *(record(title, "Ada Lovelace", volume=new, citation_key=key) for title, key, new in changed)]


def elsewhere(act):
    """Return what `act` returns, run on a connection of its own that waits for a tenth of a second at most."""

    def impatient():
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = 100")
        return act()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(on_own_connection, impatient).result()


def delete(*titles: str) -> None:
    """Delete papers."""
    for paper in Paper.objects.filter(title__in=titles):
        paper.delete()


def imported(parts) -> ImportBatch:
    """Return the ledger of an import of parts of a plan."""
    batch = ImportBatch(file_name="works.bib", source="bibtex")
    apply(batch, parts, Options())
    return batch


def told(batch: ImportBatch) -> list[tuple]:
    """Return what the report says of each entry: its title, outcome, whether it has a paper, and why not."""
    return [
        (entry.title, entry.outcome, entry.paper_id is not None, [reason for _field, reason in entry.problems])
        for entry in batch.entries.order_by("position")
    ]


def test_an_entry_whose_paper_was_deleted_is_refused_and_the_others_are_written():
    applied(*works("1", "1"))

    def parts():
        for part in plan(entries(*works("2", "2"))):
            delete("Cards", "Sketch")
            yield part

    batch = imported(parts())
    gone = [(title, "refused", False, [DELETED]) for title in ("Cards", "Sketch")]
    assert told(batch) == [*gone, ("Looms", "changed", True, [])]
    assert batch.counts == {"new": 0, "same": 0, "changed": 1, "conflict": 0, "refused": 2}
    assert list(Paper.objects.values_list("title", "volume")) == [("Looms", "2")]


@of_several_writers
@pytest.mark.django_db(transaction=True)
def test_one_deleted_by_somebody_else_is_refused():
    applied(*works("1", "1"))

    def parts():
        for part in plan(entries(*works("2", "2"))):
            elsewhere(lambda: delete("Cards", "Sketch"))
            yield part

    batch = imported(parts())
    gone = [(title, "refused", False, [DELETED]) for title in ("Cards", "Sketch")]
    assert told(batch) == [*gone, ("Looms", "changed", True, [])]
    assert list(Paper.objects.values_list("title", "volume")) == [("Looms", "2")]


@of_several_writers
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("title", ["Cards", "Sketch"])
def test_nobody_deletes_a_paper_after_its_entry_was_entered(title):
    applied(*works("1", "1"))
    with transaction.atomic():
        batch = imported(plan(entries(*works("2", "2"))))
        with pytest.raises(OperationalError) as waited:
            elsewhere(lambda: delete(title))
    assert fault_of(waited.value) is Fault.BUSY
    assert [outcome for _title, outcome, _there, _reasons in told(batch)] == ["same", "changed", "changed"]


@of_several_writers
@pytest.mark.django_db(transaction=True)
def test_a_paper_that_stays_the_same_may_be_edited_meanwhile():
    applied(*works("1", "1"))
    with transaction.atomic():
        imported(plan(entries(*works("2", "2"))))
        elsewhere(lambda: Paper.objects.filter(title="Cards").update(volume="7"))
    assert Paper.objects.get(title="Cards").volume == "7"
