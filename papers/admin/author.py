"""People, with their names, links, affiliations and figures."""

from django.contrib import admin
from django.db import models
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from papers.admin.beginning import BeginningAdmin
from papers.admin.lacking import LacksFilter, ShowsDeadLinks
from papers.admin.lists import found_by_name
from papers.admin.merging import MergingAdmin
from papers.admin.metric import MetricHistoryInline, NewMetricInline
from papers.admin.paper_order import OrderingAdmin
from papers.admin.pictures import PictureAdmin
from papers.admin.rows import DistinctFormSet, ExplainedInline, KnownFormSet, KnownInline
from papers.admin.splitting import SplittingAdmin
from papers.models import Affiliation, Author, AuthorName, Authorship, ProfileLink


class AuthorNameInline(ExplainedInline):
    """The other names of a person."""

    model = AuthorName
    formset = DistinctFormSet
    fields = ["name", "shown"]
    explanation = _("A name that is not “shown” only helps to find this person and appears nowhere.")


class ProfileLinkInline(ExplainedInline):
    """The links of a person."""

    model = ProfileLink
    formset = DistinctFormSet
    fields = ["kind", "url", "label", "position"]
    explanation = _("This person's pages elsewhere; lower positions come first.")


class AffiliationFormSet(DistinctFormSet, KnownFormSet):
    """The places of a person."""

    member = "institution"


class AffiliationInline(KnownInline):
    """The places of a person."""

    model = Affiliation
    formset = AffiliationFormSet
    fields = ["institution", "role", "start", "end"]
    explanation = _("Where this person works or worked. Papers have their own list of institutions.")


@admin.register(Author)
class AuthorAdmin(ShowsDeadLinks, BeginningAdmin, OrderingAdmin, SplittingAdmin, MergingAdmin, PictureAdmin):
    """People."""

    upload = "portrait"
    list_display = ["display_name", "note", "paper_count", "is_profile", "orcid"]
    list_filter = ["is_profile", LacksFilter, ("orcid", admin.EmptyFieldListFilter)]
    ordering = ["sort_name", "pk"]
    sorts = {"display_name": "sort_name", "orcid": "orcid"}
    search_fields = ["display_name", "names__name", "orcid"]
    search_help_text = _("Words of any name, also of one that is not shown, or how they begin; or an ORCID.")
    prepopulated_fields = {"slug": ["display_name"]}
    autocomplete_fields = ["field"]
    inlines = [AuthorNameInline, ProfileLinkInline, AffiliationInline, MetricHistoryInline, NewMetricInline]
    fieldsets = [
        (None, {"fields": ["display_name", "slug", "note", "is_profile", "named_only", "field"]}),
        (_("About this person"), {"fields": ["bio", "homepage", "orcid"]}),
        PictureAdmin.picture_fieldset(_("Portrait"), "portrait"),
        (
            _("Parts of the name"),
            {
                "fields": ["given_name", "family_name", "sort_name"],
                "classes": ["collapse"],
                "description": _("Made from the name where they are empty; correct them where that went wrong."),
            },
        ),
        PictureAdmin.address_fieldset,
    ]

    def get_queryset(self, request):
        """Return the people with the number of their papers, drafts included."""
        papers = Authorship.objects.filter(author=OuterRef("pk")).order_by().values("author")
        count = Subquery(papers.annotate(number=Count("pk")).values("number"), output_field=models.IntegerField())
        return super().get_queryset(request).annotate(paper_count=Coalesce(count, 0))

    @admin.display(description=_("papers"))
    def paper_count(self, obj):
        """Return the number of papers, drafts included."""
        return obj.paper_count

    def search(self, request, queryset, words):
        """Return the people with all `words`, or how they begin, in their names, or with the ORCID."""
        orcid = words[-1].rpartition("/")[2] if len(words) == 1 else ""
        if orcid[:4].isdecimal():
            return queryset.filter(orcid__startswith=orcid.upper()), False
        return found_by_name(queryset, words), False

    def get_inlines(self, request, obj):
        """Return the tables of the form; the figures received only where there are some."""
        inlines = super().get_inlines(request, obj)
        if obj is None or not obj.metrics.exists():
            return [inline for inline in inlines if inline is not MetricHistoryInline]
        return inlines
