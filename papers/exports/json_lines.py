"""JSON Lines, the site's own format: an object a line for each paper, its members those of an importer's `PaperRecord`.

What is empty is left out, and the members always stand in the same order: equal papers give equal bytes. Nothing is
told that the public may not know, unless the complete form is asked for, which adds the member `site`.
"""

import json
from collections.abc import Callable, Iterable, Iterator

from papers.exports.kept import public_fields
from papers.exports.records import record_of
from papers.partial_dates import PartialDate

AUTHORSHIP_FIELDS = ("role", "corresponding", "equal_contribution", "profile_rank")
AUTHOR_FIELDS = ("display_name", "given_name", "family_name", "sort_name", "note", "is_profile", "named_only")
INSTITUTION_FIELDS = ("name", "short_name", "ror", "homepage")
CATEGORY_FIELDS = ("code", "short_code", "name")


def render(papers: Iterable) -> Iterator[str]:
    """Yield a line for each paper: what the public may know of it."""
    yield from _lines(papers, public_object)


def render_full(papers: Iterable) -> Iterator[str]:
    """Yield a line for each paper, drafts included, with all that the site knows of it and of its people's names.

    The papers are loaded by `for_full_export`.
    """
    yield from _lines(papers, full_object)


def public_object(paper) -> dict:
    """Return the members of one paper's line, its relations preloaded."""
    return _without_empty(record_of(paper) | {"extra": public_fields(paper.extra)})


def full_object(paper) -> dict:
    """Return the members of one paper's line with `site` at their end."""
    record = record_of(paper)
    return _without_empty(record) | {"site": _without_empty(_site(paper, record["categories"]))}


def _lines(papers: Iterable, members: Callable[[object], dict]) -> Iterator[str]:
    for paper in papers:
        yield json.dumps(members(paper), ensure_ascii=False, default=_iso) + "\n"


def _site(paper, codes: tuple[str, ...]) -> dict:
    """Return what `papers.imports.site_record.SiteRecord` holds."""
    return {
        **_addresses(paper),
        "status": str(paper.status),
        "publish_at": paper.publish_at.isoformat() if paper.publish_at else "",
        "retire_at": paper.retire_at.isoformat() if paper.retire_at else "",
        "notice_text": paper.notice,
        "notice_url": paper.notice_url,
        "venue_homepage": paper.venue.homepage if paper.venue else "",
        "primary_category": paper.primary_category.code if paper.primary_category else "",
        "authors": [_author(authorship) for authorship in paper.authorships.all()],
        "institutions": [
            {**_addresses(institution), **_fields(institution, INSTITUTION_FIELDS)}
            for institution in paper.listed_institutions
        ],
        "categories": [_fields(category, CATEGORY_FIELDS) for category in _categories(paper, codes)],
        "imported": dict(sorted(paper.imported.items())),
    }


def _addresses(record) -> dict:
    """Return the address that a record has, and those that it had before."""
    former = sorted(address.value for address in record.addresses.all() if address.value != record.slug)
    return {"slug": record.slug, "former_slugs": former}


def _categories(paper, codes: tuple[str, ...]) -> list:
    found = {category.code: category for category in paper.cross_listed.all()}
    if paper.primary_category:
        found[paper.primary_category.code] = paper.primary_category
    return [found[code] for code in codes]


def _author(authorship) -> dict:
    names = sorted((name.name, name.shown) for name in authorship.author.names.all())
    return {
        **_addresses(authorship.author),
        **_fields(authorship.author, AUTHOR_FIELDS),
        **_fields(authorship, AUTHORSHIP_FIELDS),
        "names": [{"name": name, "shown": shown} for name, shown in names],
    }


def _fields(record, names: tuple[str, ...]) -> dict:
    return {name: getattr(record, name) for name in names}


def _without_empty(value):
    """Return an object without what is empty, in objects within it too; that a name is not shown is said."""
    if isinstance(value, dict):
        kept = {name: _without_empty(member) for name, member in value.items()}
        return {name: member for name, member in kept.items() if member or name == "shown" or _is_number(member)}
    return [_without_empty(item) for item in value] if isinstance(value, list | tuple) else value


def _is_number(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _iso(value: object) -> str:
    """Return the ISO text of a date; raise TypeError for anything else that JSON does not know."""
    if isinstance(value, PartialDate):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no form in JSON")
