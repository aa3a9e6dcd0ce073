"""One record that stands for two people taken apart: chosen papers go to somebody else, new or known."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from papers.merge.ledger import STALE, NotMergedError, in_history
from papers.merge.rows import stored
from papers.merge.steps import Step, addition, change, do, written
from papers.models import Author, Authorship, MergeRecord


@dataclass(frozen=True)
class Split:
    """The papers of a person that go to another: to `other`, who is unsaved where new."""

    person: Author
    other: Author
    rows: list[Authorship]

    @property
    def label(self) -> str:
        """What is done, in a line."""
        number = len(self.rows)
        papers = ngettext("%(number)d paper", "%(number)d papers", number) % {"number": number}
        return f"{self.person} → {self.other}: {papers}"

    @cached_property
    def digest(self) -> str:
        """A digest of all that is read, which differs once something was edited."""
        state = [[stored(row) for row in self.rows], self.person.pk, self.other.pk or self.other.display_name]
        return hashlib.sha256(json.dumps(state, sort_keys=True).encode()).hexdigest()

    def steps(self, key: int) -> list[Step]:
        """Return the steps that give the papers to the person with a primary key; a rank was that of the first."""
        return [change(row, row.paper.title, author_id=key, profile_rank=None) for row in self.rows]


def plan_split(person: Author, papers: Iterable[int], other: Author | None, name: str) -> Split:
    """Return the split; raise NotMergedError with a sentence where it cannot be made."""
    rows = list(
        Authorship.objects.filter(author=person, paper__in=list(papers)).select_related("paper").order_by("-paper")
    )
    if not rows:
        raise NotMergedError(_("Tick the papers of the other person."))
    if bool(name.strip()) == bool(other):
        raise NotMergedError(_("Say whose papers they are: write a new name, or choose somebody known."))
    return Split(person, _known(person, other, rows) if other else _new(name), rows)


def _known(person: Author, other: Author, rows: list[Authorship]) -> Author:
    if other == person:
        raise NotMergedError(_("Choose somebody else."))
    both = Authorship.objects.filter(author=other, paper__in=[row.paper_id for row in rows]).select_related("paper")
    if titles := "; ".join(row.paper.title for row in both[:5]):
        raise NotMergedError(
            _("%(name)s is an author of these already: %(titles)s.") % {"name": other, "titles": titles}
        )
    return other


def _new(name: str) -> Author:
    now = timezone.now()
    author = Author(display_name=" ".join(name.split()), created=now, updated=now)
    try:
        author.full_clean()
    except ValidationError as error:
        raise NotMergedError(" ".join(error.messages)) from error
    return author


def split(person_key: int, papers: Iterable[int], other_key: int | None, name: str, digest: str, user) -> MergeRecord:
    """Move the papers as the preview with this digest said, in one transaction, and return the entry of the ledger.

    Raises NotMergedError, having written nothing, where something was edited since the preview.
    """
    with transaction.atomic():
        locked = {row.pk: row for row in _locked(Author.objects.all(), [person_key, other_key])}
        if person_key not in locked or (other_key and other_key not in locked):
            raise NotMergedError(str(STALE))
        plan = plan_split(locked[person_key], papers, locked.get(other_key), name)
        if plan.digest != digest:
            raise NotMergedError(str(STALE))
        made = [] if other_key else do([addition(plan.other, str(plan.other))])
        key = other_key or made[0].key
        steps = plan.steps(key)
        with in_history(Author, [person_key, key], steps, user, plan.label):
            steps = made + do(steps)
        return MergeRecord.objects.create(
            kind=MergeRecord.Kind.SPLIT,
            model="author",
            label=plan.label[:1000],
            kept=person_key,
            user=user,
            steps=written(steps),
        )


def _locked(people: models.QuerySet, keys: list) -> models.QuerySet:
    return people.select_for_update().filter(pk__in=[key for key in keys if key]).order_by("pk")
