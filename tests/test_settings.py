"""The environment, read or refused in one sentence; and cookies and caching."""

import gzip
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.test import Client

from profile_site.settings import OIDC_VARIABLES, public_origin
from scripts.running_site import ROOT, environment
from tests.factories import AuthorFactory, PaperFactory

EXAMPLE = "https://papers.example.org"


def manage(*arguments: str, **variables) -> subprocess.CompletedProcess:
    """Run a management command in this environment and return what came of it."""
    return subprocess.run(
        [sys.executable, ROOT / "manage.py", *arguments],
        env=environment(PYTHONWARNINGS="error", **variables),
        cwd="/",
        capture_output=True,
        text=True,
        timeout=60,
    )


def values(*names: str, **variables) -> list[str]:
    """Return the named settings of a process in this environment, one a line."""
    code = "from profile_site import settings as s\n" + "\n".join(f"print(s.{name})" for name in names)
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment(**variables), cwd=ROOT, capture_output=True, text=True, timeout=60
    )
    assert done.stderr == ""
    return done.stdout.splitlines()


# Wrong values


UNREADABLE_EMAIL_URL = (
    "EMAIL_URL cannot be read: give smtp+tls://user:password@host:587, smtp+ssl:// or smtp://, with / @ : in a "
    "password written as %2F %40 %3A."
)
OIDC = {name: f"https://login.example.org/{name}" for name in OIDC_VARIABLES}
FORMS = "give sqlite:////path/to/file or postgres://user@host:5432/name"


@pytest.mark.parametrize(
    ("variables", "sentence"),
    [
        ({"DEBUG": "maybe"}, "DEBUG=maybe is neither yes nor no: set it to 1 or 0."),
        ({"BEHIND_TLS_PROXY": "2"}, "BEHIND_TLS_PROXY=2 is neither yes nor no: set it to 1 or 0."),
        (
            {"PUBLIC_URL": EXAMPLE, "HSTS_PRELOAD": "soon"},
            "HSTS_PRELOAD=soon is neither yes nor no: set it to 1 or 0.",
        ),
        (
            {"PUBLIC_URL": EXAMPLE, "DEBUG": "1"},
            "DEBUG shows the site's inside to visitors: unset it where PUBLIC_URL is set.",
        ),
        (
            {"PUBLIC_URL": EXAMPLE, "SECRET_KEY": "short"},
            "SECRET_KEY is shorter than 50 characters: unset it, and one is made in DATA_DIR.",
        ),
        ({"DATABASE_URL": "mysql://root@localhost/papers"}, f"DATABASE_URL starts with “mysql”: {FORMS}."),
        (
            {"DATABASE_URL": "postgres://ada:secret@host:port/papers"},
            f"DATABASE_URL cannot be read: {FORMS}, with / @ : in a password written as %2F %40 %3A.",
        ),
        (
            {"DATABASE_URL": "postgres://host/papers?sslmode=require&colour=blue"},
            "DATABASE_URL has an option that PostgreSQL lacks, “colour”: leave it out.",
        ),
        ({"DATABASE_URL": "postgres://host"}, f"DATABASE_URL names no database: {FORMS}."),
        ({"DATABASE_URL": "sqlite:///db.sqlite3"}, f"DATABASE_URL does not give the whole path of the file: {FORMS}."),
        *(
            (
                {"EMAIL_URL": url},
                UNREADABLE_EMAIL_URL,
            )
            for url in ("mail.example.org", "smtp://", "pigeon://mail.example.org", "smtp://host:port")
        ),
        (
            {"OIDC_RP_CLIENT_ID": "profile_site"},
            f"OIDC_RP_CLIENT_SECRET is not set: single sign-on needs {', '.join(OIDC_VARIABLES)}.",
        ),
        (
            OIDC | {"OIDC_OP_TOKEN_ENDPOINT": "http://login.example.org/token"},
            "OIDC_OP_TOKEN_ENDPOINT=http://login.example.org/token must begin with https://.",
        ),
        ({"DATA_DIR": "/dev/null/var"}, "DATA_DIR=/dev/null/var cannot be created (Not a directory): name another."),
        ({"DATA_DIR": "/dev/null"}, "DATA_DIR=/dev/null cannot be created (File exists): name another."),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, dict) else "",
)
def test_a_wrong_value_ends_in_one_sentence(tmp_path, variables, sentence):
    done = manage("check", **{"DATA_DIR": tmp_path} | variables)
    assert (done.returncode, done.stdout, done.stderr) == (1, "", f"profile_site: {sentence}\n")


