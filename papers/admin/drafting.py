"""Work on a published paper as a draft: the paper's own form, saved beside the paper until somebody publishes it."""

from contextlib import contextmanager

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import flatten, quote, unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import path
from django.utils.formats import date_format
from django.utils.timezone import localtime, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from papers.admin.presence import note
from papers.admin.rights import NotSavedError, may_publish
from papers.drafts import (
    APART,
    DRAFT,
    PUBLISHED,
    NotWrittenError,
    OvertakenError,
    keep_draft,
    merged,
    publish_draft,
    rehearsal,
    try_on,
)
from papers.history import State, difference, differing, label_of, state_of
from papers.history.difference import change
from papers.models import Paper, PaperDraft
from papers.scheduling import schedule, unschedule

BUTTON = "_draft"  # of every button that saves a draft: keep, preview or publish


class TimeForm(forms.Form):
    """When a draft is published."""

    use_required_attribute = False  # the page has a button that needs no time
    publish_at = forms.DateTimeField(
        label=_lazy("At this time"),
        widget=forms.DateTimeInput({"type": "datetime-local"}),
        error_messages={"required": _lazy("Give a date and a time.")},
    )

    def clean_publish_at(self):
        """Return the moment; raise ValidationError for one that is past."""
        moment = self.cleaned_data["publish_at"]
        if moment <= now():
            raise ValidationError(_("This time is past: publish the draft at once, or give a later one."))
        return moment


def in_draft(request) -> bool:
    """Return whether the form at hand is that of a draft."""
    return getattr(request, "in_draft", False)


@contextmanager
def drafting(request):
    """Let the form within be that of a draft."""
    before, request.in_draft = in_draft(request), True
    try:
        yield
    finally:
        request.in_draft = before


