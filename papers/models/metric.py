"""Figures that somebody supplied about a person; none is computed here."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from papers.models.address import addressed
from papers.models.fields import LineField, ProseField, no_nul, one_of


class MetricQuerySet(models.QuerySet):
    """Figures."""

    def get_by_natural_key(self, author, kind, source, received_on, value):
        """Return the figure with this origin of the person whose slug is `author`."""
        return self.get(
            author=addressed(self.model, "author", author),
            kind=kind,
            source=source,
            received_on=received_on,
            value=value,
        )

    def current_for(self, author):
        """Return `author`'s figures in force, the newest of each kind, in the order of Metric.Kind."""
        oldest_first = ("received_on", F("as_of").asc(nulls_first=True), "pk")
        in_force = self.filter(author=author, superseded_reason="").order_by(*oldest_first)
        newest = {metric.kind: metric for metric in in_force}
        return [newest[kind] for kind in Metric.Kind.values if kind in newest]


class MetricKind(models.TextChoices):
    """What is measured, in the order of the profile's row of figures."""

    H_INDEX = "h_index", _("h-index")
    PAPERS = "papers", _("papers")
    CITATIONS = "citations", _("citations")
    NOVELTY = "novelty", _("novelty")
    AI_SCORE = "ai_score", _("AI score")


class Metric(models.Model):
    """One figure as it was received. A row is never changed: a wrong one is superseded with a reason."""

    Kind = MetricKind

    PERCENT = {Kind.NOVELTY}

    author = models.ForeignKey("papers.Author", models.CASCADE, related_name="metrics", verbose_name=_("person"))
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    value = models.DecimalField(_("value"), max_digits=12, decimal_places=2)
    source = LineField(_("source"), max_length=200, help_text=_("Who says so, such as “Google Scholar”."))
    as_of = models.DateField(
        _("as of"), null=True, blank=True, help_text=_("The day it was true; empty where the source does not say.")
    )
    received_on = models.DateField(_("received on"))
    superseded_reason = ProseField(
        _("why it is superseded"),
        blank=True,
        help_text=_("Says why a wrong figure no longer counts; empty while it does."),
    )

    objects = MetricQuerySet.as_manager()

    class Meta:
        verbose_name = _("figure")
        verbose_name_plural = _("figures")
        ordering = ["author", "kind", "-received_on", "-pk"]
        indexes = [
            models.Index(F("received_on").desc(), F("id").desc(), name="metric_received"),
            models.Index(F("kind"), F("received_on").desc(), F("id").desc(), name="metric_by_kind"),
            models.Index(
                F("received_on").desc(), F("id").desc(), condition=~Q(superseded_reason=""), name="metric_superseded"
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["author", "kind", "source", "received_on", "value"], name="metric_once"),
            no_nul("metric", "kind", "source", "superseded_reason"),
            one_of("metric", "kind", MetricKind),
            models.CheckConstraint(condition=Q(value__gte=0), name="metric_not_negative"),
            models.CheckConstraint(condition=~Q(source=""), name="metric_has_source"),
        ]

    def __str__(self):
        """Return kind and value."""
        return f"{self.get_kind_display()}: {self.shown_value}"

    @property
    def shown_value(self) -> str:
        """The value with thousands separated and no idle decimals, without its unit: 148,510."""
        return f"{self.value:,.2f}".rstrip("0").rstrip(".")

    @property
    def unit(self) -> str:
        """The unit that follows the value: "%" or nothing."""
        return "%" if self.kind in self.PERCENT else ""

    def natural_key(self):
        """Return (person's slug, kind, source, day received, value)."""
        return (self.author.slug, self.kind, self.source, self.received_on, self.value)

    natural_key.dependencies = ["papers.author"]
