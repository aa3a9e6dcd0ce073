"""Rows inside a record's form: told apart, looked up all at once, and put in order."""

import math

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.forms.models import BaseInlineFormSet, InlineForeignKeyField, construct_instance
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from papers.admin.keys import is_key
from papers.admin.known import KnownChoiceField, KnownSelect
from papers.admin.row_html import drawn_rows

MOST_ROWS = 1000  # as many as a form can send and a browser can show


class RowForm(forms.ModelForm):
    """A row; whether it comes twice is for its formset to say, which sees all rows."""

    def _get_validation_exclusions(self):
        parents = {name for name, field in self.fields.items() if isinstance(field, InlineForeignKeyField)}
        return super()._get_validation_exclusions() | parents


class ExplainedInline(admin.TabularInline):
    """A table of rows under a sentence that explains it."""

    form = RowForm
    template = "admin/papers/explained_tabular.html"
    explanation = ""
    extra = 0


class NamedFormSet(BaseInlineFormSet):
    """Rows whose boxes say what they are for, since only the table's head does so otherwise."""

    def add_fields(self, form, index):
        """Add the fields of the row itself, and a name to each box."""
        super().add_fields(form, index)
        for field in form.fields.values():
            if not field.widget.is_hidden:
                box = getattr(field.widget, "widget", field.widget)  # inside the buttons that a choice has
                box.attrs["aria-label"] = capfirst(field.label)


class DistinctFormSet(NamedFormSet):
    """Rows of which no two may have the same natural key, neither with each other nor with a stored one."""

    def clean(self):
        """Mark rows that come twice."""
        if not self.has_changed():
            return
        deleted = {form.instance.pk for form in self.initial_forms if self._should_delete_form(form)}
        owners = {key: pk for pk, key in self._stored_keys() if pk not in deleted}
        for form in self._checked_forms():
            owner = form.instance.pk or id(form)
            if owners.setdefault(form.instance.natural_key(), owner) != owner:
                form.add_error(None, _("This comes twice."))

    def _stored_keys(self):
        if self.instance._state.adding:
            return
        stored = self.model._default_manager.filter(**{self.fk.name: self.instance.pk})
        for row in stored.select_related(*[field.name for field in self.model._meta.fields if field.many_to_one]):
            setattr(row, self.fk.name, self.instance)
            yield row.pk, row.natural_key()

    def _checked_forms(self):
        return [
            form
            for form in self.forms
            if form.has_changed() and not form.errors and not (self.can_delete and self._should_delete_form(form))
        ]


# Rows that choose among very many records


class KnownFormSet(NamedFormSet):
    """Rows that each choose a record in the field `member`; all of these are looked up in one query."""

    member = ""

    @cached_property
    def known(self) -> dict:
        """The chosen records by primary key as text, stored ones and those sent with the form."""
        rows = self.get_queryset()
        known = {str(getattr(row, f"{self.member}_id")): getattr(row, self.member) for row in rows}
        sent = self._sent_keys() - known.keys()
        found = self.form.base_fields[self.member].queryset.in_bulk(sent) if sent else {}
        return known | {str(pk): record for pk, record in found.items()}

    def _sent_keys(self) -> set[str]:
        if not self.is_bound:
            return set()
        names = (f"{self.add_prefix(number)}-{self.member}" for number in range(self.total_form_count()))
        keys = {self.data.get(name, "") for name in names}
        return set(filter(is_key, keys))

    def add_fields(self, form, index):
        """Add the row's own number, which is only carried along, and tell the row what is known."""
        super().add_fields(form, index)
        number = form.fields[self._pk_field.name].initial
        form.fields[self._pk_field.name] = forms.IntegerField(initial=number, required=False, widget=forms.HiddenInput)
        if self.member in form.fields:
            form.fields[self.member].known = self.known


