"""Prepare the data folder and serve the site with the production server: what `make run` does."""

import hashlib
import os
import signal
import socket
import subprocess
import sys

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, connections

from papers.indexing import catch_up

HOST = "127.0.0.1"
NO_TLS_PROXY = (
    "BEHIND_TLS_PROXY is not set, so every page leads to itself without end. Set it to 1 once the proxy says in the "
    "header X-Forwarded-Proto whether a visitor came by https."
)
REFERENCE_PROFILE = settings.BASE_DIR / "fixtures" / "reference_profile.json"


def port_number(text: str) -> int:
    """Return the port that `text` names; raise ImproperlyConfigured where it names none."""
    if len(text) <= 5 and text.isascii() and text.isdigit() and 1 <= int(text) <= 65535:
        return int(text)
    raise ImproperlyConfigured(f"PORT={text} is not a port: give a number from 1 to 65535, such as PORT=8001.")


def refuse_unusable(port: int) -> None:
    """Raise ImproperlyConfigured where another program has `port`, or where this user may not open it."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except PermissionError as error:
            raise ImproperlyConfigured(
                f"port {port} is for the superuser: choose another, such as PORT=8001."
            ) from error
        except OSError as error:
            raise ImproperlyConfigured(
                f"port {port} is busy: stop what runs there or choose another, such as PORT=8001."
            ) from error


def static_fingerprint() -> str:
    """Return a digest of the static files' names, sizes and times; it changes when one of them does."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            size, time = storage.size(path), storage.get_modified_time(path)
            digest.update(f"{path}\0{size}\0{time.isoformat()}\n".encode())
    return digest.hexdigest()


def collect_static() -> None:
    """Gather and compress the static files, unless those gathered before are still the same."""
    stamp = settings.DATA_DIR / "static.sha256"
    fingerprint = static_fingerprint()
    if stamp.exists() and stamp.read_text() == fingerprint:
        return
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(fingerprint)


def server_arguments(port: int) -> list[str]:
    """Return the command line of the production server."""
    # Of these threads profile_site.gates lets 22 be taken by what is expensive; they mostly wait.
    options = ["--interface=wsgi", f"--host={HOST}", f"--port={port}", "--workers=1", "--blocking-threads=32"]
    return [
        sys.executable,
        "-m",
        "granian",
        *options,
        "--no-ws",
        "--log-level=warning",
        "profile_site.wsgi:application",
    ]


def run_until_stopped(arguments: list[str]) -> int:
    """Run a program until it ends or this one is told to; return its exit code, 0 for an orderly end.

    The program has a session of its own. Ctrl-C in a terminal would otherwise reach each of its processes, and
    granian's workers, which are then told to stop twice, stay about every second time.
    """
    with subprocess.Popen(arguments, start_new_session=True) as program:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, lambda *_signal: program.terminate())
        return program.wait()


class Command(BaseCommand):
    help = "Prepares the data folder and serves the site on PORT (default 8000)."

    def handle(self, **options) -> None:
        port = port_number(os.environ.get("PORT") or "8000")
        refuse_unusable(port)
        self.stdout.write(f"Preparing the data in {settings.DATA_DIR} …")
        call_command("migrate", interactive=False, verbosity=0)
        call_command("load_profile", str(REFERENCE_PROFILE), if_empty=True)
        catch_up()
        collect_static()
        self.stdout.write(self.welcome(port))
        self.stdout.flush()
        connections.close_all()
        code = run_until_stopped(server_arguments(port))
        # The last one to close moves what SQLite wrote beside the database into it; a server that is stopped may not.
        connection.ensure_connection()
        connections.close_all()
        if code:
            raise CommandError(f"The server ended by itself, with code {code}.", returncode=code)

    def welcome(self, port: int) -> str:
        address = f"http://{HOST}:{port}/"
        if settings.PUBLIC_URL:
            served = f"Serving {settings.PUBLIC_URL} on {address}, for the proxy in front of it. Ctrl-C stops it."
            return served if settings.SECURE_PROXY_SSL_HEADER else f"{served}\n{NO_TLS_PROXY}"
        return (
            f"\nThe site is at {address} (Ctrl-C stops it). In another terminal:\n"
            f"  make editor                    makes a user who may sign in at {address}admin/\n"
            "  make new NAME='Ada Lovelace'   starts a site of your own, with that profile"
        )
