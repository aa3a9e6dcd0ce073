"""The archive: every paper under its year, a few plain links from home, for those who follow links one by one."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from papers import stats
from papers.head import Head, page_address
from papers.listing import page_of
from papers.models import Paper
from papers.partial_dates import FIRST_YEAR, LAST_YEAR

PAPERS_ON_PAGE = 500


@require_safe
def archive(request):
    """List the years in which papers appeared."""
    papers = Paper.objects.published()
    context = {
        "years": stats.papers_per_year(papers)[::-1],
        "undated": papers.filter(year=None).count(),
        "head": Head(_("Archive")),
        "canonical_url": request.build_absolute_uri(reverse("papers:archive")),
    }
    return render(request, "papers/archive.html", context)


@require_safe
def archive_of(request, year):
    """List the papers of a year by title alone, or with None those without a date."""
    if year is not None and not FIRST_YEAR <= year <= LAST_YEAR:
        raise Http404
    papers = Paper.objects.published().filter(year=year).newest().only("slug", "title", "language", "posted", "issued")
    page = page_of(papers, request.GET, PAPERS_ON_PAGE)
    if not page.object_list:
        raise Http404
    context = {
        "year": year,
        "page": page,
        "head": Head(_("Papers of %(year)s") % {"year": year} if year else _("Papers without a date")),
        "canonical_url": page_address(request, page),
    }
    return render(request, "papers/archive_of.html", context)
