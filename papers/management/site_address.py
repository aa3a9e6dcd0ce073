"""Where the site is reached, for messages."""

import os

from django.conf import settings
from django.urls import reverse


def site_address(view: str) -> str:
    """Return the address of the page `view`: on PUBLIC_URL, or else where `make run` serves it."""
    port = os.environ.get("PORT") or "8000"
    return (settings.PUBLIC_URL or f"http://127.0.0.1:{port}") + reverse(view)