class KnownInline(ExplainedInline):
    """A table of rows that each choose a record in the field `formset.member`."""

    def get_queryset(self, request):
        """Return the rows with the records they chose."""
        return super().get_queryset(request).select_related(self.formset.member)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        """Return the box for the record that a row chooses."""
        if db_field.name == self.formset.member:
            kwargs |= {"widget": KnownSelect(db_field, self.admin_site), "form_class": KnownChoiceField}
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """Return the field of a column; beside a chosen record stands a button to add another, and no more."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == self.formset.member:
            field.widget.can_change_related = field.widget.can_delete_related = field.widget.can_view_related = False
        return field


# Rows in an order


class OrderedRowForm(RowForm):
    """A row of an ordered table. It is checked on its own: the rows' places are compared in the formset."""

    position = forms.IntegerField(
        label=_("place"),
        required=False,
        min_value=0,
        max_value=1_000_000,
        widget=forms.NumberInput(attrs={"class": "place"}),
        help_text=_("1 comes first; empty puts it at the end."),
    )

    def _post_clean(self):
        """Fill the instance and check its fields, without the queries for constraints that the formset guarantees."""
        self.instance = construct_instance(self, self.instance, self._meta.fields, self._meta.exclude)
        exclude = {*self._get_validation_exclusions(), *(field.name for field in self._foreign_keys())}
        try:
            self.instance.clean_fields(exclude)
            self.instance.clean()
        except ValidationError as error:
            self._update_errors(error)

    def _foreign_keys(self):
        return [field for field in self._meta.model._meta.fields if field.is_relation]


class OrderedFormSet(KnownFormSet):
    """Rows in the order of the numbers typed, which may leave gaps or come twice; they are saved as 1, 2, 3 ….

    Where a number comes twice, a row moved up to it stands before the row that had it, and one moved down to it behind.
    """

    twice = _("This comes twice; delete one of the rows.")

    @property
    def drawn_rows(self) -> SafeString:
        """The rows as HTML, where they may be changed."""
        return drawn_rows(self)

    def clean(self):
        """Mark records that are chosen a second time; refuse a form without all stored rows, which would lose them."""
        if self.initial_form_count() != len(self.get_queryset()):
            raise ValidationError(_("This form lacks rows that are stored, or has others. Open it again."))
        seen = set()
        for form in self._kept_forms():
            if form.errors:
                continue
            chosen = getattr(form.instance, f"{self.member}_id")
            if chosen in seen:
                form.add_error(self.member, self.twice)
            seen.add(chosen)

    def save(self, commit=True):
        """Write the rows anew in their order where any of them changed, and return them."""
        self.new_objects, self.changed_objects, self.deleted_objects = [], [], []
        if not self.has_changed():
            return []
        kept = self._kept_forms()
        for form in kept:
            if form in self.initial_forms and form.has_changed():
                self.changed_objects.append((form.instance, form.changed_data))
            elif form not in self.initial_forms:
                self.new_objects.append(form.instance)
        self.deleted_objects = [form.instance for form in self.initial_forms if form not in kept]
        ordered = sorted(enumerate(kept), key=lambda numbered: _place_of_form(*numbered))
        return self.write([form.instance for _number, form in ordered])

    def write(self, rows: list) -> list:
        """Make `rows` the record's rows, in their order, and return the stored ones."""
        raise NotImplementedError

    def _kept_forms(self):
        return [
            form
            for number, form in enumerate(self.forms)
            if (number < self.initial_form_count() or form.has_changed())
            and not (self.can_delete and self._should_delete_form(form))
        ]


def _place_of_form(number: int, form) -> tuple:
    return place_of(form.instance.position, form.initial.get("position"), number)


def place_of(typed: int | None, before: int | None, number: int) -> tuple:
    """Return what the row `number` is sorted by: the place typed, None for the end, and the place `before`."""
    if typed is None:
        return (math.inf, 0, number)
    moved = 0 if typed == before else 1 if before is not None and typed > before else -1
    return (typed, moved, number)


class OrderedInline(KnownInline):
    """A table of ordered rows; a longer one than a form can carry is shown and not changed."""

    form = OrderedRowForm
    template = "admin/papers/ordered_tabular.html"
    ordering = ["position"]

    def has_change_permission(self, request, obj=None):
        """Return whether the rows may be changed."""
        return super().has_change_permission(request, obj) and not self._is_too_long(obj)

    def has_add_permission(self, request, obj=None):
        """Return whether rows may be added."""
        return super().has_add_permission(request, obj) and not self._is_too_long(obj)

    def has_delete_permission(self, request, obj=None):
        """Return whether rows may be deleted."""
        return super().has_delete_permission(request, obj) and not self._is_too_long(obj)

    def _is_too_long(self, obj) -> bool:
        if obj is None:
            return False
        if not hasattr(self, "_too_long"):
            self._too_long = self.model.objects.filter(paper=obj)[MOST_ROWS : MOST_ROWS + 1].exists()
        return self._too_long
