"""Where papers are published."""

from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from papers.models.fields import LineField, WebAddressField, no_nul, one_of, only_web_addresses
from papers.models.indexed import NamedQuerySet
from papers.models.status import is_visible


class VenueQuerySet(NamedQuerySet):
    """Venues."""

    def public(self):
        """Return those that a published paper names."""
        return self.filter(
            Exists(self.model.papers.rel.related_model.objects.filter(is_visible(), venue=OuterRef("pk")))
        )

    def get_by_natural_key(self, name):
        """Return the venue called `name`."""
        return self.get(name=name)


class VenueKind(models.TextChoices):
    """What sort of place it is."""

    JOURNAL = "journal", _("journal")
    CONFERENCE = "conference", _("conference")
    WORKSHOP = "workshop", _("workshop")
    BOOK = "book", _("book or book series")
    REPOSITORY = "repository", _("preprint repository")
    WEBSITE = "website", _("website")
    OTHER = "other", _("other")


class Venue(models.Model):
    """A journal, conference or other place of publication; a paper adds its own year, volume and pages."""

    Kind = VenueKind

    name = LineField(
        _("name"),
        max_length=300,
        unique=True,
        help_text=_("The full name without year, volume or track: International Conference on Machine Learning."),
    )
    short_name = LineField(_("short name"), max_length=60, blank=True, help_text=_("Such as ICML."))
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.JOURNAL)
    series = LineField(
        _("series"), max_length=300, blank=True, help_text=_("Such as Proceedings of Machine Learning Research.")
    )
    homepage = WebAddressField(_("homepage"), blank=True)

    objects = VenueQuerySet.as_manager()

    class Meta:
        verbose_name = _("venue")
        verbose_name_plural = _("venues")
        ordering = ["name"]
        indexes = [models.Index(fields=["kind", "name"], name="venue_by_kind")]
        constraints = [
            no_nul("venue", "name", "short_name", "kind", "series", "homepage"),
            only_web_addresses("venue", "homepage"),
            one_of("venue", "kind", VenueKind),
            models.CheckConstraint(condition=~models.Q(name=""), name="venue_named"),
        ]

    def __str__(self):
        """Return the name."""
        return self.name

    @property
    def label(self) -> str:
        """The shorter name."""
        return self.short_name or self.name

    def natural_key(self):
        """Return (name,)."""
        return (self.name,)
