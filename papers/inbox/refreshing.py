"""The services asked about a person, one after the other."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from papers.fetching import Fetched, FetchError, fetch
from papers.fetching.by_person import listed_by_openalex, listed_by_orcid
from papers.fetching.connecting import Deadline
from papers.inbox.offering import Found, offer, sift
from papers.models import Author

MOST_LOOKED_UP = 100
SECONDS_TO_LOOK_UP = 300


def refresh(person: Author) -> Iterator[Found | FetchError]:
    """Put a person's new works in the inbox; yield what each service lists, or why it could not be asked.

    OpenAlex comes first, since it names all the authors. ORCID names none but the person: a new work that it alone
    lists is looked up by its identifier, and proposed as ORCID has it where that leads nowhere.
    """
    if not person.orcid:
        yield FetchError(_("No ORCID iD is given here, by which the services know a person; nothing was asked."))
        return
    for steps in (_from_openalex, _from_orcid):
        try:
            yield from steps(person)
        except FetchError as error:
            yield error


def _from_openalex(person: Author) -> Iterator[Found]:
    yield offer(person, listed_by_openalex(person.orcid))


def _from_orcid(person: Author) -> Iterator[Found]:
    listed = listed_by_orcid(person.orcid)
    for answer in _looked_up(person, listed):
        found = offer(person, answer)
        if found.batch:  # what else is in it, ORCID's own list says
            yield found
    yield offer(person, listed)


def _looked_up(person: Author, listed: Fetched) -> list[Fetched]:
    """Return the full records of the new works in a list, as far as their identifiers lead to one."""
    identifiers = [dict(reversed(record.identifiers)) for record in sift(person, listed).new.values()]
    texts = [found.get("doi") or found.get("arxiv") for found in identifiers]
    answers, _refused = fetch(filter(None, texts[:MOST_LOOKED_UP]), Deadline(SECONDS_TO_LOOK_UP))
    return answers
