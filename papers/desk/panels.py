"""What the editors' first page shows beside its tables, as plain rows, each panel by queries of a fixed number."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from operator import itemgetter

from django.contrib.admin.models import ADDITION, CHANGE, DELETION, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import Max, Model
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from papers.desk.paginators import capped_count
from papers.gaps import GAPS
from papers.models import Author, ImportBatch, Paper, PaperDraft, scopes_of
from papers.models.status import Stage

LINES = 8
DONE = {
    ADDITION: gettext_lazy("%(kind)s added by %(user)s %(time)s"),
    CHANGE: gettext_lazy("%(kind)s changed by %(user)s %(time)s"),
    DELETION: gettext_lazy("%(kind)s deleted by %(user)s %(time)s"),
}
MOST_COUNTED = 1_000


@dataclass(frozen=True)
class Line:
    """One thing: what it is, where it is edited ("" where it cannot be any more), and something about it."""

    label: str
    url: str
    note: str = ""


@dataclass(frozen=True)
class Panel:
    """A few lines under a heading; `empty` is said where there is none, `links` lead to all of them or to a new one."""

    key: str
    heading: str
    empty: str
    lines: list[Line]
    links: list[Line] = field(default_factory=list)


def panels_for(site, request) -> list[Panel]:
    """Return the panels of the first page, those that the user may look into."""
    made, kept = [], []
    if _may_view(site, request, Paper):
        new, kept = _new(site, request, Paper, _("Add a paper")), _newest_drafts(request.user)
        made += [_drafts(request.user, new), _drafts_of_published(kept), _scheduled(request.user)]
    if _may_view(site, request, ImportBatch):
        made.append(_inbox([*_new(site, request, ImportBatch, _("Add an import")), *_beginning(site, request)]))
    return [*made, _improving(site, request), _changes(site, request, kept)]


def _may_view(site, request, model: type[Model]) -> bool:
    return site.is_registered(model) and site.get_model_admin(model).has_view_permission(request)


def _new(site, request, model: type[Model], label: str) -> list[Line]:
    address = reverse(f"admin:papers_{model._meta.model_name}_add")
    return [Line(label, address)] if site.get_model_admin(model).has_add_permission(request) else []


def _beginning(site, request) -> list[Line]:
    may = site.get_model_admin(Author).has_begin_permission(request)
    return [Line(_("Begin a profile"), reverse("admin:papers_author_begin"))] if may else []


def _list_of(model: type[Model], query: str) -> str:
    return reverse(f"admin:papers_{model._meta.model_name}_changelist") + query


def _form_of(record: Model) -> str:
    return reverse(f"admin:papers_{record._meta.model_name}_change", args=[record.pk])


def _form_of_draft(draft: PaperDraft) -> str:
    return reverse("admin:papers_paper_draft", args=[draft.paper_id])


def _ago(moment) -> str:
    return _("%(time)s ago") % {"time": timesince(moment, depth=1)}


def _drafts(user, new: list[Line]) -> Panel:
    rows = Paper.objects.editable_by(user).in_stage(Stage.DRAFT).order_by("-updated", "-pk")
    lines = [Line(paper.title, _form_of(paper), _ago(paper.updated)) for paper in rows.only("title", "updated")[:LINES]]
    links = [Line(_("All drafts"), _list_of(Paper, "?stage=draft")), *new]
    return Panel("drafts", _("Drafts"), _("No paper is a draft."), lines, links)


def _drafts_of_published(kept: list[PaperDraft]) -> Panel:
    lines = [Line(row.paper.title, _form_of_draft(row), row.held or _by(row.user, row.updated)) for row in kept]
    return Panel("changes-apart", _("Drafts of published papers"), _("No published paper has a draft."), lines)


def _newest_drafts(user) -> list[PaperDraft]:
    rows = PaperDraft.objects.editable_by(user).order_by("-updated", "-pk")
    return list(rows.select_related("paper", "user").only("updated", "held", "paper__title", "user")[:LINES])


def _scheduled(user) -> Panel:
    papers = Paper.objects.editable_by(user).in_stage(Stage.SCHEDULED).order_by("publish_at", "pk")
    papers = papers.only("title", "publish_at")[:LINES]
    drafts = PaperDraft.objects.editable_by(user).scheduled().select_related("paper")
    drafts = drafts.only("publish_at", "paper__title")[:LINES]
    waiting = [(paper.publish_at, paper.title, _form_of(paper), "%s") for paper in papers]
    waiting += [(draft.publish_at, draft.paper.title, _form_of_draft(draft), _("%s, the draft")) for draft in drafts]
    lines = [
        Line(title, url, note % date_format(timezone.localtime(moment), "DATETIME_FORMAT"))
        for moment, title, url, note in sorted(waiting)[:LINES]
    ]
    links = [Line(_("All scheduled papers"), _list_of(Paper, "?stage=scheduled"))]
    return Panel("scheduled", _("Scheduled"), _("Nothing waits for its time."), lines, links)


def _inbox(new: list[Line]) -> Panel:
    rows = ImportBatch.objects.filter(status=ImportBatch.Status.PLANNED).order_by("-pk")
    rows = rows.select_related("user", "owner").defer("content")[:LINES]
    lines = [Line(_waiting(row), _form_of(row), _by(row.user, row.created)) for row in rows]
    planned = _list_of(ImportBatch, f"?status__exact={ImportBatch.Status.PLANNED}")
    links = [Line(_("All that wait"), planned), *new]
    return Panel("inbox", _("Imports to decide on"), _("No import waits."), lines, links)


def _waiting(batch: ImportBatch) -> str:
    return _("New works of %(person)s") % {"person": batch.owner} if batch.owner else batch.file_name


def _by(user, moment) -> str:
    return _("by %(user)s %(time)s") % {"user": user, "time": _ago(moment)} if user else _ago(moment)


# To improve


def _improving(site, request) -> Panel:
    return Panel("improving", _("To improve"), _("Nothing is missing."), list(_gaps(site, request)))


def _gaps(site, request) -> Iterator[Line]:
    for model, gaps in GAPS.items():
        if not _may_view(site, request, model) or (scopes_of(request.user) and model is not Paper):
            continue
        rows = model.objects.editable_by(request.user) if model is Paper else model.objects.all()
        for gap in gaps:
            if number := capped_count(rows.filter(gap.condition), MOST_COUNTED):
                note = str(number) if number <= MOST_COUNTED else _("over %(most)d") % {"most": MOST_COUNTED}
                yield Line(capfirst(gap.label), _list_of(model, f"?lacks={gap.key}"), note)


# Recent changes


def _changes(site, request, kept: list[PaperDraft]) -> Panel:
    """Return what the log tells, and the drafts `kept`, of which it tells only once they are published."""
    drafts = [(draft.updated, Line(draft.paper.title, _form_of_draft(draft), _saved(draft))) for draft in kept]
    found = sorted([*_entries(site, request), *drafts], key=itemgetter(0), reverse=True)
    return Panel(
        "changes", _("Recent changes"), _("Nothing was changed yet."), [line for _moment, line in found[:LINES]]
    )


def _entries(site, request) -> Iterator[tuple[datetime, Line]]:
    """Yield what the log tells of tables that the user may look into, with its time, of the newest `MOST_COUNTED`."""
    seen = [model for model in site._registry if _may_view(site, request, model)]
    types = [kind.pk for kind in ContentType.objects.get_for_models(*seen).values()]
    newest = LogEntry.objects.aggregate(Max("pk"))["pk__max"] or 0
    entries = LogEntry.objects.filter(pk__gt=newest - MOST_COUNTED, content_type__in=types).order_by("-pk")
    for entry in entries.select_related("user", "content_type")[:LINES]:
        yield entry.action_time, _change(entry)


def _change(entry: LogEntry) -> Line:
    url = "" if entry.is_deletion() else entry.get_admin_url() or ""
    said = {"kind": entry.content_type.name, "user": entry.user, "time": _ago(entry.action_time)}
    return Line(entry.object_repr, url, capfirst(DONE[entry.action_flag] % said))


def _saved(draft: PaperDraft) -> str:
    return _("Draft saved %(by)s") % {"by": _by(draft.user, draft.updated)}
