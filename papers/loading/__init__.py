"""Fixtures into the database, with a report; what somebody edited, added or deleted stays as it is."""

from papers.loading.fixture import FixtureError
from papers.loading.load import load
from papers.loading.report import Kept, Report
from papers.loading.untouched import is_untouched

__all__ = ["FixtureError", "Kept", "Report", "is_untouched", "load"]
