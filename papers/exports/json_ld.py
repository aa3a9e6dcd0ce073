"""JSON-LD in the words of schema.org: a profile, a paper, an institution, as search engines read them."""

import json
from collections.abc import Callable

from django.utils.safestring import SafeString, mark_safe

from papers.exports.work import cited_work, first_of_each_scheme
from papers.identifiers import SCHEMES, orcid_url, ror_url, url_for

CONTEXT = "https://schema.org"
ARTICLE = "ScholarlyArticle"
TYPES = {
    "book": "Book",
    "chapter": "Chapter",
    "thesis": "Thesis",
    "dataset": "Dataset",
    "software": "SoftwareSourceCode",
}
VENUE_TYPES = {"journal": "Periodical", "book": "Book", "website": "WebSite"}
# A script element ends at "</script>" wherever it stands, and older readers take the two separators for line breaks.
UNSAFE_IN_SCRIPT = {ord(character): f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"}


def script_text(described: dict) -> SafeString:
    """Return JSON that is safe inside a script element."""
    text = json.dumps(described, ensure_ascii=False, separators=(",", ":"))
    return mark_safe(text.translate(UNSAFE_IN_SCRIPT))


def profile_page(author, names, affiliations, links, absolute: Callable[[str], str], modified) -> dict:
    """Return the page of a person: `names` shown beside the first, `affiliations` and `links` as the page has them.

    `absolute` completes an address of this site; `modified` is the moment of the page's last change.
    """
    orcid = orcid_url(author.orcid) if author.orcid else ""
    person = {
        "@type": "Person",
        "name": author.display_name,
        "givenName": author.given_name,
        "familyName": author.family_name,
        "alternateName": [other.name for other in names],
        "affiliation": [organization(held.institution) for held in affiliations if held.end is None],
        "identifier": _identifier("ORCID", author.orcid, orcid) if orcid else None,
        "sameAs": [address for address in (orcid, author.homepage, *(link.url for link in links)) if address],
        "image": absolute(author.portrait.fallback_url) if author.portrait else "",
        "url": absolute(author.get_absolute_url()),
    }
    page = {"@type": "ProfilePage", "dateModified": modified.isoformat(), "mainEntity": _given(person)}
    return {"@context": CONTEXT} | page


def article(paper, absolute: Callable[[str], str]) -> dict:
    """Return one paper, its relations preloaded."""
    work = cited_work(paper)
    return {"@context": CONTEXT} | _given(
        {
            "@type": TYPES.get(work.type, ARTICLE),
            "headline": work.title,
            "author": [_author(credit, absolute) for credit in paper.authorships.all()],
            "datePublished": str(work.date or ""),
            "abstract": paper.abstract,
            "keywords": paper.keyword_list,
            "inLanguage": work.language,
            "isPartOf": _venue(paper.venue, work),
            "pagination": work.pages,
            "publisher": {"@type": "Organization", "name": work.publisher} if work.publisher else None,
            "identifier": [
                _identifier(SCHEMES[scheme].label, value, url_for(scheme, value))
                for scheme, value in first_of_each_scheme(paper).items()
            ],
            "sameAs": url_for("doi", work.doi) if work.doi else work.url,
            "url": absolute(paper.get_absolute_url()),
            "hasPart": [
                _given({"@type": "SoftwareSourceCode", "name": link.label, "codeRepository": link.url})
                for link in paper.code_links
            ],
            "creativeWorkStatus": work.notice,
        }
    )


def institution_page(institution, absolute: Callable[[str], str]) -> dict:
    """Return an institution."""
    url = institution.homepage or absolute(institution.get_absolute_url())
    return {"@context": CONTEXT} | organization(institution) | {"url": url}


def organization(institution) -> dict:
    """Return an institution as a part of something else."""
    described = {
        "@type": "Organization",
        "name": institution.name,
        "alternateName": institution.short_name,
        "sameAs": ror_url(institution.ror) if institution.ror else "",
    }
    return _given(described)


def _author(credit, absolute: Callable[[str], str]) -> dict:
    person = {
        "@type": "Person",
        "name": credit.printed_name,
        "url": "" if credit.author.named_only else absolute(credit.author.get_absolute_url()),
        "sameAs": orcid_url(credit.author.orcid) if credit.author.orcid else "",
    }
    return _given(person)


def _venue(venue, work) -> dict | None:
    if venue is None:
        return None
    whole = {
        "@type": VENUE_TYPES.get(venue.kind, "CreativeWork"),
        "name": venue.name,
        "alternateName": venue.short_name,
    }
    if not work.volume:
        return _given(whole)
    volume = {"@type": "PublicationVolume", "volumeNumber": work.volume, "isPartOf": _given(whole)}
    if not work.issue:
        return volume
    return {"@type": "PublicationIssue", "issueNumber": work.issue, "isPartOf": volume}


def _identifier(label: str, value: str, url: str) -> dict:
    return _given({"@type": "PropertyValue", "propertyID": label, "value": value, "url": url})


def _given(fields: dict) -> dict:
    """Return the fields that say something."""
    return {name: value for name, value in fields.items() if value}
