"""Fixtures into the database, with a report; what somebody edited, added or deleted stays as it is."""

from django.conf import settings

from papers.loading.fixture import FixtureError
from papers.loading.load import load
from papers.loading.report import Kept, Report
from papers.loading.untouched import is_untouched

__all__ = ["STATEMENTS", "FixtureError", "Kept", "Report", "is_untouched", "load"]

# The pages that a new site begins with: what it keeps of its visitors, and how far all can use it.
STATEMENTS = settings.BASE_DIR / "fixtures" / "statements.json"
