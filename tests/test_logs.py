"""What is written down of a request and of an error, and that nobody stands in it."""

import json
import logging
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import brotli
import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.urls import include, path

from profile_site import logs
from profile_site import settings as own_settings
from scripts.running_site import ROOT, environment

ID = "a-proxy.gave_this-1"


def broken(request):
    """Fail, as a query of PostgreSQL does."""
    raise ZeroDivisionError(QUOTING)


urlpatterns = [path("broken/", broken), path("", include("profile_site.urls"))]
handler500 = "profile_site.refusals.server_error"


@pytest.fixture
def written(caplog):
    """Return a function that gives the lines written so far, as JSON."""
    formatter, of_request = logs.JsonLines(), logs.OfRequest()
    caplog.set_level(logging.INFO, "profile_site.logs")

    def lines():
        assert all(of_request.filter(record) for record in caplog.records)
        return [json.loads(formatter.format(record)) for record in caplog.records]

    return lines


@pytest.fixture
def failing(db, settings):
    """A visitor of a site with a broken page."""
    settings.ROOT_URLCONF = __name__
    return Client(raise_request_exception=False)


# The id


def test_a_request_gets_an_id_of_its_own(client):
    ids = [client.get("/healthz").headers["X-Request-ID"] for _time in range(2)]
    assert [len(ids[0]), len(ids[1]), ids[0] != ids[1]] == [32, 32, True]


@pytest.mark.parametrize(("sent", "kept"), [(ID, True), ("x" * 65, False), ("short", False), ('a"b,{}c defgh', False)])
def test_the_id_of_a_proxy_is_kept_where_it_is_one(client, sent, kept):
    assert (client.get("/healthz", headers={"X-Request-ID": sent}).headers["X-Request-ID"] == sent) is kept


def test_the_page_of_an_error_names_the_id(failing):
    response = failing.get("/broken/", headers={"X-Request-ID": ID})
    assert (response.status_code, f"<code>{ID}</code>" in response.content.decode()) == (500, True)


# The lines


def test_a_request_is_a_line(client, written):
    client.get("/healthz", headers={"X-Request-ID": ID})
    (line,) = written()
    assert isinstance(line.pop("milliseconds"), int)
    assert line.pop("time").endswith("+00:00")
    assert line == {
        "level": "info",
        "logger": "profile_site.logs",
        "message": "request",
        "request_id": ID,
        "method": "GET",
        "path": "/healthz",
        "status": 200,
    }


@pytest.mark.django_db
def test_nobody_stands_in_the_lines(written):
    get_user_model().objects.create_user("babbage", password="a long pass phrase", is_staff=True)
    client = Client(REMOTE_ADDR="192.0.2.77", headers={"user-agent": "Loom/1", "referer": "https://r.example.org/"})
    for password in ["wrong"] * 6 + ["a long pass phrase"]:
        client.post("/admin/login/?next=/admin/", {"username": "babbage", "password": password})
    client.get("/papers/?q=private")
    text = json.dumps(written())
    people = ["babbage", "192.0.2.77", "Loom", "r.example.org", "private", "next=", "pass phrase", "sessionid"]
    assert [word for word in people if word in text] == []


@pytest.mark.django_db
def test_a_secret_address_is_written_without_its_secret(client, written):
    for address in ["/preview/hush-hush-hush/", "/admin/password/choose/MQ/c4f3-0123456789/"]:
        client.get(address)
    assert [line["path"] for line in written() if line["message"] == "request"] == [
        "/preview/…/",
        "/admin/password/choose/…/…/",
    ]


def test_an_error_is_written_with_its_id_and_without_what_the_database_quotes(failing, written):
    failing.get("/broken/?q=private", headers={"X-Request-ID": ID})
    error = next(line for line in written() if line["level"] == "error")
    assert (error["request_id"], error["message"]) == (ID, "Internal Server Error: /broken/")
    assert error["traceback"].splitlines()[-1] == "ZeroDivisionError: no such engine"


def test_the_error_of_a_secret_address_is_written_without_its_secret(rf, written):
    request = rf.get("/preview/hush/")
    request.resolver_match = type("Match", (), {"kwargs": {"secret": "hush"}})
    logging.getLogger("django.request").error("%s: %s", "Error", request.path, extra={"request": request})
    assert written()[-1]["message"] == "Error: /preview/…/"


# Far from where it is raised: Sentry is sent the lines around that.
QUOTING = "no such engine\nDETAIL:  Key (email)=(ada@example.org) is there."


# Where they go


def output(*paths: str, **variables) -> list[str]:
    """Return what a site in this environment writes to its error output when these paths are asked for."""
    code = f"from django.test import Client\nfor path in {paths}:\n    Client().get(path, secure=True)"
    done = subprocess.run(
        [sys.executable, ROOT / "manage.py", "shell", "-v", "0", "-c", code],
        env=environment(**variables),
        capture_output=True,
        text=True,
    )
    return [line for line in done.stderr.splitlines() if "Warning" not in line and "warnings.warn" not in line]


