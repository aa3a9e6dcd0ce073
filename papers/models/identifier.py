"""Identifiers of papers: DOI, arXiv id and others."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from papers import identifiers
from papers.models.fields import LineField, no_nul

SCHEME_CHOICES = [(name, scheme.label) for name, scheme in identifiers.SCHEMES.items()]


class IdentifierManager(models.Manager):
    """All identifiers."""

    def get_by_natural_key(self, scheme, value):
        """Return the identifier."""
        return self.get(scheme=scheme, value=value)


class Identifier(models.Model):
    """One identifier of a paper in its normal form; a paper may have several of a scheme."""

    paper = models.ForeignKey("papers.Paper", models.CASCADE, related_name="identifiers", verbose_name=_("paper"))
    scheme = models.CharField(_("scheme"), max_length=20, choices=SCHEME_CHOICES)
    value = LineField(_("value"), max_length=300, help_text=_("A pasted address is fine."))

    objects = IdentifierManager()

    class Meta:
        verbose_name = _("identifier")
        verbose_name_plural = _("identifiers")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "value"],
                name="identifier_once",
                violation_error_message=_("Another paper has this identifier."),
            ),
            no_nul("identifier", "scheme", "value"),
            models.CheckConstraint(condition=Q(scheme__in=list(identifiers.SCHEMES)), name="identifier_scheme_known"),
            models.CheckConstraint(condition=~Q(value=""), name="identifier_given"),
        ]

    def __str__(self):
        """Return scheme and value."""
        return f"{self.get_scheme_display()} {self.value}"

    def natural_key(self):
        """Return (scheme, value)."""
        return (self.scheme, self.value)

    def clean(self):
        """Put the value in its normal form; refuse an impossible one with the reason."""
        super().clean()
        if self.scheme not in identifiers.SCHEMES or not self.value:
            return
        try:
            self.value = identifiers.normalise(self.scheme, self.value)
        except ValueError as error:
            raise ValidationError({"value": str(error)}) from error

    @property
    def url(self) -> str:
        """The address it leads to; empty for a scheme without a resolver."""
        return identifiers.url_for(self.scheme, self.value)
