"""Who may do what with a record, beyond Django's permissions by table: the rules of publishing and of scopes."""

from papers.models import scopes_of
from papers.roles import PUBLISH


def may_publish(request) -> bool:
    """Return whether whoever asks may change what the public sees of papers."""
    return request.user.has_perm(PUBLISH)


def is_confined(request) -> bool:
    """Return whether whoever asks changes the papers of a person or institution only, and nothing that papers share."""
    return bool(scopes_of(request.user))


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
