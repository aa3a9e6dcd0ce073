"""A likely duplicate of a paper, named while its title is typed and after it is saved."""

import re

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Value
from django.db.models.functions import Lower
from django.http import JsonResponse
from django.urls import path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as __

from papers.admin.keys import is_key
from papers.models import Address, Paper
from papers.names import fold, slug_for
from papers.partial_dates import PartialDate

LONGEST_TITLE = 500
NUMBERED = range(2, 10)  # slugs of further papers with a title
MOST_YEARS_APART = 1  # a preprint and what became of it


def likely_duplicates(title: str, year: int | None, own: int | None = None) -> list[Paper]:
    """Return the papers with the title `title`, whatever its case, accents and punctuation, of about that year.

    `own` is the primary key of the paper that is edited. A paper without a year may be of any.
    """
    slug = slug_for(title[:LONGEST_TITLE], fallback="")
    if not slug:
        return []
    slugs = [slug, *(f"{slug}-{number}" for number in NUMBERED)]
    keys = set(Address.objects.filter(value__in=slugs, paper__isnull=False).values_list("paper", flat=True))
    alike = Paper.objects.alias(lower_title=Lower("title")).filter(lower_title=Lower(Value(title[:LONGEST_TITLE])))
    keys |= set(alike.values_list("pk", flat=True))
    papers = Paper.objects.filter(pk__in=keys - {own}).only("title", "year").order_by("pk")
    return [paper for paper in papers if _words(paper.title) == _words(title) and _may_be_of(paper.year, year)]


def _words(title: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", fold(title))


def _may_be_of(year: int | None, other: int | None) -> bool:
    return year is None or other is None or abs(year - other) <= MOST_YEARS_APART


class DuplicatesAdmin(admin.ModelAdmin):
    """Papers that are compared with those that are there."""

    def get_urls(self):
        """Return the addresses of the list, the forms and the question for duplicates."""
        view = self.admin_site.admin_view(self.similar_view)
        return [path("similar/", view, name="papers_paper_similar"), *super().get_urls()]

    def similar_view(self, request):
        """Return the likely duplicates of a title that is being typed, as JSON."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        asked = request.GET
        own = int(asked["own"]) if is_key(asked.get("own", "")) else None
        found = likely_duplicates(asked.get("title", "").replace("\x00", ""), _year_in(asked.get("date", "")), own)
        papers = [{"title": paper.title, "year": paper.year, "url": self._form_of(paper)} for paper in found]
        return JsonResponse({"papers": papers})

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        """Return the form, with where it asks for duplicates."""
        context["similar_url"] = reverse(f"{self.admin_site.name}:papers_paper_similar")
        return super().render_change_form(request, context, add, change, form_url, obj)

    def save_related(self, request, form, formsets, change):
        """Save the rows, then name the papers of which this one may be a duplicate."""
        super().save_related(request, form, formsets, change)
        if not {"title", "posted", "issued"}.isdisjoint(form.changed_data):
            self._warn_of_duplicates(request, form.instance)

    def _warn_of_duplicates(self, request, paper: Paper) -> None:
        date = paper.posted or paper.issued
        if found := likely_duplicates(paper.title, date and date.year, paper.pk):
            links = format_html_join(", ", '<a href="{}">{} ({})</a>', map(self._as_link, found))
            said = __("There is a paper of this title already; please look whether it is the same:")
            messages.warning(request, format_html("{} {}", said, links))

    def _as_link(self, paper: Paper) -> tuple:
        return self._form_of(paper), paper.title, paper.year or __("no year")

    def _form_of(self, paper: Paper) -> str:
        return reverse(f"{self.admin_site.name}:papers_paper_change", args=[paper.pk])


def _year_in(text: str) -> int | None:
    """Return the year of a date that is typed, None while it is none."""
    try:
        return PartialDate.parse(text.strip()).year
    except ValueError:
        return None
