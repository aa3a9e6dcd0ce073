"""Whom to tell of a hole in the site."""

import datetime

import pytest
import time_machine

from tests.factories import SiteFactory

pytestmark = pytest.mark.django_db
ADDRESS = "/.well-known/security.txt"


@time_machine.travel(datetime.datetime(2026, 11, 24, 12, 30, tzinfo=datetime.UTC), tick=False)
def test_the_contact_is_named_with_a_date_within_a_year(client):
    SiteFactory(contact="ada@example.org")
    response = client.get(ADDRESS)
    assert (response.headers["Content-Type"], response.content.decode().splitlines()) == (
        "text/plain; charset=utf-8",
        [
            "Contact: mailto:ada@example.org",
            "Expires: 2027-05-23T00:00:00Z",
            "Preferred-Languages: en",
            "Canonical: http://testserver/.well-known/security.txt",
        ],
    )


def test_a_site_without_a_contact_has_none(client):
    SiteFactory()
    assert client.get(ADDRESS).status_code == 404
