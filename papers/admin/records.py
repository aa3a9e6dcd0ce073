"""What the forms and lists of all records have in common."""

from contextlib import ExitStack

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError
from django.http import HttpResponseRedirect
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _

from papers.admin.history import HistoryAdmin
from papers.admin.keys import is_key
from papers.admin.lists import CappedList
from papers.admin.overtaken import GuardedAdmin
from papers.admin.presence import PresenceAdmin
from papers.admin.rights import Confined, NotSavedError
from papers.names import SLUG_LENGTH, slug_for

REFUSED_BY_DATABASE = _(
    "Not saved: a moment ago another record took the same name, address or identifier, or a record chosen here is "
    "gone. Look at the values below and save again."
)


class RecordForm(forms.ModelForm):
    """A form that says why what looked right could not be saved; `refused` is the reason."""

    refused = ""

    def clean(self):
        """Refuse the form where it was refused on saving before."""
        if self.refused:
            raise ValidationError(self.refused)
        return super().clean()


class NumberedChoices:
    """An autocomplete box that shows nothing for a value that no record can have, where Django's own fails."""

    def optgroups(self, name, value, attr=None):
        """Return the chosen records."""
        return super().optgroups(name, [key for key in value if is_key(str(key))], attr)


class RecordSelect(NumberedChoices, AutocompleteSelect):
    """A box for one record."""


class RecordsField(forms.ModelMultipleChoiceField):
    """A choice of several records."""

    def clean(self, value):
        """Return the chosen records; raise ValidationError for what no record can be, where Django's own fails."""
        for key in value or []:
            if not is_key(str(key)):
                raise ValidationError(self.error_messages["invalid_pk_value"], "invalid_pk_value", {"pk": key})
        return super().clean(value)


class RecordSelectMultiple(NumberedChoices, AutocompleteSelectMultiple):
    """A box for several records."""


class RecordAdmin(Confined, GuardedAdmin, PresenceAdmin, CappedList, HistoryAdmin):
    """A list and a form. What only saving can find is shown in the form, with everything that was typed."""

    form = RecordForm

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """Return the form field; what it points to is never deleted from here."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and db_field.remote_field:
            field.widget.can_delete_related = False
        return field

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        """Return the box for one record."""
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs |= {"widget": RecordSelect(db_field, self.admin_site)}
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        """Return the box for several records."""
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs |= {"widget": RecordSelectMultiple(db_field, self.admin_site), "form_class": RecordsField}
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def changeform_view(self, request, *args, **kwargs):
        """Return the form; once more, with the reason, where the record was refused on saving.

        What was put on the stack `request.unless_saved` is called unless the record was saved.
        """
        if "_saveasnew" in request.POST and not self.save_as:
            raise PermissionDenied  # Django would take it for a new record all the same
        with ExitStack() as request.unless_saved:
            try:
                response = super().changeform_view(request, *args, **kwargs)
            except (IntegrityError, NotSavedError) as error:
                request.unless_saved.close()
                request.refused = str(error) if isinstance(error, NotSavedError) else REFUSED_BY_DATABASE
                response = super().changeform_view(request, *args, **kwargs)
            request.unless_saved.pop_all()
        return response

    def delete_view(self, request, *args, **kwargs):
        """Return the question, or back to the list, with the reason, where the database refused to delete."""
        return self._unless_refused(super().delete_view, request, *args, **kwargs)

    def changelist_view(self, request, *args, **kwargs):
        """Return the list; again, with the reason, where the database refused an action."""
        return self._unless_refused(super().changelist_view, request, *args, **kwargs)

    def _unless_refused(self, view, request, *args, **kwargs):
        try:
            return view(request, *args, **kwargs)
        except IntegrityError:
            self.message_user(
                request,
                _("Nothing was changed: in the meantime another record has come to need one of these. Try again."),
                messages.ERROR,
            )
            return HttpResponseRedirect(request.get_full_path())


class AddressedForm(RecordForm):
    """The form of a record with a slug, which the browser fills in from the field `slug_from`.

    Only the server can cut a slug between words and number it where it is taken, so what the browser filled in is
    made again on saving.
    """

    slug_from = ""

    def clean(self):
        """Leave the slug of a new record to the model, unless it is the editor's own."""
        cleaned = super().clean()
        if self.instance._state.adding and self._slug_is_prefilled():
            self.cleaned_data["slug"] = ""
        return cleaned

    def _slug_is_prefilled(self) -> bool:
        slug = self.cleaned_data.get("slug")
        made = slug_for(self.cleaned_data.get(self.slug_from) or "", fallback="")
        return bool(made) and (slug == made or (len(slug or "") == SLUG_LENGTH and slug.startswith(made)))


class AddressedAdmin(RecordAdmin):
    """A record with a page at its slug."""

    form = AddressedForm
    readonly_fields = ["former_addresses"]
    address_fieldset = (_("Former addresses"), {"fields": ["former_addresses"], "classes": ["collapse"]})

    def get_form(self, request, obj=None, change=False, **kwargs):
        """Return the form class of this request."""
        form = super().get_form(request, obj, change=change, **kwargs)
        form.slug_from = self.prepopulated_fields["slug"][0]
        return form

    def get_prepopulated_fields(self, request, obj=None):
        """Return what the browser fills in: the slug of a new record only, since others know an old one."""
        return {} if obj else super().get_prepopulated_fields(request, obj)

    @admin.display(description=_("former addresses"))
    def former_addresses(self, obj):
        """Return the slugs that still lead to `obj`."""
        slugs = obj.addresses.exclude(value=obj.slug).order_by("value").values_list("value") if obj.pk else []
        return format_html_join(", ", "{}", slugs) or _("None.")

    def view_on_site(self, obj):
        """Return the address of the public page, None while there is none."""
        return obj.get_absolute_url() if self.is_public(obj) else None

    def is_public(self, obj) -> bool:
        """Return whether the public may see `obj`."""
        return type(obj).objects.public().filter(pk=obj.pk).exists()
