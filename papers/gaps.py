"""What records lack that a reader would want: what the desk offers to improve, and its lists filter by."""

from dataclasses import dataclass, field
from functools import reduce
from operator import or_

from django.db.models import Exists, Expression, Model, OuterRef, Q, QuerySet, Subquery
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext_lazy as _

from papers.linkless import TABLE as LINKLESS
from papers.models import Author, CheckedAddress, Identifier, Institution, Link, Paper, ProfileLink


@dataclass(frozen=True)
class Gap:
    """Something that records lack: `key` in an address, `label` for a reader."""

    key: str
    label: str
    condition: Q
    shows: dict[str, Expression] = field(default_factory=dict)  # about each record, as columns of the list


def _linkless() -> Q:
    """Return the condition of a paper without link, identifier and PDF, asked of those that a table of them names."""
    noted = RawSQL(f"SELECT paper_id FROM {LINKLESS}", [])  # noqa: S608, S611 # nosec B608, B611
    return Q(pk__in=noted) & Q(pdf="") & _none_of(Link) & _none_of(Identifier)


def _none_of(model: type[Model]) -> Q:
    return ~Q(Exists(model.objects.filter(paper=OuterRef("pk"))))


def _dead(*addresses: QuerySet) -> dict[str, Subquery]:
    """Return what a list shows of a record one of whose `addresses` is dead: of the first of these."""
    any_of = reduce(or_, (Q(url__in=each) for each in addresses))
    found = CheckedAddress.objects.dead().filter(any_of).order_by("failed", "url")
    return {f"dead_{name}": Subquery(found.values(name)[:1]) for name in ("url", "reason", "failed")}


def _of(model: type[Model], field: str, record: str) -> QuerySet:
    """Return the addresses that `field` of a model has for the record of the query around the query for it."""
    return model.objects.filter(**{record: OuterRef(OuterRef("pk"))}).order_by().values(field)


DEAD = CheckedAddress.objects.dead().order_by().values("url")
HOMEPAGE_IS_DEAD = ~Q(homepage="") & Q(homepage__in=DEAD)  # SQLite takes the index of those given where that is said


def _leads_to_dead(model: type[Model], field: str, links: type[Model], owner: str) -> Q:
    """Return the condition that a record's `field` or one of its `links` is dead; a union, for OR would read all."""
    own = model.objects.exclude(**{field: ""}).filter(**{f"{field}__in": DEAD}).order_by().values("pk")
    return Q(pk__in=own.union(links.objects.filter(url__in=DEAD).order_by().values(owner), all=True))


GAPS: dict[type[Model], list[Gap]] = {
    Paper: [
        Gap("abstract", _("papers without an abstract"), Q(abstract="")),
        Gap("link", _("papers without a link, identifier or PDF"), _linkless()),
        Gap("venue", _("papers without a venue"), Q(venue=None)),
        Gap("category", _("papers without a category"), Q(primary_category=None)),
        Gap(
            "dead-link",
            _("papers with a dead link"),
            _leads_to_dead(Paper, "notice_url", Link, "paper"),
            _dead(_of(Link, "url", "paper"), _of(Paper, "notice_url", "pk")),
        ),
    ],
    Author: [
        Gap("orcid", _("profiles without an ORCID"), Q(is_profile=True, orcid=None)),
        Gap(
            "dead-link",
            _("people with a dead link or homepage"),
            _leads_to_dead(Author, "homepage", ProfileLink, "author"),
            _dead(_of(ProfileLink, "url", "author"), _of(Author, "homepage", "pk")),
        ),
    ],
    Institution: [
        Gap("ror", _("institutions without a ROR"), Q(ror=None)),
        Gap(
            "dead-link",
            _("institutions with a dead homepage"),
            HOMEPAGE_IS_DEAD,
            _dead(_of(Institution, "homepage", "pk")),
        ),
    ],
}


def lacking(queryset: QuerySet, key: str) -> QuerySet:
    """Return the records that lack what the gap `key` of their model names; none for a gap that there is not."""
    for gap in GAPS[queryset.model]:
        if gap.key == key:
            return queryset.filter(gap.condition).annotate(**gap.shows)
    return queryset.none()
