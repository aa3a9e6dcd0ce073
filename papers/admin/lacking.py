"""A filter for what records lack."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from papers.gaps import GAPS, lacking
from papers.models import Paper


class LacksFilter(admin.SimpleListFilter):
    """The records that lack something; of papers those that whoever asks can do something about."""

    title = _("what is missing")
    parameter_name = "lacks"

    def lookups(self, request, model_admin):
        """Return the gaps of the table."""
        return [(gap.key, gap.label) for gap in GAPS[model_admin.model]]

    def queryset(self, request, queryset):
        """Return the records that lack what is chosen; all of them where nothing is."""
        if not self.value():
            return queryset
        if queryset.model is Paper:
            queryset = queryset.editable_by(request.user)
        return lacking(queryset, self.value())
