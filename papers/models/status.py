"""Who may see a paper."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Status(models.TextChoices):
    """A draft is for editors alone; what is published is for everyone."""

    DRAFT = "draft", _("draft")
    PUBLISHED = "published", _("published")
