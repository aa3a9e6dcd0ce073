"""Following a list: what a feed is, in plain words, and its address to copy."""

from dataclasses import dataclass

from django.http import QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from papers.exports import FORMATS
from papers.head import Head
from papers.list_addresses import address
from papers.models import Author, Institution
from papers.redirects import moved

FEED = FORMATS["atom"]


@dataclass(frozen=True)
class Followed:
    """A list that can be followed: its name, the page that says how, the absolute address of its feed, and whether
    it is filtered.
    """

    label: str
    how: str
    feed: str
    is_filtered: bool


def followed(request, record=None, query: QueryDict | None = None) -> Followed:
    """Return the list of all papers, or of those of a person or institution, under the filters of `query`, or of
    those of `request`.
    """
    ending = address(query or request.GET, sort=[]).removesuffix("?")
    if record is None:
        label, how, feed = _("All papers"), reverse("papers:follow"), reverse("papers:paper_list_file", args=[FEED])
    else:
        kind, name = record._meta.model_name, getattr(record, "display_name", None) or record.name
        label = _("Papers of %(name)s") % {"name": name}
        how = reverse(f"papers:follow_{kind}", args=[record.slug])
        feed = reverse(f"papers:{kind}_file", args=[record.slug, FEED])
    return Followed(label, how + ending, request.build_absolute_uri(feed + ending), bool(ending))


@require_safe
def follow(request):
    """Say how to follow all papers, or those of a profile."""
    profiles = [(author, reverse("papers:follow_author", args=[author.slug])) for author in Author.objects.profiles()]
    return follow_page(request, followed(request), profiles)


@require_safe
def follow_author(request, slug):
    """Say how to follow a person's papers."""
    author = get_object_or_404(Author.objects.public(), addresses__value=slug)
    if author.slug != slug:
        return moved(request, reverse("papers:follow_author", args=[author.slug]))
    return follow_page(request, followed(request, author))


@require_safe
def follow_institution(request, slug):
    """Say how to follow an institution's papers."""
    institution = get_object_or_404(Institution.objects.public(), addresses__value=slug)
    if institution.slug != slug:
        return moved(request, reverse("papers:follow_institution", args=[institution.slug]))
    return follow_page(request, followed(request, institution))


def follow_page(request, followed: Followed, profiles=()):
    """Return the page that says how to follow a list; `profiles` are others, with the pages that say how."""
    context = {
        "followed": followed,
        "profiles": profiles,
        "is_filtered": followed.is_filtered,
        "head": Head(_("Follow")),
        "canonical_url": request.build_absolute_uri(request.path),
    }
    return render(request, "papers/follow.html", context)
