"""One question to a service: its answer whole, within the limits of time and size, or a sentence that says why not."""

import ssl
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse
from urllib.parse import SplitResult, urljoin, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from papers.fetching.connecting import DEFAULT_PORTS, Deadline, connection_to
from papers.fetching.errors import FetchError, TryLaterError
from papers.fetching.services import Service
from papers.models import Site

PIECE = 1 << 16
MOVED = {301, 302, 303, 307, 308}
MOST_MOVES = 3
TRY_LATER = {429, 500, 502, 503, 504}


@dataclass(frozen=True)
class Answer:
    """What a service answered: the status, and the content of an answer that is worth reading."""

    status: int
    moved_to: str = ""
    content: bytes = b""


def ask(service: Service, path: str, deadline: Deadline, what: str) -> bytes:
    """Return what a service answers to a request for `path`; raise FetchError where that is not what was asked for.

    `what` names in a sentence what is looked for. An answer that sends on is followed on the same host alone.
    """
    for _move in range(MOST_MOVES + 1):
        answer = _one_answer(service, path, deadline)
        if answer.status not in MOVED:
            return _content(service, answer, what)
        path = _path_on_same_host(service, path, answer.moved_to)
    raise FetchError(_("%(service)s sends on and on; nothing was fetched.") % {"service": service.label})


def _one_answer(service: Service, path: str, deadline: Deadline) -> Answer:
    try:
        with connection_to(service.address, deadline) as connection:
            return _request(service, connection, path)
    except TimeoutError:
        reason = _("%(service)s did not answer within %(seconds)g seconds; please try again later.") % {
            "service": service.label,
            "seconds": settings.FETCH_SECONDS,
        }
    except ssl.SSLError:
        reason = _("%(service)s cannot be asked: the connection to it is not secure.") % {"service": service.label}
    except OSError as error:
        reason = _("%(service)s cannot be reached (%(reason)s); please try again later.") % {
            "service": service.label,
            "reason": error.strerror or error,
        }
    except (HTTPException, UnicodeError):
        reason = _("What %(service)s answered cannot be read; please try again later.") % {"service": service.label}
    raise TryLaterError(reason)


def _request(service: Service, connection: HTTPConnection, path: str) -> Answer:
    headers = {"Accept": service.accept, "User-Agent": user_agent(), "Connection": "close"}
    connection.request("GET", path, headers=headers)
    with connection.getresponse() as response:
        content = _read(service, response) if response.status in service.readable else b""
        return Answer(response.status, response.headers.get("Location", ""), content)


def _read(service: Service, response: HTTPResponse) -> bytes:
    """Return the content of a response, as far as it may go; raise FetchError for more, and where it breaks off."""
    content = bytearray()
    while piece := response.read(PIECE):
        content += piece
        if len(content) > settings.FETCH_BYTES:
            raise FetchError(
                _("The answer of %(service)s is larger than %(size)d MB and was not read to its end.")
                % {"service": service.label, "size": settings.FETCH_BYTES // 1_000_000}
            )
    if response.length:
        raise FetchError(_("The answer of %(service)s broke off; please try again later.") % {"service": service.label})
    return bytes(content)


def _content(service: Service, answer: Answer, what: str) -> bytes:
    words = {"service": service.label, "what": what, "status": answer.status}
    if answer.status in service.readable:
        return answer.content
    if answer.status in service.unknown:
        raise FetchError(service.does_not_know(what))
    if answer.status in TRY_LATER:
        raise TryLaterError(_("%(service)s is too busy to answer now (%(status)d); please try again later.") % words)
    raise FetchError(_("%(service)s refused to answer for %(what)s (%(status)d).") % words)


def _path_on_same_host(service: Service, path: str, moved_to: str) -> str:
    """Return the path that an answer sends on to; raise FetchError where it leads to anywhere else."""
    try:
        url = urlsplit(urljoin(service.address + path, moved_to))
        is_same = moved_to != "" and _host(url) == _host(urlsplit(service.address))
    except ValueError:  # such as https://[
        is_same = False
    if not is_same:
        raise FetchError(
            _("%(service)s sends on to another address, which is not followed; nothing was fetched.")
            % {"service": service.label}
        )
    return f"{url.path or '/'}?{url.query}".removesuffix("?")


def _host(url: SplitResult) -> tuple:
    return url.scheme, url.hostname, url.port or DEFAULT_PORTS.get(url.scheme)


def user_agent() -> str:
    """Return how the site introduces itself: its name, its address and the address for questions, as far as given."""
    contact = Site.objects.current().contact
    about = "; ".join(filter(None, [settings.PUBLIC_URL, contact and f"mailto:{contact}"]))
    return f"profile_site ({about})" if about and about.isascii() and about.isprintable() else "profile_site"
