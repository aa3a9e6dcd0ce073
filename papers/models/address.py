"""Addresses: one namespace of slugs for papers, people, institutions and pages, with its history."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _

from papers.models.fields import no_nul
from papers.models.scope import scopes_of
from papers.names import slug_for, unique_slug

SLUG_LENGTH = 80


class Address(models.Model):
    """A slug that a record has or once had; written by the triggers in `papers.triggers`, never by hand.

    It is current where its owner's `slug` is the same; otherwise the owner has moved and the address answers 301.
    """

    value = models.SlugField(_("slug"), primary_key=True, max_length=SLUG_LENGTH)
    # DO_NOTHING: the owner's delete trigger removes its addresses.
    paper = models.ForeignKey("papers.Paper", models.DO_NOTHING, null=True, blank=True, related_name="addresses")
    author = models.ForeignKey("papers.Author", models.DO_NOTHING, null=True, blank=True, related_name="addresses")
    institution = models.ForeignKey(
        "papers.Institution", models.DO_NOTHING, null=True, blank=True, related_name="addresses"
    )
    page = models.ForeignKey("papers.Page", models.DO_NOTHING, null=True, blank=True, related_name="addresses")

    class Meta:
        verbose_name = _("address")
        verbose_name_plural = _("addresses")
        constraints = [
            no_nul("address", "value"),
            models.CheckConstraint(
                name="address_one_owner",
                condition=models.Q(
                    Exact(
                        sum(
                            models.Case(models.When(**{f"{owner}__isnull": True}, then=0), default=1)
                            for owner in ("paper", "author", "institution", "page")
                        ),
                        1,
                    )
                ),
            ),
        ]

    def __str__(self):
        """Return the slug."""
        return self.value


class AddressedQuerySet(models.QuerySet):
    """Records that have a slug."""

    def editable_by(self, user):
        """Return the records that `user` may change as far as a scope goes: what papers share, nothing within one."""
        return self.none() if scopes_of(user) else self

    def get_by_natural_key(self, slug):
        """Return the record whose slug is or once was `slug`."""
        try:
            return self.get(slug=slug)
        except self.model.DoesNotExist:
            return self.get(addresses__value=slug)


class Addressed(models.Model):
    """A record with an address of its own; a blank slug is made from `slug_source` when it is first saved."""

    slug = models.SlugField(
        _("slug"),
        max_length=SLUG_LENGTH,
        unique=True,
        blank=True,
        help_text=_("The last part of the page's address. An old one keeps leading here after a change."),
    )

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        """Save the record, with a new slug where it had none."""
        if not self.slug:
            self.fill_slug()
            if (fields := kwargs.get("update_fields")) is not None:
                kwargs["update_fields"] = {*fields, "slug"}
        super().save(*args, **kwargs)

    def natural_key(self):
        """Return (slug,)."""
        return (self.slug,)

    def slug_source(self) -> str:
        """Return the text from which a slug is made."""
        raise NotImplementedError

    def fill_slug(self) -> None:
        """Make a slug that no record has or had, where it is empty."""
        if not self.slug:
            base = slug_for(self.slug_source(), fallback=self._meta.model_name)
            self.slug = unique_slug(base, taken=lambda slug: Address.objects.filter(value=slug).exists())

    def clean(self):
        """Make a slug where it is empty; refuse one that is, or once was, another record's."""
        super().clean()
        self.fill_slug()
        others = Address.objects.filter(value=self.slug)
        if self.pk:
            others = others.exclude(**{self._meta.model_name: self.pk})
        if others.exists():
            raise ValidationError({"slug": _("This address is, or once was, that of another page: choose another.")})


def addressed(model: type[models.Model], field: str, slug: str) -> models.Model:
    """Return the record with `slug`, now or formerly, of the model that `field` of `model` points to."""
    return model._meta.get_field(field).related_model.objects.get_by_natural_key(slug)
