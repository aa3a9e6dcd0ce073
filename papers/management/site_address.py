"""Where the site is reached, for messages."""

import os
from contextlib import suppress

from django.conf import settings
from django.urls import reverse

USUAL_PORT = 8000
PORT_FILE = "port"  # in the data folder: where the site was last served from it


def note_port(port: int) -> None:
    """Keep the port at which the site is served, for commands in another terminal."""
    with suppress(OSError):  # without it they name the usual port
        (settings.DATA_DIR / PORT_FILE).write_text(f"{port}\n")


def site_address(view: str) -> str:
    """Return the address of the page `view`: on PUBLIC_URL, or else where `make run` serves it, or last did."""
    noted = settings.DATA_DIR / PORT_FILE
    port = os.environ.get("PORT") or (noted.read_text().strip() if noted.exists() else USUAL_PORT)
    return (settings.PUBLIC_URL or f"http://127.0.0.1:{port}") + reverse(view)
