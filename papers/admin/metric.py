"""Figures about people: added, never changed."""

from django.contrib import admin
from django.contrib.admin.widgets import AdminTextareaWidget
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from papers.admin.lists import found_by_name
from papers.admin.records import RecordAdmin
from papers.admin.rows import DistinctFormSet, ExplainedInline, NamedFormSet
from papers.models import Author, Metric
from papers.models.fields import ProseField

REASON_BOX = AdminTextareaWidget(attrs={"rows": 2, "cols": 40})
AS_RECEIVED = ["kind", "value", "source", "as_of", "received_on"]
KEPT = ["kind", "figure", "source", "as_of", "received_on"]


class KeptFigures:
    """Figures are the record of what was received: only superusers delete them."""

    formfield_overrides = {ProseField: {"widget": REASON_BOX}}

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """Return the form field; a figure is received today unless the editor says otherwise."""
        if db_field.name == "received_on":
            kwargs["initial"] = timezone.localdate
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    @admin.display(description=_("value"), ordering="value")
    def figure(self, obj):
        """Return the value with its unit, as the profile shows it."""
        return f"{obj.shown_value}{obj.unit}"

    def has_delete_permission(self, request, obj=None):
        """Return whether the user is a superuser."""
        return request.user.is_active and request.user.is_superuser


class MetricHistoryInline(KeptFigures, ExplainedInline):
    """The figures received so far."""

    model = Metric
    formset = NamedFormSet
    verbose_name_plural = _("figures received")
    fields = [*KEPT, "superseded_reason"]
    readonly_fields = KEPT
    ordering = ["kind", "-received_on", "-pk"]
    explanation = _(
        "Kept as they came: they cannot be changed. The newest of each kind is shown on the profile. If one is wrong, "
        "write why under “why it is superseded”; it then no longer counts. Add the right one below."
    )

    def has_add_permission(self, request, obj=None):
        """Return False: new figures have a table of their own."""
        return False


class NewMetricInline(KeptFigures, ExplainedInline):
    """Figures to be added."""

    model = Metric
    formset = DistinctFormSet
    verbose_name = _("new figure")
    verbose_name_plural = _("new figures")
    fields = AS_RECEIVED
    explanation = _("As somebody supplied them. Once saved, a figure stays as it is.")

    def get_queryset(self, request):
        """Return none of the stored figures."""
        return super().get_queryset(request).none()


@admin.register(Metric)
class MetricAdmin(KeptFigures, RecordAdmin):
    """Figures."""

    list_display = ["author", "kind", "figure", "source", "as_of", "received_on", "counts"]
    list_display_links = ["author", "kind"]
    list_filter = ["kind", ("superseded_reason", admin.EmptyFieldListFilter)]
    list_select_related = ["author"]
    ordering = ["-received_on", "-pk"]
    sorts = {"received_on": "received_on"}
    search_fields = ["author__display_name"]
    search_help_text = _("Words of the person's name, or how they begin.")
    autocomplete_fields = ["author"]
    kept_as_received = _("A figure is kept as it was received and cannot be changed once it is saved.")
    if_wrong = _("Say here why it no longer counts, then add the right figure.")

    def get_readonly_fields(self, request, obj=None):
        """Return every field but the reason for a figure that is stored."""
        return ["author", *KEPT] if obj else []

    def get_fieldsets(self, request, obj=None):
        """Return the sections; a new figure is not yet wrong."""
        if obj is None:
            return [(None, {"fields": ["author", *AS_RECEIVED], "description": self.kept_as_received})]
        return [
            (None, {"fields": ["author", *KEPT], "description": self.kept_as_received}),
            (_("If it is wrong"), {"fields": ["superseded_reason"], "description": self.if_wrong}),
        ]

    def search(self, request, queryset, words):
        """Return the figures about people with all `words`, or how they begin, in their names."""
        people = found_by_name(Author.objects.order_by(), words)
        return queryset.filter(author__in=people.values("pk")), False

    @admin.display(description=_("counts"), boolean=True)
    def counts(self, obj):
        """Return whether the figure was not superseded."""
        return not obj.superseded_reason