@pytest.mark.parametrize(
    "url",
    [
        *("http://papers.example.org", "papers.example.org", "https://", "https://*", "https://papers.example.org/ada"),
        *("https://papers.example.org?a", "https://papers.example.org#a", "https://ada@papers.example.org"),
        *("https://papers.example.org:https", "https://[papers", "https://a b", "https://a,b", " https://a.example"),
    ],
)
def test_a_public_address_is_https_and_a_host(monkeypatch, url):
    monkeypatch.setenv("PUBLIC_URL", url)
    with pytest.raises(ImproperlyConfigured) as refusal:
        public_origin()
    assert str(refusal.value) == f"PUBLIC_URL={url} must be https:// and a host, such as https://papers.example.org."


def test_a_data_folder_that_cannot_be_written_is_refused():
    code = (
        "import os, sys\n"
        "from profile_site import settings as s\n"
        "os.environ['DATA_DIR'] = sys.argv[1]\n"
        "os.geteuid() or os.setuid(65534)\n"  # root may write everywhere
        "s.data_folder()"
    )
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as other:
        Path(folder).chmod(0o555)
        done = subprocess.run(
            [sys.executable, "-c", code, folder],
            env=environment(DATA_DIR=other),
            cwd=ROOT,
            capture_output=True,
            text=True,
        )
    assert done.stderr.splitlines()[-1].partition(": ")[2] == (
        f"DATA_DIR={folder} cannot be written: change its owner or name another."
    )


def test_a_key_that_cannot_be_read_ends_in_one_sentence(tmp_path):
    key = tmp_path / "secret_key"
    key.mkdir()
    done = manage("check", DATA_DIR=tmp_path)
    assert done.stderr == f"profile_site: {key} cannot be used (Is a directory): change its owner, or set SECRET_KEY.\n"


# Right values


@pytest.mark.parametrize(
    ("word", "meaning"),
    [("1", "True"), ("yes", "True"), (" TRUE ", "True"), ("0", "False"), ("off", "False"), ("", "False")],
)
def test_debug(tmp_path, word, meaning):
    assert values("DEBUG", DATA_DIR=tmp_path, DEBUG=word) == [meaning]


def test_the_data_folder_is_made_and_holds_everything(tmp_path):
    folder = tmp_path / "a" / "b c#d%20e?f"
    names = ("DATABASES['default']['NAME']", "MEDIA_ROOT", "STATIC_ROOT")
    assert values(*names, DATA_DIR=folder) == [str(folder / name) for name in ("db.sqlite3", "media", "static")]


def test_a_new_data_folder_is_its_owner_s_alone(tmp_path):
    values("DATA_DIR", DATA_DIR=tmp_path / "data")
    assert (tmp_path / "data").stat().st_mode & 0o777 == 0o700


def test_a_data_folder_that_is_there_keeps_its_mode(tmp_path):
    tmp_path.chmod(0o750)
    values("DATA_DIR", DATA_DIR=tmp_path)
    assert tmp_path.stat().st_mode & 0o777 == 0o750


def test_a_key_is_made_once_for_its_owner_alone(tmp_path):
    keys = [values("SECRET_KEY", DATA_DIR=tmp_path) for _time in range(2)]
    file = tmp_path / "secret_key"
    assert keys == [[file.read_text()]] * 2
    assert (len(keys[0][0]), file.stat().st_mode & 0o777, list(tmp_path.iterdir())) == (50, 0o600, [file])


