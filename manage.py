#!/usr/bin/env python3
"""Run a management command; a mistake in the configuration ends in one sentence, not in a traceback."""

import os
import sys


def main() -> None:
    if sys.version_info < (3, 11):  # noqa: UP036 (the old Python that this is for)
        sys.exit("profile_site needs Python 3.11 or newer; this is " + sys.version.split()[0] + ".")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "profile_site.settings")
    try:
        from django.core.exceptions import ImproperlyConfigured
        from django.core.management import execute_from_command_line
        from django.db import DatabaseError, OperationalError
    except ModuleNotFoundError as error:
        sys.exit(f"{error.name} is not installed here: run “make run” once, or use .venv/bin/python.")
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        sys.exit(f"profile_site: {error}")
    except DatabaseError as error:
        if type(error) not in {DatabaseError, OperationalError}:
            raise  # a mistake in the code, not in the configuration
        reason = str(error).partition("\n")[0]
        sys.exit(
            f"profile_site: the database does not answer as it should ({reason}). Check DATABASE_URL and DATA_DIR."
        )


if __name__ == "__main__":
    main()
