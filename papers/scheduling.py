"""Drafts of published papers that are published at a set time, with nothing run at that time.

Whoever comes first after it, visitor or command, finds the draft due and publishes it before anything is read. One that
cannot be published then, as where the published paper was changed in the same fields, stays a draft and says why.
"""

import datetime
import time
from dataclasses import asdict

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from papers.drafts import NotWrittenError, OvertakenError, merged, publish_draft
from papers.faults import giving_way
from papers.history import label_of, state_of
from papers.models import Paper, PaperDraft

PATIENCE = 1000  # milliseconds that a page waits for somebody else who is writing
PROBES = {"/healthz", "/readyz"}  # which answer where the data cannot
NEXT_TRY = 5.0  # seconds until it is tried again where that was not enough


def schedule(draft: PaperDraft, moment: datetime.datetime, user, choices: dict[str, str] | None = None) -> None:
    """Have `draft` published at `moment` in the name of `user`.

    `choices` are those of `publish_draft`. Raises OvertakenError for a conflict without one.
    """
    with transaction.atomic():
        draft = PaperDraft.objects.select_for_update().get(pk=draft.pk)
        outcome = merged(draft, choices)
        if outcome.conflicts:
            raise OvertakenError(outcome.conflicts)
        draft.base, draft.content = asdict(state_of(draft.paper)), asdict(outcome.state)
        draft.publish_at, draft.publish_by, draft.held = moment, user, ""
        draft.save()


def unschedule(draft: PaperDraft) -> None:
    """Have `draft` published by hand."""
    PaperDraft.objects.filter(pk=draft.pk).update(publish_at=None, publish_by=None)


def publishes_due_drafts(get_response):
    """Return middleware that publishes the drafts whose time has come before it answers."""

    def middleware(request):
        if request.path_info not in PROBES:
            publish_due()
        return get_response(request)

    return middleware


_not_before = 0.0  # on the monotonic clock of this process


def publish_due() -> None:
    """Publish the drafts whose time has come; where somebody else goes on writing, what was published stays so long.

    Costs one query where nothing is due.
    """
    global _not_before
    if time.monotonic() < _not_before or not PaperDraft.objects.due().exists():
        return
    is_done = False
    with giving_way(PATIENCE), transaction.atomic():
        # Whoever comes at the same time waits, and then finds nothing due.
        for draft in PaperDraft.objects.due().select_for_update(of=("self",)).select_related("paper", "publish_by"):
            _publish_on_time(draft)
        is_done = True
    if not is_done:
        _not_before = time.monotonic() + NEXT_TRY


def _publish_on_time(draft: PaperDraft) -> None:
    said = _("Draft published at the time that was set.")
    try:
        if draft.paper.status != Paper.Status.PUBLISHED:
            raise NotWrittenError(_("The paper is no longer published."))
        with transaction.atomic():
            paper = publish_draft(draft, draft.publish_by, said)
    except OvertakenError as error:
        labels = ", ".join(label_of(Paper, name) for name in error.args[0])
        _hold(draft, _("Somebody changed the published paper too, in: %(fields)s.") % {"fields": labels})
    except NotWrittenError as error:
        _hold(draft, str(error))
    except IntegrityError:
        _hold(draft, _("Something in it has come to be another record's: save the draft again to see what."))
    else:
        _log(paper, draft.publish_by, said)


def _hold(draft: PaperDraft, reason: str) -> None:
    """Let a draft be one beyond its time, with the reason."""
    PaperDraft.objects.filter(pk=draft.pk).update(publish_at=None, publish_by=None, held=reason)


def _log(paper: Paper, user, said: str) -> None:
    """Enter in the log of the admin that a draft was published, where it is known by whom."""
    if user is not None:
        kind, called = ContentType.objects.get_for_model(Paper), str(paper)[:200]
        LogEntry.objects.create(
            user=user,
            content_type=kind,
            object_id=paper.pk,
            object_repr=called,
            action_flag=CHANGE,
            change_message=said,
        )
