"""The ledger of merges and splits: who made two records one, or one two, and what taking it back needs."""

from collections import defaultdict
from collections.abc import Iterable

from django.conf import settings
from django.db import models
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from papers.models.fields import LineField, no_nul, one_of
from papers.models.indexed import NamedQuerySet


class MergeKind(models.TextChoices):
    """What was done."""

    MERGE = "merge", _("merge")
    SPLIT = "split", _("split")


class MergeStatus(models.TextChoices):
    """Whether it still holds."""

    APPLIED = "applied", _("applied")
    UNDONE = "undone", _("undone")


class MergedModel(models.TextChoices):
    """What sort of records they are, by the name of their model."""

    AUTHOR = "author", _("people")
    INSTITUTION = "institution", _("institutions")
    VENUE = "venue", _("venues")


class MergeRecordQuerySet(NamedQuerySet):
    """Merges and splits."""

    def applied(self):
        """Return those that still hold."""
        return self.filter(status=MergeStatus.APPLIED)

    def naming(self, text: str):
        """Return those that still hold and whose steps have `text` in them, such as the name of a file."""
        written = Cast("steps", models.TextField())
        return self.applied().annotate(written=written).filter(written__contains=text)

    def successors(self, model_name: str, keys: Iterable[int]) -> dict[int, int]:
        """Return for each of the primary keys the one of the record that it has become; its own where it is no other.

        `model_name` is "author", "institution" or "venue".
        """
        merges = self.applied().filter(model=model_name, kind=MergeKind.MERGE).order_by("-pk")
        became: dict[int, int] = {}
        for kept, gone in merges.values_list("kept", "gone"):
            became |= dict.fromkeys(gone, became.get(kept, kept))
        return {key: became.get(key, key) for key in keys}

    def called_before(self, model_name: str, names: Iterable[str]) -> dict[str, int]:
        """Return for those of the names that merged records had the primary key of the record that these became.

        `model_name` is "institution" or "venue": the other names of people are records.
        """
        wanted = set(names)
        former = self.former_names(model_name)
        return {name: key for key, those in former.items() for name in those if name in wanted}

    def former_names(self, model_name: str) -> dict[int, list[str]]:
        """Return by the primary key of each record that others became what these, and it, were called before."""
        merges = self.applied().filter(model=model_name, kind=MergeKind.MERGE).order_by("pk")
        rows = list(merges.values_list("kept", "names", "forgotten_names"))
        became = self.successors(model_name, {kept for kept, _names, _forgotten in rows})
        found: dict[int, dict[str, None]] = defaultdict(dict)
        for kept, names, forgotten in rows:
            _remember(found[became[kept]], names, forgotten)
        return {key: list(names) for key, names in found.items()}

    def other_names(self, record: models.Model) -> list[str]:
        """Return what an institution or venue is also known as: the names of merged records that are to be shown.

        Costs a query, and one more for each merge that went before another of the same record.
        """
        merges = self.applied().filter(model=record._meta.model_name, kind=MergeKind.MERGE).order_by("pk")
        keys, rows = {record.pk}, {}
        while more := {row[0]: row for row in merges.filter(kept__in=keys).exclude(pk__in=rows).values_list(*LEDGER)}:
            rows |= more
            keys = {key for _pk, gone, _shown, _forgotten in more.values() for key in gone}
        names: dict[str, None] = {}
        for _pk, _gone, shown, forgotten in (rows[pk] for pk in sorted(rows)):
            _remember(names, shown, forgotten)
        return [name for name in names if name != record.name]


LEDGER = ("pk", "gone", "shown_names", "forgotten_names")


def _remember(known: dict[str, None], names: list[str], forgotten: list[str]) -> None:
    """Add the names of a merge to those `known` before it, and take out what it says is not kept."""
    for name in forgotten:
        known.pop(name, None)
    known |= dict.fromkeys(names)


class MergeRecord(models.Model):
    """One merge or split, with every row that it changed as it was before and after."""

    Kind = MergeKind
    Status = MergeStatus
    Model = MergedModel

    kind = models.CharField(_("what"), max_length=10, choices=MergeKind)
    model = models.CharField(_("of"), max_length=20, choices=MergedModel)
    label = LineField(_("records"), max_length=1000)
    kept = models.BigIntegerField(_("kept record"), help_text=_("Its primary key."))
    gone = models.JSONField(
        _("merged records"), default=list, blank=True, help_text=_("Primary keys of the records that became it.")
    )
    names = models.JSONField(
        _("their names"),
        default=list,
        blank=True,
        help_text=_("What institutions and venues that are gone were called."),
    )
    shown_names = models.JSONField(
        _("names shown"), default=list, blank=True, help_text=_("Those of their names that public pages show.")
    )
    forgotten_names = models.JSONField(
        _("names not kept"),
        default=list,
        blank=True,
        help_text=_("Those of their names that nobody is to find any more, whichever merge kept them before."),
    )
    created = models.DateTimeField(_("when"), auto_now_add=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, verbose_name=_("by"), null=True, blank=True, related_name="+"
    )
    status = models.CharField(_("status"), max_length=10, choices=MergeStatus, default=MergeStatus.APPLIED)
    undone_at = models.DateTimeField(_("undone"), null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, verbose_name=_("undone by"), null=True, blank=True, related_name="+"
    )
    steps = models.JSONField(_("steps"), default=list, help_text=_("Each row that changed, before and after."))
    left = models.JSONField(
        _("left"), default=list, blank=True, help_text=_("What undoing left alone, as edited since; a line each.")
    )

    objects = MergeRecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("merge or split")
        verbose_name_plural = _("merges and splits")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["model", "kept"], name="merge_record_by_kept")]
        constraints = [
            no_nul("merge_record", "kind", "model", "label", "status"),
            one_of("merge_record", "kind", MergeKind),
            one_of("merge_record", "model", MergedModel),
            one_of("merge_record", "status", MergeStatus),
        ]

    def __str__(self):
        """Return number and records."""
        return f"{self.pk}: {self.label}"
