"""A public site names itself by its own address, whatever a visitor calls it."""

import pytest
from django.core.exceptions import DisallowedHost

from profile_site.origin import at_public_address

PUBLIC_URL = "https://papers.example.org:8443"


@pytest.fixture
def named(rf, settings):
    """Return a function that gives the address that a page at /papers/ names, asked for at a host."""
    settings.ALLOWED_HOSTS = ["papers.example.org", "127.0.0.1"]
    name_itself = at_public_address(lambda request: request.build_absolute_uri())
    return lambda host: name_itself(rf.get("/papers/", headers={"host": host}, secure=True))


@pytest.mark.parametrize("host", ["papers.example.org", "papers.example.org:9", "PAPERS.example.org.:80"])
def test_a_public_site_has_one_address(named, settings, host):
    settings.PUBLIC_URL = PUBLIC_URL
    assert named(host) == f"{PUBLIC_URL}/papers/"


def test_another_host_is_refused(named, settings):
    settings.PUBLIC_URL = PUBLIC_URL
    with pytest.raises(DisallowedHost):
        named("other.example.org")


def test_a_site_on_a_laptop_is_where_it_is_asked_for(named):
    assert named("127.0.0.1:8001") == "https://127.0.0.1:8001/papers/"


def test_a_proxy_s_word_for_the_host_is_not_heard(client, db):
    page = client.get("/papers/", headers={"x-forwarded-host": "other.example.org"}).content.decode()
    assert ("other.example.org" in page, 'rel="canonical" href="http://testserver/papers/"' in page) == (False, True)
