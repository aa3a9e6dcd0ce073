"""What a form shows and what it was sent, as texts that can be compared: its fields, and the rows of its tables.

A text is the same wherever an editor would see the same, whether it was stored or sent.
"""

import re
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property
from hashlib import blake2b

from django import forms
from django.core.exceptions import ValidationError
from django.forms.models import model_to_dict
from django.utils.translation import gettext as _

from papers.admin.keys import is_key
from papers.admin.rows import OrderedFormSet, place_of

SEPARATOR = "\x1f"


def digest(text: str | None) -> str:
    """Return a short digest of a part's text, "" for a part that is not there."""
    return "" if text is None else blake2b(text.encode(errors="surrogatepass"), digest_size=6).hexdigest()


# One field


def text_of(box: forms.Field, value) -> str:
    """Return a field's value, stored or sent, as text."""
    if isinstance(box, forms.ModelMultipleChoiceField):
        return "\n".join(sorted(str(getattr(chosen, "pk", chosen)) for chosen in value or []))
    if isinstance(box, forms.ModelChoiceField):
        return "" if value is None else str(getattr(value, "pk", value))
    if isinstance(box, forms.FileField):
        return str(value or "")
    if isinstance(box, forms.MultiValueField):
        parts = value if isinstance(value, list) else box.widget.decompress(value)
        return "\n".join("" if part is None else str(part).partition(".")[0] for part in parts)
    try:
        value = box.to_python(value)
    except ValidationError:
        value = str(value)
    if isinstance(value, Decimal):
        value = value.normalize()
    return "" if value is None else str(value).replace("\r\n", "\n")


def put(data, name: str, box: forms.Field, text: str) -> None:
    """Write `text` into the form's data as a browser sends it."""
    data.pop(name, None)
    if isinstance(box, forms.MultiValueField):
        for ending, part in zip(box.widget.widgets_names, text.split("\n"), strict=True):
            data[f"{name}{ending}"] = part
    elif isinstance(box, forms.FileField):
        data.pop(f"{name}-clear", None)
    elif isinstance(box, forms.ModelMultipleChoiceField):
        data.setlist(name, text.split())
    elif not isinstance(box, forms.BooleanField):
        data[name] = text
    elif text == str(True):
        data[name] = "on"


def shown(box: forms.Field, text: str) -> str:
    """Return `text` as an editor reads it: a chosen record by its name, a tick as yes or no."""
    if isinstance(box, forms.ModelChoiceField):
        found = box.queryset.filter(pk__in=filter(is_key, text.split()))
        return ", ".join(map(box.label_from_instance, found))
    if isinstance(box, forms.MultiValueField):
        return " ".join(text.split("\n")).strip()
    if isinstance(box, forms.BooleanField):
        return _("yes") if text == str(True) else _("no")
    choices = dict(getattr(box, "choices", ()))
    return str(choices.get(text, text)) if text else ""


class Fields:
    """The fields of the record itself."""

    def __init__(self, fields: dict, initial: dict):
        # What no browser sends, as the digest of a password, nobody can overtake.
        self.fields = {name: box for name, box in fields.items() if not box.disabled}
        self.now = {name: text_of(box, initial.get(name, box.initial)) for name, box in self.fields.items()}

    @property
    def files(self) -> set[str]:
        """The names of the file boxes."""
        return {name for name, box in self.fields.items() if isinstance(box, forms.FileField)}

    def sent(self, data, files) -> dict[str, str]:
        """Return what was sent; a file box left alone holds what is stored."""
        return {name: self._sent(name, box, data, files) for name, box in self.fields.items()}

    def _sent(self, name, box, data, files) -> str:
        value = box.widget.value_from_datadict(data, files, name)
        if isinstance(box, forms.FileField) and value is None:
            return self.now[name]
        return text_of(box, value)

    def put_back(self, names, data, files) -> None:
        """Write what is stored now into the form's data for each of `names`."""
        for name in names:
            files.pop(name, None)
            put(data, name, self.fields[name], self.now[name])


# Rows


@dataclass(frozen=True)
class Row:
    """A row: in an ordered table known by the record that it chooses, in any other by its primary key."""

    key: str
    pk: str
    texts: dict[str, str]
    deleted: bool = False
    place: tuple = field(default=(), compare=False)

    @property
    def text(self) -> str | None:
        """The row as one text; None for one that is deleted."""
        return None if self.deleted else SEPARATOR.join(self.texts.values())

    def as_deleted(self) -> "Row":
        """Return the row with the tick that deletes it."""
        return replace(self, deleted=True)


