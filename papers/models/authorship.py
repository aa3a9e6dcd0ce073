"""Who wrote a paper, in order, under the names printed there."""

from dataclasses import dataclass

from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from papers.models.address import addressed
from papers.models.fields import LineField, ProseField, no_nul


class AuthorshipManager(models.Manager):
    """All authorships."""

    def get_by_natural_key(self, paper, author):
        """Return the authorship of the paper and person with these slugs."""
        return self.get(paper=addressed(self.model, "paper", paper), author=addressed(self.model, "author", author))


class Authorship(models.Model):
    """A person's place among the authors of a paper, under the name printed there."""

    paper = models.ForeignKey("papers.Paper", models.CASCADE, related_name="authorships", verbose_name=_("paper"))
    author = models.ForeignKey("papers.Author", models.PROTECT, related_name="authorships", verbose_name=_("person"))
    position = models.PositiveIntegerField(_("position"), help_text=_("1 for the first author."))
    printed_name = LineField(
        _("name as printed"),
        max_length=200,
        blank=True,
        help_text=_("On this paper; the person's name where it is left empty."),
    )
    affiliation = ProseField(
        _("affiliation as printed"),
        blank=True,
        editable=False,
        help_text=_("On this paper, as a bibliography gave it."),
    )
    role = LineField(_("role"), max_length=200, blank=True, help_text=_("Such as conceptualization; writing."))
    corresponding = models.BooleanField(_("corresponding"), default=False)
    equal_contribution = models.BooleanField(_("equal contribution"), default=False)
    profile_rank = models.PositiveIntegerField(
        _("rank in the profile"),
        null=True,
        blank=True,
        help_text=_("The paper's place in this person's own list: lower comes first; leave gaps (10, 20, 30)."),
    )

    objects = AuthorshipManager()

    class Meta:
        verbose_name = _("author")
        verbose_name_plural = _("authors")
        ordering = ["position"]
        indexes = [models.Index(fields=["author", "profile_rank", "paper"], name="authorship_curated")]
        constraints = [
            models.UniqueConstraint(fields=["paper", "position"], name="authorship_position_once"),
            models.UniqueConstraint(fields=["paper", "author"], name="authorship_author_once"),
            models.CheckConstraint(condition=Q(position__gte=1), name="authorship_position_from_1"),
            models.CheckConstraint(condition=~Q(printed_name=""), name="authorship_printed"),
            no_nul("authorship", "printed_name", "affiliation", "role"),
        ]

    def __str__(self):
        """Return the printed name."""
        return self.printed_name

    def save(self, *args, **kwargs):
        """Save the authorship; an empty printed name becomes the person's name."""
        self.printed_name = self.printed_name or self.author.display_name
        super().save(*args, **kwargs)

    def clean(self):
        """Make an empty printed name the person's name."""
        super().clean()
        if self.author_id:
            self.printed_name = self.printed_name or self.author.display_name

    def natural_key(self):
        """Return (paper's slug, person's slug)."""
        return (self.paper.slug, self.author.slug)

    natural_key.dependencies = ["papers.paper", "papers.author"]


@dataclass(frozen=True)
class Credit:
    """One author of a paper as it is to be saved.

    None as `profile_rank` keeps the rank that the person gave the paper, as `affiliation` the one printed there.
    """

    author: models.Model
    printed_name: str = ""
    role: str = ""
    corresponding: bool = False
    equal_contribution: bool = False
    profile_rank: int | None = None
    affiliation: str | None = None


@transaction.atomic
def set_authors(paper, credited: list[Credit]) -> list[Authorship]:
    """Make `credited` the authors of `paper`, in their order, and return the new authorships.

    The list is rewritten as a whole: unique positions cannot be shifted one by one. A person's rank for the paper in
    their own list and their affiliation there outlive the rewriting unless the credit brings others. Raises
    IntegrityError, changing nothing, where a person is credited twice.
    """
    before = {row.author_id: row for row in Authorship.objects.filter(paper=paper)}
    Authorship.objects.filter(paper=paper).delete()
    return Authorship.objects.bulk_create(
        Authorship(
            paper=paper,
            author=credit.author,
            position=position,
            printed_name=credit.printed_name or credit.author.display_name,
            role=credit.role,
            corresponding=credit.corresponding,
            equal_contribution=credit.equal_contribution,
            profile_rank=_given_or_kept(credit, before, "profile_rank", None),
            affiliation=_given_or_kept(credit, before, "affiliation", ""),
        )
        for position, credit in enumerate(credited, start=1)
    )


def _given_or_kept(credit: Credit, before: dict[int, Authorship], name: str, otherwise: object) -> object:
    given = getattr(credit, name)
    return given if given is not None else getattr(before.get(credit.author.pk), name, otherwise)
