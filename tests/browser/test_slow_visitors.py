"""Visitors on slow lines, many at once, hold nobody up; seen with the production server and nothing before it."""

import socket
from contextlib import ExitStack
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest

from papers.management.commands.serve import SERVER

pytestmark = pytest.mark.browser
BEGUN = (
    b"POST /admin/login/ HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: csrftoken=abcdefghijklmnopqrstuvwxyz012345\r\n"
    b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n\r\nusername="
)


@pytest.mark.parametrize("sent", [BEGUN, BEGUN.partition(b"Cookie")[0]], ids=["a form", "a head"])
def test_what_is_sent_slowly_holds_no_page_up(site, sent):
    with ExitStack() as stack:
        for _visitor in range(2 * SERVER["threads"]):
            connection = stack.enter_context(socket.create_connection(("127.0.0.1", urlsplit(site.address).port)))
            connection.sendall(sent)
        with urlopen(f"{site.address}/papers/", timeout=20) as page:
            assert page.status == 200
