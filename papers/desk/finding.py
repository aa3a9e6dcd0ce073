"""One search over all tables that hold names and titles."""

from dataclasses import dataclass

from django.db.models import Model
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.text import capfirst

from papers.desk.panels import Line
from papers.models import Author, Institution, Page, Paper, Venue
from papers.models.status import Stage

SEARCHED = [Author, Paper, Institution, Venue, Page]  # names first
SHOWN = 10


@dataclass(frozen=True)
class Found:
    """The first matches in one table; `more` leads to all of them, "" where these are all."""

    heading: str
    lines: list[Line]
    more: str


def found(site, request, words: str) -> list[Found]:
    """Return what matches all `words`, table by table, those that the user may look into and where there is some."""
    if not words:
        return []
    admins = [site.get_model_admin(model) for model in SEARCHED]
    made = [_found(admin, request, words) for admin in admins if admin.has_view_permission(request)]
    return [matches for matches in made if matches.lines]


def _found(admin, request, words: str) -> Found:
    # Without the counts that the list has in its columns.
    rows, may_repeat = admin.get_search_results(request, admin.model.objects.all(), words)
    rows = (rows.distinct() if may_repeat else rows).order_by(*admin.ordering)
    records = list(rows[: SHOWN + 1])
    address = reverse(f"admin:papers_{admin.opts.model_name}_changelist")
    more = f"{address}?{urlencode({'q': words})}" if len(records) > SHOWN else ""
    return Found(capfirst(admin.opts.verbose_name_plural), [_line(record) for record in records[:SHOWN]], more)


def _line(record: Model) -> Line:
    address = reverse(f"admin:papers_{record._meta.model_name}_change", args=[record.pk])
    return Line(str(record), address, Stage(record.stage).label if isinstance(record, Paper) else "")
