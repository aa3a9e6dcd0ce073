"""Two or more records made one: chosen in the list or from a record's form, compared, looked at, then merged."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.models import ADDITION, LogEntry
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import IntegrityError
from django.http import HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from papers.admin.records import RecordSelect, is_key
from papers.admin.rights import is_confined, may_publish
from papers.merge import STALE, NotMergedError, merge, plan_merge, suggest
from papers.models import Authorship, NotSame, Paper, PaperInstitution

MOST_RECORDS = 6  # as many as can be compared side by side
SUGGESTIONS = 50  # on a page
CHOSEN_IN = {
    "author": Authorship._meta.get_field("author"),
    "institution": PaperInstitution._meta.get_field("institution"),
    "venue": Paper._meta.get_field("venue"),
}


def may_merge(request, model_admin) -> bool:
    """Return whether the user may merge records of an admin's kind: change and delete them, and publish papers.

    Never whoever is confined to the papers of a person or institution.
    """
    return (
        not is_confined(request)
        and model_admin.has_change_permission(request)
        and model_admin.has_delete_permission(request)
        and may_publish(request)
    )


class MergingAdmin(admin.ModelAdmin):
    """Records that can be merged."""

    actions = ["merge_chosen"]
    change_form_template = "admin/papers/mergeable/change_form.html"

    def get_urls(self):
        """Return the addresses of the list, the forms and the merging."""
        name = f"papers_{self.opts.model_name}"
        view = self.admin_site.admin_view
        return [
            path("duplicates/", view(self.duplicates_view), name=f"{name}_duplicates"),
            path("merge/", view(self.merge_view), name=f"{name}_merge"),
            path("<path:object_id>/merge/", view(self.merge_with_view), name=f"{name}_merge_with"),
            *super().get_urls(),
        ]

    def has_merge_permission(self, request) -> bool:
        """Return whether the user may merge these records."""
        return may_merge(request, self)

    @admin.action(description=_("Merge…"), permissions=["merge"])
    def merge_chosen(self, request, queryset):
        """Lead to the comparison of the chosen records."""
        return self._to_merge(
            [str(key) for key in queryset.order_by("pk").values_list("pk", flat=True)[: MOST_RECORDS + 1]]
        )

    def _to_merge(self, keys: list[str]) -> HttpResponseRedirect:
        query = QueryDict(mutable=True)
        query.setlist("key", keys)
        return HttpResponseRedirect(f"{self._address('merge')}?{query.urlencode()}")

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        """Return the form, with the way to merge the record."""
        if obj and self.has_merge_permission(request):
            context["merge_url"] = self._address("merge_with", obj.pk)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def changelist_view(self, request, extra_context=None):
        """Return the list, with the way to the likely duplicates."""
        more = {"duplicates_url": self._address("duplicates")} if self.has_merge_permission(request) else {}
        return super().changelist_view(request, (extra_context or {}) | more)

    # Which

    def duplicates_view(self, request):
        """List records that are likely the same, with the reason; remember a pair that is not."""
        if not self.has_merge_permission(request):
            raise PermissionDenied
        if request.method == "POST":
            self._remember(request)
            return HttpResponseRedirect(request.get_full_path())
        page = Paginator(suggest(self.model), SUGGESTIONS).get_page(request.GET.get("p"))
        records = self.get_queryset(request).in_bulk({key for pair in page for key in (pair.first, pair.second)})
        there = [pair for pair in page if pair.first in records and pair.second in records]
        pairs = [(records[pair.first], records[pair.second], pair.reason) for pair in there]
        context = {"title": __("Likely duplicates among %(records)s") % {"records": self.opts.verbose_name_plural}}
        return self._page(request, "duplicates", context | {"page": page, "pairs": pairs})

    def _remember(self, request) -> None:
        keys = [key for key in request.POST.getlist("key") if is_key(key)]
        found = sorted(self.model.objects.filter(pk__in=keys).order_by("pk").values_list("pk", flat=True))
        if len(found) != 2:
            messages.error(request, __("One of the two is gone. Nothing was changed."))
            return
        NotSame.objects.remember(self.opts.model_name, *found, request.user)
        messages.success(request, __("Remembered: these two are not the same."))

    def merge_with_view(self, request, object_id):
        """Ask with which other records to merge one."""
        record = self.get_object(request, unquote(object_id))
        if not self.has_merge_permission(request):
            raise PermissionDenied
        if record is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        widget = RecordSelect(CHOSEN_IN[self.opts.model_name], self.admin_site)
        form = forms.Form()
        others = self.model.objects.exclude(pk=record.pk)
        form.fields["key"] = forms.ModelChoiceField(others, label=__("Merge with"), widget=widget)
        context = {"title": __("Merge %(record)s with…") % {"record": record}, "record": record, "form": form}
        return self._page(request, "with", context | {"media": self.media + form.media})

    # How

    def merge_view(self, request):
        """Compare the records; show what merging them would change; merge them."""
        if not self.has_merge_permission(request):
            raise PermissionDenied
        sent = request.POST if request.method == "POST" else request.GET
        keys = list(dict.fromkeys(filter(is_key, sent.getlist("key"))))
        try:
            if len(keys) > MOST_RECORDS:
                raise NotMergedError(__("Choose at most %(number)d records at a time.") % {"number": MOST_RECORDS})
            return self._merge(request, [int(key) for key in keys])
        except NotMergedError as error:
            messages.error(request, str(error))
            return HttpResponseRedirect(self._address("changelist"))

    def _merge(self, request, keys: list[int]):
        plan = plan_merge(self.model, keys, request.POST.dict())
        if "apply" in request.POST and (response := self._apply(request, keys)):
            return response
        wants_preview = "preview" in request.POST or "apply" in request.POST
        if wants_preview and plan.open_questions:
            names = ", ".join(question.label for question in plan.open_questions)
            messages.error(request, __("Choose first: %(questions)s.") % {"questions": names})
        context = {"title": __("Merge %(name)s") % {"name": plan.name}, "plan": plan}
        name = "preview" if wants_preview and not plan.open_questions else "choose"
        return self._page(request, name, context)

    def _apply(self, request, keys: list[int]):
        """Return the way to the merged record; None where nothing was merged, which is said."""
        try:
            record = merge(self.model, keys, request.POST.dict(), request.POST.get("digest", ""), request.user)
        except NotMergedError as error:
            messages.error(request, str(error))
            return None
        except IntegrityError:
            messages.error(request, STALE)
            return None
        LogEntry.objects.log_actions(request.user.pk, [record], ADDITION)
        ledger = reverse(f"{self.admin_site.name}:papers_mergerecord_change", args=[record.pk])
        said = __("Merged: %(label)s.") % {"label": record.label}
        messages.success(
            request, format_html('{} <a href="{}">{}</a>', said, ledger, __("See what changed, or undo it"))
        )
        return HttpResponseRedirect(self._address("change", record.kept))

    def _address(self, view: str, *args) -> str:
        return reverse(f"{self.admin_site.name}:papers_{self.opts.model_name}_{view}", args=args)

    def _page(self, request, name: str, context: dict) -> TemplateResponse:
        shared = {**self.admin_site.each_context(request), "opts": self.opts}
        return TemplateResponse(request, f"admin/papers/merge/{name}.html", shared | context)
