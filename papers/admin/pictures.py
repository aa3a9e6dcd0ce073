"""Uploads, never left behind in storage; pictures are shown beside their file box."""

from functools import partial

from django.contrib import admin, messages
from django.db import transaction
from django.forms import Script
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from papers.admin.records import AddressedAdmin
from papers.models import MergeRecord, stored_names


class UploadAdmin(AddressedAdmin):
    """A record with a file in the field `upload`.

    A file goes when the record that named it names another, or is deleted, and that is committed, unless a merge that
    may be undone would want it back; a new file goes when the record could not be saved after all.
    """

    upload = ""

    def save_model(self, request, obj, form, change):
        """Save the record and let a replaced file go."""
        old = str(form.initial.get(self.upload) or "")
        request.unless_saved.callback(self._discard_new, obj, old)
        super().save_model(request, obj, form, change)
        if getattr(obj, self.upload).name != old:
            self._delete_on_commit([old])

    def _discard_new(self, obj, old):
        file = getattr(obj, self.upload)
        if file and file._committed and file.name != old:
            self._delete(file.name)

    def delete_model(self, request, obj):
        """Delete the record with its file."""
        name = getattr(obj, self.upload).name
        super().delete_model(request, obj)
        self._delete_on_commit([name])

    def delete_queryset(self, request, queryset):
        """Delete the records with their files."""
        names = list(queryset.values_list(self.upload, flat=True))
        super().delete_queryset(request, queryset)
        self._delete_on_commit(names)

    def _delete_on_commit(self, names):
        for name in filter(None, names):
            if not MergeRecord.objects.naming(name).exists():
                transaction.on_commit(partial(self._delete, name), robust=True)

    def _delete(self, name):
        field = self.model._meta.get_field(self.upload)
        for stored in stored_names(field, name):
            field.storage.delete(stored)


class PictureAdmin(UploadAdmin):
    """A record whose upload is a picture, with a description, a credit and a focus."""

    readonly_fields = [*UploadAdmin.readonly_fields, "picture_shown"]

    class Media:
        js = [Script("js/focus.js", defer=True)]

    @staticmethod
    def picture_fieldset(title, name):
        """Return the part of the form that is about the picture in the field `name`."""
        focus = (f"{name}_focus_x", f"{name}_focus_y")
        explanation = _(
            "The focus is the point that stays in view where the picture is cut: click it in the picture, or type how "
            "far it lies from the left and from the top."
        )
        fields = [name, "picture_shown", focus, f"{name}_alt", f"{name}_credit"]
        return (title, {"fields": fields, "description": explanation})

    def save_model(self, request, obj, form, change):
        """Save the record; a picture whose focus moved is cut anew."""
        moved = {f"{self.upload}_focus_x", f"{self.upload}_focus_y"}.intersection(form.changed_data)
        file = getattr(obj, self.upload)
        if moved and file and file._committed:
            self._cut_anew(request, file)
        super().save_model(request, obj, form, change)

    def _cut_anew(self, request, file):
        if file.storage.exists(file.name):
            file.cut_anew()
        else:
            message = _("The file of the picture is gone, so that it could not be cut anew: choose it once more.")
            self.message_user(request, message, messages.WARNING)

    @admin.display(description=_("picture"))
    def picture_shown(self, obj):
        """Return the picture as it is kept, in which the focus can be clicked."""
        file = getattr(obj, self.upload)
        if not file:
            return self._in_focus_box(_("None yet."))
        if not file._committed:
            return self._in_focus_box(_("Not kept, because the form was not saved: choose the file once more."))
        size = [getattr(obj, f"{self.upload}_{side}") for side in ("width", "height")]
        alt = getattr(obj, f"{self.upload}_alt") or obj
        return self._in_focus_box(
            format_html('<img class="picture" src="{}" width="{}" height="{}" alt="{}">', file.url, *size, alt)
        )

    def _in_focus_box(self, content):
        return format_html('<span class="focus-box" data-picture="{}">{}</span>', self.upload, content)
