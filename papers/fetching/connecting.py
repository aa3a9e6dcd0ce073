"""A connection to a host of the public internet, and to no other address, for a limited time.

The host's addresses are looked up once, all of them checked, and one of the checked is connected to: a name that leads
elsewhere a moment later changes nothing.
"""

import io
import socket
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPSConnection
from ipaddress import IPv4Address, IPv6Network, ip_address
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from papers.fetching.errors import FetchError

DEFAULT_PORTS = {"http": 80, "https": 443}
IPV4_WITHIN_IPV6 = IPv6Network("64:ff9b::/96")  # how a network without IPv4 reaches it (RFC 6052)


class Deadline:
    """A moment by which all must be done."""

    def __init__(self, seconds: float):
        self.moment = time.monotonic() + seconds

    def left(self) -> float:
        """Return the seconds that are left; raise TimeoutError where there are none."""
        seconds = self.moment - time.monotonic()
        if seconds <= 0:
            raise TimeoutError
        return seconds


@contextmanager
def connection_to(address: str, deadline: Deadline, plain: bool = False) -> Iterator[HTTPConnection]:
    """Give an open connection to the host of a web address; raise FetchError where that may not be asked.

    One without TLS may be asked only where `plain` says so, which nothing does whose answer is believed.

    Raises OSError where it cannot be reached, TimeoutError once the deadline has passed, also while a response is read.
    """
    url = urlsplit(address)
    is_plain = url.scheme == "http"
    if is_plain and not (plain or settings.FETCH_UNGUARDED):
        raise FetchError(_("%(host)s is not asked, since its address is not https.") % {"host": url.hostname})
    port = url.port or DEFAULT_PORTS[url.scheme]
    with _socket(url.hostname, port, deadline) as bare:
        if is_plain:
            connection, sock = HTTPConnection(url.hostname, port), bare
        else:
            context = ssl.create_default_context()
            connection = HTTPSConnection(url.hostname, port, context=context)
            bare.settimeout(deadline.left())
            sock = context.wrap_socket(bare, server_hostname=url.hostname)
        with sock:
            connection.sock = _TimedSocket(sock, deadline)
            yield connection


def _socket(host: str, port: int, deadline: Deadline) -> socket.socket:
    """Return a socket that is connected to the first address of a host that answers."""
    failure: OSError = OSError("no address")
    for family, kind, protocol, _name, place in _public_places(host, port):
        sock = socket.socket(family, kind, protocol)
        try:
            sock.settimeout(min(settings.FETCH_CONNECT_SECONDS, deadline.left()))
            sock.connect(place)
        except OSError as error:
            sock.close()
            failure = error
        else:
            return sock
    raise failure


def _public_places(host: str, port: int) -> list[tuple]:
    """Return where a host is, as `getaddrinfo` does; raise FetchError where one of its addresses is not public."""
    places = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    for *_rest, place in places:
        if not (settings.FETCH_UNGUARDED or is_public(place[0])):
            raise FetchError(
                _("%(host)s is not asked, since its name leads to %(address)s, which is not on the public internet.")
                % {"host": host, "address": place[0]}
            )
    return places


def is_public(text: str) -> bool:
    """Whether an IP address can be that of a host on the public internet, and of none in this or another network."""
    address = ip_address(text)
    if address.version == 4:
        return _is_global(address)
    within = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
    if address in IPV4_WITHIN_IPV6:
        within.append(IPv4Address(int(address) & 0xFFFFFFFF))
    return _is_global(address) and not address.is_site_local and all(map(_is_global, filter(None, within)))


def _is_global(address) -> bool:
    return address.is_global and not address.is_multicast


class _TimedSocket:
    """What an HTTP connection needs of a socket, none of it beyond the deadline; who opened the socket closes it."""

    def __init__(self, sock: socket.socket, deadline: Deadline):
        self.sock = sock
        self.deadline = deadline

    def sendall(self, content: bytes) -> None:
        self.sock.settimeout(self.deadline.left())
        self.sock.sendall(content)

    def makefile(self, *_arguments) -> io.BufferedReader:
        return io.BufferedReader(_TimedReader(self.sock, self.deadline))

    def close(self) -> None:
        """Leave the socket open: the connection lets go of it before the response is read."""


class _TimedReader(io.RawIOBase):
    """What a socket receives. A time-out of the socket alone would begin anew with every byte of a slow server."""

    def __init__(self, sock: socket.socket, deadline: Deadline):
        self.sock = sock
        self.deadline = deadline

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:
        self.sock.settimeout(self.deadline.left())
        return self.sock.recv_into(buffer)
