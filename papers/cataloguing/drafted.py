"""What an import changes of published papers, as drafts over them, for an importer who may not publish."""

from dataclasses import asdict

from django.utils.translation import gettext as _

from papers.cataloguing.changed_paper import OF_PEOPLE, Change, settle
from papers.cataloguing.ledger import Written
from papers.cataloguing.values import digest, present_values
from papers.drafts import keep_draft, rehearsal, try_on
from papers.history.state import State, state_of, states_of
from papers.models import Paper, PaperDraft


def settle_with_drafts(entries: list[Written]) -> None:
    """Take from `entries`, whose papers are locked, the fields that a draft gives another value, and say so."""
    by_paper = {entry.planned.paper.pk: entry for entry in entries}
    for draft in PaperDraft.objects.filter(paper__in=by_paper):
        with rehearsal():
            try_on(draft)
            present = present_values(Paper.objects.for_page().get(pk=draft.paper_id))
        saying = _("The paper's draft says otherwise of %(fields)s and keeps it.")
        settle(by_paper[draft.paper_id], present, saying)


def write_as_drafts(entries: list[Written], user) -> None:
    """Keep what `entries` change of their papers as drafts by `user`, and enter in `before` what undoing them needs.

    They are settled with the drafts that are there.
    """
    by_paper = {entry.planned.paper.pk: entry for entry in entries if entry.fields - OF_PEOPLE}
    present = {draft.paper_id: draft for draft in PaperDraft.objects.filter(paper__in=by_paper)}
    _begin({key: entry for key, entry in by_paper.items() if key not in present}, user)
    for key, draft in present.items():
        _go_on(by_paper[key], draft, user)


def _begin(entries: dict[int, Written], user) -> None:
    """Begin a draft over each of these papers."""
    before = states_of(Paper, entries)
    with rehearsal():
        for entry in entries.values():
            Change(entry).write()
        after = states_of(Paper, entries)
    PaperDraft.objects.bulk_create(
        PaperDraft(paper_id=key, base=asdict(before[key]), content=asdict(after[key]), user=user) for key in entries
    )
    for key, entry in entries.items():
        _note(entry, None, after[key])


def _go_on(entry: Written, draft: PaperDraft, user) -> None:
    """Change the draft that a paper has."""
    was = {"base": draft.base, "content": draft.content, "user": draft.user_id, "schedule": _schedule_of(draft)}
    with rehearsal():
        try_on(draft)
        entry.planned.paper = Paper.objects.for_page().get(pk=draft.paper_id)
        Change(entry).write()
        content = state_of(entry.planned.paper)
    keep_draft(entry.planned.paper, content, user)
    _note(entry, was, content)


def _schedule_of(draft: PaperDraft) -> dict:
    """Return when a draft is published and in whose name, or why it was not, as JSON."""
    moment = draft.publish_at and draft.publish_at.isoformat()
    return {"publish_at": moment, "publish_by": draft.publish_by_id, "held": draft.held}


def _note(entry: Written, was: dict | None, content: State) -> None:
    entry.before["draft"] = {"was": was, "is": digest(content.values)}
