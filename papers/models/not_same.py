"""Pairs of records that somebody has looked at and found to be two."""

from collections.abc import Iterable

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from papers.models.fields import no_nul, one_of
from papers.models.merge_record import MergedModel, MergeRecord


class NotSameQuerySet(models.QuerySet):
    """Pairs."""

    def remember(self, model_name: str, one: int, other: int, user) -> None:
        """Remember that two records, in either order, are not the same; nothing happens where that is known."""
        first, second = sorted((one, other))
        self.get_or_create(model=model_name, first=first, second=second, defaults={"user": user})

    def pairs(self, model_name: str) -> set[tuple[int, int]]:
        """Return the pairs of a model, each with the lower primary key first; of a merged record by what it became."""
        rows = list(self.filter(model=model_name).values_list("first", "second"))
        became = MergeRecord.objects.successors(model_name, _each(rows))
        return {tuple(sorted((became[one], became[other]))) for one, other in rows}


def _each(rows: Iterable[tuple[int, int]]) -> set[int]:
    return {key for pair in rows for key in pair}


class NotSame(models.Model):
    """Two records that are likely duplicates to look at, and are not; they are not suggested again."""

    model = models.CharField(_("of"), max_length=20, choices=MergedModel)
    first = models.BigIntegerField(help_text=_("The lower primary key."))
    second = models.BigIntegerField()
    created = models.DateTimeField(_("when"), auto_now_add=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, verbose_name=_("by"), null=True, blank=True, related_name="+"
    )

    objects = NotSameQuerySet.as_manager()

    class Meta:
        verbose_name = _("pair that is not the same")
        verbose_name_plural = _("pairs that are not the same")
        constraints = [
            no_nul("not_same", "model"),
            one_of("not_same", "model", MergedModel),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="not_same_in_order"),
            models.UniqueConstraint(fields=["model", "first", "second"], name="not_same_once"),
        ]

    def __str__(self):
        """Return the model and both keys."""
        return f"{self.get_model_display()} {self.first}, {self.second}"
