"""Identifiers of papers, people and institutions: one stored form for each, made from whatever was pasted.

Every ``normalise_*`` function returns the stored form, gives a stored form back unchanged, and raises ValueError with a
sentence for the editor when the text cannot be such an identifier.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote, unquote, urlsplit

from django.utils.translation import gettext as _

ASCII_LOWER = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz")
DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212\ufe63\uff0d", "-"))

ADDRESS = re.compile(r"https?://[a-z0-9.:-]+(?:[/?#]|$)", re.IGNORECASE)
BARE_ADDRESS = re.compile(r"(?:[a-z0-9-]+\.)+(?:org|net|com|edu|gov)/", re.IGNORECASE)
ORCID = re.compile(r"[0-9]{4}-[0-9]{4}-[0-9]{4}-[0-9]{3}[0-9X]")
DOI = re.compile(r"10\.[0-9]+(?:\.[0-9]+)*/\S+")
USUAL_DOI = re.compile(r"10\.[0-9]{4,9}/[-._;()/:a-z0-9]*[-_)/a-z0-9]")
DOI_ADDRESS = re.compile(
    r"(?:/doi(?:/(?:abs|full|pdf|pdfplus|epdf|epub|book|reader))?|/article|/chapter|/book|/content/pdf)?/(10\..+)"
)
ARXIV_DOI = re.compile(r"10\.48550/arxiv\.(.+)", re.IGNORECASE)
ARXIV_PREFIX = re.compile(r"(?:/(?:abs|pdf|html|format|src|e-print|ps|list))?/")
NEW_ARXIV = re.compile(r"([0-9]{2}(?:0[1-9]|1[0-2])\.[0-9]{4,5})(?:v[1-9][0-9]*)?")
OLD_ARXIV = re.compile(
    r"([a-z]+(?:-[a-z]{2,})?)(?:\.[a-z-]{2,})?(/[0-9]{2}(?:0[1-9]|1[0-2])[0-9]{3})(?:v[1-9][0-9]*)?", re.IGNORECASE
)
ROR = re.compile(r"0[a-hj-km-np-tv-z0-9]{6}[0-9]{2}")
ROR_DIGITS = "0123456789abcdefghjkmnpqrstvwxyz"


def normalise_orcid(text: str) -> str:
    """Return the ORCID iD as 0000-0002-1825-0097; the last character is checked by ISO 7064 mod 11-2."""
    bare = _without_prefix(text, "orcid:", "orcid")
    bare = _path_of(bare, "orcid.org").strip("/").translate(DASHES).upper()
    digits = re.sub(r"[\s-]", "", bare)
    orcid = "-".join(digits[start : start + 4] for start in range(0, len(digits), 4))
    if ORCID.fullmatch(orcid) is None:
        raise ValueError(_("An ORCID iD has sixteen digits, for example 0000-0002-1825-0097."))
    if orcid_check_character(digits[:15]) != digits[15]:
        raise ValueError(
            _("The last character of this ORCID iD does not fit the others; please check for a typing error.")
        )
    return orcid


def orcid_check_character(digits: str) -> str:
    """Return the ISO 7064 mod 11-2 check character of fifteen digits, "X" for ten."""
    total = 0
    for digit in digits:
        total = (total + int(digit)) * 2
    check = (12 - total % 11) % 11
    return "X" if check == 10 else str(check)


def orcid_url(orcid: str) -> str:
    """Return the address of a stored ORCID iD."""
    return f"https://orcid.org/{orcid}"


def normalise_ror(text: str) -> str:
    """Return the nine-character ROR id, for example 05dxps055; its last two digits are checked by ISO 7064 mod 97-10.

    Source: https://ror.readme.io/docs/identifier
    """
    ror = _path_of(_without_prefix(text, "ror:"), "ror.org").strip("/").lower()
    if ROR.fullmatch(ror) is None:
        raise ValueError(_("A ROR id has nine letters and digits and begins with 0, for example 05dxps055."))
    if ror_check_digits(ror[:7]) != ror[7:]:
        raise ValueError(
            _("The last two digits of this ROR id do not fit the others; please check for a typing error.")
        )
    return ror


def ror_check_digits(characters: str) -> str:
    """Return the two check digits of a ROR id's first seven characters (a base-32 number without i, l, o and u)."""
    number = 0
    for character in characters:
        number = number * 32 + ROR_DIGITS.index(character)
    return f"{98 - number * 100 % 97:02}"


def ror_url(ror: str) -> str:
    """Return the address of a stored ROR id."""
    return f"https://ror.org/{ror}"


