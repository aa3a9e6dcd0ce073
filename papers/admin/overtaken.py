"""No lost update: a form whose record was changed while it was open is refused, with both edits side by side.

A form carries a digest of each part that it showed. When it is sent they are compared, under a lock, with what is
stored by then, whoever stored it: another editor, an import, a command.
"""

import json
from collections import Counter

from django.contrib.admin.utils import flatten_fieldsets, unquote
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from papers.admin.edits import chosen_theirs, deletion_of, differences, name_of, say_who
from papers.admin.keys import is_key
from papers.admin.parts import Fields, Table, digest
from papers.admin.sides import Sides

OVERTAKEN = _(
    "Not saved yet: this record was changed while your form was open. Both edits are shown at the top; look at them "
    "and save again."
)
SHOWN = "_shown"  # the hidden box: when the form was opened, and the digests of its parts


class GuardedAdmin:
    """The form of a record, refused where others changed the record while it was open; needs a RecordForm."""

    def get_form(self, request, obj=None, change=False, **kwargs):
        """Return the form class of this request."""
        form = super().get_form(request, obj, change=change, **kwargs)
        form.refused = getattr(request, "refused", "")
        return form

    def _changeform_view(self, request, object_id, form_url, extra_context):
        """Return the form, or save it; before that, inside the same transaction, settle what others changed."""
        if request.method == "POST" and object_id is not None and "_saveasnew" not in request.POST:
            key = unquote(object_id)
            if self.has_change_permission(request) and not self._is_stored(key):
                return self._gone(request, key)
            if obj := self.get_object(request, key):
                self._settle(request, obj)
        return super()._changeform_view(request, object_id, form_url, extra_context)

    def _is_stored(self, key: str) -> bool:
        """Return whether the record is still there, and keep it from others until the transaction ends."""
        rows = self.model._base_manager.filter(pk=key if is_key(key) else None)
        return bool(rows.select_for_update(no_key=True).values_list("pk"))

    # Comparing

    def _settle(self, request, obj) -> None:
        """Take over what only others changed, and leave on the request what there is to tell."""
        opened, before = _read_shown(request.POST.get(SHOWN, ""))
        request.POST, files = request.POST.copy(), request.FILES
        sides = Sides(self._fields(request, obj), self._tables(request, obj), request.POST, files, before)
        request.stored_parts = sides.now
        sides.settle(chosen_theirs(request.POST, sides.sent))
        request.differences = differences(sides)
        if request.differences:
            say_who(request.differences, obj, opened)
            request.refused = OVERTAKEN

    def _fields(self, request, obj) -> Fields:
        names = flatten_fieldsets(self.get_fieldsets(request, obj))
        form = self.get_form(request, obj, change=True, fields=names)
        return Fields(form.base_fields, form(instance=obj).initial)

    def _tables(self, request, obj) -> list[Table]:
        """Return the tables that the editor may change, unbound."""
        tables, seen = [], Counter()
        for formset, inline in self.get_formsets_with_inlines(request, obj):
            prefix = formset.get_default_prefix()
            seen[prefix] += 1
            name = prefix if seen[prefix] == 1 else f"{prefix}-{seen[prefix]}"
            if inline.has_change_permission(request, obj):
                tables.append(Table(formset(instance=obj, prefix=name, queryset=inline.get_queryset(request))))
        return tables

    # Showing

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        """Return the form, with the digests of its parts and with what others changed."""
        if change and obj is not None and self.has_change_permission(request, obj):
            parts = getattr(request, "stored_parts", None) or _parts_in(context)
            context["shown"] = _write_shown(parts)
            context["differences"] = getattr(request, "differences", [])
        return super().render_change_form(request, context, add=add, change=change, form_url=form_url, obj=obj)

    def _gone(self, request, key: str):
        """Return a page that says that the record was deleted, with what was sent."""
        entry = deletion_of(self.model, key)
        boxes = self.get_form(request, None, fields=flatten_fieldsets(self.get_fieldsets(request))).base_fields
        context = {
            **self.admin_site.each_context(request),
            "title": __("This record was deleted while your form was open"),
            "opts": self.opts,
            "entry": entry,
            "by": entry and name_of(entry.user),
            "texts": [(boxes[name].label, request.POST[name]) for name in boxes if request.POST.get(name)],
        }
        return TemplateResponse(request, "admin/papers/gone.html", context, status=410)


def _parts_in(context) -> dict[str, str | None]:
    """Return the parts that a form just read from the database shows."""
    form = context["adminform"].form
    parts = dict(Fields(form.base_fields, form.initial).now)
    for inline in context["inline_admin_formsets"]:
        if inline.has_change_permission:
            table = Table(inline.formset)
            parts |= table.parts(table.now)
    return parts


def _write_shown(parts: dict[str, str | None]) -> str:
    return json.dumps(
        {"at": timezone.now().isoformat(), "parts": {name: digest(text) for name, text in parts.items()}},
        separators=(",", ":"),
    )


def _read_shown(text: str):
    """Return when the form was opened and its digests, (None, None) where the form does not say."""
    try:
        read = json.loads(text)
        opened, parts = parse_datetime(read["at"]), dict(read["parts"])
    except (ValueError, TypeError, KeyError):
        return None, None
    return opened, parts
