"""What the site stands on: its settings, who may read its folder, the room on the disk."""

import os
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core.checks import WARNING, run_checks

from papers.health.problems import Problem

LEAST_ROOM = 200 * 1024 * 1024  # bytes: an upload of 50 MB, the log of a large import, and a copy of a small database
MEGABYTE = 1024 * 1024


def unsafe_settings() -> Iterator[Problem]:
    """Yield what Django's own checks say, those of a public site too where this is one, and what they cannot know."""
    for message in run_checks(include_deployment_checks=bool(settings.PUBLIC_URL)):
        if message.level >= WARNING and not message.is_silenced():
            yield Problem(
                f"{message.msg} ({message.id})", message.hint or "Django's documentation explains this check."
            )
    if settings.PUBLIC_URL and not settings.BEHIND_TLS_PROXY:
        yield Problem(
            "Every page leads to itself without end: PUBLIC_URL is set, BEHIND_TLS_PROXY is not.",
            "Have the proxy set X-Forwarded-Proto itself, then set BEHIND_TLS_PROXY=1.",
        )


def open_files() -> Iterator[Problem]:
    """Yield which files of the data folder others may read, or this user may not write."""
    folder = settings.DATA_DIR
    if _mode(folder) & 0o007:
        yield Problem(f"Every user of this machine may look into {folder}.", f"chmod o-rwx {folder}")
    key = folder / "secret_key"
    if key.exists() and _mode(key) & 0o077:
        yield Problem(f"Others may read {key}, with which sessions are signed.", f"chmod 600 {key}")
    for file in [folder, *sorted(folder.iterdir())]:
        if file.stat().st_uid != os.geteuid():
            yield Problem(
                f"{file} belongs to another user than the one who runs this.",
                f"Run commands as the site's own user; as root: chown -R --reference={folder} {folder}",
            )


def _mode(file: Path) -> int:
    return stat.S_IMODE(file.stat().st_mode)


def little_room() -> Iterator[Problem]:
    """Yield how little room there is for what visitors and editors send."""
    free = shutil.disk_usage(settings.DATA_DIR).free
    if free < LEAST_ROOM:
        yield Problem(
            f"The disk of the data folder has {free // MEGABYTE} MB left, less than {LEAST_ROOM // MEGABYTE} MB.",
            f"Delete or move what is not needed on the disk of {settings.DATA_DIR}: old backups first.",
        )
