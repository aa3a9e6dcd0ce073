"""The services that are asked, each on a host that the settings name: what of, where, and how they answer."""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from django.conf import settings
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from papers.imports import crossref
from papers.imports.encodings import decode

JSON = "application/json"
XML = "application/xml, application/atom+xml, text/xml"


@dataclass(frozen=True)
class Service:
    """A service: its label, the format that it answers in, and the path that asks for some identifiers.

    `hint` says why it may not have something. `at_once` is how many identifiers one request may name; `join` makes one
    answer of those to several requests, None where each stays its own. `readable` are the statuses of an answer worth
    reading, `unknown` those that say that it does not have what was asked for.
    """

    name: str
    label: str
    source: str
    path: Callable[[Sequence[str]], str]
    accept: str
    hint: str = ""
    at_once: int = 1
    join: Callable[[Iterable[bytes]], bytes] | None = None
    readable: frozenset[int] = frozenset({200})
    unknown: frozenset[int] = frozenset({404, 410})

    def does_not_know(self, what: str) -> str:
        """Return a sentence that says so."""
        sentence = __("%(service)s does not know %(what)s.") % {"service": self.label, "what": what}
        return f"{sentence} {self.hint}".strip()

    @property
    def address(self) -> str:
        """The scheme, host and port that the settings name, without a path."""
        return settings.FETCH_SERVICES[self.name]


def _arxiv_path(values: Sequence[str]) -> str:
    return "/api/query?" + urlencode({"id_list": ",".join(values), "max_results": len(values)})


def _pubmed_path(values: Sequence[str]) -> str:
    asked = {"db": "pubmed", "retmode": "xml", "id": ",".join(values), "tool": "profile_site"}
    return "/entrez/eutils/efetch.fcgi?" + urlencode(asked)


def openalex_query(**asked: str | int) -> str:
    """Return a query of OpenAlex's, with the operator's key where the settings have one."""
    key = {"api_key": settings.OPENALEX_KEY} if settings.OPENALEX_KEY else {}
    return urlencode(asked | key, safe=":")


def _openalex_path(values: Sequence[str]) -> str:
    return f"/works/{quote(values[0], safe='')}?{openalex_query()}".removesuffix("?")


def _joined_works(contents: Iterable[bytes]) -> bytes:
    works = [work for content in contents for work in crossref.works_in(decode(content).text)]
    return json.dumps({"status": "ok", "message-type": "work-list", "message": {"items": works}}).encode()


SERVICES = {
    service.name: service
    for service in (
        # Escaped whole: a DOI may hold any sign, and none of them may change what is asked for.
        Service(
            *("crossref", "Crossref", "crossref"),
            path=lambda values: "/works/" + quote(values[0], safe=""),
            accept=JSON,
            hint=_("DOIs of other agencies, such as DataCite, are not there."),
            join=_joined_works,
        ),
        # A list of ids in one request, since arXiv asks for three seconds between two. Its errors are feeds too.
        Service(
            *("arxiv", "arXiv", "arxiv"),
            path=_arxiv_path,
            accept=XML,
            at_once=50,
            readable=frozenset({200, 400}),
        ),
        Service(
            *("pubmed", "PubMed", "pubmed"),
            path=_pubmed_path,
            accept=XML,
            at_once=50,
            unknown=frozenset({400, 404}),
        ),
        Service(
            *("orcid", "ORCID", "orcid"),
            path=lambda values: f"/v3.0/{values[0]}/record",
            accept=JSON,
        ),
        Service(*("openalex", "OpenAlex", "openalex"), path=_openalex_path, accept=JSON),
    )
}
