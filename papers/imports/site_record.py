"""What a complete export says of a paper beyond its record, in the member `site` of its line, read strictly.

The member that a line of `papers.exports.json_lines.render_full` has is read here into the same names. Anything that a
complete export does not write is refused, so that nothing of one is lost unseen.
"""

import json
import re
from collections.abc import Callable
from dataclasses import MISSING, dataclass, fields, is_dataclass
from datetime import datetime
from functools import cache
from typing import get_args, get_origin, get_type_hints

from django.utils.translation import gettext as _

from papers.identifiers import normalise_ror

STATUSES = frozenset({"draft", "published"})  # those of papers.models, which a parser must not import
UNWRITABLE = re.compile("[\x00\ud800-\udfff]")
SLUG = re.compile(r"[-a-zA-Z0-9_]{1,80}")
HIGHEST_RANK = 2**31 - 1


@dataclass(frozen=True)
class SiteName:
    """Another name of a person; one that is not `shown` only helps to find them."""

    name: str
    shown: bool


@dataclass(frozen=True)
class SiteAuthor:
    """A person, told from namesakes by `slug`, and what is said of them on this paper alone."""

    slug: str
    former_slugs: tuple[str, ...] = ()
    display_name: str = ""
    given_name: str = ""
    family_name: str = ""
    sort_name: str = ""
    note: str = ""
    is_profile: bool = False
    named_only: bool = False
    role: str = ""
    corresponding: bool = False
    equal_contribution: bool = False
    profile_rank: int | None = None
    names: tuple[SiteName, ...] = ()


@dataclass(frozen=True)
class SiteInstitution:
    """An institution, told from others of its name by `slug`."""

    slug: str
    former_slugs: tuple[str, ...] = ()
    name: str = ""
    short_name: str = ""
    ror: str = ""
    homepage: str = ""


@dataclass(frozen=True)
class SiteCategory:
    """A category under its `code`."""

    code: str
    short_code: str = ""
    name: str = ""


@dataclass(frozen=True)
class SiteRecord:
    """What the site alone knows of a paper; `authors`, `institutions` and `categories` stand as in its record.

    `publish_at` and `retire_at` are ISO 8601 times with their zone. `imported` are the digests of what imports wrote:
    fields that were edited by hand are told by them.
    """

    slug: str
    status: str
    publish_at: str = ""
    retire_at: str = ""
    former_slugs: tuple[str, ...] = ()
    notice_text: str = ""
    notice_url: str = ""
    venue_homepage: str = ""
    primary_category: str = ""
    authors: tuple[SiteAuthor, ...] = ()
    institutions: tuple[SiteInstitution, ...] = ()
    categories: tuple[SiteCategory, ...] = ()
    imported: dict[str, str] | None = None

    @property
    def slugs(self) -> list[str]:
        """Every address that the paper, its people and its institutions have or had."""
        records = (self, *self.authors, *self.institutions)
        return [slug for record in records for slug in (record.slug, *record.former_slugs)]


def read_site(value: dict) -> SiteRecord:
    """Return what the member `site` of a line says; raise ValueError with a sentence where no export writes it so."""
    site = _read(SiteRecord, "site", value)
    if site.status not in STATUSES:
        raise ValueError(
            _("“%(status)s” is no status of a paper; known are %(known)s.")
            % {"status": site.status, "known": ", ".join(sorted(STATUSES))}
        )
    for time in filter(None, (site.publish_at, site.retire_at)):
        if not _has_zone(time):
            raise ValueError(_("“%(time)s” is no time with its zone.") % {"time": time})
    for slug in site.slugs:
        if not SLUG.fullmatch(slug):
            raise ValueError(_("“%(slug)s” cannot be the last part of an address.") % {"slug": slug})
    for institution in site.institutions:
        if institution.ror and normalise_ror(institution.ror) != institution.ror:
            raise ValueError(_("“%(ror)s” is no ROR id as an export writes it.") % {"ror": institution.ror})
    return site


def _has_zone(text: str) -> bool:
    try:
        return datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False


@cache
def _kinds(record: type) -> dict[str, object]:
    return get_type_hints(record)


def _read(record: type, name: str, value: object) -> object:
    """Return an object as the dataclass `record`."""
    kinds = _kinds(record)
    if not isinstance(value, dict) or not value.keys() <= kinds.keys():
        raise ValueError(
            _("“%(name)s” must be an object with no other members than %(known)s.")
            % {"name": name, "known": ", ".join(kinds)}
        )
    for field in fields(record):
        if field.default is MISSING and field.name not in value:
            raise ValueError(_("“%(name)s” has no “%(member)s”.") % {"name": name, "member": field.name})
    return record(**{member: _member(kinds[member], member, inner) for member, inner in value.items()})


def _member(kind: object, name: str, value: object) -> object:
    """Return a member's value: texts, objects or one value of the kind that the field has."""
    inner = get_args(kind)[0] if get_origin(kind) is tuple else None
    if inner and isinstance(value, list):
        return tuple(_member(inner, name, item) for item in value)
    if is_dataclass(kind):
        return _read(kind, name, value)
    if not inner and CHECKS[kind](value):
        return value
    raise ValueError(
        _("“%(name)s” cannot be %(value)s.") % {"name": name, "value": json.dumps(value, ensure_ascii=False)[:40]}
    )


def _is_text(value: object) -> bool:
    return isinstance(value, str) and not UNWRITABLE.search(value)


CHECKS: dict[object, Callable[[object], bool]] = {
    str: _is_text,
    bool: lambda value: isinstance(value, bool),
    int | None: lambda value: type(value) is int and 0 <= value <= HIGHEST_RANK,
    dict[str, str] | None: lambda value: isinstance(value, dict) and all(map(_is_text, [*value, *value.values()])),
}