@pytest.mark.parametrize(
    ("variables", "lines"),
    [
        ({}, 0),
        ({"LOG_FORMAT": "json"}, 1),
        ({"PUBLIC_URL": "https://papers.example.org"}, 1),
        ({"PUBLIC_URL": "https://papers.example.org", "LOG_FORMAT": "text"}, 0),
    ],
)
def test_requests_are_written_for_programs_alone(tmp_path, variables, lines):
    (tmp_path / "static").mkdir()
    assert [json.loads(line)["path"] for line in output("/healthz", DATA_DIR=tmp_path, **variables)] == (
        ["/healthz"] * lines
    )


# Errors, told to somebody


@pytest.fixture
def error_mail(settings):
    """The handler that mails errors, which has not yet sent any this minute."""
    addresses = ["operator@example.org"]
    settings.ADMINS = addresses if own_settings.django.VERSION >= (6, 0) else [("", address) for address in addresses]
    handlers = logging.getLogger("django.request").handlers
    (handler,) = [handler for handler in handlers if isinstance(handler, logs.ErrorMail)]
    handler.next = 0
    return handler


def test_an_error_is_mailed_with_its_id_and_no_more_than_the_log_has(failing, error_mail):
    failing.get("/broken/?q=private", headers={"X-Request-ID": ID})
    (message,) = mail.outbox
    assert (message.to, message.subject) == (["operator@example.org"], "[Django] Internal Server Error: /broken/")
    assert message.body.startswith(f"Internal Server Error: /broken/ (request {ID})\nTraceback")
    assert [word for word in ("private", "ada@example.org", "127.0.0.1") if word in message.body] == []


def test_many_errors_are_one_mail_a_minute(failing, error_mail):
    for _time in range(3):
        failing.get("/broken/")
    assert len(mail.outbox) == 1
    error_mail.next = 0
    failing.get("/broken/")
    assert len(mail.outbox) == 2


def test_a_refusal_is_no_error_to_mail(client, error_mail):
    logging.getLogger("django.request").error("%s: %s", "Service Unavailable", "/readyz")
    assert mail.outbox == []


@pytest.mark.parametrize(
    ("variables", "sentence"),
    [
        ({"ADMINS": "ada"}, "ADMINS=ada must be mail addresses with commas between them."),
        (
            {"ADMINS": "ada@example.org"},
            "ADMINS is set, but EMAIL_URL is not: name the server that sends the mail.",
        ),
    ],
)
def test_addresses_that_no_mail_reaches(monkeypatch, variables, sentence):
    monkeypatch.delenv("EMAIL_URL", raising=False)
    monkeypatch.setenv("ADMINS", variables["ADMINS"])
    with pytest.raises(ImproperlyConfigured) as refusal:
        own_settings.error_mail_addresses()
    assert str(refusal.value) == sentence


def test_a_format_that_is_not_known(monkeypatch):
    monkeypatch.setenv("LOG_FORMAT", "xml")
    with pytest.raises(ImproperlyConfigured) as refusal:
        own_settings.log_format()
    assert str(refusal.value) == "LOG_FORMAT=xml is not known: set it to json or text."


def test_an_address_that_is_no_sentry_project_s():
    with pytest.raises(ImproperlyConfigured) as refusal:
        own_settings.report_to_sentry("https://sentry.example.org")
    assert str(refusal.value) == "SENTRY_DSN is not the address of a Sentry project: copy it from there."


@pytest.fixture
def sentry():
    """A server that keeps what is sent to it; its address is a Sentry project's."""
    received = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            assert self.headers["Content-Encoding"] == "br"
            received.append(brotli.decompress(body))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *arguments):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    server.dsn, server.received = f"http://key@127.0.0.1:{server.server_port}/1", received
    yield server
    server.shutdown()
    server.server_close()


FAIL = f"""
import sentry_sdk
from django.test import Client
from django.test.utils import override_settings
with override_settings(ROOT_URLCONF="tests.test_logs", MIDDLEWARE=["profile_site.logs.under_an_id"]):
    headers = {{"host": "127.0.0.1", "X-Request-ID": "{ID}"}}
    client = Client(raise_request_exception=False, REMOTE_ADDR="192.0.2.77", headers=headers)
    client.cookies["sessionid"] = "private-cookie"
    client.get("/broken/?q=private-query")
sentry_sdk.flush()
"""


def test_sentry_is_told_the_error_and_its_id_but_not_who(sentry, tmp_path):
    (tmp_path / "static").mkdir()
    subprocess.run(
        [sys.executable, "manage.py", "shell", "-v", "0", "-c", FAIL],
        cwd=ROOT,
        env=environment(DATA_DIR=tmp_path, SENTRY_DSN=sentry.dsn, DEBUG=1),  # no static files are gathered
        capture_output=True,
        check=True,
    )
    sent = b"".join(sentry.received).decode()
    assert [word for word in ("ZeroDivisionError", ID) if word not in sent] == []
    people = ["192.0.2.77", "private-cookie", "private-query", "ada@example.org"]
    assert [word for word in people if word in sent] == []
