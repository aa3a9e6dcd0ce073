"""People who sign in to edit, as for the tests of the admin."""

from tests.admin.conftest import editor, librarian, signed_in

__all__ = ["editor", "librarian", "signed_in"]
