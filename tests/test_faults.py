"""What the site answers while its database is locked or its disk is full: pages go on, a form gets a 503 page."""

import sqlite3
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.db import Error, connection
from django.test import Client
from django.urls import reverse

from papers.faults import Fault, fault_of
from papers.indexing import catch_up
from papers.models import Link, Paper
from tests.admin.forms import filled
from tests.factories import AuthorFactory, PaperFactory

PATIENCE = 50  # milliseconds
BUSY = "Somebody else is writing just now, and the site waited as long as it may. Nothing was saved."
FULL = "The server has no room left on its disk. Whoever runs the site has to make some. Nothing was saved."


@pytest.fixture
def site(transactional_db, tmp_path):
    """A paper by one person, read by the search, in a database where writers wait a moment only; SQLite's is a file."""
    PaperFactory(title="Sketch of the Engine", citation_key="ada-1843", authors=[AuthorFactory()])
    catch_up()
    in_memory = None
    with pytest.MonkeyPatch.context() as patch:
        options = {"options": f"-c lock_timeout={PATIENCE}"}
        if connection.vendor == "sqlite":
            options = {"timeout": PATIENCE / 1000}
            with closing(sqlite3.connect(tmp_path / "db.sqlite3")) as copy:
                connection.connection.backup(copy)
            patch.setitem(connection.settings_dict, "NAME", str(tmp_path / "db.sqlite3"))
            in_memory, connection.connection = connection.connection, None
        connection.close()
        patch.setitem(connection.settings_dict, "OPTIONS", connection.settings_dict["OPTIONS"] | options)
        yield
        connection.close()
    connection.connection = in_memory


@pytest.fixture
def editor(site) -> Client:
    """A browser in which an editor is signed in."""
    client = Client(raise_request_exception=False)
    client.force_login(User.objects.create_superuser("ada"))
    return client


@contextmanager
def locked():
    """Hold, from another connection, what whoever writes waits for; readers do not."""
    with closing(connection.copy()) as other, other.cursor() as cursor:
        cursor.execute("BEGIN IMMEDIATE" if connection.vendor == "sqlite" else "BEGIN")
        for table in connection.introspection.table_names() if connection.vendor == "postgresql" else ():
            cursor.execute(f'LOCK TABLE "{table}" IN EXCLUSIVE MODE')
        yield


@contextmanager
def full():
    """Let the database take no more: SQLite gets no more pages, PostgreSQL says what it says of a full disk."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("VACUUM")  # other tests leave pages free
            pages = cursor.execute("PRAGMA page_count").fetchone()[0]
            cursor.execute(f"PRAGMA max_page_count = {pages}")
            yield
            cursor.execute("PRAGMA max_page_count = 1000000")
        else:
            cursor.execute(
                "CREATE FUNCTION fill() RETURNS trigger LANGUAGE plpgsql AS "
                "$$ BEGIN RAISE EXCEPTION 'no space left on device' USING ERRCODE = 'disk_full'; END $$"
            )
            for table in connection.introspection.table_names():
                cursor.execute(f'CREATE TRIGGER fill BEFORE INSERT OR UPDATE ON "{table}" EXECUTE FUNCTION fill()')
            yield
            cursor.execute("DROP FUNCTION fill() CASCADE")


each_fault = pytest.mark.parametrize(
    ("fault", "seconds", "sentence"), [(locked, "10", BUSY), (full, "60", FULL)], ids=["locked", "full"]
)


def stored() -> tuple:
    """Return what a saved form changes."""
    return (*Paper.objects.values_list("title", "abstract").get(), Link.objects.count(), LogEntry.objects.count())


@each_fault
def test_form_that_cannot_be_saved_is_503_keeps_its_text_and_saves_nothing(editor, fault, seconds, sentence):
    address = reverse("admin:papers_paper_change", args=[Paper.objects.get().pk])
    sent = filled(editor.get(address)) | {"title": 'The "Engine" & I', "abstract": "Notes. " * 5_000}
    before = stored()
    with fault():
        response = editor.post(address, sent)
        page = response.content.decode()
        assert (response.status_code, response.headers["Retry-After"]) == (503, seconds)
        assert sentence in page
        assert '<input type="hidden" name="title" value="The &quot;Engine&quot; &amp; I">' in page
    assert stored() == before
    assert editor.post(address, sent).status_code == 302
    assert Paper.objects.get().title == 'The "Engine" & I'


@each_fault
def test_pages_go_on_and_a_search_finds_what_was_indexed(editor, fault, seconds, sentence):
    Paper.objects.update(abstract="Bernoulli numbers. " * 5_000)  # waits to be indexed
    paper = Paper.objects.get()
    with fault():
        answers = {
            url: editor.get(url).status_code
            for url in (
                *("/", "/papers/", paper.get_absolute_url(), "/papers.bib", "/papers.atom", "/sitemap.xml"),
                *("/admin/", reverse("admin:papers_paper_changelist") + "?q=engine"),
                reverse("admin:papers_paper_change", args=[paper.pk]),
            )
        }
        found = editor.get("/papers/?q=engine").content.decode()
        assert set(answers.values()) == {200}, answers
        assert "Sketch of the <mark>Engine</mark>" in found
    assert catch_up() == 0


def test_password_is_not_shown_again(site):
    with locked():
        response = Client(raise_request_exception=False).post(
            reverse("admin:login"), {"username": "ada", "password": "analytical-engine-1843"}
        )
        page = response.content.decode()
    assert (response.status_code, BUSY in page, "analytical-engine" in page) == (503, True, False)


@pytest.mark.parametrize("url", ["/", "/papers.bib", "/admin/"])
def test_site_that_cannot_reach_its_database_says_so(site, monkeypatch, url):
    connection.close()
    key, value = ("NAME", "/nowhere/db.sqlite3") if connection.vendor == "sqlite" else ("PORT", "9")
    with monkeypatch.context() as patch:
        patch.setitem(connection.settings_dict, key, value)
        response = Client(raise_request_exception=False).get(url, headers={"cookie": f"sessionid={'a' * 32}"})
        assert response.status_code == 503
        assert "The site cannot reach its data." in response.content.decode()
    assert Client().get("/").status_code == 200


def test_mistake_in_a_query_is_no_fault_that_passes(site):
    with pytest.raises(Error) as caught, connection.cursor() as cursor:
        cursor.execute("SELECT nonsense")
    assert fault_of(caught.value) is None


def test_disk_without_room_for_an_upload_is_a_fault_that_passes():
    with pytest.raises(OSError, match="No space left on device") as caught, Path("/dev/full").open("wb") as file:
        file.write(b"1" * 100_000)
    assert fault_of(caught.value) == Fault.FULL


def test_file_that_is_missing_is_none():
    with pytest.raises(FileNotFoundError) as caught:
        Path("/nowhere/file").read_bytes()
    assert fault_of(caught.value) is None
