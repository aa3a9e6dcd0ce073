"""Both edits of a part that others changed while a form was open, as an editor reads them, and who made the other."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.admin.models import DELETION, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from papers.admin.parts import Row, Table, digest, shown
from papers.admin.sides import Sides

KEEP = "_keep:"  # and the name of a part: the buttons that say whose edit counts
THEIRS, YOURS = "theirs", "yours"
NEWEST = 20  # entries of the history among which the other edit is looked for


@dataclass
class Difference:
    """A part that others changed, with both texts, line by line."""

    name: str
    label: str
    theirs: list[str]
    yours: list[str]
    is_asked: bool  # because the editor changed it as well
    is_file: bool
    sent: str  # the digest of the editor's text: another one later means that the editor went on writing
    by: str = ""
    at: datetime | None = None

    @property
    def button(self) -> str:
        """The name of the buttons that choose."""
        return f"{KEEP}{self.name}"


def chosen_theirs(data, texts: dict[str, str | None]) -> set[str]:
    """Return the parts of which the others' text was chosen, unless the editor then went on writing it."""
    chosen = {name.removeprefix(KEEP): value for name, value in data.items() if name.startswith(KEEP)}
    return {name for name, value in chosen.items() if value == f"{THEIRS}:{digest(texts.get(name))}"}


def differences(sides: Sides) -> list[Difference]:
    """Return what others changed, part by part, in the order of the form."""
    return [_difference(sides, name) for name in sides.overtaken]


def _difference(sides: Sides, name: str) -> Difference:
    table = sides.table_of(name)
    label, theirs, yours = _of_table(sides, table, name) if table else _of_field(sides, name)
    return Difference(
        name=sides.now_called.get(name, name),
        label=label,
        theirs=theirs,
        yours=yours,
        is_asked=name in sides.asked,
        is_file=name in sides.fields.files,
        sent=digest(sides.sent.get(name)),
    )


def _of_field(sides: Sides, name: str):
    box = sides.fields.fields[name]
    return capfirst(box.label), *(shown(box, side[name]).split("\n") for side in (sides.now, sides.sent))


def _of_table(sides: Sides, table: Table, name: str):
    stored, sent = {row.key: row for row in table.now}, sides.rows[table]
    if name == table.prefix:
        names = table.names_of({*stored, *sent})
        yours = [names.get(key, "…") for key, row in sent.items() if not row.deleted]
        return capfirst(table.formset.model._meta.verbose_name_plural), [names[key] for key in stored], yours
    key = name.partition(":")[2]
    rows = stored.get(key), sent.get(key)
    label = capfirst(table.formset.model._meta.verbose_name)
    if table.is_ordered:
        label = f"{label} “{table.names_of({key}).get(key, '')}”"
    return label, *(_lines(table, row, other) for row, other in (rows, rows[::-1]))


def _lines(table: Table, row: Row | None, other: Row | None) -> list[str]:
    """Return the boxes of a row that differ from the other side's, or from an empty row where that has none."""
    if row is None or row.deleted:
        return [_("(deleted)")]
    compared = table.empty if other is None or other.deleted else other.texts
    return [
        f"{capfirst(box.label)}: {shown(box, row.texts[name])}"
        for name, box in table.fields.items()
        if row.texts[name] != compared[name]
    ]


# Who


def say_who(found: list[Difference], obj, since: datetime | None) -> None:
    """Write beside each difference who made the other edit, and when: the newest entry of the history that names it.

    What no entry tells was written by an import or a command.
    """
    entries = [(entry, entry.get_change_message().lower()) for entry in _entries(obj, since)]
    for difference in found:
        naming = [entry for entry, message in entries if difference.label.lower() in message]
        entry = next(iter(naming or [entry for entry, _message in entries]), None)
        difference.by = name_of(entry.user) if entry else ""
        difference.at = entry.action_time if entry else getattr(obj, "updated", None)


def _entries(obj, since):
    entries = LogEntry.objects.filter(content_type=ContentType.objects.get_for_model(obj), object_id=str(obj.pk))
    entries = entries.filter(action_time__gte=since) if since else entries.none()
    return entries.select_related("user").order_by("-action_time", "-pk")[:NEWEST]


def deletion_of(model, key: str) -> LogEntry | None:
    """Return the history's entry of a record's deletion, None where it was not deleted in the admin."""
    entries = LogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(model), object_id=key, action_flag=DELETION
    )
    return entries.select_related("user").order_by("-action_time", "-pk").first()


def name_of(user) -> str:
    """Return how a user is called."""
    return user.get_full_name() or user.get_username()
