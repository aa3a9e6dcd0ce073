"""Fixtures for every test: the folder of real files, and what to do where something is missing."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from hypothesis import settings

from profile_site import gates

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

ROOT = Path(__file__).resolve().parent.parent
REFERENCE_PROFILE = ROOT / "fixtures" / "reference_profile.json"


def missing(what: str, why: str) -> None:
    """Skip the test and name `what` it lacks; fail it instead where REQUIRE=all, as in continuous integration."""
    if os.environ.get("REQUIRE") == "all":
        pytest.fail(f"{what} is required: {why}")
    pytest.skip(f"{what}: {why}")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark tests by the fixtures they ask for; put those of the reference profile together, the browser's last."""
    for item in items:
        for name in {"browser", "corpus"}.intersection(item.fixturenames):
            item.add_marker(name)
        if item.get_closest_marker("django_db") or {"db", "transactional_db"}.intersection(item.fixturenames):
            item.add_marker("database")
    # The browser's driver keeps an event loop running, beside which Django refuses queries.
    items.sort(key=lambda item: (item.get_closest_marker("browser") is not None, asks_for_reference_profile(item)))


def asks_for_reference_profile(item: pytest.Item | None) -> bool:
    """Whether `item` is a test that needs the reference profile."""
    return item is not None and "reference_profile" in item.fixturenames


FOLLOWING = pytest.StashKey[pytest.Item | None]()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> None:
    """Note which test is next, for fixtures that outlive a module."""
    item.session.stash[FOLLOWING] = nextitem


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder named by CORPUS, with seed/, corpus/ and images/ in it."""
    folder = os.environ.get("CORPUS")
    if not folder:
        missing("corpus", "CORPUS names no folder")
    path = (ROOT / folder).resolve()
    if not path.is_dir():
        pytest.fail(f"CORPUS={folder} is not a folder")
    return path


@pytest.fixture(autouse=True)
def open_gates(monkeypatch) -> None:
    """Room for as many as a test asks for: the test client does not close what it leaves unread, as a server does."""
    for name in ("READING", "EDITING", "SIGNING_IN", "ELSEWHERE"):
        monkeypatch.setattr(gates, name, gates.Gate(at_once=1000, waiting=0, seconds=0))


@pytest.fixture(scope="module")
def reference_profile(request, django_db_setup, django_db_blocker) -> Iterator[None]:
    """The reference profile, loaded once for all modules in a row that ask for it, and taken out again after them."""
    with django_db_blocker.unblock():
        if not apps.get_model("papers", "Site").objects.exists():
            call_command("loaddata", REFERENCE_PROFILE, verbosity=0)
    yield
    if not asks_for_reference_profile(request.session.stash[FOLLOWING]):
        with django_db_blocker.unblock():
            remove_everything()


def remove_everything() -> None:
    """Delete what the site holds, except the categories that came with the tables."""
    for model in ("Metric", "Paper", "Author", "Institution", "Page", "Venue", "Site"):
        apps.get_model("papers", model).objects.all().delete()
