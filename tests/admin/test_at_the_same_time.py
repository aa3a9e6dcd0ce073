"""Two editors save at the same moment, each on a connection of their own."""

import datetime
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import time_machine
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from papers import scheduling
from papers.history import versions_of
from papers.models import Paper, PaperDraft
from tests.admin.forms import filled
from tests.connections import on_own_connection, shared_database
from tests.factories import AuthorFactory, PaperDraftFactory, PaperFactory

__all__ = ["shared_database"]


def at_once(*acts) -> list:
    """Return what each of `acts` returns, all begun at the same moment, each on a connection of its own."""
    start = Barrier(len(acts))

    def begin(act):
        start.wait(timeout=30)
        return on_own_connection(act)

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(begin, acts))


def client_of(user):
    client = Client()
    client.force_login(user)
    return client


def test_of_two_forms_saved_at_once_exactly_one_wins(shared_database):
    paper = PaperFactory(title="Sketch", citation_key="ada-1843", authors=AuthorFactory.create_batch(3))
    address = reverse("admin:papers_paper_change", args=[paper.pk])
    clients = [client_of(User.objects.create_superuser(name)) for name in ("ada", "grace")]
    forms = [filled(client.get(address)) | {"authorships-2-position": "1"} for client in clients]
    shared_database()

    def saving(client, form, title):
        return lambda: client.post(address, form | {"title": title}).status_code

    outcomes = at_once(*(saving(*each) for each in zip(clients, forms, ("Ada's", "Grace's"), strict=True)))
    with ThreadPoolExecutor(1) as pool:
        title = pool.submit(on_own_connection, lambda: Paper.objects.get().title).result()
    assert Counter(outcomes) == {302: 1, 200: 1}
    assert title == ["Ada's", "Grace's"][outcomes.index(302)]


def test_of_two_drafts_saved_at_once_exactly_one_wins(shared_database):
    paper = PaperFactory(title="Sketch", citation_key="ada-1843")
    address = reverse("admin:papers_paper_draft", args=[paper.pk])
    clients = [client_of(User.objects.create_superuser(name)) for name in ("ada", "grace")]
    forms = [filled(client.get(address)) | {"_draft": "keep"} for client in clients]
    shared_database()

    def saving(client, form, title):
        return lambda: client.post(address, form | {"title": title}).status_code

    outcomes = at_once(*(saving(*each) for each in zip(clients, forms, ("Ada's", "Grace's"), strict=True)))
    with ThreadPoolExecutor(1) as pool:
        content = pool.submit(on_own_connection, lambda: PaperDraft.objects.get().content).result()
    assert Counter(outcomes) == {302: 1, 200: 1}
    assert content["values"]["title"] == ["Ada's", "Grace's"][outcomes.index(302)]


def test_of_visitors_at_the_time_of_a_draft_all_see_it_and_one_publishes_it(shared_database, monkeypatch):
    monkeypatch.setattr(scheduling, "PATIENCE", 30_000)
    monkeypatch.setattr(scheduling, "_not_before", 0.0)
    paper = PaperFactory(title="Sketch", slug="sketch")
    draft = PaperDraftFactory(paper=paper)
    draft.content["values"]["title"] = "Notes"
    time = datetime.datetime(2026, 12, 1, 12, tzinfo=datetime.UTC)
    draft.publish_at = time
    draft.save()
    shared_database()

    with time_machine.travel(time):
        pages = at_once(*[lambda: Client().get("/papers/sketch/").content.decode()] * 3)
    assert ["<h1>Notes</h1>" in page for page in pages] == [True] * 3
    with ThreadPoolExecutor(1) as pool:
        kept = pool.submit(on_own_connection, lambda: versions_of(Paper, [paper.pk]).count()).result()
    assert kept == 2  # what was found, and what the draft made of it
