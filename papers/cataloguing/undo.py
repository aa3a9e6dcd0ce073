"""Taking back exactly what an import did, and naming what somebody has edited since instead of touching it."""

from collections import defaultdict

from django.contrib.auth import get_user_model
from django.db import models, transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from papers.cataloguing.values import COLUMNS, digest, is_edited, present_values
from papers.history import versions_kept
from papers.models import (
    Author,
    Authorship,
    Category,
    Identifier,
    ImportBatch,
    ImportEntry,
    Institution,
    Link,
    MergeRecord,
    Paper,
    PaperDraft,
    Venue,
    set_institutions,
)

CHUNK = 200


class NotAppliedError(Exception):
    """An import that is not applied cannot be undone; the text says so."""


def undo(batch: ImportBatch, user=None) -> list[str]:
    """Take back what `batch` did, in one transaction, and return a line for each thing left, as edited since.

    A paper that was only changed gets a version, by `user`.

    Raises NotAppliedError where the batch is not applied, or is undone already.
    """
    with transaction.atomic():
        batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
        if batch.status != ImportBatch.Status.APPLIED:
            raise NotAppliedError(
                _("Import %(number)d is not applied: there is nothing to undo.") % {"number": batch.pk}
            )
        kept = _Undoing(batch, user).run()
        batch.status, batch.undone_at = ImportBatch.Status.UNDONE, timezone.now()
        batch.save()
    return kept


class _Undoing:
    def __init__(self, batch: ImportBatch, user):
        self.batch, self.user = batch, user
        self.kept: list[str] = []
        self.made: dict[str, list[int]] = defaultdict(list)

    def run(self) -> list[str]:
        last = None
        while rows := self.before(last):
            self.papers = Paper.objects.for_page().in_bulk([row.paper_id for row in rows if row.paper_id])
            self.drafts = {draft.paper_id: draft for draft in PaperDraft.objects.filter(paper__in=self.papers)}
            self.later = self.changed_later()
            changed = [row.paper_id for row in rows if row.paper_id in self.papers and "paper" not in row.made]
            comment = _("Import %(number)d undone.") % {"number": self.batch.pk}
            with versions_kept(Paper, changed, self.user, comment):
                self.undo_rows(rows)
            last = rows[-1].position
        self.remove_people()
        self.remove_unused(Institution, "institutions", "paper_entries", "affiliations")
        self.remove_unused(Venue, "venues", "papers")
        self.remove_unused(Category, "categories", "papers", "cross_listed_papers", "authors")
        return self.kept

    def before(self, position: int | None) -> list[ImportEntry]:
        rows = self.batch.entries.exclude(before={}, made={}).order_by("-position")
        return list((rows if position is None else rows.filter(position__lt=position))[:CHUNK])

    def changed_later(self) -> set[int]:
        later = ImportEntry.objects.filter(
            batch__gt=self.batch.pk, batch__status=ImportBatch.Status.APPLIED, paper__in=self.papers
        )
        return set(later.exclude(before={}).values_list("paper", flat=True))

    def undo_rows(self, rows: list[ImportEntry]) -> None:
        removed = []
        for row in rows:
            for kind, keys in row.made.items():
                self.made[kind] += keys
            paper = self.papers.get(row.paper_id)
            if paper is None:
                continue
            if "draft" in row.before:
                self.restore_draft(paper, row)
            elif "paper" not in row.made:
                self.restore(paper, row)
            elif edits := self.edits(paper, row):
                self.kept.append(_("“%(title)s” stays: %(edits)s.") % {"title": paper.title, "edits": edits})
            else:
                removed.append(paper.pk)
        Paper.objects.filter(pk__in=removed).delete()

    def edits(self, paper: Paper, row: ImportEntry) -> str:
        """Return in words what happened to a new paper since; "" where nothing did."""
        if paper.pk in self.later:
            return _("a later import changed it")
        if paper.pk in self.drafts:
            return _("it has a draft")
        present = present_values(paper)
        written = row.before.get("written", paper.imported)
        edited = [name for name, value in present.items() if is_edited(written, name, value)]
        if edited:
            return _("edited since in %(fields)s") % {"fields": ", ".join(edited)}
        return _("edited since") if paper.updated > self.batch.applied_at else ""

    # A changed paper

    def restore_draft(self, paper: Paper, row: ImportEntry) -> None:
        """Make the draft what it was; of one that was published since, the paper."""
        mark, draft = row.before.pop("draft"), self.drafts.get(paper.pk)
        if draft is None or draft.begun > self.batch.applied_at:
            present = present_values(paper)
            for name in row.before.keys() - {"imported"}:
                if digest(present[name]) == digest(row.changes[name][0]):  # the draft was discarded
                    del row.before[name]
            self.restore(paper, row)
        elif digest(draft.content["values"]) != mark["is"]:
            self.kept.append(_("The draft of “%(title)s” stays: edited since.") % {"title": paper.title})
        elif mark["was"] is None:
            draft.delete()
        else:
            draft.base, draft.content = mark["was"]["base"], mark["was"]["content"]
            draft.user = _user(mark["was"]["user"])
            _restore_schedule(draft, mark["was"].get("schedule"))
            draft.save()

    def restore(self, paper: Paper, row: ImportEntry) -> None:
        present = present_values(paper)
        edited = [
            name for name in row.before if name != "imported" and digest(present[name]) != digest(row.changes[name][1])
        ]
        if edited:
            self.kept.append(
                _("“%(title)s” keeps %(fields)s: edited since.") % {"title": paper.title, "fields": ", ".join(edited)}
            )
        fields = row.before.keys() - {"imported", *edited}
        for name in sorted(fields):
            if name in COLUMNS:
                null = Paper._meta.get_field(COLUMNS[name]).null
                setattr(paper, COLUMNS[name], row.before[name] or (None if null else ""))
            else:
                RESTORERS[name](paper, row.before[name])
            paper.imported.pop(name, None)
            if (before := row.before["imported"].get(name)) is not None:
                paper.imported[name] = before
        if fields:
            paper.save()

    # What was made beside papers

    def remove_people(self) -> None:
        for author in Author.objects.filter(pk__in=self.made["orcids"]):
            if author.updated <= self.batch.applied_at:
                Author.objects.filter(pk=author.pk).update(orcid=None)  # which is no edit of the person
            else:
                self.kept.append(_("%(name)s keeps the ORCID iD: edited since.") % {"name": author.display_name})
        for author in Author.objects.filter(pk__in=self.made["profiles"]):
            if author.updated <= self.batch.applied_at:
                Author.objects.filter(pk=author.pk).update(is_profile=False)
            else:
                self.kept.append(_("%(name)s keeps the profile: edited since.") % {"name": author.display_name})
        made = Author.objects.filter(pk__in=self.made["authors"])
        unused = made.filter(authorships=None).exclude(pk__in=self.in_drafts(Author))
        edited = unused.filter(
            models.Q(updated__gt=self.batch.applied_at)
            | models.Q(names__isnull=False) & ~models.Q(pk__in=self.made["named"])
            | models.Q(profile_links__isnull=False)
            | models.Q(affiliations__isnull=False)
            | models.Q(metrics__isnull=False)
        ).distinct()
        self.kept += [_("%(name)s stays: edited since.") % {"name": author.display_name} for author in edited]
        unused.exclude(pk__in=edited).delete()

    def in_drafts(self, model: type[models.Model]) -> set[int]:
        """Return the primary keys of the records of a kind that a draft of a published paper names."""
        named = PaperDraft.objects.values_list(f"content__names__{model._meta.label_lower}", flat=True)
        return {int(key) for names in named if names for key in names}

    def remove_unused(self, model: type[models.Model], kind: str, *uses: str) -> None:
        """Delete the records of a kind that the batch made and nothing uses; an edited one stays and is named."""
        unused = model.objects.filter(pk__in=self.made[kind], **dict.fromkeys(uses))
        unused = unused.exclude(pk__in=self.in_drafts(model))
        if hasattr(model, "updated"):
            edited = unused.filter(updated__gt=self.batch.applied_at)
            self.kept += [_("%(name)s stays: edited since.") % {"name": record} for record in edited]
            unused = unused.exclude(pk__in=edited)
        unused.delete()


