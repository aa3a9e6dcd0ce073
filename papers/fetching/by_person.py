"""The works that services list under a person's ORCID iD.

A name is never asked for: it finds namesakes, whose works would be taken for the person's.
"""

import json

from django.conf import settings

from papers.fetching.asking import ask
from papers.fetching.connecting import Deadline
from papers.fetching.fetch import Fetched, fetch_one, readable_entries, require_fetching
from papers.fetching.services import SERVICES, openalex_query
from papers.fetching.wanted import understood
from papers.imports import json_text
from papers.imports.encodings import decode

PAGE = 100  # works in an answer, the most that OpenAlex gives
MOST_PAGES = 10


def listed_by_openalex(orcid: str) -> Fetched:
    """Return the works that OpenAlex counts as those of an ORCID iD, the newest first; of more than 1,000 no others."""
    require_fetching()
    service = SERVICES["openalex"]
    works: list = []
    for page in range(1, MOST_PAGES + 1):
        query = openalex_query(
            filter=f"authorships.author.orcid:{orcid}", sort="publication_date:desc", per_page=PAGE, page=page
        )
        content = ask(service, f"/works?{query}", Deadline(settings.FETCH_SECONDS), orcid)
        readable_entries(service, content)
        found = json_text.objects(json_text.object_of(json_text.load(decode(content).text)).get("results"))
        works += found
        if len(found) < PAGE:
            break
    return Fetched(f"{service.label}: {orcid}", json.dumps({"results": works}).encode(), service.source)


def listed_by_orcid(orcid: str) -> Fetched:
    """Return the record behind an ORCID iD."""
    return fetch_one(understood(orcid))