def test_a_given_key_leaves_no_file(tmp_path):
    assert values("SECRET_KEY", DATA_DIR=tmp_path, SECRET_KEY="given") == ["given"]
    assert list(tmp_path.iterdir()) == []


def test_postgresql_gives_up_on_locks_and_endless_queries(tmp_path):
    url = "postgres://ada:p%40ss@db.example.org:5433/papers?sslmode=require"
    names = ("HOST", "PORT", "USER", "PASSWORD", "NAME", "CONN_HEALTH_CHECKS", "OPTIONS")
    names = [f"DATABASES['default']['{name}']" for name in names]
    assert values(*names, DATA_DIR=tmp_path, DATABASE_URL=url) == [
        *("db.example.org", "5433", "ada", "p@ss", "papers", "True"),
        "{'connect_timeout': 5, 'options': '-c lock_timeout=10s -c statement_timeout=120s', 'sslmode': 'require'}",
    ]


def test_a_public_site_is_known_by_its_address_alone(tmp_path):
    names = ("PUBLIC_URL", "ALLOWED_HOSTS", "CSRF_TRUSTED_ORIGINS", "SESSION_COOKIE_NAME", "SECURE_SSL_REDIRECT")
    assert values(*names, DATA_DIR=tmp_path, PUBLIC_URL="HTTPS://Papers.Example.org:8443/") == [
        "https://papers.example.org:8443",
        "['papers.example.org']",
        "['https://papers.example.org:8443']",
        "__Host-sessionid",
        "True",
    ]


def test_a_site_on_a_laptop_trusts_no_proxy(tmp_path):
    code = "hasattr(s, 'SECURE_PROXY_SSL_HEADER')"
    assert values("ALLOWED_HOSTS", f"__dict__.get('X', {code})", DATA_DIR=tmp_path) == [
        "['localhost', '127.0.0.1', '[::1]']",
        "False",
    ]


def test_a_proxy_is_trusted_where_it_is_named(tmp_path):
    assert values("SECURE_PROXY_SSL_HEADER", DATA_DIR=tmp_path, BEHIND_TLS_PROXY="1") == [
        "('HTTP_X_FORWARDED_PROTO', 'https')"
    ]


@pytest.mark.parametrize("variables", [{}, {"HSTS_SUBDOMAINS": "1", "HSTS_PRELOAD": "1"}])
def test_a_public_site_passes_django_s_own_checks(tmp_path, variables):
    done = manage("check", "--deploy", "--fail-level", "WARNING", DATA_DIR=tmp_path, PUBLIC_URL=EXAMPLE, **variables)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    ("variables", "header"),
    [
        ({}, "max-age=63072000"),
        ({"HSTS_SUBDOMAINS": "1", "HSTS_PRELOAD": "1"}, "max-age=63072000; includeSubDomains; preload"),
    ],
)
def test_a_public_site_insists_on_https(tmp_path, variables, header):
    code = (
        "from django.test import Client\n"
        "def get(host, secure): return Client().get('/static/a.txt', secure=secure, headers={'host': host})\n"
        "print(get('papers.example.org:8000', False).headers['Location'])\n"
        "print(get('papers.example.org', True).headers['Strict-Transport-Security'])\n"
        "print(get('other.example.org', True).status_code)"
    )
    (tmp_path / "static").mkdir()
    (tmp_path / "static" / "a.txt").touch()
    done = manage("shell", "-v", "0", "-c", code, DATA_DIR=tmp_path, PUBLIC_URL=EXAMPLE, **variables)
    assert done.stdout.splitlines() == [f"{EXAMPLE}/static/a.txt", header, "400"]


def test_sqlite_waits_for_other_writers_and_keeps_what_it_confirmed(tmp_path):
    manage("migrate", DATA_DIR=tmp_path)
    code = (
        "from django.db import connection as c\n"
        "print([c.cursor().execute(f'PRAGMA {name}').fetchone()[0]"
        " for name in ('journal_mode', 'synchronous', 'foreign_keys', 'busy_timeout')])"
    )
    assert manage("shell", "-v", "0", "-c", code, DATA_DIR=tmp_path).stdout == "['wal', 2, 1, 5000]\n"


