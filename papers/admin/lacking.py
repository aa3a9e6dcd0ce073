"""A filter for what records lack."""

from django.contrib import admin
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from papers.gaps import GAPS, lacking
from papers.models import Paper


class ShowsDeadLinks:
    """An admin whose list, where it has the records with a dead link, says which it is and since when."""

    def get_list_display(self, request):
        """Return the columns, with that of the dead link where those are asked for."""
        columns = super().get_list_display(request)
        return [*columns, "dead_link"] if request.GET.get(LacksFilter.parameter_name) == "dead-link" else columns

    @admin.display(description=_("dead link"))
    def dead_link(self, record):
        """Return the address that leads nowhere, why, and since when."""
        said = {"url": record.dead_url, "reason": record.dead_reason, "day": date_format(record.dead_failed)}
        return _("%(url)s: %(reason)s, since %(day)s") % said


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
