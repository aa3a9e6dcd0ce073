"""Papers that go out and come back in."""

from tests.exports.conftest import full_paper

__all__ = ["full_paper"]
