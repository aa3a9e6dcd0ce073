"""Where people work, as they say so themselves."""

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Value
from django.db.models.functions import Coalesce, Length, Substr
from django.db.models.lookups import GreaterThanOrEqual
from django.utils.translation import gettext_lazy as _

from papers.models.address import addressed
from papers.models.fields import LineField, PartialDateField, no_nul, only_dates


class AffiliationQuerySet(models.QuerySet):
    """Affiliations."""

    def with_public_institutions(self):
        """Return them with their institutions, which know as `has_page` whether the public may see their pages."""
        institutions = self.model._meta.get_field("institution").related_model.objects
        public = Exists(institutions.public().filter(pk=OuterRef("institution")))
        return self.select_related("institution").annotate(has_page=public)

    def get_by_natural_key(self, author, institution, role, start):
        """Return the affiliation of the person and institution with these slugs."""
        return self.get(
            author=addressed(self.model, "author", author),
            institution=addressed(self.model, "institution", institution),
            role=role,
            start=start,
        )


class Affiliation(models.Model):
    """A person's place at an institution for a time; stated, never inferred from papers."""

    author = models.ForeignKey("papers.Author", models.CASCADE, related_name="affiliations", verbose_name=_("person"))
    institution = models.ForeignKey(
        "papers.Institution", models.PROTECT, related_name="affiliations", verbose_name=_("institution")
    )
    role = LineField(_("role"), max_length=100, blank=True, help_text=_("Such as Professor of Mathematics."))
    start = PartialDateField(_("from"), help_text=_("2019-09-01, 2019-09 or 2019; empty where unknown."))
    end = PartialDateField(_("to"), help_text=_("Empty while it lasts."))

    objects = AffiliationQuerySet.as_manager()

    class Meta:
        verbose_name = _("affiliation")
        verbose_name_plural = _("affiliations")
        ordering = [F("end").desc(nulls_first=True), F("start").desc(nulls_last=True), "pk"]
        constraints = [
            models.UniqueConstraint(
                "author",
                "institution",
                "role",
                Coalesce("start", Value("")),
                name="affiliation_once",
            ),
            no_nul("affiliation", "role", "start", "end"),
            only_dates("affiliation", "start", "end"),
            models.CheckConstraint(
                # Compared as far as both are known: 2019-09 to 2019 is in order.
                condition=Q(start__isnull=True)
                | Q(end__isnull=True)
                | Q(GreaterThanOrEqual(F("end"), Substr("start", 1, Length("end")))),
                name="affiliation_in_order",
                violation_error_message=_("An affiliation cannot end before it begins."),
            ),
        ]

    def __str__(self):
        """Return person and institution."""
        return f"{self.author}, {self.institution}"

    def natural_key(self):
        """Return (person's slug, institution's slug, role, start)."""
        return (self.author.slug, self.institution.slug, self.role, str(self.start) if self.start else None)

    natural_key.dependencies = ["papers.author", "papers.institution"]