def _user(key: int | None):
    return get_user_model().objects.filter(pk=key).first()


def _restore_schedule(draft: PaperDraft, was: dict | None) -> None:
    """Have a draft published when it was to be before an import, unless that time is past or another one was set."""
    if was is None or draft.publish_at:
        return
    moment = was["publish_at"] and parse_datetime(was["publish_at"])
    if moment and moment <= timezone.now():
        return
    draft.publish_at, draft.publish_by, draft.held = moment, _user(was["publish_by"]), was["held"]


def _restore_venue(paper: Paper, before: int | None) -> None:
    key = MergeRecord.objects.successors("venue", [before])[before]
    paper.venue = Venue.objects.filter(pk=key).first()


def _restore_categories(paper: Paper, before: list) -> None:
    paper.primary_category_id = before[0]
    paper.cross_listed.set(before[1])


def _restore_extra(paper: Paper, before: dict) -> None:
    paper.extra = before


def _restore_institutions(paper: Paper, before: list[int]) -> None:
    became = MergeRecord.objects.successors("institution", before)
    keys = list(dict.fromkeys(became[key] for key in before))
    found = Institution.objects.in_bulk(keys)
    set_institutions(paper, [found[key] for key in keys if key in found])


def _restore_authors(paper: Paper, before: list[dict]) -> None:
    became = MergeRecord.objects.successors("author", [row["author_id"] for row in before])
    rows = {became[row["author_id"]]: row for row in reversed(before)}  # the first place of whoever stood there twice
    known = Author.objects.in_bulk(rows)
    standing = sorted((row["position"], key, row) for key, row in rows.items() if key in known)
    Authorship.objects.filter(paper=paper).delete()
    Authorship.objects.bulk_create(
        Authorship(paper=paper, **row | {"author_id": key, "position": place})
        for place, (_before, key, row) in enumerate(standing, start=1)
    )


def _restore_identifiers(paper: Paper, before: list) -> None:
    for scheme, value in before:
        Identifier.objects.filter(paper=paper, scheme=scheme, value=value).delete()


def _restore_links(paper: Paper, before: list[str]) -> None:
    Link.objects.filter(paper=paper, url__in=before).delete()


RESTORERS = {
    "venue": _restore_venue,
    "categories": _restore_categories,
    "extra": _restore_extra,
    "institutions": _restore_institutions,
    "authors": _restore_authors,
    "identifiers": _restore_identifiers,
    "links": _restore_links,
}
