"""Viewer, Editor, Publisher and Administrator: what each may do, as groups of Django's own permissions.

The groups belong to the operator once they are there. What an administrator takes from one stays away, and what is
added stays; only a permission that did not exist before is given to the roles that are meant to have it. A group that
was deleted or renamed is made again, whole, by the next `migrate`.
"""

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.db import connections, transaction

VIEWER = "Viewer"
EDITOR = "Editor"
PUBLISHER = "Publisher"
ADMINISTRATOR = "Administrator"
ROLES = [VIEWER, EDITOR, PUBLISHER, ADMINISTRATOR]  # each may do what the one before may

PUBLISH = "papers.publish_paper"
MANAGE_USERS = "auth.change_user"
APPS = ["papers", "auth"]
TABLES = {"auth_group", "auth_permission", "django_content_type", "papers_paper"}


def _each(actions: str, models: str, app: str = "papers") -> set[str]:
    return {f"{app}.{action}_{model}" for action in actions.split() for model in models.split()}


# Beyond looking at everything. What a table that nobody names here holds is written by Administrators alone.
GIVEN = {
    VIEWER: set(),
    EDITOR: {
        *_each("add change delete", "paper authorship paperinstitution identifier link"),
        *_each("add change delete", "authorname profilelink affiliation importbatch"),
        *_each("add change", "author institution venue category metric"),
    },
    PUBLISHER: {
        *(PUBLISH, "papers.undo_importbatch"),
        *_each("delete", "author institution venue category"),
        *_each("add change delete", "page"),
    },
    ADMINISTRATOR: {
        *_each("add change view", "user", app="auth"),
        *_each("add change delete view", "group", app="auth"),
    },
}


def roles_with(permission: str) -> list[str]:
    """Return the roles that are meant to have `permission`, called as in `papers.change_paper`."""
    if permission.startswith("papers.view_"):
        return ROLES
    for place, role in enumerate(ROLES):
        if permission in GIVEN[role]:
            return ROLES[place:]
    return [ADMINISTRATOR] if permission.startswith("papers.") else []


def keep_roles(using, apps=installed, **kwargs) -> None:
    """Make the groups that are missing, and give to the others what is new; a receiver of post_migrate.

    Does nothing while the tables are not there, as after `migrate papers zero`.
    """
    if not set(connections[using].introspection.table_names()) >= TABLES:
        return
    with transaction.atomic(using=using):
        known = set(Permission.objects.using(using).values_list("pk", flat=True))
        for label in APPS:  # Django's own receiver of the same signal comes later
            create_permissions(installed.get_app_config(label), verbosity=0, using=using, apps=apps)
        permissions = Permission.objects.using(using).select_related("content_type")
        named = {f"{each.content_type.app_label}.{each.codename}": each for each in permissions}
        for role in ROLES:
            group, made = Group.objects.using(using).get_or_create(name=role)
            meant = [each for name, each in named.items() if role in roles_with(name)]
            group.permissions.add(*(each for each in meant if made or each.pk not in known))
