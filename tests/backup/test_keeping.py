import datetime

import time_machine

from papers.backup import prune
from papers.backup.keeping import new_path

NOW = datetime.datetime(2026, 11, 24, 3, 0, tzinfo=datetime.UTC)  # a Tuesday


def test_an_archive_is_called_after_the_time_it_was_made(tmp_path):
    with time_machine.travel(NOW, tick=False):
        first = new_path(tmp_path)
        first.touch()
        second = new_path(tmp_path)
    assert [first.name, second.name] == [
        "profile_site-20261124-030000.tar.gz",
        "profile_site-20261124-030000-2.tar.gz",
    ]


def test_the_newest_stay_and_one_of_each_week_of_a_year(tmp_path):
    for days in range(500):
        (tmp_path / f"profile_site-{NOW - datetime.timedelta(days):%Y%m%d-%H%M%S}.tar.gz").touch()
    other = tmp_path / "notes.tar.gz"
    other.touch()
    with time_machine.travel(NOW, tick=False):
        deleted = prune(tmp_path, keep=7)
    kept = sorted(path.name[13:21] for path in tmp_path.glob("profile_site-*"))
    sundays = [f"{NOW - datetime.timedelta(days):%Y%m%d}" for days in range(2, 366, 7)]
    newest = [f"{NOW - datetime.timedelta(days):%Y%m%d}" for days in range(7)]
    assert kept == sorted({*sundays, *newest})
    assert len(deleted) == 500 - len(kept)
    assert other.exists()