class DraftingAdmin:
    """Papers that are changed by way of a draft once they are published."""

    def get_urls(self):
        """Return the addresses of the list, the forms and the drafts."""
        view = self.admin_site.admin_view
        return [
            path("<path:object_id>/draft/", view(self.draft_view), name="papers_paper_draft"),
            path("<path:object_id>/draft/publish/", view(self.publish_view), name="papers_paper_publish"),
            path("<path:object_id>/draft/schedule/", view(self.schedule_view), name="papers_paper_schedule"),
            path("<path:object_id>/draft/discard/", view(self.discard_view), name="papers_paper_discard"),
            *super().get_urls(),
        ]

    # Who, and what

    def has_draft_permission(self, request, paper) -> bool:
        """Return whether the published `paper` may be worked on as a draft: by whoever might change it as one."""
        if paper.status != Paper.Status.PUBLISHED:
            return False
        with drafting(request):
            return self.has_change_permission(request, paper)

    def get_fieldsets(self, request, obj=None):
        """Return the groups of fields; in a draft those that belong to it."""
        groups = super().get_fieldsets(request, obj)
        if not in_draft(request):
            return groups
        return [(name, group) for name, group in groups if not APART.intersection(flatten(group["fields"]))]

    # The form

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """Return the form; for a published paper with a button that saves a draft, or else the way to the draft."""
        paper = self.get_object(request, unquote(object_id))
        if paper is None or not self.has_draft_permission(request, paper):
            return super().change_view(request, object_id, form_url, extra_context)
        draft = _draft_of(paper)
        if request.method == "POST" and BUTTON in request.POST:
            if draft is None:
                return self._draft_form(request, paper, None)
            request.refused = _("Not saved: this paper has a draft already, by %(user)s. Change that one.") % {
                "user": draft.user
            }
        if request.method != "POST" and not self.has_change_permission(request, paper):
            return HttpResponseRedirect(self._way("draft", quote(paper.pk)))
        more = {"draft": draft, "may_draft": draft is None}
        return super().change_view(request, object_id, form_url, more | (extra_context or {}))

    def draft_view(self, request, object_id):
        """Show the form of a draft, or of a new one; save it where it is sent."""
        paper = self._drafted(request, object_id)
        if paper is None and request.method == "POST" and self.has_change_permission(request):
            with drafting(request):
                return self._gone(request, unquote(object_id))
        if paper is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        return self._draft_form(request, paper, _draft_of(paper))

    def may_open(self, request, record) -> bool:
        """Return whether the user may have the form of a paper, or of its draft, open."""
        may = super().may_open(request, record)
        return may or (record is not None and self.has_draft_permission(request, record))

    def _draft_form(self, request, paper, draft):
        told = self.presence(request, paper)
        if request.method != "POST":
            response = self._draft_answer(request, paper, draft, told)
        else:
            with transaction.atomic():
                # Whoever saves second meets what the first saved, and is refused like anybody whose form is overtaken.
                Paper.objects.select_for_update(no_key=True).get(pk=paper.pk)
                response = self._draft_answer(request, paper, _draft_of(paper), told)
        note(paper, request.user, is_left=response.status_code == 302)
        return response

    def _draft_answer(self, request, paper, draft, told):
        outcome = merged(draft) if draft else None
        with drafting(request), rehearsal():
            said = try_on(draft, outcome) if draft else []
            context = {"title": _("Draft of “%(title)s”") % {"title": paper.title}, "draft": draft}
            context |= {"in_draft": True, "may_publish": may_publish(request), "show_delete": False}
            context |= told
            if outcome and outcome.conflicts:
                context["overtaken"] = [label_of(Paper, name) for name in outcome.conflicts]
            response = self.changeform_view(request, str(paper.pk), request.path, context)
            is_saved = request.method == "POST" and response.status_code == 302
            if is_saved:
                content = state_of(paper)
            else:
                for line in said:
                    messages.warning(request, line)
                response = response.render() if hasattr(response, "render") else response
        return self._keep(request, paper, content) if is_saved else response

    def response_change(self, request, obj):
        """Return the way on; what was saved in a draft is not said to be saved."""
        if in_draft(request):
            return HttpResponseRedirect(request.path)
        return super().response_change(request, obj)

    def save_model(self, request, obj, form, change):
        """Save the paper; in a draft without its file and its history, which a draft leaves alone."""
        if in_draft(request):
            obj.save()
        else:
            super().save_model(request, obj, form, change)

    def log_change(self, request, obj, message):
        """Enter in the log what was changed; nothing was while it is a draft."""
        return None if in_draft(request) else super().log_change(request, obj, message)

    def _keep(self, request, paper, content: State):
        changed = [name for name in differing(Paper, state_of(paper), content) if name not in APART]
        if not changed:
            PaperDraft.objects.filter(paper=paper).delete()
            messages.warning(request, _("Nothing differs from what is published: there is no draft now."))
            return HttpResponseRedirect(self._way("change", quote(paper.pk)))
        was_scheduled = PaperDraft.objects.scheduled().filter(paper=paper).exists()
        draft = keep_draft(paper, content, request.user, keeps_time=may_publish(request))
        if was_scheduled and not draft.publish_at:
            messages.warning(request, _("It waits for no time any more: a Publisher sets it anew."))
        if request.FILES:
            messages.warning(request, _("The PDF is no part of a draft: upload it with the paper itself."))
        button = request.POST.get(BUTTON)
        if button == "publish" and may_publish(request):
            return self._publish(request, draft, {})
        messages.success(request, _("The draft is kept. Visitors go on seeing what is published."))
        return HttpResponseRedirect(self._way("preview" if button == "preview" else "draft", quote(paper.pk)))

    # Publishing it

    def publish_view(self, request, object_id):
        """Show what publishing a draft changes, and ask where somebody else changed the same; publish it."""
        paper = self._drafted(request, object_id)
        if paper is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        draft = _draft_of(paper)
        if draft is None:
            return self._no_draft(request, paper)
        if request.method == "POST":
            if not may_publish(request):
                raise PermissionDenied
            return self._publish(request, draft, _choices(request.POST))
        outcome, now = merged(draft), state_of(paper)
        context = {
            "title": _("Publish the draft of “%(title)s”") % {"title": paper.title},
            "object": paper,
            "draft": draft,
            "changes": [each for each in difference(Paper, now, outcome.state) if each.name not in outcome.conflicts],
            "conflicts": [_both(draft, now, name) for name in outcome.conflicts],
            "may_publish": may_publish(request),
            "form": TimeForm(),
        }
        return self._history_page(request, "publish", context)

    def schedule_view(self, request, object_id):
        """Have a draft published at the time that is sent, or by hand where none is."""
        paper = self._drafted(request, object_id)
        if paper is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not may_publish(request):
            raise PermissionDenied
        draft = _draft_of(paper)
        if draft is None:
            return self._no_draft(request, paper)
        self._schedule(request, draft)
        return HttpResponseRedirect(self._way("publish", quote(paper.pk)))

    def _schedule(self, request, draft):
        if "unschedule" in request.POST:
            unschedule(draft)
            messages.success(request, _("The draft waits for no time now."))
            return
        form = TimeForm(request.POST)
        if not form.is_valid():
            for errors in form.errors.values():
                messages.error(request, " ".join(errors))
            return
        moment = form.cleaned_data["publish_at"]
        try:
            with transaction.atomic():
                schedule(draft, moment, request.user, _choices(request.POST))
                self._keep_draft_within_scope(request, draft)
        except OvertakenError:
            messages.error(request, _("No time is set yet: say whose text is to be kept where both changed the same."))
        except NotSavedError as error:
            messages.error(request, str(error))
        else:
            said = _("Visitors see the draft from %(time)s on.") % {
                "time": date_format(localtime(moment), "DATETIME_FORMAT")
            }
            messages.success(request, said)

    def _keep_draft_within_scope(self, request, draft):
        """Raise NotSavedError where publishing `draft` would take the paper out of the scope of whoever asks."""
        with rehearsal():
            try_on(PaperDraft.objects.select_related("paper").get(pk=draft.pk))
            self.keep_within_scope(request, draft.paper)

    def _publish(self, request, draft, choices):
        paper = draft.paper
        try:
            with transaction.atomic():
                publish_draft(draft, request.user, _("Draft published."), choices)
                self.keep_within_scope(request, paper)
        except OvertakenError:
            messages.error(request, _("Not published yet: say whose text is to be kept where both changed the same."))
            return HttpResponseRedirect(self._way("publish", quote(paper.pk)))
        except (NotWrittenError, NotSavedError, IntegrityError) as error:
            reason = "" if isinstance(error, IntegrityError) else str(error)
            said = _("Not published: look at the draft and save it again. %(reason)s") % {"reason": reason}
            messages.error(request, said)
            return HttpResponseRedirect(self._way("draft", quote(paper.pk)))
        self.log_change(request, paper, _("Draft published."))
        messages.success(request, _("The draft is published."))
        return HttpResponseRedirect(self._way("change", quote(paper.pk)))

    def discard_view(self, request, object_id):
        """Ask whether to give a draft up; give it up where that is sent."""
        paper = self._drafted(request, object_id)
        if paper is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        draft = _draft_of(paper)
        if draft is None:
            return self._no_draft(request, paper)
        if request.method == "POST":
            draft.delete()
            self.log_change(request, paper, _("Draft discarded."))
            messages.success(request, _("The draft is discarded."))
            return HttpResponseRedirect(self._way("change", quote(paper.pk)))
        changes = difference(Paper, state_of(paper), merged(draft).state)
        title = _("Discard the draft of “%(title)s”?") % {"title": paper.title}
        return self._history_page(request, "discard", {"title": title, "object": paper, "changes": changes})

    # Shared

    def _drafted(self, request, object_id):
        paper = self._record(request, object_id)
        if paper is not None and not self.has_draft_permission(request, paper):
            raise PermissionDenied
        return paper

    def _no_draft(self, request, paper):
        messages.warning(request, _("This paper has no draft: somebody may have published or discarded it."))
        return HttpResponseRedirect(self._way("change", quote(paper.pk)))


def _draft_of(paper) -> PaperDraft | None:
    return PaperDraft.objects.select_related("user", "paper").filter(paper=paper).first()


def _both(draft: PaperDraft, now: State, name: str) -> dict:
    """Return what the draft and what somebody else made of a field since the draft began."""
    base, content = State(**draft.base), State(**draft.content)
    return {
        "name": name,
        "label": label_of(Paper, name),
        "draft": [change(Paper, name, base, content)],
        "published": [change(Paper, name, base, now)],
    }


def _choices(sent) -> dict[str, str]:
    """Return whose text is to be kept, by field."""
    prefix = "choice-"
    given = {name.removeprefix(prefix): value for name, value in sent.items() if name.startswith(prefix)}
    return {name: value for name, value in given.items() if value in {DRAFT, PUBLISHED}}
