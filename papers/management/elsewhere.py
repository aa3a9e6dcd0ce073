"""A command run by a process of its own, on another database or data folder than this one's."""

import os
import subprocess
import sys

from django.conf import settings
from django.core.management.base import CommandError


def manage(*arguments: str, **environment: str) -> str:
    """Run a management command with other values in its environment, and return what it prints.

    Raises CommandError with what it said where it failed.
    """
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), *arguments]
    done = subprocess.run(  # noqa: S603 - this program itself, with the operator's own arguments
        command, env=os.environ | environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise CommandError(done.stderr.strip().removeprefix("CommandError: "))
    return done.stdout
