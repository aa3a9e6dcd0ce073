"""All values of a facet of a list, to choose from."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from papers.facets import DIMENSIONS, all_values, choices_of
from papers.filters import PaperFilter, split_words
from papers.head import Head
from papers.list_addresses import address, without_blanks
from papers.listing import ignored, in_force, page_of, without_control_characters
from papers.models import Author, Institution, Paper
from papers.redirects import moved

VALUES_ON_PAGE = 100
LONGEST_WORDS = 200


@require_safe
@without_blanks
def paper_values(request, name):
    """Offer all values of the facet `name` of all papers."""
    return values_page(request, name, Paper.objects.published(), reverse("papers:paper_list"))


@require_safe
@without_blanks
def author_values(request, slug, name):
    """Offer all values of the facet `name` of a person's papers."""
    author = get_object_or_404(Author.objects.public(), addresses__value=slug)
    if author.slug != slug:
        return moved(request, reverse("papers:author_values", args=[author.slug, name]))
    return values_page(request, name, Paper.objects.published().by(author), author.get_absolute_url(), author)


@require_safe
@without_blanks
def institution_values(request, slug, name):
    """Offer all values of the facet `name` of an institution's papers."""
    institution = get_object_or_404(Institution.objects.public(), addresses__value=slug)
    if institution.slug != slug:
        return moved(request, reverse("papers:institution_values", args=[institution.slug, name]))
    papers = Paper.objects.published().at_any([institution.slug])
    return values_page(request, name, papers, institution.get_absolute_url())


def values_page(request, name: str, papers, list_url: str, owner=None):
    """Return the page of the values of a facet; each leads to the list at `list_url` with that value chosen or not."""
    if name not in DIMENSIONS:
        raise Http404
    dimension = DIMENSIONS[name]
    asked = without_control_characters(request.GET)
    paper_filter = PaperFilter(asked, papers, owner)
    query = in_force(paper_filter)
    chosen = paper_filter.chosen.get(name) or []
    words = asked.get("find", "")[:LONGEST_WORDS].strip()
    page = page_of(all_values(paper_filter, name, split_words(words)), asked, VALUES_ON_PAGE)
    choices = choices_of(name, page.object_list, chosen)
    context = {
        "label": dimension.label,
        "words": words,
        "page": page,
        "choices": [(choice, list_url + address(query, **{name: toggled(chosen, choice.value)})) for choice in choices],
        "hidden": [(key, value) for key, values in query.lists() for value in values if value],
        "address": f"{address(query)}&{urlencode({'find': words})}" if words else address(query),
        "list_url": list_url + address(query),
        "head": Head(_("%(label)s: all") % {"label": dimension.label}),
        "ignored": list(ignored(asked, {*paper_filter.filters, "page", "find"}, page)),
        "is_filtered": True,
        "canonical_url": request.build_absolute_uri(request.path),
    }
    return render(request, "papers/values.html", context)


def toggled(chosen: list[str], value: str) -> list[str]:
    """Return the chosen values with `value` among them, or without it where it is."""
    return [other for other in chosen if other != value] if value in chosen else [*chosen, value]
