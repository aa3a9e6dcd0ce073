"""Links of papers: code, data, talks and whatever goes with them."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from papers.models.address import addressed
from papers.models.fields import LineField, WebAddressField, no_nul, one_of, only_web_addresses


class LinkManager(models.Manager):
    """All links."""

    def get_by_natural_key(self, paper, url):
        """Return the link to `url` of the paper whose slug is `paper`."""
        return self.get(paper=addressed(self.model, "paper", paper), url=url)


class LinkKind(models.TextChoices):
    """What it leads to."""

    CODE = "code", _("code")
    DATA = "data", _("data")
    DEMO = "demo", _("demo")
    VIDEO = "video", _("video")
    SLIDES = "slides", _("slides")
    SUPPLEMENT = "supplement", _("supplement")
    PDF = "pdf", _("PDF")


class Link(models.Model):
    """Something on the web that goes with a paper; one of kind code gives it the Code badge."""

    Kind = LinkKind

    paper = models.ForeignKey("papers.Paper", models.CASCADE, related_name="links", verbose_name=_("paper"))
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    url = WebAddressField(_("address"))
    label = LineField(_("label"), max_length=60, blank=True, help_text=_("Shown in place of the kind."))
    position = models.PositiveIntegerField(_("position"), default=0)

    objects = LinkManager()

    class Meta:
        verbose_name = _("link")
        verbose_name_plural = _("links")
        ordering = ["position", "pk"]
        indexes = [
            models.Index(fields=["kind", "paper"], name="link_by_kind"),
            models.Index(fields=["url"], name="link_by_url"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["paper", "url"], name="link_once"),
            no_nul("link", "kind", "url", "label"),
            only_web_addresses("link", "url"),
            one_of("link", "kind", LinkKind),
            models.CheckConstraint(condition=~Q(url=""), name="link_given"),
        ]

    def __str__(self):
        """Return the text of the link."""
        return self.text

    @property
    def text(self) -> str:
        """The label, or the kind with a capital."""
        kind = str(self.get_kind_display())
        return self.label or kind[:1].upper() + kind[1:]

    def natural_key(self):
        """Return (paper's slug, URL)."""
        return (self.paper.slug, self.url)

    natural_key.dependencies = ["papers.paper"]
