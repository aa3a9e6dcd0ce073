"""Many papers at once: what would change is shown line by line, then done in one transaction."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.models import CHANGE, LogEntry
from django.db import models, transaction
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from papers.admin.keys import is_key
from papers.admin.records import RecordSelect
from papers.admin.rights import is_confined, may_publish
from papers.downloads import FILE_FORMATS, File, download
from papers.models import Category, Institution, Paper, PaperInstitution, assign_citation_keys
from papers.models.status import Stage

LINES = 200  # shown of a preview
HEAVY = ("abstract", "extra", "imported")
ADD, SET = "add", "set"


class RecordField(forms.ModelChoiceField):
    """A choice of one record."""

    def to_python(self, value):
        """Return the record; raise ValidationError for what no primary key can be, where Django's own fails."""
        if value and not is_key(str(value)):
            raise forms.ValidationError(self.error_messages["invalid_choice"], "invalid_choice", {"value": value})
        return super().to_python(value)


def record_field(field: models.ForeignKey, admin_site) -> RecordField:
    """Return the box for one of the records that a column points to."""
    chosen = RecordField(field.related_model.objects.all(), label=str(field.verbose_name).capitalize())
    chosen.widget = RecordSelect(field, admin_site, choices=chosen.choices)
    return chosen


@dataclass(frozen=True)
class Line:
    """One paper, with the value that it has and the one that it gets."""

    paper: Paper
    before: str
    after: str

    @property
    def changes(self) -> bool:
        """Whether it gets another."""
        return self.before != self.after


@dataclass(frozen=True)
class Bulk:
    """A change to many papers: `lines` says what it comes to, `write` makes it."""

    title: str
    done: str  # in the log and the history
    lines: Callable[[models.QuerySet], list[Line]]
    write: Callable[[list[Paper]], None]
    field: str  # in the log

    def digest(self, lines: list[Line]) -> str:
        """Return what stands for the preview, and differs once one of the papers was edited."""
        said = [self.title, *([line.paper.pk, line.before, line.after] for line in lines)]
        return hashlib.sha256(json.dumps(said, sort_keys=True, default=str).encode()).hexdigest()


# The changes


def publishing() -> Bulk:
    """Return the change that shows papers to the public."""

    def lines(papers):
        after = str(Stage.PUBLISHED.label)
        return [Line(paper, str(Stage(paper.stage).label), after) for paper in papers]

    def write(papers):
        assign_citation_keys(papers)
        Paper.objects.filter(pk__in=[paper.pk for paper in papers]).publish()

    return Bulk(__("Publish papers"), __("Published."), lines, write, str(_("status")))


def retiring() -> Bulk:
    """Return the change that hides papers from now on that the public sees, and leaves others as they are."""
    became = {Stage.PUBLISHED: Stage.RETIRED}

    def lines(papers):
        stages = [(paper, Stage(paper.stage)) for paper in papers]
        return [Line(paper, str(stage.label), str(became.get(stage, stage).label)) for paper, stage in stages]

    def write(papers):
        Paper.objects.filter(pk__in=[paper.pk for paper in papers]).retire()

    return Bulk(__("Retire papers"), __("Retired."), lines, write, str(_("status")))


def unpublishing() -> Bulk:
    """Return the change that makes papers drafts."""

    def lines(papers):
        return [Line(paper, str(Stage(paper.stage).label), str(Stage.DRAFT.label)) for paper in papers]

    def write(papers):
        Paper.objects.filter(pk__in=[paper.pk for paper in papers]).make_draft()

    return Bulk(__("Make papers drafts"), __("Made a draft."), lines, write, str(_("status")))


def categorising(category: Category) -> Bulk:
    """Return the change that gives papers a primary category; one that they are cross-listed in is so no longer."""

    def lines(papers):
        papers = papers.select_related("primary_category")
        return [Line(paper, str(paper.primary_category or "–"), str(category)) for paper in papers]

    def write(papers):
        keys = [paper.pk for paper in papers]
        Paper.cross_listed.through.objects.filter(paper__in=keys, category=category).delete()
        Paper.objects.filter(pk__in=keys).update(primary_category=category, updated=timezone.now())

    title = __("Set the category %(category)s") % {"category": category}
    return Bulk(title, title, lines, write, str(_("category")))


def placing(institution: Institution, how: str) -> Bulk:
    """Return the change that adds an institution to papers, or makes it their only one."""

    def lines(papers):
        return [Line(paper, *_places(paper, institution, how)) for paper in papers.prefetch_related(ENTRIES)]

    def write(papers):
        keys = [paper.pk for paper in papers]
        entries = PaperInstitution.objects.filter(paper__in=keys)
        if how == SET:
            entries.delete()
        last = dict(entries.order_by().values("paper").annotate(n=models.Max("position")).values_list("paper", "n"))
        PaperInstitution.objects.bulk_create(
            PaperInstitution(paper=paper, institution=institution, position=last.get(paper.pk, 0) + 1)
            for paper in papers
        )
        Paper.objects.filter(pk__in=keys).update(updated=timezone.now())

    titles = {ADD: __("Add the institution %(name)s"), SET: __("Set the institution %(name)s")}
    title = titles[how] % {"name": institution}
    return Bulk(title, title, lines, write, str(_("institutions")))


ENTRIES = "institution_entries__institution"


def _places(paper: Paper, institution: Institution, how: str) -> tuple[str, str]:
    present = paper.listed_institutions
    wanted = [institution] if how == SET else present + [institution] * (institution not in present)
    return tuple("; ".join(map(str, places)) or "–" for places in (present, wanted))


