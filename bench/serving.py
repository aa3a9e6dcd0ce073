"""The contestants that are addresses of one site, served as the site is: python -m bench.serving PORT."""

import sys

import django

if __name__ == "__main__":
    django.setup()

from django.core.servers.basehttp import get_internal_wsgi_application

from papers.management.commands.serve import serve_until_stopped


def command(port: int) -> list[str]:
    """Return the command that serves them at a port of this machine."""
    return [sys.executable, "-m", "bench.serving", str(port)]


if __name__ == "__main__":
    serve_until_stopped(get_internal_wsgi_application(), int(sys.argv[1]))