def test_no_request_holds_the_lock_of_a_writer_while_it_reads():
    assert connection.settings_dict["ATOMIC_REQUESTS"] is False


# Who is told apart by a cookie


@pytest.fixture
def paper(db):
    return PaperFactory(slug="sketch", authors=[AuthorFactory(is_profile=True)], abstract="It weaves patterns. " * 50)


def test_an_editor_s_page_is_not_a_visitor_s(paper, client):
    client.force_login(get_user_model().objects.create_user("ada", is_staff=True))
    headers = client.get("/").headers
    assert ("Cookie" in headers["Vary"], headers["Cache-Control"]) == (True, "private")


def test_signing_in_keeps_its_cookies_to_itself(db):
    client = Client()
    get_user_model().objects.create_user("ada", password="a long pass phrase", is_staff=True)
    client.post("/admin/login/", {"username": "ada", "password": "a long pass phrase"})
    session, csrf = client.cookies["sessionid"], client.cookies["csrftoken"]
    assert [(c["httponly"], c["samesite"]) for c in (session, csrf)] == [(True, "Lax"), (True, "Lax")]
    assert session["max-age"] == 12 * 60 * 60


def test_cookies_of_a_public_site_belong_to_its_host_alone(tmp_path):
    names = [f"{name}_COOKIE_{part}" for name in ("SESSION", "CSRF") for part in ("NAME", "SECURE")]
    assert values(*names, DATA_DIR=tmp_path, PUBLIC_URL=EXAMPLE) == [
        *("__Host-sessionid", "True"),
        *("__Host-csrftoken", "True"),
    ]


@pytest.mark.parametrize("address", ["//evil.example/", "https://evil.example/", "javascript:alert(1)"])
def test_signing_in_leads_nowhere_else(db, client, address):
    get_user_model().objects.create_user("ada", password="a long pass phrase", is_staff=True)
    data = {"username": "ada", "password": "a long pass phrase", "next": address}
    assert client.post("/admin/login/", data).headers["Location"] == "/admin/"


def test_passwords_are_kept_by_argon2(db):
    assert get_user_model().objects.create_user("ada", password="a long pass phrase").password.startswith("argon2")


# Caching


@pytest.mark.parametrize("encoding", ["", "gzip"])
def test_an_unchanged_page_is_not_sent_again(paper, client, encoding):
    first = client.get("/", headers={"accept-encoding": encoding})
    again = client.get("/", headers={"accept-encoding": encoding, "if-none-match": first.headers["ETag"]})
    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")


def test_a_compressed_page_is_the_page(paper, client):
    response = client.get("/", headers={"accept-encoding": "gzip"})
    assert response.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(response.content) == client.get("/").content


def test_a_changed_page_is_sent_again(paper, client):
    etag = client.get("/").headers["ETag"]
    paper.title = "Notes"
    paper.save()
    assert client.get("/", headers={"if-none-match": etag}).status_code == 200


def test_the_extras_for_signing_in_are_off_until_asked_for(tmp_path):
    names = ("TWO_FACTOR", "SINGLE_SIGN_ON", "INSTALLED_APPS[-1]", "AUTHENTICATION_BACKENDS[-1]")
    backend = "django.contrib.auth.backends.ModelBackend"
    assert values(*names, DATA_DIR=tmp_path)[:2] == ["False", "False"]
    assert values(*names, DATA_DIR=tmp_path)[3] == backend
    assert values(*names, DATA_DIR=tmp_path, TWO_FACTOR=1) == [
        *("True", "False", "django_otp.plugins.otp_static", backend),
    ]
    assert values(*names, DATA_DIR=tmp_path, **OIDC) == [
        *("False", "True", "mozilla_django_oidc", "papers.single_sign_on.ProviderBackend"),
    ]
    assert manage("check", DATA_DIR=tmp_path, TWO_FACTOR=1, **OIDC).returncode == 0
