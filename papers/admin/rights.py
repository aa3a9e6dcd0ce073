"""Who may do what with a record, beyond Django's permissions by table: the rules of publishing and of scopes."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from papers.models import scopes_of
from papers.roles import PUBLISH


def may_publish(request) -> bool:
    """Return whether whoever asks may change what the public sees of papers."""
    return request.user.has_perm(PUBLISH)


def is_confined(request) -> bool:
    """Return whether whoever asks changes the papers of a person or institution only, and nothing that papers share."""
    return bool(scopes_of(request.user))


class ScopeFilter(admin.SimpleListFilter):
    """Of all papers, those that whoever is confined to a scope may change."""

    title = _("scope")
    parameter_name = "mine"

    def lookups(self, request, model_admin):
        """Return the choice, which names the people and institutions."""
        return [("1", ", ".join(str(scope) for scope in scopes_of(request.user)))]

    def queryset(self, request, queryset):
        """Return the papers within reach; all of them where that is not chosen."""
        return queryset.editable_by(request.user) if self.value() else queryset


class NotSavedError(Exception):
    """A record that was written and is taken back; the text says why, to the editor."""


class Confined:
    """A table in which whoever is confined to a scope changes what is within reach, and reads the rest."""

    def reaches(self, request, obj=None) -> bool:
        """Return whether `obj`, or some record, is within the scope of whoever asks; what papers share never is."""
        return not is_confined(request)

    def has_add_permission(self, request):
        """Return whether a record may be added."""
        return super().has_add_permission(request) and self.reaches(request)

    def has_change_permission(self, request, obj=None):
        """Return whether `obj`, or some record, may be changed."""
        return super().has_change_permission(request, obj) and self.reaches(request, obj)

    def has_delete_permission(self, request, obj=None):
        """Return whether `obj`, or some record, may be deleted."""
        return super().has_delete_permission(request, obj) and self.reaches(request, obj)
