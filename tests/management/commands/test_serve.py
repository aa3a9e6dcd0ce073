import socket

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from papers.management.commands import serve
from scripts.running_site import free_port
from tests.factories import PaperFactory


@pytest.mark.parametrize(("text", "port"), [("1", 1), ("8000", 8000), ("65535", 65535), ("08000", 8000)])
def test_port_number_reads_a_port(text, port):
    assert serve.port_number(text) == port


@pytest.mark.parametrize("text", ["0", "65536", "-1", "8000.5", "http", " 8000", "٨٠٠٠", "000001999999", "9" * 5000])
def test_port_number_refuses_what_is_no_port(text):
    with pytest.raises(ImproperlyConfigured) as caught:
        serve.port_number(text)
    assert str(caught.value) == f"PORT={text} is not a port: give a number from 1 to 65535, such as PORT=8001."


def test_refuse_unusable_accepts_a_free_port():
    assert serve.refuse_unusable(free_port()) is None


def test_refuse_unusable_names_a_busy_port():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(ImproperlyConfigured) as caught:
            serve.refuse_unusable(port)
    assert str(caught.value) == f"port {port} is busy: stop what runs there or choose another, such as PORT=8001."


def test_refuse_unusable_names_an_address_of_another_machine(monkeypatch):
    monkeypatch.setattr(serve, "HOST", "192.0.2.1")
    with pytest.raises(ImproperlyConfigured) as caught:
        serve.refuse_unusable(free_port())
    assert str(caught.value) == "LISTEN=192.0.2.1 is no address of this machine: leave it out."


@pytest.fixture
def static_folder(settings, tmp_path):
    """A folder with one style sheet, the only source of static files."""
    source = tmp_path / "source"
    source.mkdir()
    (source / "site.css").write_text("a { color: red }")
    settings.STATICFILES_DIRS = [source]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATIC_ROOT = tmp_path / "data" / "static"
    settings.DATA_DIR = tmp_path / "data"
    return source


def test_collect_static_gathers_the_files(static_folder, settings):
    serve.collect_static()
    assert (settings.STATIC_ROOT / "site.css").read_text() == "a { color: red }"


def test_collect_static_leaves_what_is_gathered_alone(static_folder, settings):
    serve.collect_static()
    (settings.STATIC_ROOT / "site.css").write_text("untouched")
    serve.collect_static()
    assert (settings.STATIC_ROOT / "site.css").read_text() == "untouched"


def test_collect_static_gathers_again_after_a_change(static_folder, settings):
    serve.collect_static()
    (static_folder / "new.css").write_text("b { color: red }")
    serve.collect_static()
    assert (settings.STATIC_ROOT / "new.css").read_text() == "b { color: red }"


def test_welcome_names_the_address_and_the_next_steps():
    assert serve.Command().welcome(8001) == (
        "\nThe site is at http://127.0.0.1:8001/ (Ctrl-C stops it). In another terminal:\n"
        "  make editor                    makes a user who may sign in at http://127.0.0.1:8001/admin/\n"
        "  make new NAME='Ada Lovelace'   starts a site of your own, with that profile"
    )


def test_welcome_names_the_public_address(settings):
    settings.PUBLIC_URL = "https://papers.example.org"
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    assert serve.Command().welcome(8001) == (
        "Serving https://papers.example.org on http://127.0.0.1:8001/, for the proxy in front of it. Ctrl-C stops it."
    )


def test_welcome_says_what_a_public_site_lacks(settings):
    settings.PUBLIC_URL = "https://papers.example.org"
    assert serve.Command().welcome(8001).splitlines()[1:] == [serve.NO_TLS_PROXY]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL counts by itself")
@pytest.mark.django_db
def test_the_rows_of_papers_are_counted():
    PaperFactory.create_batch(3)
    serve.count_rows()
    with connection.cursor() as cursor:
        cursor.execute("SELECT stat FROM sqlite_stat1 WHERE idx = 'paper_by_title'")
        assert cursor.fetchall() == [("3 1",)]
