"""`manage.py migrate` that fails midway."""

import pytest
from django.core.management import call_command

from tests.backup.conftest import contents, data
from tests.management.commands.test_upgrade import LAST, applied, next_release
from tests.sql import installed

__all__ = ["data", "next_release"]

EARLIER = "0019_checked_addresses"


def test_migrations_are_applied_all_or_none(next_release):
    call_command("migrate", "papers", EARLIER, verbosity=0)
    before, rows, triggers = applied(), contents(), installed()
    next_release("raise ValueError('a mistake in the migration')")
    with pytest.raises(ValueError, match="a mistake"):
        call_command("migrate", verbosity=0)
    assert (applied(), contents(), installed()) == (before, rows, triggers)
    assert LAST not in before
