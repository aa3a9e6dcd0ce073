"""The archives in a folder: what a new one is called, and which of the old ones stay."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.utils import timezone

NAME = re.compile(r"profile_site-(\d{8}-\d{6})(?:-\d+)?\.tar\.gz")
TIME = "%Y%m%d-%H%M%S"
WEEKS = timedelta(days=366)  # for how long one a week is kept


def new_path(folder: Path) -> Path:
    """Return where an archive that is made now goes: its name tells the time, in UTC."""
    stem = f"profile_site-{timezone.now().astimezone(UTC):{TIME}}"
    path, number = folder / f"{stem}.tar.gz", 2
    while path.exists():
        path, number = folder / f"{stem}-{number}.tar.gz", number + 1
    return path


def archives(folder: Path) -> list[tuple[datetime, Path]]:
    """Return the archives in a folder with their times, newest first; other files are none of ours."""
    found = [(NAME.fullmatch(path.name), path) for path in folder.iterdir()]
    times = [(datetime.strptime(match[1], TIME).replace(tzinfo=UTC), path) for match, path in found if match]
    return sorted(times, reverse=True)


def prune(folder: Path, keep: int) -> list[Path]:
    """Delete archives but the newest `keep`, and the newest of each week of the last year; return those deleted."""
    deleted, weeks = [], set()
    oldest = timezone.now() - WEEKS
    for place, (time, path) in enumerate(archives(folder)):
        week = time.isocalendar()[:2]
        is_newest_of_week = week not in weeks and time > oldest
        weeks.add(week)
        if place >= keep and not is_newest_of_week:
            path.unlink()
            deleted.append(path)
    return deleted
