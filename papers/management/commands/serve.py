"""Prepare the data folder and serve the site with the production server: what `make run` does."""

import errno
import gc
import hashlib
import os
import signal
import socket
import sys

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.core.servers.basehttp import get_internal_wsgi_application
from django.db import connection, connections, transaction
from waitress.server import create_server

from papers.faults import giving_way
from papers.indexing import catch_up
from papers.loading import STATEMENTS
from papers.management.site_address import USUAL_PORT, note_port

HOST = os.environ.get("LISTEN") or "127.0.0.1"
SERVER = {
    # profile_site.gates lets 26 of them be taken by what is expensive; they mostly wait.
    "threads": 32,
    "connection_limit": 900,  # a process may open 1,024 files, where nobody says otherwise
    "asyncore_use_poll": True,  # select() knows no file above the 1,024th
    "channel_timeout": 30,
    "max_request_body_size": 60 * 1024**2,
    "clear_untrusted_proxy_headers": not settings.BEHIND_TLS_PROXY,
    "log_socket_errors": False,
    "ident": "",
}
# How long a thread may go on while others wait, in seconds. A page gives up its turn with every row that it reads, and
# waits for its next one through a turn of each thread that works on something long: Python's own 5 ms keep it waiting.
TURN = 0.001
STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
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
            if error.errno != errno.EADDRINUSE:
                raise ImproperlyConfigured(f"LISTEN={HOST} is no address of this machine: leave it out.") from error
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


def count_rows() -> None:
    """Let SQLite count what its tables and indexes hold, by which it chooses how to answer; PostgreSQL does by itself.

    A migration that makes a table anew leaves it uncounted.
    """
    if connection.vendor == "sqlite":
        with giving_way(), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def collect_static() -> None:
    """Gather and compress the static files, unless those gathered before are still the same."""
    stamp = settings.DATA_DIR / "static.sha256"
    fingerprint = static_fingerprint()
    if stamp.exists() and stamp.read_text() == fingerprint:
        return
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(fingerprint)


def serve_until_stopped(application, port: int) -> None:
    """Serve `application` until this program is told to stop; requests that are being answered have five seconds."""
    server = create_server(application, host=HOST, port=port, **SERVER)
    sys.setswitchinterval(TURN)
    gc.freeze()  # what is there now stays: a search for garbage, which holds up a page, need not go through it
    for number in STOPPING:
        signal.signal(number, _stop)
    server.run()


def _stop(*_signal) -> None:
    for number in STOPPING:
        signal.signal(number, signal.SIG_IGN)  # once is enough
    raise KeyboardInterrupt


class Command(BaseCommand):
    help = "Prepares the data folder and serves the site on PORT (default 8000)."

    def handle(self, **options) -> None:
        port = port_number(os.environ.get("PORT") or str(USUAL_PORT))
        refuse_unusable(port)
        self.stdout.write(f"Preparing the data in {settings.DATA_DIR} …")
        call_command("migrate", interactive=False, verbosity=0)
        call_command("load_profile", str(REFERENCE_PROFILE), str(STATEMENTS), if_empty=True)
        catch_up()
        count_rows()
        collect_static()
        note_port(port)
        self.stdout.write(self.welcome(port))
        self.stdout.flush()
        connections.close_all()
        serve_until_stopped(get_internal_wsgi_application(), port)
        # The last one to close moves what SQLite wrote beside the database into it; a thread that is cut off may not.
        connection.ensure_connection()
        connections.close_all()

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
