"""What was worked out from the content, kept until that changes or a paper appears or disappears by its times."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeVar

from django.core.cache import cache
from django.db import connection
from django.utils import timezone
from django.utils.translation import get_language

from papers.content_version import VERSION
from papers.models import Paper
from papers.models.status import Status

Made = TypeVar("Made")
LONG_AGO = datetime(1, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Content:
    """What visitors see at this moment, by a name that no other content has; "" where nothing may be kept."""

    name: str

    def keep(self, what: tuple, make: Callable[[], Made]) -> Made:
        """Return what `make` returns, made once for this content; `what` says which of all that is kept it is."""
        if not self.name:
            return make()
        key = _key(self.name, *what)
        found = cache.get(key)
        if found is None:
            found = make()
            cache.set(key, found)
        return found

    def keep_each(self, what: tuple, records: Iterable, make: Callable[[list], dict[object, Made]]) -> list[Made]:
        """Return what `make` returns for each of `records`, which is asked for those alone that are not kept."""
        records = list(records)
        if not self.name:
            made = make(records)
            return [made[record] for record in records if record in made]
        keys = {record: _key(self.name, *what, record) for record in records}
        kept = cache.get_many(keys.values())
        if missing := [record for record in records if keys[record] not in kept]:
            made = {keys[record]: value for record, value in make(missing).items()}
            cache.set_many(made)
            kept |= made
        return [kept[key] for key in keys.values() if key in kept]


def content() -> Content:
    """Return what there is now; in a transaction that has written to PostgreSQL, one for which nothing is kept."""
    with connection.cursor() as cursor:
        cursor.execute(VERSION[connection.vendor])
        row = cursor.fetchone()
    if row is None:
        return Content("")
    version = f"{connection.settings_dict['NAME']} {row[0]}"
    key, now = _key("span", version), timezone.now()
    since, until = cache.get(key) or (None, None)
    if since is None or not (since <= now and (not until or now < until)):
        since, until = _span(now)
        cache.set(key, (since, until))
    return Content(f"{version} {since} {get_language()}")


def _span(now: datetime) -> tuple[datetime, datetime | None]:
    """Return when a paper last appeared or disappeared by its times, and when one will next, if one will."""
    appeared, went = (_nearest(f"{name}__lte", f"-{name}", now) for name in ("publish_at", "retire_at"))
    appears, goes = (_nearest(f"{name}__gt", name, now) for name in ("publish_at", "retire_at"))
    since = max((moment for moment in (appeared, went) if moment), default=LONG_AGO)
    return since, min((moment for moment in (appears, goes) if moment), default=None)


def _nearest(lookup: str, order: str, now: datetime) -> datetime | None:
    """Return the moment nearest to now in a field of the published papers, which is where an index is looked up."""
    papers = Paper.objects.filter(status=Status.PUBLISHED, **{lookup: now}).order_by(order)
    return papers.values_list(order.removeprefix("-"), flat=True).first()


def _key(*parts) -> str:
    return hashlib.sha256(repr(parts).encode()).hexdigest()
