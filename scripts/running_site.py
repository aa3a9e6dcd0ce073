"""The site as `make run` serves it, on a free port and a data folder of its own; for pictures and for tests."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
READ_BY_THE_SITE = {
    *("ADMINS", "BEHIND_TLS_PROXY", "DATABASE_URL", "DATA_DIR", "DEBUG", "DJANGO_SETTINGS_MODULE", "EMAIL_URL"),
    *("FETCH", "HSTS_PRELOAD", "HSTS_SUBDOMAINS", "LISTEN", "LOG_FORMAT", "MAIL_FROM", "OPENALEX_KEY"),
    *("PORT", "PUBLIC_URL", "SECRET_KEY", "SENTRY_DSN", "TWO_FACTOR"),
    *(name for name in os.environ if name.startswith("OIDC_")),
}


@dataclass(frozen=True)
class RunningSite:
    """A site that answers at `address` (which ends without a slash)."""

    address: str
    environment: dict[str, str]
    pid: int

    def manage(self, *arguments: str) -> str:
        """Run a management command on the site's data and return what it prints."""
        command = [sys.executable, "manage.py", *arguments]
        return subprocess.check_output(command, cwd=ROOT, env=self.environment, text=True)


def free_port() -> int:
    """Return a port of this machine that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def environment(**variables: str | int | Path) -> dict[str, str]:
    """Return the caller's environment without what the site reads from it, and with `variables`."""
    kept = {name: value for name, value in os.environ.items() if name not in READ_BY_THE_SITE}
    return kept | {name: str(value) for name, value in variables.items()}


def wait_for_page(address: str, server: subprocess.Popen, seconds: int = 120) -> str:
    """Return the page at `address` once it is served; raise TimeoutError where the server ends or stays silent,
    HTTPError where it answers with an error."""
    deadline = time.monotonic() + seconds
    while server.poll() is None and time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(address, timeout=5) as response:
                return response.read().decode()
        except urllib.error.HTTPError:
            raise  # an answer, though not a page
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    raise TimeoutError(f"{address} is not served (exit code {server.poll()})")


@contextmanager
def running_site(data: Path, log: Path, **variables: str) -> Iterator[RunningSite]:
    """Serve a site from the folder `data` for the duration, a new one unless `variables` of the environment name the
    database of another; what the server prints goes to `log`.
    """
    port = free_port()
    variables = environment(DATA_DIR=data, PORT=port, **variables)
    with log.open("w") as output:
        command = [sys.executable, "manage.py", "serve"]
        server = subprocess.Popen(command, cwd=ROOT, env=variables, stdout=output, stderr=output)
    site = RunningSite(f"http://127.0.0.1:{port}", variables, server.pid)
    try:
        try:
            wait_for_page(f"{site.address}/", server)
        except (urllib.error.HTTPError, TimeoutError) as error:
            error.add_note(log.read_text())
            raise
        yield site
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(timeout=30)
