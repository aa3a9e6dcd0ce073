"""Scopes: editors who change only the papers of one person or institution."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class EditorScope(models.Model):
    """A person or institution to whose papers a user is confined; with several scopes a user reaches each of them.

    Where the person or institution is deleted the scope stays and reaches nothing: a user is never set free by that.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, verbose_name=_("user"), related_name="scopes")
    author = models.ForeignKey(
        "papers.Author", models.SET_NULL, verbose_name=_("person"), null=True, blank=True, related_name="+"
    )
    institution = models.ForeignKey(
        "papers.Institution", models.SET_NULL, verbose_name=_("institution"), null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("scope")
        verbose_name_plural = _("scopes")
        constraints = [
            models.CheckConstraint(
                condition=Q(author__isnull=True) | Q(institution__isnull=True), name="editor_scope_one_thing"
            ),
            models.UniqueConstraint(fields=["user", "author"], name="editor_scope_author_once"),
            models.UniqueConstraint(fields=["user", "institution"], name="editor_scope_institution_once"),
        ]

    def __str__(self):
        """Return the name of the person or institution."""
        return str(self.author or self.institution or _("nothing: what it named was deleted"))

    def clean(self):
        """Raise ValidationError unless the scope names one thing."""
        if (self.author_id is None) == (self.institution_id is None):
            raise ValidationError(_("Choose either a person or an institution."))


def scopes_of(user) -> list[EditorScope]:
    """Return the scopes to which `user` is confined, read once for each user object; none means everything.

    A superuser is not confined.
    """
    if user.is_superuser or not user.pk:
        return []
    if not hasattr(user, "_papers_scopes"):
        user._papers_scopes = list(EditorScope.objects.filter(user=user).select_related("author", "institution"))
    return user._papers_scopes
