"""Venues."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from papers.admin.merging import MergingAdmin
from papers.admin.records import RecordAdmin
from papers.models import MergeRecord, Venue
from papers.search import fold


@admin.register(Venue)
class VenueAdmin(MergingAdmin, RecordAdmin):
    """Venues."""

    list_display = ["name", "short_name", "kind", "series"]
    list_filter = ["kind"]
    ordering = ["name"]
    sorts = {"name": "name"}
    search_fields = ["name", "short_name"]
    search_help_text = _("Any part of a name, also of one from before a merge.")
    fields = ["name", "short_name", "kind", "series", "homepage"]

    def search(self, request, queryset, words):
        """Return the venues with all `words` in their names, or in one from before a merge."""
        found, may_repeat = super().search(request, queryset, words)
        wanted = ["".join(fold(word)) for word in words]
        former = MergeRecord.objects.former_names("venue")
        keys = [key for key, names in former.items() if _holds_all(wanted, names)]
        return found | queryset.filter(pk__in=keys), may_repeat


def _holds_all(wanted: list[str], names: list[str]) -> bool:
    """Return whether one of the names has all that is wanted, which is folded."""
    return any(all(word in " ".join(fold(name)) for word in wanted) for name in names)
