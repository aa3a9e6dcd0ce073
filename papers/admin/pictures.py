"""Uploads, never left behind in storage; pictures are shown beside their file box."""

from functools import partial

from django.contrib import admin
from django.db import transaction
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from papers.admin.records import AddressedAdmin


class UploadAdmin(AddressedAdmin):
    """A record with a file in the field `upload`.

    A file goes when the record that named it names another, or is deleted, and that is committed; a new file goes
    when the record could not be saved after all.
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
            self._storage.delete(file.name)

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

    @property
    def _storage(self):
        return self.model._meta.get_field(self.upload).storage

    def _delete_on_commit(self, names):
        for name in filter(None, names):
            transaction.on_commit(partial(self._storage.delete, name), robust=True)


class PictureAdmin(UploadAdmin):
    """A record whose upload is a picture."""

    readonly_fields = [*UploadAdmin.readonly_fields, "picture_shown"]

    @admin.display(description=_("picture"))
    def picture_shown(self, obj):
        """Return the picture as it is kept."""
        file = getattr(obj, self.upload)
        if not file:
            return _("None yet.")
        if not file._committed:
            return _("Not kept, because the form was not saved: choose the file once more.")
        size = [getattr(obj, f"{self.upload}_{side}") for side in ("width", "height")]
        return format_html('<img class="picture" src="{}" width="{}" height="{}" alt="{}">', file.url, *size, obj)
