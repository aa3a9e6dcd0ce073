"""One search over everything: people and institutions by their names first, then the papers that match best."""

from dataclasses import dataclass

from django.http import QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from papers.filters import INDEXED_AT_ONCE
from papers.head import Head
from papers.indexing import catch_up_if_free
from papers.list_addresses import without_blanks
from papers.listing import counted_up_to, ignored, list_papers, without_control_characters
from papers.meant import meant
from papers.models import Author, Institution, Paper
from papers.search import Search, as_name

NAMES_SHOWN = 12
PAPERS_SHOWN = 10


@dataclass(frozen=True)
class Found:
    """The records that a query finds by name, the best ones first, how many there are, and the address of them all."""

    records: list
    total: int
    all_url: str

    @property
    def has_more(self) -> bool:
        """Whether there are some that are not shown."""
        return self.total > len(self.records)


@require_safe
@without_blanks
def search(request):
    """Show the people, the institutions and the papers that a query finds."""
    query = QueryDict(mutable=True)
    query.setlist("q", without_control_characters(request.GET).getlist("q"))
    listing = list_papers(query, Paper.objects.published(), per_page=PAPERS_SHOWN, facets=(), helps=False)
    asked = listing.search or Search()
    if asked.wanted:
        catch_up_if_free(INDEXED_AT_ONCE, kinds=("author", "institution"))
    people = by_name(Author, as_name(asked, "people"), reverse("papers:author_list") + listing.address)
    institutions = by_name(Institution, as_name(asked), reverse("papers:institution_list") + listing.address)
    found_nothing = listing.is_filtered and not (people.total or institutions.total or listing.total)
    context = {
        "q": query.get("q", "").strip(),
        "listing": listing,
        "people": people,
        "institutions": institutions,
        "papers_url": reverse("papers:paper_list") + listing.address,
        "found_nothing": found_nothing,
        "ignored": list(ignored(without_control_characters(request.GET), {"q"})),
        "meant": meant(asked, count_public) if found_nothing else None,
        "is_filtered": True,
        "head": Head(_("Search")),
        "canonical_url": request.build_absolute_uri(request.path),
    }
    return render(request, "papers/search.html", context)


def count_public(search: Search) -> int:
    """Return how many people, institutions and papers the public may see that a query finds, up to 100 of each."""
    return (
        counted_up_to(Author.objects.public().found_by(as_name(search, "people")))
        + counted_up_to(Institution.objects.public().found_by(as_name(search)))
        + counted_up_to(Paper.objects.published().found_by(search))
    )


def by_name(model, search: Search, all_url: str) -> Found:
    """Return the public records of `model` that `search` finds by their names."""
    found = model.objects.for_list().found_by(search)
    return Found(list(found.by_relevance(search)[:NAMES_SHOWN]), found.count(), all_url)
