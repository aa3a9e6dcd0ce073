"""Venues."""

from django.contrib import admin

from papers.admin.merging import MergingAdmin
from papers.admin.records import RecordAdmin
from papers.models import Venue


@admin.register(Venue)
class VenueAdmin(MergingAdmin, RecordAdmin):
    """Venues."""

    list_display = ["name", "short_name", "kind", "series"]
    list_filter = ["kind"]
    ordering = ["name"]
    search_fields = ["name", "short_name"]
    fields = ["name", "short_name", "kind", "series", "homepage"]
