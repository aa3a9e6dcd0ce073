"""What editors prepare about a paper: a draft over the published version, and links to a preview."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from papers.models.fields import no_nul
from papers.models.scope import scopes_of


class PaperDraftQuerySet(models.QuerySet):
    """Drafts of published papers."""

    def editable_by(self, user):
        """Return the drafts of the papers within `user`'s scope: all where there is none."""
        if not scopes_of(user):
            return self
        papers = self.model.paper.field.related_model.objects.editable_by(user)
        return self.filter(Exists(papers.filter(pk=OuterRef("paper"))))

    def scheduled(self):
        """Return the drafts that are published at a set time, the first first."""
        return self.filter(publish_at__isnull=False).order_by("publish_at", "pk")

    def due(self):
        """Return the drafts whose time has come, the first first."""
        return self.filter(publish_at__lte=timezone.now()).order_by("publish_at", "pk")


class PaperDraft(models.Model):
    """A change of a published paper that is not published yet; written by `papers.drafts`, never by hand.

    Both states are as `papers.history` keeps them: `base` what was published when the draft began, `content` what it
    is to become. `held` says why it was not published at a time that was set.
    """

    paper = models.OneToOneField("papers.Paper", models.CASCADE, related_name="draft", verbose_name=_("paper"))
    base = models.JSONField(_("published when it began"))
    content = models.JSONField(_("content"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, verbose_name=_("by"), null=True, blank=True, related_name="+"
    )
    begun = models.DateTimeField(_("begun"), auto_now_add=True)
    updated = models.DateTimeField(_("updated"), auto_now=True)
    publish_at = models.DateTimeField(_("publish at"), null=True, blank=True)
    publish_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name=_("set by"),
        null=True,
        blank=True,
        related_name="+",
    )
    held = models.TextField(_("not published at its time because"), blank=True)

    objects = PaperDraftQuerySet.as_manager()

    class Meta:
        verbose_name = _("draft of a published paper")
        verbose_name_plural = _("drafts of published papers")
        default_permissions = ()  # whoever may change the paper
        constraints = [no_nul("paper_draft", "held")]
        indexes = [
            # Asked for by every page.
            models.Index(fields=["publish_at"], name="papers_draft_due", condition=Q(publish_at__isnull=False)),
            models.Index(F("updated").desc(), F("id").desc(), name="paper_draft_saved"),
        ]

    def __str__(self):
        """Return the title of the paper."""
        return str(self.paper)


class PreviewLinkQuerySet(models.QuerySet):
    """Links to previews."""

    def in_force(self):
        """Return the links that have not expired, the first to expire first."""
        return self.filter(expires__gt=timezone.now()).order_by("expires", "pk")


class PreviewLink(models.Model):
    """A secret address at which someone without an account sees a paper that is not published, until it expires.

    Only a digest of the secret is kept, so that nobody can read the address off the database.
    """

    paper = models.ForeignKey("papers.Paper", models.CASCADE, related_name="preview_links", verbose_name=_("paper"))
    digest = models.CharField(_("SHA-256"), max_length=64, unique=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, verbose_name=_("by"), null=True, blank=True, related_name="+"
    )
    created = models.DateTimeField(_("created"), auto_now_add=True)
    expires = models.DateTimeField(_("expires"))

    objects = PreviewLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("link to a preview")
        verbose_name_plural = _("links to previews")
        default_permissions = ()
        constraints = [no_nul("preview_link", "digest")]

    def __str__(self):
        """Return the title of the paper."""
        return str(self.paper)
