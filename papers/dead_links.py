"""Which of the addresses that the site links to lead nowhere: asked one by one, slowly, and never in this network.

An address is dead once it led nowhere on two different days. Whatever a host answers, a refusal to programs included,
shows that it is there; only "not found", "gone" and an error of the server lead nowhere, as does no answer at all.
"""

import datetime
import ssl
import time
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPException
from itertools import chain
from urllib.parse import quote, urljoin, urlsplit

from django.utils import timezone
from django.utils.translation import gettext as _

from papers.fetching import FetchError, require_fetching
from papers.fetching.asking import MOVED, user_agent
from papers.fetching.connecting import DEFAULT_PORTS, Deadline, connection_to
from papers.models import Author, CheckedAddress, Institution, Link, Paper, ProfileLink

SOURCES = [(Link, "url"), (ProfileLink, "url"), (Author, "homepage"), (Institution, "homepage"), (Paper, "notice_url")]
SECONDS = 15  # for one address, with all to which it leads
PAUSE = 1.0  # seconds between two requests to one host
MOST_MOVES = 5
ASKED_AGAIN = datetime.timedelta(days=7)  # one that answered
NOWHERE = {404, 410}


class NobodyAnswersError(Exception):
    """No address answered at all: it is this machine that has no network."""


@dataclass(frozen=True)
class Answer:
    """What came of an address: `reason` says why it leads nowhere, and is "" where it leads somewhere."""

    url: str
    reason: str = ""
    was_reached: bool = True


def addresses() -> set[str]:
    """Return every address elsewhere that a record has."""
    found = (model.objects.exclude(**{name: ""}).values_list(name, flat=True) for model, name in SOURCES)
    return set(chain.from_iterable(found))


def due(most: int) -> list[str]:
    """Return the addresses to ask now, `most` at the most: those never asked, then those asked longest ago.

    One that answered waits a week, and none is asked twice on a day.
    """
    today = timezone.localdate()
    asked = dict(CheckedAddress.objects.order_by().values_list("url", "checked"))
    answered = set(CheckedAddress.objects.filter(failed=None).values_list("url", flat=True))
    waits = {url for url, day in asked.items() if day > today - ASKED_AGAIN and (url in answered or day >= today)}
    never = datetime.date.min
    return sorted(addresses() - waits, key=lambda url: (asked.get(url, never), url))[:most]


def check(most: int) -> list[Answer]:
    """Ask the addresses that are due, note what they answer and when, and forget those that no record has any more.

    Raises FetchError where fetching is off, and NobodyAnswersError, noting nothing, where no host could be reached.
    """
    require_fetching()
    answers = list(_asked(due(most)))
    if answers and not any(answer.was_reached for answer in answers):
        raise NobodyAnswersError
    today = timezone.localdate()
    failing = dict(CheckedAddress.objects.exclude(failed=None).values_list("url", "failed"))
    rows = [
        CheckedAddress(
            url=answer.url,
            checked=today,
            failed=failing.get(answer.url, today) if answer.reason else None,
            reason=answer.reason[:200],
        )
        for answer in answers
    ]
    CheckedAddress.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["url"], update_fields=["checked", "failed", "reason"]
    )
    gone = set(CheckedAddress.objects.values_list("url", flat=True)) - addresses()
    CheckedAddress.objects.filter(url__in=gone).delete()
    return answers


def _asked(urls: list[str]) -> Iterator[Answer]:
    last: dict[str, float] = {}
    for url in urls:
        host = url.partition("://")[2].partition("/")[0].lower()
        if host in last:
            time.sleep(max(0.0, last[host] + PAUSE - time.monotonic()))
        yield ask(url)
        last[host] = time.monotonic()


def ask(url: str) -> Answer:
    """Ask an address whether it leads anywhere: for its headers alone, and where these are refused for the page."""
    deadline = Deadline(SECONDS)
    try:
        status = _status(url, "HEAD", deadline)
        if status >= 400:
            time.sleep(PAUSE)
            status = _status(url, "GET", deadline)
    except TimeoutError:
        return Answer(url, _("no answer within %(seconds)d seconds") % {"seconds": SECONDS}, was_reached=False)
    except FetchError as error:
        return Answer(url, str(error))
    except ssl.SSLError:
        return Answer(url, _("no secure connection"))
    except OSError as error:
        return Answer(url, error.strerror or str(error), was_reached=False)
    except (HTTPException, ValueError):
        return Answer(url, _("no answer that can be read"))
    is_nowhere = status in NOWHERE or status >= 500
    return Answer(url, _("answers %(status)d") % {"status": status} if is_nowhere else "")


def _status(url: str, method: str, deadline: Deadline) -> int:
    """Return the status at the end of all moves; of what is sent nothing but the head is read."""
    for _move in range(MOST_MOVES + 1):
        parts = urlsplit(url)
        if parts.scheme not in DEFAULT_PORTS or not parts.hostname:
            raise FetchError(_("leads to %(url)s, which is no address on the web") % {"url": url})
        with connection_to(url, deadline, plain=True) as connection:
            path = quote(f"{parts.path or '/'}?{parts.query}".removesuffix("?"), safe="/%:@!$&'()*+,;=?~-._")
            headers = {"User-Agent": user_agent(), "Accept": "*/*", "Connection": "close"}
            connection.request(method, path, headers=headers)
            with connection.getresponse() as response:
                if response.status not in MOVED or not response.headers.get("Location"):
                    return response.status
                url = urljoin(url, response.headers["Location"])
    raise FetchError(_("sends on and on"))
