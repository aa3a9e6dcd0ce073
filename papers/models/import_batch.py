"""The ledger of imports: what each file was to change, what it changed, and what its undoing needs."""

from django.conf import settings
from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from papers.models.fields import LineField, no_nul, one_of
from papers.models.indexed import NamedQuerySet


class BatchStatus(models.TextChoices):
    """How far an import has come."""

    PLANNED = "planned", _("planned")
    APPLIED = "applied", _("applied")
    UNDONE = "undone", _("undone")
    DISMISSED = "dismissed", _("dismissed")


class Outcome(models.TextChoices):
    """What becomes of one entry of a file."""

    NEW = "new", _("new")
    SAME = "same", _("same")
    CHANGED = "changed", _("changed")
    CONFLICT = "conflict", _("conflict")
    REFUSED = "refused", _("refused")


class ImportBatchQuerySet(NamedQuerySet):
    """Imports."""

    def inbox(self):
        """Return the lists of a person's new works that nobody has taken or dismissed yet."""
        return self.filter(owner__isnull=False, status=BatchStatus.PLANNED)


class ImportBatch(models.Model):
    """One file, read at one time: who read it, what it was, and what came of it.

    One with an `owner` is a list of that person's new works, which `manage.py refresh` put in the inbox.
    """

    Status = BatchStatus

    created = models.DateTimeField(_("read"), auto_now_add=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, verbose_name=_("by"), null=True, blank=True, related_name="+"
    )
    file_name = LineField(_("file"), max_length=255)
    digest = models.CharField(_("SHA-256"), max_length=64, help_text=_("Of the file's content."))
    source = models.CharField(_("format"), max_length=40)
    content = models.BinaryField(
        _("content"), null=True, editable=False, help_text=_("Of a file that was planned and is not applied yet.")
    )
    status = models.CharField(_("status"), max_length=10, choices=BatchStatus, default=BatchStatus.PLANNED)
    applied_at = models.DateTimeField(_("applied"), null=True, blank=True)
    undone_at = models.DateTimeField(_("undone"), null=True, blank=True)
    counts = models.JSONField(_("counts"), default=dict, blank=True, help_text=_("Entries by outcome."))
    owner = models.ForeignKey(
        "papers.Author",
        models.SET_NULL,
        verbose_name=_("new works of"),
        null=True,
        blank=True,
        related_name="inbox_batches",
        help_text=_("Whose new works these are, of a list in the inbox."),
    )
    known_by = models.JSONField(
        _("known by"),
        default=list,
        blank=True,
        help_text=_("What tells the works of a list in the inbox, so that none of them is proposed again."),
    )

    objects = ImportBatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        permissions = [("undo_importbatch", "Can undo imports")]
        ordering = ["-pk"]
        indexes = [models.Index(F("status"), F("id").desc(), name="import_batch_by_status")]
        constraints = [
            no_nul("import_batch", "file_name", "digest", "source", "status"),
            one_of("import_batch", "status", BatchStatus),
        ]

    def __str__(self):
        """Return number and file."""
        return f"{self.pk}: {self.file_name}"

    @property
    def is_in_inbox(self) -> bool:
        """Whether it is a list of somebody's new works that nobody has taken or dismissed yet."""
        return self.owner_id is not None and self.status == BatchStatus.PLANNED


class ImportEntry(models.Model):
    """One entry of an imported file.

    `changes` is field → [old, new, locked], for a reader; a locked field was proposed and not written. `before` holds
    the stored values that applying it replaced (of a paper from a complete export, digests of what was `written`), and
    `made` the primary keys of what it added besides the paper, for undoing it.
    """

    Outcome = Outcome

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="entries", verbose_name=_("import"))
    position = models.PositiveIntegerField(_("position"), help_text=_("1 for the file's first entry."))
    label = models.CharField(_("entry"), max_length=200)
    title = models.CharField(_("title"), max_length=300, blank=True)
    byline = models.CharField(_("authors and year"), max_length=200, blank=True)
    line = models.PositiveIntegerField(_("line"), null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome)
    paper = models.ForeignKey(
        "papers.Paper", models.SET_NULL, null=True, blank=True, related_name="import_entries", verbose_name=_("paper")
    )
    changes = models.JSONField(_("changes"), default=dict, blank=True)
    problems = models.JSONField(_("problems"), default=list, blank=True, help_text=_("Pairs of a field and a reason."))
    before = models.JSONField(_("before"), default=dict, blank=True)
    made = models.JSONField(_("made"), default=dict, blank=True)

    class Meta:
        verbose_name = _("imported entry")
        verbose_name_plural = _("imported entries")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "position"], name="import_entry_position_once"),
            no_nul("import_entry", "label", "title", "byline", "outcome"),
            one_of("import_entry", "outcome", Outcome),
        ]

    def __str__(self):
        """Return what the entry is called."""
        return self.label