def normalise_doi(text: str) -> str:
    """Return the bare DOI with ASCII letters in lower case; `doi_warning` tells whether it looks unusual."""
    bare = _with_protocol(_without_prefix(text, "doi:", "doi"))
    if _is_url(bare):
        match = DOI_ADDRESS.fullmatch(urlsplit(bare).path)
        bare = unquote(match[1]) if match else ""
    doi = bare.translate(ASCII_LOWER)
    if DOI.fullmatch(doi) is None or not doi.isprintable():
        raise ValueError(_("A DOI begins with 10., a number and a slash, for example 10.1145/3442188.3445922."))
    return doi


def doi_warning(value: str) -> str | None:
    """Return a sentence when a stored DOI has an unusual shape, which about one real DOI in 150 has; else None."""
    if USUAL_DOI.fullmatch(value):
        return None
    return _("This DOI has an unusual shape; please check that it opens at https://doi.org/.")


def normalise_arxiv(text: str) -> str:
    """Return the arXiv id without its version: 2306.16388, or hep-th/9901001 for papers before April 2007.

    The subject class of an old id (math.GT/0309136) is dropped, since both forms name one paper.
    """
    bare = re.sub(r"\s*\[[\w.-]+\]$", "", _without_prefix(text, "arxiv:", "arxiv"))
    bare = _with_protocol(bare)
    if _is_url(bare):
        bare = ARXIV_PREFIX.sub("", urlsplit(bare).path, count=1)
    bare = ARXIV_DOI.sub(r"\1", bare).removesuffix(".pdf").rstrip("/")
    if match := NEW_ARXIV.fullmatch(bare):
        return match[1]
    if match := OLD_ARXIV.fullmatch(bare):
        return (match[1] + match[2]).lower()
    raise ValueError(_("An arXiv id looks like 2306.16388 or hep-th/9901001."))


def normalise_pmid(text: str) -> str:
    """Return the PubMed number without leading zeros."""
    bare = _path_of(_without_prefix(text, "pmid:", "pmid"), "pubmed.ncbi.nlm.nih.gov", "www.ncbi.nlm.nih.gov/pubmed")
    digits = bare.strip("/").lstrip("0")
    if re.fullmatch(r"[1-9][0-9]{0,8}", digits) is None:
        raise ValueError(_("A PubMed id is a number of at most nine digits, for example 32376956."))
    return digits


def normalise_pmcid(text: str) -> str:
    """Return the PubMed Central id with its letters, for example PMC7239045."""
    bare = _path_of(
        _without_prefix(text, "pmcid:", "pmcid"),
        "www.ncbi.nlm.nih.gov/pmc/articles",
        "pmc.ncbi.nlm.nih.gov/articles",
    )
    match = re.fullmatch(r"(?:pmc)?([1-9][0-9]{0,8})", bare.strip("/").lower())
    if match is None:
        raise ValueError(_("A PubMed Central id looks like PMC7239045."))
    return f"PMC{match[1]}"


def normalise_isbn(text: str) -> str:
    """Return the ISBN as thirteen digits; an ISBN of ten is checked and converted (978 in front, new check digit)."""
    bare = _without_prefix(text, "isbn-13:", "isbn-10:", "isbn:", "isbn").translate(DASHES)
    digits = re.sub(r"[\s-]", "", bare).upper()
    if re.fullmatch(r"97[89][0-9]{10}", digits):
        complete = isbn13_with_check_digit(digits[:12])
        if complete == digits:
            return digits
    elif re.fullmatch(r"[0-9]{9}[0-9X]", digits):
        values = [10 if digit == "X" else int(digit) for digit in digits]
        if sum((10 - place) * value for place, value in enumerate(values)) % 11 == 0:
            return isbn13_with_check_digit("978" + digits[:9])
    else:
        raise ValueError(_("An ISBN has ten or thirteen digits, for example 978-0-262-03384-8."))
    raise ValueError(_("The last digit of this ISBN does not fit the others; please check for a typing error."))


def isbn13_with_check_digit(digits: str) -> str:
    """Return twelve digits with their ISBN-13 check digit (weights 1 and 3 in turn, modulo 10)."""
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits))
    return f"{digits}{-total % 10}"


def normalise_acl(text: str) -> str:
    """Return the ACL Anthology id: 2020.acl-main.1 or, in the older form, P19-1001."""
    bare = _path_of(
        _without_prefix(text, "acl:"), "aclanthology.org", "www.aclweb.org/anthology", "aclweb.org/anthology"
    )
    bare = bare.strip("/").removesuffix(".pdf").removesuffix(".bib")
    if re.fullmatch(r"[a-z][0-9]{2}-[0-9]{4}", bare, re.IGNORECASE | re.ASCII):
        return bare.upper()
    if re.fullmatch(r"[0-9]{4}\.[a-z0-9]+-[a-z0-9_]+\.[0-9]+", bare, re.IGNORECASE | re.ASCII):
        return bare.lower()
    raise ValueError(_("An ACL Anthology id looks like 2020.acl-main.1 or P19-1001."))


