"""What a service may answer: too slowly, too much, from elsewhere, or not at all."""

import socket
import time

import pytest

from papers.fetching import FetchError, fetch_one, understood
from tests.factories import SiteFactory
from tests.fetching.answers import crossref

DOI = "10.1000/engine"
PATH = "/works/10.1000%2Fengine"


def content() -> bytes:
    return fetch_one(understood(DOI)).content


def refusal() -> str:
    with pytest.raises(FetchError) as caught:
        content()
    return str(caught.value)


def test_the_answer_is_given_whole(served):
    served.answer(PATH, crossref())
    assert (content().decode(), served.asked) == (crossref(), [PATH])


def test_the_site_introduces_itself(served, settings):
    settings.PUBLIC_URL = "https://papers.example.org"
    SiteFactory(contact="ada@example.org")
    served.answer(PATH, crossref())
    content()
    sent = {name: served.headers[0].get(name) for name in ("User-Agent", "Accept", "Accept-Encoding", "Cookie")}
    assert sent == {
        "User-Agent": "profile_site (https://papers.example.org; mailto:ada@example.org)",
        "Accept": "application/json",
        "Accept-Encoding": "identity",
        "Cookie": None,
    }


def test_nothing_is_asked_where_fetching_is_off(served, settings):
    settings.FETCH = False
    assert refusal() == "Fetching is off: whoever runs the site switches it on with FETCH=1 in its environment."
    assert served.asked == []


@pytest.mark.parametrize(
    ("status", "sentence"),
    [
        (404, "Crossref does not know 10.1000/engine. DOIs of other agencies, such as DataCite, are not there."),
        (429, "Crossref is too busy to answer now (429); please try again later."),
        (503, "Crossref is too busy to answer now (503); please try again later."),
        (403, "Crossref refused to answer for 10.1000/engine (403)."),
        (204, "Crossref refused to answer for 10.1000/engine (204)."),
    ],
)
def test_a_status_is_put_in_words(served, status, sentence):
    served.answer(PATH, b"<html>", status)
    assert refusal() == sentence


def test_what_is_not_in_the_format_is_said(served):
    served.answer(PATH, "<html><body>Sign in to the hotel's network</body></html>")
    assert refusal() == (
        "What Crossref answered cannot be read: This is not JSON: Expecting value at line 1, column 1."
    )


def test_an_answer_too_large_is_not_read_to_its_end(served, settings):
    settings.FETCH_BYTES = 2_000_000
    served.answer(PATH, b" " * 3_000_000)
    assert refusal() == "The answer of Crossref is larger than 2 MB and was not read to its end."


def test_an_answer_without_end_stops_at_the_limit(served, settings):
    settings.FETCH_BYTES = 2_000_000
    served.answer(PATH, b" " * 3_000_000, Content_Length="99999999999")
    assert refusal() == "The answer of Crossref is larger than 2 MB and was not read to its end."


def test_an_answer_that_breaks_off_is_not_taken_for_whole(served):
    served.answer(PATH, crossref(), Content_Length="100000", Connection="close")
    assert refusal() == "The answer of Crossref broke off; please try again later."


def test_a_server_that_drips_is_left_in_time(served, settings):
    settings.FETCH_SECONDS = 0.5
    served.answer(PATH, crossref(), drip=0.1)
    start = time.monotonic()
    assert refusal() == "Crossref did not answer within 0.5 seconds; please try again later."
    assert time.monotonic() - start < 2


def test_a_server_that_says_nothing_is_left_in_time(served, settings):
    settings.FETCH_SECONDS = 0.5
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings.FETCH_SERVICES = {"crossref": f"http://127.0.0.1:{silent.getsockname()[1]}"}
        assert refusal() == "Crossref did not answer within 0.5 seconds; please try again later."


def test_a_server_that_is_not_there(served, settings):
    with socket.create_server(("127.0.0.1", 0)) as gone:
        port = gone.getsockname()[1]
    settings.FETCH_SERVICES = {"crossref": f"http://127.0.0.1:{port}"}
    assert refusal() == "Crossref cannot be reached (Connection refused); please try again later."


def test_a_server_that_does_not_speak_http(served, settings):
    served.answer(PATH, status=200, X="y" * 70_000)
    assert refusal() == "What Crossref answered cannot be read; please try again later."


def test_a_server_without_the_certificate_of_its_name_is_not_asked(served, settings):
    settings.FETCH_SERVICES = {"crossref": served.address.replace("http:", "https:")}
    assert refusal() == "Crossref cannot be asked: the connection to it is not secure."
    assert served.asked == []


# Sent on


def test_the_same_host_may_send_on(served):
    served.answer(PATH, status=301, Location="/works/10.1000%2Fnew")
    served.answer("/works/10.1000%2Fnew", crossref())
    assert (content().decode(), served.asked) == (crossref(), [PATH, "/works/10.1000%2Fnew"])


@pytest.mark.parametrize(
    "location",
    [
        *("https://example.org/works", "//example.org/works", "http://169.254.169.254/latest/meta-data/", "http://["),
        *("", "file:///etc/passwd", "http://127.0.0.1:1/", "javascript:alert(1)", "http://127.0.0.1@example.org/"),
    ],
)
def test_no_answer_leads_elsewhere(served, location):
    served.answer(PATH, status=302, Location=location)
    assert refusal() == "Crossref sends on to another address, which is not followed; nothing was fetched."
    assert served.asked == [PATH]


def test_a_server_that_sends_in_a_circle(served):
    served.answer(PATH, status=302, Location=PATH)
    assert (refusal(), len(served.asked)) == ("Crossref sends on and on; nothing was fetched.", 4)


def test_an_address_that_would_smuggle_a_header_is_not_sent(served):
    served.answer(PATH, status=302, Location="/works/a b")
    assert refusal() == "What Crossref answered cannot be read; please try again later."
