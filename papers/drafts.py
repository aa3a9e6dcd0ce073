"""A change of a published paper, prepared as a draft: tried on in a transaction that is rolled back, then published.

A draft is the state that the paper is to have, beside the one that was published when it began. Only what differs
between these two is the draft's; everything else goes on changing, by imports or other editors, and stays as it is.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from papers.history import State, state_of, versions_kept
from papers.history.difference import shown_names
from papers.history.state import RANKS
from papers.history.versions import DECIDED_NOW
from papers.history.writing import NotWrittenError, upload_fields, writable, write
from papers.models import Paper, PaperDraft

# Uploads are no part of a draft, and whether the paper is shown is not either.
IMPORTED = "imported"  # whose digests go with the values that an import brought into a draft
APART = (DECIDED_NOW - {IMPORTED}) | upload_fields(Paper)
DRAFT, PUBLISHED = "draft", "published"


class OvertakenError(Exception):
    """The published paper was changed in fields that the draft changes too: somebody has to choose."""


@contextmanager
def rehearsal() -> Iterator[None]:
    """Take back whatever is written within."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def try_on(draft: PaperDraft, outcome: "Merged | None" = None) -> list[str]:
    """Make the paper what its draft says, within a rehearsal, and return a sentence for each thing that cannot be.

    `outcome` is what `merged` returned, where that is known.
    """
    state, said = writable(Paper, draft.paper_id, (outcome or merged(draft)).state)
    write(Paper.objects.get(pk=draft.paper_id), state, keep=APART, is_rehearsal=True)
    return said


def keep_draft(paper: Paper, content: State, user, *, keeps_time: bool = False) -> PaperDraft:
    """Keep `content` as the draft of `paper`; a new draft begins over what is published now.

    Unless `keeps_time`, the draft is no longer published at the time that was set for what it said before.
    """
    with transaction.atomic():
        now, draft = state_of(paper), PaperDraft.objects.select_for_update().filter(paper=paper).first()
        if draft is None:
            draft = PaperDraft(paper=paper, base=asdict(now))
        elif conflicts := merged(draft, now=now).conflicts:
            draft.base = _kept_conflicts(draft, conflicts, now)
        else:
            draft.base = asdict(now)
        draft.content, draft.user = asdict(content), user
        if keeps_time:
            draft.held = ""
        elif draft.publish_at:
            draft.publish_at, draft.publish_by = None, None
            draft.held = _("%(user)s changed it after the time was set.") % {"user": user}
        draft.save()
    return draft


def _kept_conflicts(draft: PaperDraft, conflicts: list[str], now: State) -> dict:
    """Return what is published now, but what was published when the draft began where the two still disagree."""
    base = State(**draft.base)
    values = now.values | {name: base.values.get(name) for name in conflicts}
    return asdict(State(values, _both_names(now, base)))


@dataclass(frozen=True)
class Merged:
    """A paper as a draft would have it now, and the fields that both sides changed, each in another way."""

    state: State
    conflicts: list[str]


def merged(draft: PaperDraft, choices: dict[str, str] | None = None, *, now: State | None = None) -> Merged:
    """Return what the paper would be: as published, but for what the draft changes.

    `choices` says of a field that both sides changed whose it is to be, "draft" or "published"; without a choice it is
    a conflict, and the draft's. `now` is what is published, where that is known.
    """
    base, content, now = State(**draft.base), State(**draft.content), now or state_of(draft.paper)
    values, conflicts = dict(now.values), []
    for name in [name for name in shown_names(Paper) if name not in APART | {RANKS}]:
        old, mine, theirs = (side.values.get(name) for side in (base, content, now))
        if mine == old:
            continue
        if theirs not in (old, mine):
            chosen = (choices or {}).get(name)
            if chosen == PUBLISHED:
                continue
            if chosen != DRAFT:
                conflicts.append(name)
        values[name] = mine
    for name in (RANKS, IMPORTED):
        values[name] = _by_key(*(side.values.get(name, {}) for side in (base, content, now)))
    return Merged(State(values, _both_names(now, content)), conflicts)


def _by_key(base: dict, mine: dict, theirs: dict) -> dict:
    """Return what stands under each key: the draft's where the draft changed it, else what stands there now."""
    found = dict(theirs)
    for key in base.keys() | mine.keys():
        if mine.get(key) != base.get(key):
            found[key] = mine.get(key)
    return {key: value for key, value in found.items() if value is not None}


def _both_names(*states: State) -> dict:
    names: dict = {}
    for state in states:
        for label, found in state.names.items():
            names[label] = names.get(label, {}) | found
    return names


def publish_draft(draft: PaperDraft, user, comment: str, choices: dict[str, str] | None = None) -> Paper:
    """Make the paper what its draft says, as a new version, and delete the draft; return the paper.

    Raises OvertakenError for a conflict without a choice, and NotWrittenError where something in the draft is gone or
    has come to be another paper's.
    """
    with versions_kept(Paper, [draft.paper_id], user, comment):
        paper = Paper.objects.select_for_update(no_key=True).get(pk=draft.paper_id)
        draft = PaperDraft.objects.select_for_update().get(pk=draft.pk)
        outcome = merged(draft, choices)
        if outcome.conflicts:
            raise OvertakenError(outcome.conflicts)
        state, said = writable(Paper, paper.pk, outcome.state)
        if said:
            raise NotWrittenError(" ".join(said))
        write(paper, state, keep=APART)
        paper.assign_citation_key()
        draft.delete()
    return paper