def normalise_openalex(text: str) -> str:
    """Return the OpenAlex id of a work, for example W2741809807."""
    bare = _path_of(_without_prefix(text, "openalex:"), "openalex.org", "api.openalex.org")
    work = bare.strip("/").upper().removeprefix("WORKS/")
    if re.fullmatch(r"W[1-9][0-9]{0,11}", work) is None:
        raise ValueError(_("An OpenAlex id of a work looks like W2741809807."))
    return work


def normalise_openreview(text: str) -> str:
    """Return the OpenReview forum id, for example zl16jLb91v; upper and lower case matter."""
    bare = _with_protocol(_without_prefix(text, "openreview:"))
    if _is_url(bare):
        match = re.search(r"[?&]id=([^&#]+)", bare) if _host_of(bare) == "openreview.net" else None
        bare = match[1] if match else ""
    if re.fullmatch(r"[A-Za-z0-9_-]{6,40}", bare) is None:
        raise ValueError(_("An OpenReview id looks like zl16jLb91v: what follows id= in the paper's address."))
    return bare


def normalise_handle(text: str) -> str:
    """Return the handle as prefix/name, for example 1721.1/12345, with ASCII letters in lower case."""
    bare = _with_protocol(_without_prefix(text, "hdl:", "handle:"))
    if _is_url(bare):
        address = urlsplit(bare).path.lstrip("/")
        bare = unquote(address.removeprefix("handle/"))
    handle = bare.translate(ASCII_LOWER)
    if re.fullmatch(r"[a-z0-9]+(?:\.[a-z0-9]+)*/\S+", handle) is None or not handle.isprintable():
        raise ValueError(_("A handle is a prefix, a slash and a name, for example 1721.1/12345."))
    return handle


def _with_protocol(text: str) -> str:
    """Return an address pasted without https:// with it, and other text as it is."""
    return f"https://{text}" if BARE_ADDRESS.match(text) else text


def _is_url(text: str) -> bool:
    return ADDRESS.match(text) is not None


def _host_of(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")


def _without_prefix(text: str, *prefixes: str) -> str:
    """Return the text trimmed, and without the first of the prefixes (lower case) that it begins with."""
    bare = text.strip()
    for prefix in prefixes:
        if bare.lower().startswith(prefix) and not bare.lower().startswith(prefix + ".org"):
            return bare[len(prefix) :].strip()
    return bare


def _path_of(text: str, *sites: str) -> str:
    """Return what follows one of the sites in a pasted address, "" for another site's, and other text as it is."""
    scheme_free = re.sub(r"^https?://", "", text, flags=re.IGNORECASE)
    for site in sites:
        for start in (site, f"www.{site}"):
            if scheme_free.lower().startswith(f"{start}/"):
                return re.split(r"[?#]", scheme_free[len(start) + 1 :])[0]
    return "" if _is_url(text) else text


@dataclass(frozen=True)
class Scheme:
    """A kind of identifier: its label, what normalises it, and its address with {} for the value ("" if none)."""

    label: str
    normalise: Callable[[str], str]
    url: str


SCHEMES = {
    "doi": Scheme("DOI", normalise_doi, "https://doi.org/{}"),
    "arxiv": Scheme("arXiv", normalise_arxiv, "https://arxiv.org/abs/{}"),
    "pmid": Scheme("PubMed", normalise_pmid, "https://pubmed.ncbi.nlm.nih.gov/{}/"),
    "pmcid": Scheme("PubMed Central", normalise_pmcid, "https://pmc.ncbi.nlm.nih.gov/articles/{}/"),
    "isbn": Scheme("ISBN", normalise_isbn, ""),
    "acl": Scheme("ACL Anthology", normalise_acl, "https://aclanthology.org/{}/"),
    "openalex": Scheme("OpenAlex", normalise_openalex, "https://openalex.org/{}"),
    "openreview": Scheme("OpenReview", normalise_openreview, "https://openreview.net/forum?id={}"),
    "handle": Scheme("Handle", normalise_handle, "https://hdl.handle.net/{}"),
}


def normalise(scheme: str, value: str) -> str:
    """Return the stored form of a paper's identifier; raise ValueError for an unknown scheme or an impossible value."""
    if scheme not in SCHEMES:
        raise ValueError(
            _("“%(scheme)s” is not a known kind of identifier; known are %(known)s.")
            % {"scheme": scheme, "known": ", ".join(SCHEMES)}
        )
    return SCHEMES[scheme].normalise(value)


def url_for(scheme: str, value: str) -> str:
    """Return the address of a stored identifier, "" where the scheme has none."""
    known = SCHEMES.get(scheme)
    return known.url.format(quote(value, safe="/:;()")) if known and known.url else ""
