"""Services that commands ask."""

from tests.fetching.conftest import served

__all__ = ["served"]
