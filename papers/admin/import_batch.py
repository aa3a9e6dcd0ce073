"""Imports: a bibliography dropped, pasted or fetched, its plan as a table, applied whole or in part, and undone."""

from dataclasses import fields

from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from papers.admin.bibliography_form import BibliographyForm
from papers.admin.lists import CappedList, found_by_name
from papers.admin.rights import Confined, may_publish
from papers.cataloguing import NotAppliedError, NotPlannedError, Options, apply_proposed, propose_bibliography, undo
from papers.cataloguing.report import shown
from papers.desk.paginators import MOST_COUNTED, capped_count
from papers.imports import SOURCES
from papers.imports.record import PaperRecord, UnreadableFile
from papers.inbox import dismiss
from papers.models import ImportBatch, ImportEntry

ROWS = 500  # entries on a page of the plan
FIELDS = [field.name for field in fields(PaperRecord)]


class InboxFilter(admin.SimpleListFilter):
    """The lists of new works that wait, with their number."""

    title = _("inbox")
    parameter_name = "inbox"

    def lookups(self, request, model_admin):
        """Return the one choice."""
        waiting = capped_count(ImportBatch.objects.inbox(), MOST_COUNTED)
        return [("waiting", __("waiting (%(count)d)") % {"count": waiting})]

    def queryset(self, request, queryset):
        """Return the lists that wait, or everything."""
        return queryset.inbox() if self.value() == "waiting" else queryset


