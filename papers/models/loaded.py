"""What a fixture last gave each record, so that a later load can tell an editor's change from its own."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class LoadedRecord(models.Model):
    """One record as `load_profile` last wrote it.

    `fields` holds the serialised field values; a record that now differs from them was edited by hand.
    """

    key = models.CharField(primary_key=True, max_length=700, help_text=_("Model and natural key, as JSON."))
    fields = models.JSONField()
    loaded = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("loaded record")
        verbose_name_plural = _("loaded records")

    def __str__(self):
        """Return the key."""
        return self.key