class Table:
    """A table of rows: what is stored now, and what was sent."""

    def __init__(self, formset):
        self.formset = formset
        self.prefix = formset.prefix
        self.is_ordered = isinstance(formset, OrderedFormSet)
        self.key = formset.model._meta.pk.name
        self.fields = {name: box for name, box in formset.form.base_fields.items() if name != self._number}

    @property
    def _number(self) -> str:
        return "position" if self.is_ordered else ""

    @cached_property
    def now(self) -> list[Row]:
        """The rows that are stored, in their order."""
        return [self._stored(row) for row in self.formset.get_queryset()]

    @cached_property
    def empty(self) -> dict[str, str]:
        """The texts of a row in which nothing is filled in yet."""
        return self._stored(self.formset.model()).texts

    def _stored(self, record) -> Row:
        values = model_to_dict(record, self.fields)
        texts = {name: text_of(box, values.get(name, box.initial)) for name, box in self.fields.items()}
        pk = str(record.pk or "")
        return Row(texts[self.formset.member] if self.is_ordered else pk, pk, texts)

    def sent(self, data) -> list[Row] | None:
        """Return the rows that were sent, ordered ones by the numbers typed; None where they cannot be read."""
        try:
            total = min(int(data[f"{self.prefix}-TOTAL_FORMS"]), self.formset.absolute_max)
            stored = int(data[f"{self.prefix}-INITIAL_FORMS"])
        except (KeyError, ValueError):
            return None
        rows = [self._sent(number, number < stored, data) for number in range(total)]
        kept = [row for number, row in enumerate(rows) if number < stored or row.texts != self.empty]
        return sorted(self._distinct(kept), key=lambda row: row.place)

    def _sent(self, number: int, is_stored: bool, data) -> Row:
        name = f"{self.prefix}-{number}"
        texts = {
            field: text_of(box, box.widget.value_from_datadict(data, {}, f"{name}-{field}"))
            for field, box in self.fields.items()
        }
        pk = data.get(f"{name}-{self.key}", "") if is_stored else ""
        typed = data.get(f"{name}-position", "") if self.is_ordered else ""
        place = place_of(int(typed) if is_key(typed) else None, number + 1 if is_stored else None, number)
        key = texts[self.formset.member] if self.is_ordered else pk
        return Row(key, pk, texts, bool(data.get(f"{name}-DELETE")), place if self.is_ordered else ())

    def _distinct(self, rows: list[Row]) -> list[Row]:
        """Return the rows under keys of which none comes twice: a second one is a new row."""
        seen = set()
        distinct = []
        for number, row in enumerate(rows):
            key = row.key if row.key and row.key not in seen else f"new-{number}"
            seen.add(key)
            distinct.append(replace(row, key=key))
        return distinct

    def names_of(self, keys: set[str]) -> dict[str, str]:
        """Return the names of the records that rows of an ordered table choose, by key."""
        box = self.fields[self.formset.member]
        found = box.queryset.in_bulk(list(filter(is_key, keys)))
        return {str(pk): box.label_from_instance(record) for pk, record in found.items()}

    def part(self, key: str) -> str:
        """Return the name of the row `key` as a part of the form."""
        return f"{self.prefix}:{key}"

    def parts(self, rows: list[Row]) -> dict[str, str | None]:
        """Return the texts of `rows` by part; of an ordered table also its order, under the table's name."""
        texts = {self.part(row.key): row.text for row in rows}
        if self.is_ordered:
            texts[self.prefix] = SEPARATOR.join(row.key for row in rows if not row.deleted)
        return texts

    def write(self, rows: list[Row], data) -> dict[str, str]:
        """Make `rows` those in the form's data, stored ones first as a form has them.

        Returns the parts that others deleted and that are new rows now, with their new names.
        """
        mine = re.compile(rf"{self.prefix}-(\d+-\D|(TOTAL|INITIAL)_FORMS$)")
        for name in [name for name in data if mine.match(name)]:
            del data[name]
        pks = {row.key: row.pk for row in self.now}
        places = {row.key: place for place, row in enumerate(rows, start=1)}
        rows = sorted(rows, key=lambda row: row.key not in pks)
        data[f"{self.prefix}-TOTAL_FORMS"] = str(len(rows))
        data[f"{self.prefix}-INITIAL_FORMS"] = str(len(pks.keys() & places.keys()))
        for number, row in enumerate(rows):
            name = f"{self.prefix}-{number}"
            self._write_row(name, row, data)
            data[f"{name}-{self.key}"] = pks.get(row.key, "")
            if self.is_ordered:
                data[f"{name}-position"] = str(places[row.key])
        if self.is_ordered:
            return {}
        return {self.part(row.key): self.part(f"new-{number}") for number, row in enumerate(rows) if row.key not in pks}

    def _write_row(self, name: str, row: Row, data) -> None:
        data[f"{name}-{self.formset.fk.name}"] = str(self.formset.instance.pk)
        if row.deleted:
            data[f"{name}-DELETE"] = "on"
        for field_name, box in self.fields.items():
            put(data, f"{name}-{field_name}", box, row.texts[field_name])
