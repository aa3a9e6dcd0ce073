"""A plan that is made while others write: nobody waits for it, and it says nothing of what is gone by its end."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from papers.cataloguing import plan_bibliography, take_in
from papers.cataloguing.rehearsal import rehearsal
from papers.cataloguing.save import propose
from papers.models import ImportBatch, ImportEntry, Paper, Venue
from tests.connections import on_own_connection, shared_database
from tests.factories import PaperFactory

__all__ = ["shared_database"]

BIBLIOGRAPHY = b'{"title": "Sketch", "type": "article", "authors": [{"name": "Ada Lovelace"}]}\n'


def elsewhere(act):
    """Return what `act` returns, run on a connection of its own."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(on_own_connection, act).result()


def test_others_write_while_a_plan_is_made(shared_database):
    shared_database()
    seen = []

    def write(_part):
        elsewhere(lambda: Venue.objects.create(name="Notes", kind=Venue.Kind.JOURNAL))
        seen.append(elsewhere(Paper.objects.count))

    counts = elsewhere(lambda: plan_bibliography(take_in(BIBLIOGRAPHY, "works.jsonl"), write))
    assert (counts["new"], seen) == (1, [0])
    assert elsewhere(lambda: (Venue.objects.count(), Paper.objects.count(), ImportBatch.objects.count())) == (1, 0, 0)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL holds the papers of a plan until it is made")
def test_a_plan_that_waits_names_no_paper_that_was_deleted_meanwhile(shared_database):
    known = PaperFactory(title="Sketch", citation_key="sketch")
    shared_database()
    file = take_in(b'{"title": "Sketch", "type": "article", "citation_key": "sketch", "volume": "3"}\n', "works.jsonl")

    def plan_with_a_deletion():
        yield from file.plan
        elsewhere(known.delete)

    elsewhere(lambda: propose(file.batch, plan_with_a_deletion()))
    said = elsewhere(lambda: list(ImportEntry.objects.values_list("title", "outcome", "paper")))
    assert said == [("Sketch", "changed", None)]


def test_what_a_rehearsal_raises_leaves_the_connection_as_it_was(shared_database):
    shared_database()

    def fail():
        with rehearsal():
            Venue.objects.create(name="Tried", kind=Venue.Kind.JOURNAL)
            raise ZeroDivisionError

    def fail_and_go_on() -> list[str]:
        with pytest.raises(ZeroDivisionError):
            fail()
        Venue.objects.create(name="Kept", kind=Venue.Kind.JOURNAL)
        return list(Venue.objects.values_list("name", flat=True))

    assert elsewhere(fail_and_go_on) == ["Kept"]
    assert elsewhere(lambda: list(Venue.objects.values_list("name", flat=True))) == ["Kept"]
