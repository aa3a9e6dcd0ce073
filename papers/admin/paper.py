"""Papers, with their authors, institutions, identifiers and links."""

from django.conf import settings
from django.contrib import admin, messages
from django.db import models
from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, Lower
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from papers import identifiers
from papers.admin.bulk import BulkAdmin
from papers.admin.drafting import DraftingAdmin, in_draft
from papers.admin.duplicates import DuplicatesAdmin
from papers.admin.lacking import LacksFilter, ShowsDeadLinks
from papers.admin.lists import UsedFilter, beginnings
from papers.admin.pasted_authors import PastedAuthorsAdmin
from papers.admin.pictures import UploadAdmin
from papers.admin.previewing import PreviewingAdmin
from papers.admin.records import AddressedAdmin
from papers.admin.rights import NotSavedError, ScopeFilter, is_confined, may_publish
from papers.admin.rows import DistinctFormSet, ExplainedInline, OrderedFormSet, OrderedInline, RowForm
from papers.filters import INDEXED_AT_ONCE
from papers.indexing import catch_up_if_free
from papers.models import (
    Authorship,
    Credit,
    Identifier,
    Link,
    Paper,
    PaperDraft,
    PaperInstitution,
    scopes_of,
    set_authors,
    set_institutions,
)
from papers.models.status import Stage


class AuthorshipFormSet(OrderedFormSet):
    """The authors of a paper."""

    member = "author"
    twice = _("This person is already among the authors.")

    def write(self, rows):
        """Make `rows` the paper's authors; a rank that was emptied is forgotten."""
        stored = set_authors(
            self.instance,
            [
                Credit(
                    author=row.author,
                    printed_name=row.printed_name,
                    role=row.role,
                    corresponding=row.corresponding,
                    equal_contribution=row.equal_contribution,
                    profile_rank=row.profile_rank,
                )
                for row in rows
            ],
        )
        emptied = [kept.pk for kept, row in zip(stored, rows, strict=True) if kept.profile_rank != row.profile_rank]
        Authorship.objects.filter(pk__in=emptied).update(profile_rank=None)
        return stored


class AuthorshipInline(OrderedInline):
    """The authors of a paper."""

    model = Authorship
    formset = AuthorshipFormSet
    extra = 3
    fields = [
        *("position", "author", "printed_name", "corresponding", "equal_contribution"),
        *("profile_rank", "role"),
    ]
    explanation = _(
        "The numbers decide the order: type 1 to make someone first, 3 to make someone third. Saving numbers everyone "
        "anew; whoever has no number comes last. Fill in “name as printed” only where the paper spells it differently. "
        "To paste a whole list, save the paper and use “Authors from a list” at its top."
    )

    def get_extra(self, request, obj=None, **kwargs):
        """Return how many empty rows are offered: none below a list that is already there."""
        return 0 if obj else self.extra


class PaperInstitutionFormSet(OrderedFormSet):
    """The institutions of a paper."""

    member = "institution"
    twice = _("This institution is already on the paper.")

    def write(self, rows):
        """Make `rows` the paper's institutions."""
        return set_institutions(self.instance, [row.institution for row in rows])


class PaperInstitutionInline(OrderedInline):
    """The institutions of a paper."""

    model = PaperInstitution
    formset = PaperInstitutionFormSet
    verbose_name = _("institution")
    verbose_name_plural = _("institutions")
    fields = ["position", "institution"]
    explanation = _("As the paper names them, in its order. The numbers work as they do for authors.")


class IdentifierForm(RowForm):
    """An identifier; of a DOI with spaces within, as from two lines of a PDF, `spaced` is what was typed."""

    spaced = ""

    def clean_value(self):
        """Return what was typed, without the spaces of which a DOI has none."""
        text = self.cleaned_data["value"]
        if self.cleaned_data.get("scheme") != "doi" or len(text.split()) < 2:
            return text
        try:
            identifiers.normalise("doi", text)
        except ValueError:
            self.spaced = text
            return "".join(text.split())
        return text


class IdentifierInline(ExplainedInline):
    """The identifiers of a paper."""

    model = Identifier
    form = IdentifierForm
    formset = DistinctFormSet
    fields = ["scheme", "value"]
    explanation = _("DOI, arXiv id and the like; a pasted web address is fine. The Read button leads to one of them.")


class LinkInline(ExplainedInline):
    """The links of a paper."""

    model = Link
    formset = DistinctFormSet
    fields = ["kind", "url", "label", "position"]
    explanation = _("Code, data, talks and the rest. A link of the kind “code” gives the paper its Code badge.")


DECISION = ["status", "publish_at", "retire_at"]


WITH_DRAFT = "with-draft"


class StageFilter(admin.SimpleListFilter):
    """The papers that are drafts, scheduled, published or retired at this moment, and those that have a draft."""

    title = _("status")
    parameter_name = "stage"

    def lookups(self, request, model_admin):
        """Return the stages."""
        return [*Stage.choices, (WITH_DRAFT, _("with a draft"))]

    def queryset(self, request, queryset):
        """Return the papers in the chosen stage; all of them where none is chosen."""
        if self.value() == WITH_DRAFT:
            return queryset.filter(pk__in=PaperDraft.objects.order_by().values("paper"))
        return queryset.in_stage(self.value()) if self.value() in Stage.values else queryset


