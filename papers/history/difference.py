"""Two states of a record, field by field as an editor reads them: words marked in a text, rows marked in a list."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.db import models
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from papers.history.state import IN_ORDER, RANKS, State, own_fields, own_many, rows_of
from papers.models import Author

UNSHOWN = {"imported"}  # digests that no editor reads
MOST_WORDS = 4000  # of a text whose words are compared; comparing more takes long
WORDS = re.compile(r"\s+|\w+|[^\w\s]")
SAME, GONE, NEW, SKIPPED = "same", "gone", "new", "skipped"


@dataclass(frozen=True)
class Part:
    """A piece of a text or a row of a list: the same in both, gone, new, or a note on what is left out between."""

    kind: str
    text: str


@dataclass(frozen=True)
class Change:
    """What changed in one field; `is_list` where its parts are rows, each a line of its own."""

    name: str
    label: str
    parts: list[Part]
    is_list: bool = False


def difference(model: type[models.Model], before: State, after: State) -> list[Change]:
    """Return what differs from `before` to `after`, in the order of the form."""
    return [change(model, name, before, after) for name in differing(model, before, after)]


def differing(model: type[models.Model], before: State, after: State) -> list[str]:
    """Return the names of the fields and rows that differ."""
    return [name for name in shown_names(model) if before.values.get(name) != after.values.get(name)]


def shown_names(model: type[models.Model]) -> list[str]:
    """Return the names of all fields and rows of a record's state that an editor can read."""
    sizes = {size for one in model._meta.concrete_fields for size in _sizes(one)}
    own = [name for name in own_fields(model) if name not in UNSHOWN | sizes]
    names = [*own, *(many.name for many in own_many(model)), *rows_of(model)]
    return [*names, RANKS] if "authorships" in names else names


def label_of(model: type[models.Model], name: str) -> str:
    """Return what a field or the rows are called."""
    if name == RANKS:
        return _("Ranks in the profiles")
    one = model._meta.get_field(name)
    return capfirst(str(one.related_model._meta.verbose_name_plural if name in rows_of(model) else one.verbose_name))


def change(model: type[models.Model], name: str, before: State, after: State) -> Change:
    """Return what changed in the field or rows `name`."""
    label = label_of(model, name)
    if name in own_fields(model):
        one = model._meta.get_field(name)
        return Change(
            name, label, _of_texts(one, *(_text(one, side.values.get(name), side) for side in (before, after)))
        )
    lines = [_lines(model, name, side) for side in (before, after)]
    return Change(name, label, _of_lists(*lines, is_numbered=name in IN_ORDER), is_list=True)


# Texts


def _of_texts(one: models.Field, old: str, new: str) -> list[Part]:
    if isinstance(one, models.TextField) and old and new:
        pieces = WORDS.findall(old), WORDS.findall(new)
        if max(map(len, pieces)) <= MOST_WORDS:
            return _compared(*pieces)
    return [Part(kind, text) for kind, text in ((GONE, old), (NEW, new)) if text]


def _compared(old: list[str], new: list[str]) -> list[Part]:
    parts = []
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            parts.append(Part(SAME, "".join(old[a:b])))
        else:
            parts += [Part(side, "".join(text)) for side, text in ((GONE, old[a:b]), (NEW, new[c:d])) if text]
    return parts


def _text(one: models.Field, value: object, state: State) -> str:
    if value in (None, "", {}):
        return ""
    if one.is_relation:
        return state.name_of(one.related_model, value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if one.choices:
        return str(dict(one.flatchoices).get(value, value))
    if isinstance(one, models.DateTimeField):
        return date_format(localtime(parse_datetime(value)), "DATETIME_FORMAT")
    if isinstance(value, dict):
        return "; ".join(f"{key}: {part}" for key, part in sorted(value.items()))
    return str(value)


# Lists


def _lines(model: type[models.Model], name: str, state: State) -> list[str]:
    if name == RANKS:
        ranks = sorted(state.values.get(RANKS, {}).items(), key=lambda pair: int(pair[0]))
        return [f"{state.name_of(Author, pk)}: {rank}" for pk, rank in ranks]
    if name not in rows_of(model):
        return [state.name_of(model._meta.get_field(name).related_model, pk) for pk in state.values.get(name, [])]
    fields = rows_of(model)[name]
    return [_line(fields, row, state) for row in state.values.get(name, [])]


def _line(fields: dict[str, models.Field], row: dict, state: State) -> str:
    """Return a row as a line: its first value, then the others that say something, each with what it is."""
    texts = {key: _text(one, row.get(key), state) for key, one in fields.items()}
    first, *others = texts
    said = []
    for key in others:
        if not texts[key] or row.get(key) is False or texts[key] == texts[first] or row.get(key) == 0:
            continue
        label = str(fields[key].verbose_name)
        said.append(label if row[key] is True else f"{label}: {texts[key]}")
    return texts[first] + (f" ({'; '.join(said)})" if said else "")


def _of_lists(old: list[str], new: list[str], *, is_numbered: bool) -> list[Part]:
    parts = []
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            count = b - a
            said = ngettext("%(count)d the same", "%(count)d the same", count) % {"count": count}
            parts.append(Part(SKIPPED, said))
        else:
            parts += [Part(GONE, _numbered(place, old, is_numbered)) for place in range(a, b)]
            parts += [Part(NEW, _numbered(place, new, is_numbered)) for place in range(c, d)]
    return parts


def _numbered(place: int, lines: list[str], is_numbered: bool) -> str:
    return f"{place + 1}. {lines[place]}" if is_numbered else lines[place]


def _sizes(one: models.Field) -> set[str]:
    return {getattr(one, "width_field", None), getattr(one, "height_field", None)} - {None}
