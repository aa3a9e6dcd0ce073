"""The history of a record, the way back to a version, and deleted records brought back."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib import admin, messages
from django.contrib.admin.utils import quote, unquote
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import IntegrityError, transaction
from django.http import Http404, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from reversion.models import Version

from papers.admin.rights import is_confined
from papers.history import (
    NotWrittenError,
    State,
    deleted_versions,
    difference,
    differing,
    keep_version,
    keep_versions,
    label_of,
    recover,
    restore,
    state_in,
    state_of,
    versions_kept,
    versions_of,
)
from papers.history.versions import DECIDED_NOW, FOUND
from papers.models import ImportEntry, Paper

EVENTS = 25  # on a page of the history
REFUSED = gettext_lazy("The database refused: a value belongs to another record in the meantime. Nothing was changed.")


@dataclass
class Event:
    """A line of the history: a version, with the fields that it changed, or an import."""

    at: datetime
    version: Version | None = None
    entry: ImportEntry | None = None
    changed: tuple[str, ...] = ()


class HistoryAdmin(admin.ModelAdmin):
    """Records whose every version is kept, compared, and brought back."""

    # Versions are kept in the transaction that saves

    def save_model(self, request, obj, form, change):
        """Save the record; what it was before, if no version says so, is kept as one."""
        if change:
            keep_versions(self.model, [obj.pk], None, str(FOUND))
        super().save_model(request, obj, form, change)

    def log_addition(self, request, obj, message):
        """Enter in the log that the record was added, and keep its first version."""
        entry = super().log_addition(request, obj, message)
        keep_version(obj, request.user, entry.get_change_message())
        return entry

    def log_change(self, request, obj, message):
        """Enter in the log what was changed, and keep a version, unless nothing was."""
        entry = super().log_change(request, obj, message)
        keep_version(obj, request.user, entry.get_change_message())
        return entry

    def delete_model(self, request, obj):
        """Delete the record; its last version stays, from which it can be brought back."""
        keep_versions(self.model, [obj.pk], request.user, _("Deleted."), always=True)
        super().delete_model(request, obj)

    def delete_queryset(self, request, queryset):
        """Delete the records; the last version of each stays."""
        keep_versions(self.model, queryset.values_list("pk", flat=True), request.user, _("Deleted."), always=True)
        super().delete_queryset(request, queryset)

    def versions_kept(self, request, records, comment: str):
        """Keep a version of each of `records` that is changed within the context."""
        return versions_kept(self.model, [record.pk for record in records], request.user, comment)

    # Pages

    def get_urls(self):
        """Return the addresses of the form, the list and the history."""
        return [
            path("recover/", self.admin_site.admin_view(self.recover_list), name=self._route("recoverlist")),
            path("recover/<int:number>/", self.admin_site.admin_view(self.recover_view), name=self._route("recover")),
            path(
                "<path:object_id>/history/<int:number>/",
                self.admin_site.admin_view(self.version_view),
                name=self._route("version"),
            ),
            *super().get_urls(),
        ]

    def history_view(self, request, object_id, extra_context=None):
        """Show the versions of a record, and the imports that wrote it, newest first, with what each changed."""
        record = self._record(request, object_id)
        if record is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        page = Paginator(_moments(record), EVENTS).get_page(request.GET.get("p"))
        context = {
            "title": _("History of %(record)s") % {"record": record},
            "object": record,
            "page": page,
            "events": _events(record, list(page)),
        }
        return self._history_page(request, "history", context)

    def version_view(self, request, object_id, number):
        """Show what a version changed, and what restoring it would change; restore it where that is sent."""
        record = self._record(request, object_id)
        if record is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        versions = versions_of(self.model, [record.pk]).select_related("revision__user")
        version = versions.filter(pk=number).first()
        if version is None:
            raise Http404
        if request.method == "POST":
            return self._restore(request, record, version)
        before, state, now = versions.filter(pk__lt=number).first(), state_in(version), state_of(record)
        undecided = State({**state.values, **{name: now.values.get(name) for name in DECIDED_NOW}}, state.names)
        context = {
            "title": _("Version of %(time)s") % {"time": _said(version.revision.date_created)},
            "object": record,
            "version": version,
            "before": before,
            "changes": difference(self.model, state_in(before), state) if before else [],
            "to_restore": difference(self.model, now, undecided),
            "may_restore": self.has_change_permission(request, record),
        }
        return self._history_page(request, "version", context)

    def _restore(self, request, record, version):
        if not self.has_change_permission(request, record):
            raise PermissionDenied
        comment = _("Restored as it was on %(time)s.") % {"time": _said(version.revision.date_created)}
        try:
            said = self._restored(request, record, version, comment)
        except (NotWrittenError, IntegrityError) as error:
            return self._refuse(request, error, self._way("version", quote(record.pk), version.pk))
        self._tell(request, said)
        super().log_change(request, record, comment)
        messages.success(request, comment)
        return HttpResponseRedirect(self._way("change", quote(record.pk)))

    @transaction.atomic
    def _restored(self, request, record, version, comment: str) -> list[str]:
        said = restore(record, version, request.user, comment)
        if not self.has_change_permission(request, self.model.objects.get(pk=record.pk)):
            raise NotWrittenError(_("Not restored: as it was then, you may not change it."))
        return said

    # Deleted records

    def recover_list(self, request):
        """List the deleted records, the last deleted first."""
        self._check_may_recover(request)
        page = Paginator(deleted_versions(self.model), EVENTS).get_page(request.GET.get("p"))
        title = _("Deleted: %(kind)s") % {"kind": self.opts.verbose_name_plural}
        return self._history_page(request, "recover_list", {"title": title, "page": page})

    def recover_view(self, request, number):
        """Show a deleted record; bring it back where that is sent."""
        self._check_may_recover(request)
        version = deleted_versions(self.model).filter(pk=number).first()
        if version is None:
            messages.warning(request, _("It is no longer among the deleted ones: somebody may have brought it back."))
            return HttpResponseRedirect(self._way("recoverlist"))
        if request.method == "POST":
            return self._recover(request, version)
        changes = difference(self.model, State({}), state_in(version))
        filled = [each for each in changes if any(part.text for part in each.parts)]
        context = {"title": version.object_repr, "version": version, "values": filled}
        return self._history_page(request, "recover", context)

    def _recover(self, request, version):
        as_draft = self.model is Paper and not request.user.has_perm("papers.publish_paper")
        try:
            record, said = recover(self.model, version, request.user, _("Brought back."), as_draft=as_draft)
        except (NotWrittenError, IntegrityError) as error:
            return self._refuse(request, error, self._way("recoverlist"))
        self._tell(request, said)
        super().log_addition(request, record, _("Brought back."))
        messages.success(request, _("“%(record)s” is back.") % {"record": record})
        return HttpResponseRedirect(self._way("change", quote(record.pk)))

    def has_recover_permission(self, request) -> bool:
        """Return whether deleted records may be brought back: by whoever may add and delete them all."""
        may = self.has_add_permission(request) and self.has_delete_permission(request)
        return may and not is_confined(request)

    def _check_may_recover(self, request):
        if not self.has_recover_permission(request):
            raise PermissionDenied

    def changelist_view(self, request, extra_context=None):
        """Return the list, with the way to the deleted records for whoever may bring them back."""
        way = self._way("recoverlist") if self.has_recover_permission(request) else ""
        return super().changelist_view(request, {"recover_url": way} | (extra_context or {}))

    # Shared

    def _record(self, request, object_id):
        record = self.get_object(request, unquote(object_id))
        if record is not None and not self.has_view_or_change_permission(request, record):
            raise PermissionDenied
        return record

    def _refuse(self, request, error, address: str):
        said = str(error) if isinstance(error, NotWrittenError) else str(REFUSED)
        messages.error(request, said)
        return HttpResponseRedirect(address)

    def _tell(self, request, said: list[str]):
        for line in said:
            messages.warning(request, line)

    def _route(self, name: str) -> str:
        return f"papers_{self.opts.model_name}_{name}"

    def _way(self, name: str, *args) -> str:
        return reverse(f"{self.admin_site.name}:{self._route(name)}", args=args)

    def _history_page(self, request, name: str, context: dict):
        if request.method not in {"GET", "HEAD"}:
            return HttpResponseNotAllowed(["GET"])
        shared = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "list_url": self._way("changelist"),
            "module_name": capfirst(self.opts.verbose_name_plural),
        }
        return TemplateResponse(request, f"admin/papers/history/{name}.html", shared | context)


def _said(moment) -> str:
    return date_format(localtime(moment), "DATETIME_FORMAT")


def _moments(record) -> list[tuple]:
    """Return (time, version's number or None, import entry's number or None) of each event, newest first."""
    versions = versions_of(type(record), [record.pk]).values_list("revision__date_created", "pk")
    moments = [(at, pk, None) for at, pk in versions]
    if isinstance(record, Paper):
        written = record.import_entries.filter(batch__applied_at__isnull=False).exclude(before={}, made={})
        moments += [(at, None, pk) for at, pk in written.values_list("batch__applied_at", "pk")]
    return sorted(moments, key=lambda moment: (moment[0], moment[1] or 0), reverse=True)


def _events(record, moments: list[tuple]) -> list[Event]:
    model = type(record)
    keys = [pk for _at, pk, _entry in moments if pk]
    shown = versions_of(model, [record.pk]).select_related("revision__user")
    versions = {version.pk: version for version in shown.filter(pk__in=keys)}
    earlier = shown.filter(pk__lt=min(keys)).first() if keys else None
    entries = ImportEntry.objects.select_related("batch__user").in_bulk([entry for *_at, entry in moments if entry])
    changed, before = {}, earlier and state_in(earlier)
    for pk in sorted(versions):
        state = state_in(versions[pk])
        changed[pk] = tuple(label_of(model, name) for name in differing(model, before, state)) if before else ()
        before = state
    return [Event(at, versions.get(pk), entries.get(entry), changed.get(pk, ())) for at, pk, entry in moments]
