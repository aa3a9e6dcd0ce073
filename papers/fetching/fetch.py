"""Identifiers that were pasted → what the services say of them, as if it had come in files."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from papers.fetching.asking import ask
from papers.fetching.connecting import Deadline
from papers.fetching.errors import FetchError, TryLaterError
from papers.fetching.services import Service
from papers.fetching.wanted import Wanted, understood
from papers.imports import read
from papers.imports.record import Entry, UnreadableFile


@dataclass(frozen=True)
class Fetched:
    """What a service answered: what it was asked, the content as of a file, and the format of that."""

    name: str
    content: bytes
    source: str


def require_fetching() -> None:
    """Raise FetchError where the operator has not switched fetching on."""
    if not settings.FETCH:
        raise FetchError(_("Fetching is off: whoever runs the site switches it on with FETCH=1 in its environment."))


def fetch(texts: Iterable[str], deadline: Deadline | None = None) -> tuple[list[Fetched], list[str]]:
    """Return what the services know of some identifiers, in one piece for each, and a sentence for what they do not."""
    require_fetching()
    by_service: dict[str, list[Wanted]] = defaultdict(list)
    refused = []
    for text in texts:
        try:
            wanted = understood(text)
        except FetchError as error:
            refused.append(str(error))
        else:
            if wanted not in by_service[wanted.service.name]:
                by_service[wanted.service.name].append(wanted)
    fetched = []
    deadline = deadline or Deadline(settings.FETCH_SECONDS)
    for group in by_service.values():
        found, missing = _of_service(group, deadline)
        fetched += found
        refused += missing
    return fetched, refused


def fetch_one(wanted: Wanted) -> Fetched:
    """Return what a service knows of one identifier; raise FetchError where it has nothing."""
    require_fetching()
    fetched, refused = _of_service([wanted], Deadline(settings.FETCH_SECONDS))
    if refused:
        raise FetchError(" ".join(refused))
    return fetched[0]


def _of_service(group: list[Wanted], deadline: Deadline) -> tuple[list[Fetched], list[str]]:
    service = group[0].service
    answers: list[tuple[list[Wanted], bytes]] = []
    refused = []
    for start in range(0, len(group), service.at_once):
        asked = group[start : start + service.at_once]
        try:
            content, missing = _answer(service, asked, deadline)
        except TryLaterError as error:
            refused.append(_about(group, group[start:], error))
            break  # the others would only come to the same
        except FetchError as error:
            refused.append(_about(group, asked, error))
        else:
            refused += [service.does_not_know(wanted.value) for wanted in missing]
            answers.append(([wanted for wanted in asked if wanted not in missing], content))
    if service.join and len(answers) > 1:
        answers = [([wanted for part, _content in answers for wanted in part], service.join(c for _part, c in answers))]
    return [Fetched(_name(service, asked), content, service.source) for asked, content in answers], refused


def _about(group: list[Wanted], refused: list[Wanted], error: FetchError) -> str:
    """Return why some of several were not fetched, which it names."""
    values = ", ".join(wanted.value for wanted in refused)
    return str(error) if len(group) == 1 or values in str(error) else f"{values}: {error}"


def _answer(service: Service, asked: list[Wanted], deadline: Deadline) -> tuple[bytes, list[Wanted]]:
    """Return a service's answer, and what it left out of it; raise FetchError where it has none of what was asked."""
    values = [wanted.value for wanted in asked]
    content = ask(service, service.path(values), deadline, ", ".join(values))
    entries = readable_entries(service, content)
    if len(asked) == 1 and service.at_once == 1:
        return content, []  # its answer is about what was asked, whatever identifier it goes by now
    found = {pair for entry in entries if entry.record for pair in entry.record.identifiers}
    missing = [wanted for wanted in asked if (wanted.scheme, wanted.value) not in found]
    if len(missing) < len(asked):
        return content, missing
    reasons = [problem.reason for entry in entries if entry.record is None for problem in entry.problems]
    raise FetchError(" ".join([service.does_not_know(", ".join(values)), *reasons]))


def readable_entries(service: Service, content: bytes) -> list[Entry]:
    """Return the entries in an answer; raise FetchError where it is not in the format of its service."""
    try:
        return list(read(content, service.source).entries)
    except UnreadableFile as error:
        raise FetchError(
            _("What %(service)s answered cannot be read: %(reason)s") % {"service": service.label, "reason": error}
        ) from error


def _name(service: Service, asked: list[Wanted]) -> str:
    return f"{service.label}: {', '.join(wanted.value for wanted in asked)}"
