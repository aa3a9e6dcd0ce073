"""The papers that an import is about, kept from being deleted until it ends."""

from collections.abc import Collection, Iterable

from django.db import connection
from django.utils.translation import gettext as _

from papers.cataloguing.among import among
from papers.cataloguing.planned import PlannedEntry
from papers.models import Paper

# Nobody deletes a row that is locked like this, and whoever only changes it, with no_key, does not wait.
KEPT = "SELECT id FROM papers_paper WHERE id = ANY(%s) ORDER BY id FOR KEY SHARE"


def refuse_deleted(planned: Iterable[PlannedEntry], changing: Collection[int]) -> None:
    """Refuse the entries whose paper somebody deleted since they were planned; the others' stay until the transaction
    ends, and those with the keys `changing` are locked for this writer.
    """
    known = [entry for entry in planned if entry.paper and entry.paper.pk]
    # In the order of their keys, so that nobody waits for somebody who waits.
    locked = Paper.objects.select_for_update(no_key=True).filter(pk__in=changing).order_by("pk")
    there = set(locked.values_list("pk", flat=True)) if changing else set()
    there |= _kept({entry.paper.pk for entry in known}.difference(changing))
    for entry in known:
        if entry.paper.pk not in there:
            entry.paper = None
            entry.refuse(_("Somebody deleted the paper while this was imported."))


def _kept(keys: set[int]) -> set[int]:
    """Return those of the papers that are there, and lock them against being deleted; SQLite has one writer anyway."""
    if connection.vendor == "sqlite" or not keys:
        return set(Paper.objects.filter(among("pk", keys)).values_list("pk", flat=True))
    with connection.cursor() as cursor:
        cursor.execute(KEPT, [sorted(keys)])
        return {key for (key,) in cursor.fetchall()}
