"""What a load balancer is told."""

import socket
import subprocess
import sys

import pytest
from django.db import connection

from papers.health import CHECKS
from scripts.running_site import ROOT, environment


def test_a_site_that_answers_lives_whatever_its_database_does(client):
    response = client.get("/healthz")  # this test may not use the database
    assert (response.status_code, response.content) == (200, b"alive\n")


@pytest.mark.django_db
def test_a_site_that_can_serve_is_ready(client):
    response = client.get("/readyz")
    assert (response.status_code, response.content) == (200, b"ready\n")


@pytest.mark.django_db
def test_a_site_that_cannot_serve_says_why_but_not_where(client):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE papers_search RENAME TO papers_search_lost")
    response = client.get("/readyz")
    assert (response.status_code, response.content) == (503, b"search: The search index cannot be read.\n")


def test_readiness_asks_for_what_stops_the_site():
    assert [check.name for check in CHECKS if check.stops] == ["database", "migrations", "search", "disk"]


@pytest.mark.django_db
@pytest.mark.parametrize("url", ["/healthz", "/readyz"])
def test_no_answer_is_kept_or_marks_who_asks(client, url):
    response = client.get(url)
    assert ("no-store" in response.headers["Cache-Control"], dict(response.cookies)) == (True, {})


# Asked in a process of its own


def answers(*paths: str, **variables) -> list[str]:
    """Return status and text of the answers to a load balancer that asks by number and without TLS."""
    code = (
        "from django.test import Client\n"
        f"for path in {paths}:\n"
        "    response = Client().get(path, headers={'host': '10.1.2.3:8000'})\n"
        "    print(response.status_code, response.content.decode()[:60].partition('\\n')[0])"
    )
    done = subprocess.run(
        [sys.executable, ROOT / "manage.py", "shell", "-v", "0", "-c", code],
        env=environment(**variables),
        capture_output=True,
        text=True,
        timeout=60,
    )
    return done.stdout.splitlines()


def test_a_public_site_answers_a_load_balancer(tmp_path):
    (tmp_path / "static").mkdir()
    asked = answers("/healthz", "/readyz", DATA_DIR=tmp_path, PUBLIC_URL="https://papers.example.org")
    assert [line[:3] for line in asked] == ["200", "503"]  # nothing is migrated there


@pytest.mark.parametrize("url", ["sqlite:////nowhere/at/all", "postgres://ada:secret@127.0.0.1:9/papers"])
def test_a_database_that_does_not_answer_is_told_without_its_address(tmp_path, url):
    assert answers("/healthz", "/readyz", DATA_DIR=tmp_path, DATABASE_URL=url) == [
        "200 alive",
        "503 database: The database does not answer.",
    ]


def test_a_database_that_takes_the_call_and_says_nothing_is_given_up(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"postgres://ada:secret@127.0.0.1:{silent.getsockname()[1]}/papers"
        assert answers("/readyz", DATA_DIR=tmp_path, DATABASE_URL=url) == [
            "503 database: The database does not answer."
        ]
