"""What records lack that a reader would want: what the desk offers to improve, and its lists filter by."""

from dataclasses import dataclass

from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from papers.models import Author, Identifier, Institution, Link, Paper


@dataclass(frozen=True)
class Gap:
    """Something that records lack: `key` in an address, `label` for a reader."""

    key: str
    label: str
    condition: Q


def _none_of(model: type[Model]) -> Q:
    return ~Q(Exists(model.objects.filter(paper=OuterRef("pk"))))


GAPS: dict[type[Model], list[Gap]] = {
    Paper: [
        Gap("abstract", _("papers without an abstract"), Q(abstract="")),
        Gap("link", _("papers without a link, identifier or PDF"), Q(pdf="") & _none_of(Link) & _none_of(Identifier)),
        Gap("venue", _("papers without a venue"), Q(venue=None)),
        Gap("category", _("papers without a category"), Q(primary_category=None)),
    ],
    Author: [Gap("orcid", _("profiles without an ORCID"), Q(is_profile=True, orcid=None))],
    Institution: [Gap("ror", _("institutions without a ROR"), Q(ror=None))],
}


def lacking(queryset: QuerySet, key: str) -> QuerySet:
    """Return the records that lack what the gap `key` of their model names; none for a gap that there is not."""
    for gap in GAPS[queryset.model]:
        if gap.key == key:
            return queryset.filter(gap.condition)
    return queryset.none()
