"""Ada Lovelace, and services that are asked about her."""

import pytest

from tests.factories import AuthorFactory
from tests.fetching.answers import ADA, openalex, orcid
from tests.fetching.conftest import served

__all__ = ["ada", "served"]


@pytest.fixture
def ada(served):
    """A person with a profile, of whom the services list nothing yet."""
    served.answer("/works?", openalex())
    served.answer("/v3.0/", orcid(works=False))
    return AuthorFactory(display_name="Ada Lovelace", orcid=ADA, is_profile=True)
