"""Venues."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from papers.admin.lists import found_by_name
from papers.admin.merging import MergingAdmin
from papers.admin.records import RecordAdmin
from papers.models import Venue


@admin.register(Venue)
class VenueAdmin(MergingAdmin, RecordAdmin):
    """Venues."""

    list_display = ["name", "short_name", "kind", "series"]
    list_filter = ["kind"]
    ordering = ["name"]
    sorts = {"name": "name"}
    search_fields = ["name", "short_name"]
    search_help_text = _("Words of a name, also of one from before a merge, or how they begin.")
    fields = ["name", "short_name", "kind", "series", "homepage"]

    def search(self, request, queryset, words):
        """Return the venues with all `words`, or how they begin, in their names, those from before a merge included."""
        return found_by_name(queryset, words), False
