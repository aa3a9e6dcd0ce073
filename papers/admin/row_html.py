"""The rows of an ordered table as HTML: what Django's templates give, drawn quickly enough for 450 authors.

Django renders each box of each row by two or three templates. Here they render each column once, without a value, and
a row's box is that text under the row's own name and with its value. A box with a mistake is left to Django.
"""

from django.forms.formsets import DELETION_FIELD_NAME
from django.forms.widgets import CheckboxInput
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from papers.admin.known import KnownChoiceField

INPUTS = {f"django/forms/widgets/{kind}.html" for kind in ("checkbox", "hidden", "number", "text")}


def drawn_rows(formset) -> SafeString:
    """Return the rows of a table that may be changed, and after them the empty one that a script copies."""
    empty = formset.empty_form
    columns = {name: _column(empty[name]) for name in empty.fields}
    rows = [_row(formset, columns, *pair) for pair in zip(formset.initial_forms, formset.get_queryset(), strict=False)]
    rows += [_row(formset, columns, form) for form in formset.extra_forms]
    if formset.max_num:
        rows.append(_row(formset, columns, empty))
    return mark_safe("".join(rows))


def _row(formset, columns: dict, form, record=None) -> str:
    carried = {formset._pk_field.name, formset.fk.name}
    cells = [
        f'<td class="field-{name}{" hidden" * column.is_hidden}">{column.mistakes(form)}{column.box(form)}</td>'
        for name, column in columns.items()
        if name not in {*carried, DELETION_FIELD_NAME}
    ]
    original = format_html("<p>{}</p>", record) if record else ""
    hidden = "".join(column.box(form) for name, column in columns.items() if name in carried)
    tick = columns[DELETION_FIELD_NAME].box(form) if record and DELETION_FIELD_NAME in columns else ""
    return (
        f"{_mistakes_of_row(form, len(cells))}{_start(formset, form, record)}"
        f'<td class="original">{original}{hidden}</td>{"".join(cells)}<td class="delete">{tick}</td></tr>'
    )


def _mistakes_of_row(form, cells: int) -> str:
    mistakes = form.is_bound and form.non_field_errors()
    return f'<tr class="row-form-errors"><td colspan="{cells + 2}">{mistakes}</td></tr>' if mistakes else ""


def _start(formset, form, record) -> str:
    number = form.prefix.removeprefix(f"{formset.prefix}-")
    place, kind = ("empty", " empty-form") if number == "__prefix__" else (number, " has_original" * bool(record))
    return f'<tr class="form-row{kind}" id="{formset.prefix}-{place}">'


def _column(empty) -> "Column":
    if isinstance(empty.field, KnownChoiceField):
        return ChoiceColumn(empty)
    return InputColumn(empty) if empty.field.widget.template_name in INPUTS else Column(empty)


class Column:
    """A field in all rows, which Django draws."""

    def __init__(self, empty):
        """Take over what the rows have in common from the box of the empty one."""
        self.name, self.is_hidden, self.prefix = empty.name, empty.is_hidden, empty.form.prefix
        self.widget = empty.field.widget
        attributes = empty.build_widget_attrs({"id": empty.auto_id})
        self.blank = self.widget.render(empty.html_name, None, attributes, empty.form.renderer)

    def mistakes(self, form) -> str:
        """Return what is wrong with the box in the row of `form`."""
        return form[self.name].errors.as_ul() if form.is_bound and self.name in form.errors else ""

    def box(self, form) -> str:
        """Return the box in the row of `form`."""
        bound = form[self.name]
        drawn = None if form.is_bound and self.name in form.errors else self.quickly(bound)
        return str(bound) if drawn is None else drawn.replace(self.prefix, form.prefix)

    def quickly(self, bound) -> str | None:
        """Return the box with the value of `bound`, named as in the empty row; None for one that only Django draws."""
        return None


class InputColumn(Column):
    """A field in all rows whose boxes are plain inputs."""

    def quickly(self, bound):
        """Return the box with the value of `bound`."""
        value = bound.value()
        shown = self.widget.format_value(value)
        held = "" if shown is None else f' value="{conditional_escape(shown)}"'
        ticked = " checked" if isinstance(self.widget, CheckboxInput) and self.widget.check_test(value) else ""
        return f"{self.blank[:-1]}{held}{ticked}>"


class ChoiceColumn(Column):
    """A field in all rows that chooses a record."""

    def quickly(self, bound):
        """Return the box with the record that `bound` chose as its only option; None where that is not known."""
        chosen = bound.value()
        record = bound.field.known.get(str(chosen))
        if record is None:
            return None
        option = format_html('<option value="{}" selected>{}</option>', chosen, bound.field.label_from_instance(record))
        box = self.blank.replace(' class="admin-autocomplete"', ' class="lazy-autocomplete"')
        return box.replace("</select>", f"{option}</select>")
