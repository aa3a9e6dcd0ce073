"""What a site need not keep, and how long it does: rows that no page, undo or restoring of a version needs any more."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain
from pathlib import Path

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db.models import Exists, F, OuterRef, QuerySet, Window
from django.db.models.functions import RowNumber
from django.utils import timezone
from reversion.models import Revision, Version

from papers.models import ImportBatch, OpenForm, PreviewLink
from papers.models.open_form import FORGOTTEN

MONTH = timedelta(days=30)
HISTORY = timedelta(days=730)
VERSIONS = 20  # of each record that stay, however old: the newest of a deleted one brings it back


@dataclass(frozen=True)
class Rule:
    """Something that is forgotten; `rows` gives what is due at a time."""

    label: str
    rows: Callable[[datetime], QuerySet]


def _plans(now: datetime) -> QuerySet:
    """Return the imports that somebody looked at and never applied; lists in the inbox are no such plans."""
    return ImportBatch.objects.filter(status=ImportBatch.Status.PLANNED, owner=None, created__lt=now - MONTH)


def _versions(now: datetime) -> QuerySet:
    record = [F("content_type"), F("object_id"), F("db")]
    placed = Version.objects.annotate(place=Window(RowNumber(), partition_by=record, order_by=F("pk").desc()))
    old = placed.filter(place__gt=VERSIONS, revision__date_created__lt=now - HISTORY)
    return Version.objects.filter(pk__in=old.values("pk"))


def _revisions(now: datetime) -> QuerySet:
    return Revision.objects.filter(
        ~Exists(Version.objects.filter(revision=OuterRef("pk"))), date_created__lt=now - HISTORY
    )


RULES = [
    Rule("sessions that have ended", lambda now: Session.objects.filter(expire_date__lt=now)),
    Rule("forms left open", lambda now: OpenForm.objects.filter(seen__lte=now - FORGOTTEN)),
    Rule("failed attempts to sign in", lambda now: AccessAttempt.objects.filter(attempt_time__lt=now - MONTH)),
    Rule("refused attempts to sign in", lambda now: AccessFailureLog.objects.filter(attempt_time__lt=now - MONTH)),
    Rule("notes of signing in", lambda now: AccessLog.objects.filter(attempt_time__lt=now - MONTH)),
    Rule("import plans never applied", _plans),
    Rule("secret links that have ended", lambda now: PreviewLink.objects.filter(expires__lt=now - MONTH)),
    Rule("versions of records", _versions),
    Rule("revisions without a version", _revisions),
]


def tidy(dry_run: bool = False) -> Iterator[tuple[str, int]]:
    """Delete all that is due, and yield what it was and how much; with `dry_run` delete nothing."""
    now = timezone.now()
    for rule in RULES:
        rows = rule.rows(now)
        count = rows.count()
        if count and not dry_run:
            rows.delete()
        yield rule.label, count
    files = _static_files(now)
    for path in [] if dry_run else files:
        path.unlink()
    yield "static files of earlier releases", len(files)


def _static_files(now: datetime) -> list[Path]:
    """Return the gathered static files that this release does not name, and that have lain there for a month."""
    manifest = settings.STATIC_ROOT / "staticfiles.json"
    if not manifest.exists():
        return []
    paths = json.loads(manifest.read_text(encoding="utf-8"))["paths"]
    named = {"staticfiles.json", *chain(paths, paths.values())}
    oldest = (now - MONTH).timestamp()
    return sorted(
        path
        for path in settings.STATIC_ROOT.rglob("*")
        if path.is_file()
        and path.relative_to(settings.STATIC_ROOT).as_posix().removesuffix(".gz").removesuffix(".br") not in named
        and path.stat().st_mtime < oldest
    )
