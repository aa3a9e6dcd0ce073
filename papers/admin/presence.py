"""Who else has a record's form open: told at its top, kept up to date by a small script."""

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponseNotAllowed, JsonResponse
from django.urls import path, reverse
from django.utils.timesince import timesince
from django.utils.translation import gettext as __

from papers.admin.edits import name_of
from papers.faults import giving_way
from papers.models import OpenForm


class PresenceAdmin(admin.ModelAdmin):
    """Records whose editors are told of one another."""

    def get_urls(self):
        """Return the addresses of the list, the forms and the sign that a form is open."""
        view = self.admin_site.admin_view(self.open_view)
        name = f"{self.opts.app_label}_{self.opts.model_name}_open"
        return [path("<path:object_id>/open/", view, name=name), *super().get_urls()]

    def open_view(self, request, object_id):
        """Note that the form is open, or that it was left, and return who else has it open, as JSON."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        record = self.get_object(request, unquote(object_id))
        if not self.may_open(request, record):
            raise PermissionDenied
        if record is None:
            raise Http404
        note(record, request.user, is_left="leave" in request.POST)
        return JsonResponse({"others": others(record, request.user)})

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """Return the form, with who else has it open; once it is saved it counts as left."""
        record = self.get_object(request, unquote(object_id))
        if record is None or not self.has_change_permission(request, record):
            return super().change_view(request, object_id, form_url, extra_context)
        told = self.presence(request, record)
        response = super().change_view(request, object_id, form_url, told | (extra_context or {}))
        note(record, request.user, is_left=response.status_code == 302)
        return response

    def may_open(self, request, record) -> bool:
        """Return whether the user may have a form of `record` open, or of some record."""
        return self.has_change_permission(request, record)

    def presence(self, request, record) -> dict:
        """Return what a form's template is given of those who have it open."""
        address = f"{self.admin_site.name}:{self.opts.app_label}_{self.opts.model_name}_open"
        return {"others": others(record, request.user), "open_url": reverse(address, args=[record.pk])}


def note(record, user, *, is_left: bool) -> None:
    """Note that a user opened, or left, a form; where the database takes nothing just now, note nothing."""
    act = OpenForm.objects.leave if is_left else OpenForm.objects.see
    with giving_way(), transaction.atomic():
        act(record, user)


def others(record, user) -> list[str]:
    """Return a sentence for each other user who has the form of `record` open."""
    rows = OpenForm.objects.of(record).exclude(user=user).select_related("user").order_by("opened", "pk")
    return [
        __("%(name)s opened this %(time)s ago and may be changing it.")
        % {"name": name_of(row.user), "time": timesince(row.opened, depth=1)}
        for row in rows
    ]
