"""`manage.py migrate` that fails midway."""

from pathlib import Path

import pytest
from django.core.management import call_command

from papers import migrations
from tests.backup.conftest import data
from tests.management.commands.test_upgrade import LAST, applied, next_release
from tests.sql import installed

__all__ = ["data", "next_release"]

EARLIER = sorted(path.stem for path in Path(migrations.__path__[0]).glob("0*.py"))[-2]


def test_migrations_are_applied_all_or_none(next_release):
    call_command("migrate", "papers", EARLIER, verbosity=0)
    before, triggers = applied(), installed()
    next_release("raise ValueError('a mistake in the migration')")
    with pytest.raises(ValueError, match="a mistake"):
        call_command("migrate", verbosity=0)
    assert (applied(), installed()) == (before, triggers)
    assert LAST not in before
