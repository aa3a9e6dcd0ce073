"""Institutions: on papers as the paper has them, and where people work."""

from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from papers import images
from papers.frames import Frame
from papers.identifiers import normalise_ror
from papers.models import pictures
from papers.models.address import Addressed, AddressedQuerySet, addressed
from papers.models.fields import (
    LineField,
    NormalisedField,
    PictureField,
    WebAddressField,
    length_or_null,
    no_nul,
    only_web_addresses,
)
from papers.models.indexed import NamedQuerySet
from papers.models.status import count_of_papers, is_visible

# Twice the largest size shown; a picture of an odder shape would be a mere line there, so it is cut.
LOGO = Frame(320, 160, narrowest=1 / 2, widest=6, fallback="PNG")


def logo_webp(file):
    """Return the picture in `file`, whole, as it is kept."""
    return images.whole_webp(file)


class InstitutionQuerySet(NamedQuerySet, AddressedQuerySet):
    """Institutions."""

    def public(self):
        """Return those that stand on a published paper."""
        entries = PaperInstitution.objects.filter(is_visible("paper__"), institution=OuterRef("pk"))
        return self.filter(Exists(entries))

    def with_paper_count(self):
        """Annotate `paper_count`, the number of each institution's published papers."""
        return self.annotate(paper_count=count_of_papers(PaperInstitution, "institution"))

    def for_list(self):
        """Return the public institutions by name, with `paper_count`."""
        return self.public().with_paper_count().order_by("name", "pk")


class Institution(Addressed):
    """A university, company or other organisation."""

    name = LineField(_("name"), max_length=300)
    short_name = LineField(
        _("short name"), max_length=60, blank=True, help_text=_("Shown on papers, such as UC Berkeley.")
    )
    ror = NormalisedField(
        "ROR", normalise=normalise_ror, max_length=9, help_text=_("Such as 05dxps055; a pasted address is fine.")
    )
    homepage = WebAddressField(_("homepage"), blank=True)
    logo = PictureField(
        _("logo"),
        render=logo_webp,
        frame=LOGO,
        upload_to="logos/",
        width_field="logo_width",
        height_field="logo_height",
        blank=True,
        help_text=_("JPEG, PNG or WebP up to 10 MB; shown whole, unless it is very long or tall."),
    )
    logo_width = models.PositiveIntegerField(null=True, editable=False)
    logo_height = models.PositiveIntegerField(null=True, editable=False)
    logo_alt = LineField(_("description"), max_length=250, blank=True, help_text=pictures.ALT)
    logo_credit = LineField(_("credit"), max_length=200, blank=True, help_text=pictures.CREDIT)
    logo_focus_x = pictures.across()
    logo_focus_y = pictures.down()
    created = models.DateTimeField(_("created"), auto_now_add=True)
    updated = models.DateTimeField(_("updated"), auto_now=True)

    objects = InstitutionQuerySet.as_manager()

    class Meta:
        verbose_name = _("institution")
        verbose_name_plural = _("institutions")
        ordering = ["name", "pk"]
        indexes = [
            models.Index(fields=["name", "id"], name="institution_by_name"),
            models.Index(fields=["homepage"], name="institution_by_homepage", condition=~Q(homepage="")),
        ]
        constraints = [
            no_nul("institution", "slug", "name", "short_name", "ror", "homepage", "logo", "logo_alt", "logo_credit"),
            *pictures.pictured("institution", "logo"),
            only_web_addresses("institution", "homepage"),
            models.CheckConstraint(condition=~Q(name="") & ~Q(slug=""), name="institution_named"),
            length_or_null("institution", "ror", 9),
        ]

    def __str__(self):
        """Return the name."""
        return self.name

    def get_absolute_url(self):
        """Return the address of the institution's page."""
        return reverse("papers:institution", args=[self.slug])

    def clean(self):
        """Raise ValidationError for a logo without a description."""
        super().clean()
        pictures.check_described(self, "logo")

    def slug_source(self):
        """Return the shorter name."""
        return self.label

    @property
    def label(self) -> str:
        """The name as it is shown on papers."""
        return self.short_name or self.name


class PaperInstitutionManager(models.Manager):
    """All institutions of papers."""

    def get_by_natural_key(self, paper, institution):
        """Return the entry of the paper and institution with these slugs."""
        return self.get(
            paper=addressed(self.model, "paper", paper), institution=addressed(self.model, "institution", institution)
        )


class PaperInstitution(models.Model):
    """An institution's place among those that a paper names."""

    paper = models.ForeignKey(
        "papers.Paper", models.CASCADE, related_name="institution_entries", verbose_name=_("paper")
    )
    institution = models.ForeignKey(
        Institution, models.PROTECT, related_name="paper_entries", verbose_name=_("institution")
    )
    position = models.PositiveIntegerField(_("position"), default=1)

    objects = PaperInstitutionManager()

    class Meta:
        verbose_name = _("institution of a paper")
        verbose_name_plural = _("institutions of a paper")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["paper", "position"], name="paper_institution_position_once"),
            models.UniqueConstraint(fields=["paper", "institution"], name="paper_institution_once"),
            models.CheckConstraint(condition=Q(position__gte=1), name="paper_institution_from_1"),
        ]

    def __str__(self):
        """Return the institution's name."""
        return str(self.institution)

    def natural_key(self):
        """Return (paper's slug, institution's slug)."""
        return (self.paper.slug, self.institution.slug)

    natural_key.dependencies = ["papers.paper", "papers.institution"]


@transaction.atomic
def set_institutions(paper, institutions: list[Institution]) -> list[PaperInstitution]:
    """Make `institutions` those of `paper`, in their order, and return the new entries.

    The list is rewritten as a whole: unique positions cannot be shifted one by one. Raises IntegrityError, changing
    nothing, where one is named twice.
    """
    PaperInstitution.objects.filter(paper=paper).delete()
    return PaperInstitution.objects.bulk_create(
        PaperInstitution(paper=paper, institution=institution, position=position)
        for position, institution in enumerate(institutions, start=1)
    )
