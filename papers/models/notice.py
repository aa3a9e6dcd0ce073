"""What was announced about a paper after it appeared."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PaperNotice(models.TextChoices):
    """What sort of announcement it is."""

    RETRACTION = "retraction", _("retraction")
    CORRECTION = "correction", _("correction")
    CONCERN = "concern", _("expression of concern")
