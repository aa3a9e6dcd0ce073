"""Institutions."""

from django.contrib import admin
from django.db import models
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from papers.admin.lacking import LacksFilter, ShowsDeadLinks
from papers.admin.lists import found_by_name
from papers.admin.merging import MergingAdmin
from papers.admin.pictures import PictureAdmin
from papers.identifiers import normalise_ror
from papers.models import Institution, PaperInstitution


@admin.register(Institution)
class InstitutionAdmin(ShowsDeadLinks, MergingAdmin, PictureAdmin):
    """Institutions."""

    upload = "logo"
    list_display = ["name", "short_name", "paper_count", "ror"]
    list_filter = [LacksFilter]
    ordering = ["name", "pk"]
    sorts = {"name": "name", "ror": "ror"}
    search_fields = ["name", "short_name", "ror"]
    search_help_text = _("Words of a name, also of one from before a merge, or how they begin; or a ROR id.")
    prepopulated_fields = {"slug": ["short_name"]}
    fieldsets = [
        (None, {"fields": ["name", "short_name", "slug"]}),
        (_("About it"), {"fields": ["homepage", "ror"]}),
        PictureAdmin.picture_fieldset(_("Logo"), "logo"),
        PictureAdmin.address_fieldset,
    ]

    def get_queryset(self, request):
        """Return the institutions with the number of their papers, drafts included."""
        papers = PaperInstitution.objects.filter(institution=OuterRef("pk")).order_by().values("institution")
        count = Subquery(papers.annotate(number=Count("pk")).values("number"), output_field=models.IntegerField())
        return super().get_queryset(request).annotate(paper_count=Coalesce(count, 0))

    def search(self, request, queryset, words):
        """Return the institutions with all `words`, or how they begin, in their names, or with the ROR id."""
        if len(words) == 1 and (ror := _ror(words[0])):
            return queryset.filter(ror=ror), False
        return found_by_name(queryset, words), False

    @admin.display(description=_("papers"))
    def paper_count(self, obj):
        """Return the number of papers, drafts included."""
        return obj.paper_count


def _ror(text: str) -> str:
    """Return the ROR id in `text`, "" for none."""
    try:
        return normalise_ror(text)
    except ValueError:
        return ""