@admin.register(Paper)
class PaperAdmin(
    ShowsDeadLinks, BulkAdmin, DraftingAdmin, PreviewingAdmin, DuplicatesAdmin, PastedAuthorsAdmin, UploadAdmin
):
    """Papers."""

    upload = "pdf"

    list_display = ["title", "category", "posted", "stage", "author_count", "changed"]
    list_filter = [
        StageFilter,
        LacksFilter,
        "type",
        ("primary_category", UsedFilter),
        "notice_kind",
    ]
    list_select_related = ["primary_category"]
    ordering = ["-updated", "-pk"]
    sorts = {"title": Lower("title"), "posted": "posted", "stage": "status", "changed": "updated"}
    search_fields = ["title", "authorships__printed_name", "identifiers__value"]
    search_help_text = _(
        "Words of a title, an abstract, a name or a venue, or how they begin; or an identifier such as a DOI."
    )
    prepopulated_fields = {"slug": ["title"]}
    autocomplete_fields = ["venue", "primary_category", "cross_listed"]
    inlines = [AuthorshipInline, PaperInstitutionInline, IdentifierInline, LinkInline]
    fieldsets = [
        (None, {"fields": ["title", "slug", "type"]}),
        (
            _("Publishing"),
            {
                "fields": DECISION,
                "description": format_lazy(
                    _("Dates and times are those of the time zone {zone}."), zone=settings.TIME_ZONE
                ),
            },
        ),
        (_("Abstract and subject"), {"fields": ["abstract", "primary_category", "cross_listed"]}),
        (_("When and where"), {"fields": ["posted", "issued", "venue", ("volume", "issue", "pages")]}),
        (_("Citing"), {"fields": ["citation_key"]}),
        ("PDF", {"fields": ["pdf", "pdf_rights"]}),
        (
            _("Publisher, editors, keywords, language"),
            {"fields": ["publisher", "place", "editors", "keywords", "language"], "classes": ["collapse"]},
        ),
        (
            _("Retraction or correction"),
            {
                "fields": ["notice_kind", "notice", "notice_url"],
                "classes": ["collapse"],
                "description": _("Shown at the top of the paper's page and beside it in every list."),
            },
        ),
        AddressedAdmin.address_fieldset,
    ]

    # Who may do what

    def reaches(self, request, obj=None) -> bool:
        """Return whether `obj`, or some paper, is within the scope of whoever asks."""
        if obj is None or not is_confined(request):
            return True
        if not hasattr(obj, "_is_reached"):
            obj._is_reached = self._within_scope(request, obj)
        return obj._is_reached

    def _within_scope(self, request, paper) -> bool:
        return Paper.objects.editable_by(request.user).filter(pk=paper.pk).exists()

    def has_change_permission(self, request, obj=None):
        """Return whether `obj`, or some paper, may be changed; what is to be public by whoever may publish."""
        return super().has_change_permission(request, obj) and self.may_decide_on(request, obj)

    def has_delete_permission(self, request, obj=None):
        """Return whether `obj`, or some paper, may be deleted; what is to be public by whoever may publish."""
        return super().has_delete_permission(request, obj) and self.may_decide_on(request, obj)

    def may_decide_on(self, request, obj=None) -> bool:
        """Return whether `obj`, or some paper, is a draft, or else theirs to decide on who may publish.

        A paper that waits for its time, or is past it, is no draft: somebody decided that the public sees it.
        """
        return obj is None or obj.status == Paper.Status.DRAFT or in_draft(request) or may_publish(request)

    def has_publish_permission(self, request):
        """Return whether papers may be published and retired."""
        return self.has_change_permission(request) and may_publish(request)

    def get_readonly_fields(self, request, obj=None):
        """Return what is only shown: to whoever may not publish, what decides on that too."""
        shown = super().get_readonly_fields(request, obj)
        return shown if may_publish(request) else [*DECISION, *shown]

    # The list

    def get_queryset(self, request):
        """Return the papers with the number of their authors, and whether they have a draft."""
        authors = Authorship.objects.filter(paper=OuterRef("pk")).order_by().values("paper")
        count = Subquery(authors.annotate(number=Count("pk")).values("number"), output_field=models.IntegerField())
        draft = Exists(PaperDraft.objects.filter(paper=OuterRef("pk")))
        return super().get_queryset(request).annotate(author_count=Coalesce(count, 0), has_draft=draft)

    def get_list_filter(self, request):
        """Return the filters; for whoever is confined to a scope, the one for what is within it comes first."""
        filters = super().get_list_filter(request)
        return [ScopeFilter, *filters] if is_confined(request) else filters

    @admin.display(description=_("category"))
    def category(self, obj):
        """Return the code of the primary category."""
        return obj.primary_category and obj.primary_category.code

    @admin.display(description=_("status"), ordering="status")
    def stage(self, obj):
        """Return what the paper is now, with the time of what comes next."""
        label = Stage(obj.stage).label
        if obj.has_draft:
            return _("%(stage)s, with a draft") % {"stage": label}
        coming = {Stage.SCHEDULED: obj.publish_at, Stage.PUBLISHED: obj.retire_at}.get(obj.stage)
        if coming is None:
            return label
        when = shown_time(coming)
        if obj.stage == Stage.SCHEDULED:
            return _("scheduled for %(time)s") % {"time": when}
        return _("published until %(time)s") % {"time": when}

    @admin.display(description=_("authors"))
    def author_count(self, obj):
        """Return the number of authors."""
        return obj.author_count

    @admin.display(description=_("updated"), ordering="updated")
    def changed(self, obj):
        """Return the day of the last change."""
        return obj.updated.date()

    def search(self, request, queryset, words):
        """Return the papers with the identifier pasted, or else with all words or their beginnings."""
        text = " ".join(words)
        identified = list(Identifier.objects.filter(_pasted(text)).values_list("paper", flat=True))
        if identified:
            return queryset.filter(pk__in=identified), False
        catch_up_if_free(INDEXED_AT_ONCE, kinds=("paper",))
        return queryset.found_by(beginnings(words)), False

    # The form

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """Return the form field; the two boxes of a time say which of them is which."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and isinstance(db_field, models.DateTimeField):
            for box, part in zip(field.widget.widgets, (_("date"), _("time")), strict=True):
                box.attrs["aria-label"] = format_lazy("{field}: {part}", field=field.label, part=part)
        return field

    def is_public(self, obj):
        """Return whether the paper is published."""
        return obj.is_public

    def save_formset(self, request, form, formset, change):
        """Save the rows; name a DOI that may be a typing error."""
        super().save_formset(request, form, formset, change)
        if formset.model is Identifier:
            changed = [*formset.new_objects, *(row for row, _fields in formset.changed_objects)]
            spaced = {id(row.instance): row.spaced for row in formset.forms}
            for identifier in changed:
                self._warn_of_odd_doi(request, identifier, spaced.get(id(identifier), ""))

    def _warn_of_odd_doi(self, request, identifier, spaced: str):
        warning = identifiers.doi_warning(identifier.value) if identifier.scheme == "doi" else None
        if spaced:
            warning = _("The spaces in “%(typed)s” were taken out; please check that it opens at https://doi.org/.") % {
                "typed": spaced
            }
        if warning:
            self.message_user(request, f"{identifier.value}: {warning}", messages.WARNING)

    def response_add(self, request, obj, post_url_continue=None):
        """Say after the first saving that a draft is not public yet, or when it will be, or where it is."""
        response = super().response_add(request, obj, post_url_continue)
        if obj.stage == Stage.DRAFT:
            self.message_user(
                request, _("It is a draft: visitors see it once its status is “published”."), messages.WARNING
            )
        self._say_where(request, obj)
        return response

    def response_change(self, request, obj):
        """Say after saving where visitors see the paper, or from when on, if they do."""
        response = super().response_change(request, obj)
        self._say_where(request, obj)
        return response

    def _say_where(self, request, obj):
        if in_draft(request):
            return
        if obj.stage == Stage.SCHEDULED:
            said = _("Visitors see it from %(time)s on.") % {"time": shown_time(obj.publish_at)}
            self.message_user(request, said)
        if obj.stage == Stage.PUBLISHED:
            link = format_html('<a href="{}">{}</a>', obj.get_absolute_url(), _("Open its page"))
            self.message_user(request, format_html("{} {}", _("Visitors see it now."), link))

    def save_related(self, request, form, formsets, change):
        """Save the rows, then make the citation key from them where there is none.

        A draft without authors has time: they come next, and a key stays as it was made.
        """
        super().save_related(request, form, formsets, change)
        paper = form.instance
        self.keep_within_scope(request, paper)
        if paper.status != Paper.Status.DRAFT or paper.authorships.exists():
            paper.assign_citation_key()

    def keep_within_scope(self, request, paper):
        """Raise NotSavedError where whoever asks wrote a paper that is not, or no longer, within their scope."""
        if is_confined(request) and not self._within_scope(request, paper):
            names = ", ".join(str(scope) for scope in scopes_of(request.user))
            raise NotSavedError(
                _(
                    "Not saved: you edit the papers of %(names)s, so that name has to stand among the authors or "
                    "institutions of this one."
                )
                % {"names": names}
            )


def shown_time(moment) -> str:
    """Return a moment in the site's time zone."""
    return date_format(timezone.localtime(moment), "DATETIME_FORMAT")


def _pasted(text: str) -> Q:
    """Return the condition that an identifier is what `text` is in its normal form, in any scheme that reads it."""
    condition = Q(pk__in=[])
    for scheme in identifiers.SCHEMES:
        try:
            condition |= Q(scheme=scheme, value=identifiers.normalise(scheme, text))
        except ValueError:
            continue
    return condition
