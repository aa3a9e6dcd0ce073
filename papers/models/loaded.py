"""What a fixture last gave each record, so that a later load can tell an editor's change from its own."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from papers.models.fields import no_nul


class LoadedRecord(models.Model):
    """One record as `load_profile` last wrote it; written by `papers.loading`, never by hand.

    The authors of a paper are one record here, and so are its institutions: `fields` is then a list of the rows in
    their order, and the natural key is the paper's.
    """

    # No part of a natural key holds a tab, so nothing needs escaping and the longest key fits an index.
    key = models.CharField(primary_key=True, max_length=700, help_text=_("Model and natural key, between tabs."))
    fields = models.JSONField(help_text=_("The values; a record that now has others was edited by hand."))
    # Left out of fixtures: in another database the row has another number.
    row = models.BigIntegerField(
        null=True, serialize=False, help_text=_("Its primary key, which finds a record whose natural key was edited.")
    )
    loaded = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("loaded record")
        verbose_name_plural = _("loaded records")
        constraints = [no_nul("loaded_record", "key")]

    def __str__(self):
        """Return model and natural key."""
        return self.key.replace("\t", " ")
