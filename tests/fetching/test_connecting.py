"""Only a host on the public internet is ever connected to."""

import socket

import pytest

from papers.fetching import FetchError
from papers.fetching.connecting import Deadline, connection_to, is_public
from profile_site import settings as as_shipped

INWARD = [
    *("127.0.0.1", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.1", "224.0.0.1"),
    *("255.255.255.255", "::1", "::", "fe80::1", "fc00::1", "fec0::1", "ff02::1", "::ffff:127.0.0.1"),
    *("::ffff:10.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a00:1", "2002:7f00:1::", "2002:a00:1::", "2001:0:7f00:1::"),
]


@pytest.mark.parametrize("address", INWARD)
def test_an_address_that_leads_inward_is_not_public(address):
    assert is_public(address) is False


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111", "64:ff9b::808:808"])
def test_an_address_on_the_internet_is_public(address):
    assert is_public(address) is True


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "2130706433", "0x7f.1"])
def test_a_host_in_this_machine_is_not_asked(host):
    with pytest.raises(FetchError) as caught, connection_to(f"https://{host}:5432", Deadline(5)):
        pass
    assert str(caught.value).endswith("which is not on the public internet.")


def test_one_inward_address_among_others_is_enough(monkeypatch):
    """A name server of somebody else's may answer anything."""
    places = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (host, 443)) for host in ("8.8.8.8", "10.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_arguments, **_more: places)
    with pytest.raises(FetchError) as caught, connection_to("https://api.crossref.org", Deadline(5)):
        pass
    assert str(caught.value) == (
        "api.crossref.org is not asked, since its name leads to 10.0.0.1, which is not on the public internet."
    )


def test_the_site_itself_asks_its_five_services_over_tls_and_nobody_else():
    guards = (as_shipped.FETCH, as_shipped.FETCH_UNGUARDED, sorted(as_shipped.FETCH_SERVICES.values()))
    assert guards == (
        False,
        False,
        [
            "https://api.crossref.org",
            "https://api.openalex.org",
            "https://eutils.ncbi.nlm.nih.gov",
            "https://export.arxiv.org",
            "https://pub.orcid.org",
        ],
    )


def test_nothing_is_asked_without_tls():
    with pytest.raises(FetchError) as caught, connection_to("http://api.crossref.org", Deadline(5)):
        pass
    assert str(caught.value) == "api.crossref.org is not asked, since its address is not https."