# The pages


class BulkAdmin(admin.ModelAdmin):
    """Papers that are changed and exported many at a time."""

    actions = ["publish", "retire", "make_draft", "set_category", "set_institution", "export"]

    @admin.action(description=_("Publish…"), permissions=["publish"])
    def publish(self, request, queryset):
        """Show the chosen papers to the public."""
        return self._bulk(request, queryset, publishing())

    @admin.action(description=_("Retire: hide from now on…"), permissions=["publish"])
    def retire(self, request, queryset):
        """Hide the chosen papers from now on."""
        return self._bulk(request, queryset, retiring())

    @admin.action(description=_("Make draft: hide, to be worked on…"), permissions=["publish"])
    def make_draft(self, request, queryset):
        """Make the chosen papers drafts."""
        return self._bulk(request, queryset, unpublishing())

    @admin.action(description=_("Set the category…"), permissions=["change"])
    def set_category(self, request, queryset):
        """Give the chosen papers a primary category."""
        form = self._form(request, value=record_field(Paper._meta.get_field("primary_category"), self.admin_site))
        if not form.is_valid():
            return self._ask(request, queryset, form, __("Set the category"))
        return self._bulk(request, queryset, categorising(form.cleaned_data["value"]), form)

    @admin.action(description=_("Add or set an institution…"), permissions=["change"])
    def set_institution(self, request, queryset):
        """Add an institution to the chosen papers, or make it their only one."""
        ways = [(ADD, _("added to those there are"))]
        if not is_confined(request):
            ways.append((SET, _("in the place of those there are")))
        form = self._form(
            request,
            value=record_field(PaperInstitution._meta.get_field("institution"), self.admin_site),
            how=forms.ChoiceField(label=_("How"), choices=ways, initial=ADD),
        )
        if not form.is_valid():
            return self._ask(request, queryset, form, __("Add or set an institution"))
        given = form.cleaned_data
        return self._bulk(request, queryset, placing(given["value"], given["how"]), form)

    @admin.action(description=_("Export…"), permissions=["view"])
    def export(self, request, queryset):
        """Send the chosen papers, drafts included, as a file."""
        formats = {each.extension: each for each in FILE_FORMATS}
        labels = [(extension, each.label) for extension, each in formats.items()]
        form = self._form(request, value=forms.ChoiceField(label=_("Format"), choices=labels))
        if not form.is_valid():
            return self._ask(request, queryset, form, __("Export papers"), __("Export"))
        file = File("papers", __("Papers"), reverse("papers:paper_list"))
        return download(request, formats[form.cleaned_data["value"]], queryset, file)

    def _form(self, request, **fields) -> forms.Form:
        form = forms.Form(request.POST if "value" in request.POST else None)
        form.fields |= fields
        return form

    def _ask(self, request, queryset, form, title: str, button: str = "") -> TemplateResponse:
        context = {"title": title, "form": form, "count": queryset.count(), "button": button or __("Show what changes")}
        return self._bulk_page(request, "ask", context)

    def _bulk(self, request, queryset, bulk: Bulk, form=None):
        if "apply" in request.POST and self._apply(request, queryset, bulk):
            return None
        lines = bulk.lines(self._within_reach(request, queryset).defer(*HEAVY))
        changed = [line for line in lines if line.changes]
        context = {
            "title": bulk.title,
            "form": form,
            "changed": changed[:LINES],
            "changed_count": len(changed),
            "same": [line for line in lines if not line.changes][:LINES],
            "same_count": len(lines) - len(changed),
            "left_out": queryset.count() - len(lines),
            "digest": bulk.digest(lines),
        }
        return self._bulk_page(request, "preview", context)

    def _within_reach(self, request, queryset):
        """Return the chosen papers that the user may change."""
        within = queryset.editable_by(request.user)
        return within if may_publish(request) else within.filter(status=Paper.Status.DRAFT)

    @transaction.atomic
    def _apply(self, request, queryset, bulk: Bulk) -> bool:
        """Make the change that was shown, and return whether it was made: not where a paper was edited since."""
        lines = bulk.lines(self._within_reach(request, queryset).select_for_update(of=["self"], no_key=True))
        if request.POST.get("digest") != bulk.digest(lines):
            messages.error(request, __("Nothing was changed: something was edited since you looked. Look at it again."))
            return False
        papers = [line.paper for line in lines if line.changes]
        with self.versions_kept(request, papers, bulk.done):
            bulk.write(papers)
        LogEntry.objects.log_actions(request.user.pk, papers, CHANGE, [{"changed": {"fields": [bulk.field]}}])
        number = len(papers)
        said = ngettext("%(number)d paper was changed.", "%(number)d papers were changed.", number) % {"number": number}
        messages.success(request, f"{bulk.title}: {said}")
        return True

    def _bulk_page(self, request, name: str, context: dict) -> TemplateResponse:
        chosen = {
            "action": request.POST.get("action", ""),
            "select_across": request.POST.get("select_across", "0"),
            "keys": list(filter(is_key, request.POST.getlist(ACTION_CHECKBOX_NAME))),
        }
        form = context["form"]
        shared = {"opts": self.opts, "chosen": chosen, "media": self.media + form.media if form else self.media}
        context = self.admin_site.each_context(request) | shared | context
        return TemplateResponse(request, f"admin/papers/bulk/{name}.html", context)
