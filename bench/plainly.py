"""The plain Django way to show the same lists: COUNT, OFFSET, icontains, prefetch, a GROUP BY for each facet."""

from pathlib import Path

from django.core.paginator import Paginator
from django.db.models import Case, Count, Q, Value, When
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.template import engines

from papers.models import Paper

PER_PAGE = 50
FACETS = {
    "category": "primary_category__code",
    "institution": "institutions__slug",
    "author": "authors__slug",
    "venue": "venue__name",
    "type": "type",
    "has": "links__kind",
}
IN_WORDS = ("title", "abstract", "authorships__printed_name", "venue__name", "venue__short_name", "identifiers__value")
TEMPLATE = (Path(__file__).parent / "plain.html").read_text(encoding="utf-8")


def paper_list(request):
    """List papers, filtered, with all facets."""
    asked = request.GET
    base = Paper.objects.published()
    papers = filtered(base, asked)
    page = Paginator(ordered(papers, asked), PER_PAGE).get_page(asked.get("page"))
    page.object_list = page.object_list.select_related("primary_category", "venue").prefetch_related(
        "authorships__author", "institution_entries__institution", "identifiers", "links"
    )
    return answer(request, {"page": page, "facets": [(name, facet(base, asked, name)) for name in FACETS]})


def paper(request, slug):
    """Show one paper."""
    papers = Paper.objects.published().select_related("primary_category", "venue")
    related = ("authorships__author", "institution_entries__institution", "identifiers", "links")
    return answer(request, {"paper": get_object_or_404(papers.prefetch_related(*related), slug=slug)})


def answer(request, context: dict) -> HttpResponse:
    """Return a page."""
    return HttpResponse(engines["django"].from_string(TEMPLATE).render(context, request))


def filtered(papers, asked, but: str = ""):
    """Return the papers that pass the filters asked for, those of the facet `but` left out."""
    for name, path in FACETS.items():
        if (values := asked.getlist(name)) and name != but:
            papers = papers.filter(**{f"{path}__in": values})
    if first := asked.get("year_min"):
        papers = papers.filter(year__gte=first)
    if last := asked.get("year_max"):
        papers = papers.filter(year__lte=last)
    if words := asked.get("q", "").strip('"'):
        papers = papers.filter(Q(*((f"{path}__icontains", words) for path in IN_WORDS), _connector=Q.OR))
    return papers.distinct()


def ordered(papers, asked):
    """Return the papers in the order asked for; where words are, those with them in the title come first."""
    if (words := asked.get("q", "").strip('"')) and asked.get("sort") != "newest":
        places = Case(When(title__icontains=words, then=Value(0)), default=Value(1))
        return papers.annotate(tier=places).order_by("tier", "-sort_date", "-pk")
    return papers.order_by("-sort_date", "-pk")


def facet(base, asked, name: str) -> list[tuple]:
    """Return the ten values of a facet that most papers have, with their numbers."""
    path = FACETS[name]
    papers = filtered(base, asked, but=name).exclude(**{path: None}).order_by()
    return list(papers.values_list(path).annotate(n=Count("pk", distinct=True)).order_by("-n", path)[:10])
