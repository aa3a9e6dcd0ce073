"""A choice among very many records, of which those that are chosen are known beforehand."""

from django import forms
from django.contrib.admin.widgets import AutocompleteSelect


class KnownChoiceField(forms.ModelChoiceField):
    """A choice among many records; those in `known`, by primary key as text, need not be looked up one by one."""

    known = {}

    def to_python(self, value):
        """Return the chosen record; raise ValidationError where there is none."""
        return self.known.get(str(value)) or super().to_python(value)


class KnownSelect(AutocompleteSelect):
    """An autocomplete box that names its record without a query, for its field knows it.

    Where a record is chosen it stays a plain box until it is reached, since a browser takes long to make 450 others.
    """

    @property
    def media(self):
        """Return the scripts of an autocomplete box, and what wakes a plain one."""
        return super().media + forms.Media(js=["js/lazy_select.js"])

    def get_context(self, name, value, attrs):
        """Return what the template is given."""
        context = super().get_context(name, value, attrs)
        if value:
            attributes = context["widget"]["attrs"]
            attributes["class"] = attributes["class"].replace("admin-autocomplete", "lazy-autocomplete")
        return context

    def optgroups(self, name, value, attr=None):
        """Return the chosen record as the only option; none for a value that names no record."""
        field = self.choices.field
        options = [] if self.is_required else [self.create_option(name, "", "", False, 0)]
        options += [
            self.create_option(name, pk, field.label_from_instance(field.known[str(pk)]), True, len(options))
            for pk in value
            if str(pk) in field.known
        ]
        return [(None, options, 0)]
