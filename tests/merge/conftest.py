"""People who sign in to edit, as for the tests of the admin."""

from tests.admin.conftest import editor

__all__ = ["editor"]