@admin.register(ImportBatch)
class ImportBatchAdmin(Confined, CappedList):
    """Imports and what came of them."""

    actions = None  # what was imported is undone, not deleted
    list_display = ["pk", "file_name", "source_label", "created", "user", "status", "outcomes"]
    list_display_links = ["pk", "file_name"]
    list_filter = [InboxFilter, "status"]
    list_select_related = ["user"]
    search_fields = ["file_name"]
    search_help_text = _("Words of the file's name, or how they begin.")

    def search(self, request, queryset, words):
        """Return the imports of files with all `words`, or how they begin, in their names."""
        return found_by_name(queryset, words), False

    @admin.display(description=_("format"))
    def source_label(self, batch) -> str:
        """Return the format as its users call it."""
        return SOURCES[batch.source].label if batch.source in SOURCES else batch.source

    @admin.display(description=_("entries"))
    def outcomes(self, batch) -> str:
        """Return the numbers of entries by outcome, without those of which there are none."""
        labels = dict(ImportEntry.Outcome.choices)
        return ", ".join(f"{count} {labels[outcome]}" for outcome, count in batch.counts.items() if count)

    def get_queryset(self, request):
        """Return the imports without the content of their files."""
        return super().get_queryset(request).defer("content")

    def has_add_permission(self, request):
        """Return whether an import may be planned: by whoever may write the papers it brings."""
        return super().has_add_permission(request) and writes_papers(request.user)

    def has_change_permission(self, request, obj=None):
        """Return whether an import may be applied: by whoever may write the papers it brings."""
        return super().has_change_permission(request, obj) and writes_papers(request.user)

    def has_undo_permission(self, request, obj):
        """Return whether the import `obj` may be undone."""
        return self.has_change_permission(request, obj) and request.user.has_perm("papers.undo_importbatch")

    def has_delete_permission(self, request, obj=None):
        """Return whether an import may be deleted: one that was never applied; any other is history."""
        may = super().has_delete_permission(request, obj)
        return may and (obj is None or obj.status in {ImportBatch.Status.PLANNED, ImportBatch.Status.DISMISSED})

    # Reading

    def add_view(self, request, form_url="", extra_context=None):
        """Show the form; read what is sent and lead to its plan."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = BibliographyForm(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid() and (batches := self._propose(request, form)):
            if len(batches) == 1:
                return HttpResponseRedirect(self._address("change", batches[0].pk))
            return HttpResponseRedirect(self._address("changelist"))
        title = __("Import a bibliography")
        context = {"form": form, "title": title, "sources": SOURCES.values(), "fetches": settings.FETCH}
        return self._page(request, "import", context)

    def _propose(self, request, form: BibliographyForm) -> list[ImportBatch]:
        """Return the batches of what can be read; say why anything else cannot, on the form where nothing can."""
        batches = []
        given, refused = form.contents()
        for name, content, source in given:
            try:
                batches.append(propose_bibliography(content, name, request.user, source))
            except UnreadableFile as error:
                refused.append(f"{name}: {error}" if len(given) > 1 else str(error))
        for sentence in refused:
            if batches:
                messages.error(request, sentence)
            else:
                form.add_error(None, sentence)
        return batches

    # The plan

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """Show a plan and what came of it; apply or undo it where that is sent."""
        batch = self.get_object(request, unquote(object_id))
        if batch is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_or_change_permission(request, batch):
            raise PermissionDenied
        if request.method == "POST":
            if not self.has_change_permission(request, batch):
                raise PermissionDenied
            self._act(request, batch)
            return HttpResponseRedirect(self._address("change", batch.pk))
        page = Paginator(batch.entries.select_related("paper"), ROWS).get_page(request.GET.get("p"))
        context = {
            "title": str(batch),
            "batch": batch,
            "source": self.source_label(batch),
            "outcomes": self.outcomes(batch),
            "page": page,
            "rows": [Row(entry) for entry in page],
            "may_choose": page.paginator.num_pages == 1,
            "may_change": self.has_change_permission(request, batch),
            "may_publish": may_publish(request),
            "may_undo": self.has_undo_permission(request, batch),
            "may_delete": self.has_delete_permission(request, batch),
        }
        return self._page(request, "plan", context)

    def _act(self, request, batch: ImportBatch) -> None:
        if "undo" in request.POST:
            if not self.has_undo_permission(request, batch):
                raise PermissionDenied
            self._undo(request, batch)
        elif "apply" in request.POST or "apply_all" in request.POST:
            self._apply(request, batch)
        elif "dismiss" in request.POST:
            self._dismiss(request, batch)

    def _apply(self, request, batch: ImportBatch) -> None:
        accepted = None if "apply_all" in request.POST else _accepted(request.POST)
        publishes = may_publish(request)
        drafts_by = None if publishes else request.user
        options = Options("publish" in request.POST and publishes, accepted=accepted, drafts_by=drafts_by)
        try:
            apply_proposed(batch, options)
        except NotPlannedError as error:
            messages.warning(request, str(error))
            return
        count = batch.entries.exclude(before={}, made={}).count()
        written = ngettext("%(count)d entry was imported.", "%(count)d entries were imported.", count)
        self.log_change(request, batch, written % {"count": count})
        messages.success(request, written % {"count": count})
        if drafts := batch.entries.filter(before__has_key="draft").count():
            said = ngettext(
                "%(count)d of them is a draft of a published paper now, which a Publisher publishes.",
                "%(count)d of them are drafts of published papers now, which a Publisher publishes.",
                drafts,
            )
            messages.info(request, said % {"count": drafts})

    def _dismiss(self, request, batch: ImportBatch) -> None:
        try:
            dismiss(batch)
        except NotPlannedError as error:
            messages.warning(request, str(error))
            return
        messages.success(request, __("None of these works is proposed again."))

    def _undo(self, request, batch: ImportBatch) -> None:
        try:
            kept = undo(batch, request.user)
        except NotAppliedError as error:
            messages.warning(request, str(error))
            return
        for line in kept:
            messages.warning(request, line)
        self.log_change(request, batch, __("The import is undone."))
        messages.success(request, __("The import is undone."))

    def _address(self, view: str, *args) -> str:
        return reverse(f"{self.admin_site.name}:papers_importbatch_{view}", args=args)

    def _page(self, request, name: str, context: dict) -> TemplateResponse:
        shared = {**self.admin_site.each_context(request), "opts": self.opts}
        return TemplateResponse(request, f"admin/papers/importbatch/{name}.html", shared | context)


def _accepted(sent) -> dict[int, frozenset[str] | None]:
    """Return the entries that are ticked, by position; of a changed one the fields that are."""
    accepted = {}
    for position in filter(str.isdecimal, sent.getlist("entry")):
        fields = frozenset(sent.getlist(f"field-{position}"))
        accepted[int(position)] = fields if f"fields-{position}" in sent else None
    return accepted


def place_of_field(change: tuple) -> int:
    """Return the place of a change's field in a record: PostgreSQL does not keep the order of a JSON object."""
    return FIELDS.index(change[0]) if change[0] in FIELDS else len(FIELDS)


class Row:
    """An entry as the table shows it."""

    def __init__(self, entry: ImportEntry):
        self.entry = entry
        self.name = entry.title or entry.label
        self.known_by = " · ".join(filter(None, [entry.byline, entry.label if entry.label != self.name else ""]))
        self.problems = [reason for _field, reason in entry.problems]
        self.changes = [
            {"name": name, "old": shown(old), "new": shown(new), "locked": locked}
            for name, (old, new, locked) in sorted(entry.changes.items(), key=place_of_field)
        ]
        self.is_offered = entry.outcome == entry.Outcome.NEW or bool(
            self.changes and entry.outcome != entry.Outcome.REFUSED
        )
        self.is_draft = "draft" in entry.before
        self.is_ticked = entry.outcome in {entry.Outcome.NEW, entry.Outcome.CHANGED}


def writes_papers(user) -> bool:
    """Return whether `user` may add, change and delete papers, all of which an import and its undoing do."""
    return user.has_perms([f"papers.{action}_paper" for action in ("add", "change", "delete")])
