"""Who may see a paper, and when."""

from django.db import models
from django.db.models import Count, Expression, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Status(models.TextChoices):
    """What was decided: a draft is for editors alone; what is published is for everyone, within its times."""

    DRAFT = "draft", _("draft")
    PUBLISHED = "published", _("published")


class Stage(models.TextChoices):
    """What the decision comes to now."""

    DRAFT = "draft", _("draft")
    SCHEDULED = "scheduled", _("scheduled")
    PUBLISHED = "published", _("published")
    RETIRED = "retired", _("retired")


def in_stage(stage: Stage, path: str = "") -> Q:
    """Return the condition that a paper is in `stage` now; `path` leads to the paper, as "paper__" from an authorship.

    A paper is shown from the minute of `publish_at` on and hidden from that of `retire_at` on.
    """
    now = timezone.now()
    if stage == Stage.DRAFT:
        return Q(**{f"{path}status": Status.DRAFT})
    decided = Q(**{f"{path}status": Status.PUBLISHED})
    waits, is_over = Q(**{f"{path}publish_at__gt": now}), Q(**{f"{path}retire_at__lte": now})
    if stage == Stage.SCHEDULED:
        return decided & waits
    if stage == Stage.RETIRED:
        return decided & is_over
    begun = Q(**{f"{path}publish_at__isnull": True}) | Q(**{f"{path}publish_at__lte": now})
    lasts = Q(**{f"{path}retire_at__isnull": True}) | Q(**{f"{path}retire_at__gt": now})
    return decided & begun & lasts


def is_visible(path: str = "") -> Q:
    """Return the condition that the public may see a paper now."""
    return in_stage(Stage.PUBLISHED, path)


def count_of_papers(entries: type[models.Model], owner: str) -> Expression:
    """Return how many published papers a record has, as an expression: counted for each record that is shown, and for
    no other. `entries` is the model of the rows between the two, `owner` its field for the record.
    """
    own = entries.objects.filter(is_visible("paper__"), **{owner: OuterRef("pk")}).order_by()
    return Coalesce(Subquery(own.values(owner).annotate(count=Count("pk")).values("count")), 0)
