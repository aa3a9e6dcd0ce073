"""Subject categories."""

from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from papers.models.fields import LineField, no_nul
from papers.models.status import is_visible


class CategoryQuerySet(models.QuerySet):
    """Categories."""

    def public(self):
        """Return those in which a published paper is: that there is another may tell of a draft."""
        papers = self.model.papers.rel.related_model.objects
        return self.filter(Exists(papers.filter(is_visible(), primary_category=OuterRef("pk"))))

    def get_by_natural_key(self, code):
        """Return the category with the arXiv code `code`."""
        return self.get(code=code)


class Category(models.Model):
    """A subject category, as arXiv names it: cs.CL, CL, Computation and Language."""

    code = LineField(_("code"), max_length=20, unique=True, help_text=_("arXiv's code, such as cs.CL."))
    short_code = LineField(_("short code"), max_length=10, help_text=_("The tag shown on papers, such as CL."))
    name = LineField(_("name"), max_length=100)

    objects = CategoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        ordering = ["code"]
        constraints = [
            no_nul("category", "code", "short_code", "name"),
            models.CheckConstraint(condition=~models.Q(code="") & ~models.Q(short_code=""), name="category_coded"),
        ]

    def __str__(self):
        """Return code and name."""
        return f"{self.code} {self.name}"

    @property
    def label(self) -> str:
        """The name as filters show it."""
        return self.name

    def natural_key(self):
        """Return (code,)."""
        return (self.code,)
