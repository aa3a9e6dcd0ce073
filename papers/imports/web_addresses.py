"""What a web address in a bibliography leads to: a work with an identifier, a kind of link, or a file on a disk."""

import re
from urllib.parse import urlsplit

from papers.identifiers import SCHEMES

WEB_ADDRESS = re.compile(r"https?://[^\s/?#@]+\.?[^\s]*", re.IGNORECASE)
LONGEST = 500
LOCAL = re.compile(
    r"(?:file:|internal-(?:pdf|file):|/(?:Users|home|Volumes|private|var|tmp)/|~/|[A-Za-z]:[\\/]|\\\\)", re.IGNORECASE
)
SITES = {
    "doi.org": "doi",
    "dx.doi.org": "doi",
    "arxiv.org": "arxiv",
    "export.arxiv.org": "arxiv",
    "pubmed.ncbi.nlm.nih.gov": "pmid",
    "pmc.ncbi.nlm.nih.gov": "pmcid",
    "aclanthology.org": "acl",
    "aclweb.org": "acl",
    "openreview.net": "openreview",
    "hdl.handle.net": "handle",
    "openalex.org": "openalex",
}
NCBI = "ncbi.nlm.nih.gov"
CODE_SITES = frozenset({"github.com", "gitlab.com", "bitbucket.org", "codeberg.org"})
VIDEO_SITES = frozenset({"youtube.com", "youtu.be", "vimeo.com"})


def is_web_address(text: str) -> bool:
    """Whether a text is an http or https URL of a length that can be stored."""
    return len(text) <= LONGEST and text.isprintable() and WEB_ADDRESS.fullmatch(text) is not None


def is_local(text: str) -> bool:
    """Whether a text is the path of a file on somebody's disk, which means nothing to anyone else."""
    return LOCAL.match(text.strip()) is not None


def identifier_at(url: str) -> tuple[str, str] | None:
    """Return scheme and value of the work that a URL of a known site leads to; None for any other URL."""
    if not is_web_address(url):
        return None
    scheme = _scheme_of(url)
    if not scheme:
        return None
    try:
        return scheme, SCHEMES[scheme].normalise(url)
    except ValueError:  # another page of the same site
        return None


def _scheme_of(url: str) -> str:
    host = _host(url)
    if host == NCBI:
        path = _path(url)
        return "pmid" if path.startswith("/pubmed/") else "pmcid" if path.startswith("/pmc/") else ""
    return SITES.get(host, "")


def link_kind(url: str) -> str:
    """Return the kind of link that a URL shows to be: "pdf", "code" or "video"; "" for any other URL."""
    if not is_web_address(url):
        return ""
    host = _host(url)
    if host in CODE_SITES:
        return "code"
    if host in VIDEO_SITES:
        return "video"
    return "pdf" if _path(url).lower().endswith(".pdf") else ""


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:  # such as https://[
        return ""


def _path(url: str) -> str:
    try:
        return urlsplit(url).path
    except ValueError:
        return ""
