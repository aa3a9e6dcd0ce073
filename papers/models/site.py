"""What the site says about itself: its title, footer and pages."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from papers.models.address import Addressed, AddressedQuerySet
from papers.models.fields import LineField, ProseField, no_nul, one_of
from papers.names import slug_for

# Addresses that are, or are meant to be, the site's own.
RESERVED_SLUGS = [
    *("admin", "authors", "institutions", "media", "papers", "static"),
    *("arxiv", "archive", "cite", "doi", "follow", "healthz", "orcid", "readyz", "ror", "search"),
]


class SiteManager(models.Manager):
    """The one site."""

    def get_by_natural_key(self, key):
        """Return the site, the only one there can be."""
        return self.get(pk=1)

    def current(self):
        """Return the site as edited, or one with the defaults where nobody has edited it."""
        return self.filter(pk=1).first() or Site()


class SiteAccent(models.TextChoices):
    """A colour, designed for light and dark."""

    BRICK = "brick", _("brick red")
    INK = "ink", _("ink blue")
    FOREST = "forest", _("forest green")
    PLUM = "plum", _("plum")
    OCHRE = "ochre", _("ochre")
    SLATE = "slate", _("slate grey")


class Site(models.Model):
    """The site's own words and colour; one row at the most."""

    Accent = SiteAccent

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)  # a sequence would run past 1
    title = LineField(_("title"), max_length=100, default="Papers")
    tagline = LineField(_("tagline"), max_length=200, blank=True)
    footer = ProseField(_("footer"), max_length=2000, blank=True, help_text=_("Markdown; HTML is shown as text."))
    contact = models.EmailField(
        _("contact"), blank=True, help_text=_("An address for corrections, shown in the footer.")
    )
    accent = models.CharField(_("accent"), max_length=20, choices=Accent, default=Accent.BRICK)

    objects = SiteManager()

    class Meta:
        verbose_name = _("site")
        verbose_name_plural = _("site")
        constraints = [
            models.CheckConstraint(condition=Q(pk=1), name="site_single"),
            no_nul("site", "title", "tagline", "footer", "contact", "accent"),
            one_of("site", "accent", SiteAccent),
            models.CheckConstraint(condition=~Q(title=""), name="site_titled"),
        ]

    def __str__(self):
        """Return the title."""
        return self.title

    def save(self, *args, **kwargs):
        """Save the one row."""
        self.pk = 1
        super().save(*args, **kwargs)

    def natural_key(self):
        """Return a constant: there is only one site, and Django 6.1 takes an empty key for none."""
        return ("site",)


class PageQuerySet(AddressedQuerySet):
    """Pages."""

    def linked(self):
        """Return the pages that every page links, in the menu's order: those in the menu or in the footer."""
        linked = self.filter(Q(menu_position__isnull=False) | Q(in_footer=True))
        return linked.order_by(F("menu_position").asc(nulls_last=True), "title")


class Page(Addressed):
    """A page of the site's own text, at /<slug>/."""

    title = LineField(_("title"), max_length=200)
    body = ProseField(_("text"), blank=True, max_length=100_000, help_text=_("Markdown; HTML is shown as text."))
    menu_position = models.PositiveIntegerField(
        _("place in the menu"), null=True, blank=True, help_text=_("Lower comes first; empty keeps it out of the menu.")
    )
    in_footer = models.BooleanField(
        _("in the footer"), default=False, help_text=_("Links the page at the foot of every page.")
    )
    created = models.DateTimeField(_("created"), auto_now_add=True)
    updated = models.DateTimeField(_("updated"), auto_now=True)

    objects = PageQuerySet.as_manager()

    class Meta:
        verbose_name = _("page")
        verbose_name_plural = _("pages")
        ordering = ["menu_position", "title"]
        constraints = [
            no_nul("page", "slug", "title", "body"),
            models.CheckConstraint(condition=~Q(title="") & ~Q(slug=""), name="page_titled"),
            models.CheckConstraint(
                condition=~Q(slug__in=RESERVED_SLUGS),
                name="page_not_reserved",
                violation_error_message=_("The site itself uses this address: choose another slug."),
            ),
        ]

    def __str__(self):
        """Return the title."""
        return self.title

    def get_absolute_url(self):
        """Return the address of the page."""
        return reverse("papers:page", args=[self.slug])

    def slug_source(self):
        """Return the title; one that makes a reserved slug is told apart."""
        return f"{self.title} page" if slug_for(self.title, fallback="") in RESERVED_SLUGS else self.title
