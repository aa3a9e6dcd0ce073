"""Who has which record's form open, so that two editors know of each other."""

import datetime

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from papers.models.fields import no_nul

FORGOTTEN = datetime.timedelta(minutes=10)  # after which a form that nobody left counts as closed


class OpenFormQuerySet(models.QuerySet):
    """Open forms."""

    def of(self, record):
        """Return the forms of `record` that are open."""
        kept = self.filter(model=record._meta.label_lower, key=str(record.pk))
        return kept.filter(seen__gt=timezone.now() - FORGOTTEN)

    def see(self, record, user) -> None:
        """Note that `user` has the form of `record` open now; forget forms that were left long ago."""
        now = timezone.now()
        self.filter(seen__lte=now - FORGOTTEN).delete()
        self.bulk_create(
            [self.model(model=record._meta.label_lower, key=str(record.pk), user=user, opened=now, seen=now)],
            update_conflicts=True,
            unique_fields=["model", "key", "user"],
            update_fields=["seen"],
        )

    def leave(self, record, user) -> None:
        """Note that `user` has left the form of `record`."""
        self.filter(model=record._meta.label_lower, key=str(record.pk), user=user).delete()


class OpenForm(models.Model):
    """A form that a user has open; it goes when the user leaves it, or by itself."""

    model = models.CharField(_("kind"), max_length=100)
    key = models.CharField(_("record"), max_length=30)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, verbose_name=_("user"), related_name="+")
    opened = models.DateTimeField(_("opened"))
    seen = models.DateTimeField(_("last seen"), db_index=True)

    objects = OpenFormQuerySet.as_manager()

    class Meta:
        verbose_name = _("open form")
        verbose_name_plural = _("open forms")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["model", "key", "user"], name="open_form_once"),
            no_nul("open_form", "model", "key"),
        ]

    def __str__(self):
        """Return the record's kind and key."""
        return f"{self.model} {self.key}"
