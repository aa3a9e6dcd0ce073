"""What somebody pasted: which identifier it is, and which service knows about it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from papers import identifiers
from papers.exports.work import ARXIV_DOI_PREFIX
from papers.fetching.errors import FetchError
from papers.fetching.services import SERVICES, Service
from papers.imports.web_addresses import identifier_at, is_web_address

LONGEST = 400
SERVICE_OF = {"doi": "crossref", "arxiv": "arxiv", "pmid": "pubmed", "orcid": "orcid", "openalex": "openalex"}
# In this order: a text is the first of these that it can be.
READERS: dict[str, Callable[[str], str]] = {
    "arxiv": identifiers.normalise_arxiv,
    "doi": identifiers.normalise_doi,
    "orcid": identifiers.normalise_orcid,
    "pmid": identifiers.normalise_pmid,
    "openalex": identifiers.normalise_openalex,
}
IN_ANY_ADDRESS = ("orcid", "doi")  # its own reader knows ORCID's site; a DOI stands in the addresses of publishers


@dataclass(frozen=True)
class Wanted:
    """An identifier of a known scheme in its normal form, and the service that is asked for it."""

    service: Service
    scheme: str
    value: str

    def __str__(self):
        """Return it in words: DOI 10.1000/a."""
        label = identifiers.SCHEMES[self.scheme].label if self.scheme in identifiers.SCHEMES else "ORCID"
        return f"{label} {self.value}"


def understood(text: str) -> Wanted:
    """Return what a pasted identifier or web address asks for; raise FetchError where it is none that is known."""
    text = text.strip()
    pair = _pair_of(text) if len(text) <= LONGEST and text.isprintable() else None
    if pair is None:
        raise FetchError(
            _("“%(text)s” is no DOI, arXiv id, PubMed id or ORCID iD, nor the address of one.") % {"text": text[:80]}
        )
    scheme, value = pair
    return Wanted(SERVICES[SERVICE_OF[scheme]], scheme, value)


def _pair_of(text: str) -> tuple[str, str] | None:
    url = f"https://{text}" if identifiers.BARE_ADDRESS.match(text) else text
    if not is_web_address(url):
        return _first_read(text, READERS)
    pair = identifier_at(url)
    return _as_arxiv(pair) if pair and pair[0] in SERVICE_OF else _first_read(url, IN_ANY_ADDRESS)


def _first_read(text: str, schemes: Iterable[str]) -> tuple[str, str] | None:
    for scheme in schemes:
        try:
            return _as_arxiv((scheme, READERS[scheme](text)))
        except ValueError:
            continue
    return None


def _as_arxiv(pair: tuple[str, str]) -> tuple[str, str]:
    """Return the arXiv id that a DOI of arXiv's stands for, which Crossref does not know."""
    scheme, value = pair
    if scheme == "doi" and value.startswith(ARXIV_DOI_PREFIX):
        return "arxiv", identifiers.normalise_arxiv(value)
    return pair
