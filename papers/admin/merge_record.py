"""The ledger of merges and splits, where each can be undone."""

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from papers.admin.lists import CappedList, found_by_name
from papers.admin.merging import may_merge
from papers.merge import NotUndoneError, summary_of, take_back
from papers.models import MergeRecord
from papers.models.merge_record import MergedModel


@admin.register(MergeRecord)
class MergeRecordAdmin(CappedList):
    """Merges and splits."""

    actions = None
    list_display = ["pk", "kind", "model", "label", "created", "user", "status"]
    list_display_links = ["pk", "label"]
    list_filter = ["kind", "model", "status"]
    list_select_related = ["user"]
    search_fields = ["label"]
    search_help_text = _("Words of the names, or how they begin.")

    def get_queryset(self, request):
        """Return the entries without their steps."""
        return super().get_queryset(request).defer("steps")

    def search(self, request, queryset, words):
        """Return the merges and splits of records with all `words`, or how they begin, in their names."""
        return found_by_name(queryset, words), False

    def has_add_permission(self, request):
        """Return False: a merge begins with its records."""
        return False

    def has_delete_permission(self, request, obj=None):
        """Return False: what was merged is undone, not deleted."""
        return False

    def has_undo_permission(self, request, record: MergeRecord) -> bool:
        """Return whether the user may undo an entry: whoever may merge such records."""
        models = {model._meta.model_name: model for model in self.admin_site._registry}
        return may_merge(request, self.admin_site._registry[models[record.model]])

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """Show what was done; undo it where that is sent."""
        record = self.get_object(request, unquote(object_id))
        if record is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_or_change_permission(request, record):
            raise PermissionDenied
        may_undo = self.has_undo_permission(request, record)
        if request.method == "POST":
            if not may_undo:
                raise PermissionDenied
            self._undo(request, record)
            return HttpResponseRedirect(request.path)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": str(record),
            "record": record,
            "moved": summary_of(record),
            "kept_url": self._kept_url(record),
            "may_undo": may_undo and record.status == MergeRecord.Status.APPLIED,
        }
        return TemplateResponse(request, "admin/papers/merge/record.html", context)

    def _kept_url(self, record: MergeRecord) -> str:
        if record.model not in MergedModel.values:
            return ""
        return reverse(f"{self.admin_site.name}:papers_{record.model}_change", args=[record.kept])

    def _undo(self, request, record: MergeRecord) -> None:
        try:
            left = take_back(record, request.user)
        except NotUndoneError as error:
            messages.error(request, str(error))
            return
        for line in left:
            messages.warning(request, line)
        self.log_change(request, record, __("It is undone."))
        messages.success(request, __("It is undone."))
