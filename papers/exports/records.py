"""A paper as plain values under the names that importers use too.

All of them but `extra` may be public; of that, what `papers.exports.kept` says.
"""

from papers.exports.work import printed_name


def record_of(paper) -> dict:
    """Return the fields of `papers.imports.record.PaperRecord` for one paper, its relations preloaded.

    Dates are PartialDates; `notice` is the kind of notice, such as "retraction".
    """
    venue = paper.venue
    return {
        "title": paper.title,
        "type": str(paper.type),
        "language": paper.language,
        "abstract": paper.abstract,
        "posted": paper.posted,
        "issued": paper.issued,
        "venue": venue.name if venue else "",
        "venue_short": venue.short_name if venue else "",
        "venue_kind": str(venue.kind) if venue else "",
        "series": venue.series if venue else "",
        "volume": paper.volume,
        "issue": paper.issue,
        "pages": paper.pages,
        "publisher": paper.publisher,
        "place": paper.place,
        "citation_key": paper.citation_key or "",
        "notice": str(paper.notice_kind),
        "authors": tuple(_person(authorship) for authorship in paper.authorships.all()),
        "editors": tuple(paper.editor_list),
        "keywords": tuple(paper.keyword_list),
        "categories": _categories(paper),
        "institutions": tuple(institution.name for institution in paper.listed_institutions),
        "identifiers": tuple((identifier.scheme, identifier.value) for identifier in paper.identifiers.all()),
        "links": tuple({"kind": str(link.kind), "url": link.url, "label": link.label} for link in paper.links.all()),
        "extra": dict(sorted(paper.extra.items())),  # in one order on every database
    }


def _person(authorship) -> dict[str, str]:
    """Return the parts of the printed name, of a name in one piece only the whole, and the person's ORCID iD."""
    name = printed_name(authorship)
    return {
        "name": authorship.printed_name,
        "given": name.given,
        "family": name.family if name.given else "",
        "orcid": authorship.author.orcid or "",
        "affiliation": authorship.affiliation,
        "suffix": name.suffix if name.given else "",
    }


def _categories(paper) -> tuple[str, ...]:
    """Return the codes, the primary one first and the others in their own order."""
    primary = paper.primary_category.code if paper.primary_category else ""
    others = sorted({category.code for category in paper.cross_listed.all()} - {primary})
    return tuple([primary, *others] if primary else others)
