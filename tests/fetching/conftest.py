"""Services on this machine in the place of those that the settings name."""

import pytest

from tests.fetching.server import services


@pytest.fixture
def served(settings, db):
    """The services, to which the site's questions go instead."""
    with services() as served:
        settings.FETCH = settings.FETCH_UNGUARDED = True
        settings.FETCH_SERVICES = dict.fromkeys(settings.FETCH_SERVICES, served.address)
        yield served
