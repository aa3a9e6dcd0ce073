"""Addresses elsewhere that the site links to: whether they still lead anywhere, and since when not."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from papers.models.fields import LineField, WebAddressField, no_nul, only_web_addresses


class CheckedAddressQuerySet(models.QuerySet):
    """Addresses that were asked."""

    def dead(self):
        """Return those that led nowhere whenever they were asked, on two days at the least."""
        return self.filter(failed__lt=F("checked"))


class CheckedAddress(models.Model):
    """One address, by what it answered when `manage.py check_links` last asked it."""

    url = WebAddressField(_("address"), unique=True)
    checked = models.DateField(_("last asked"))
    failed = models.DateField(_("leads nowhere since"), null=True, blank=True)
    reason = LineField(_("reason"), max_length=200, blank=True)

    objects = CheckedAddressQuerySet.as_manager()

    class Meta:
        verbose_name = _("checked address")
        verbose_name_plural = _("checked addresses")
        default_permissions = ()
        indexes = [models.Index(fields=["url"], condition=Q(failed__lt=F("checked")), name="checked_address_dead")]
        constraints = [
            no_nul("checked_address", "url", "reason"),
            only_web_addresses("checked_address", "url"),
            models.CheckConstraint(
                condition=Q(failed=None) | Q(failed__lte=F("checked")), name="checked_address_in_order"
            ),
        ]

    def __str__(self):
        """Return the address."""
        return self.url
