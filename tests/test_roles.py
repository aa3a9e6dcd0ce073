"""The groups that every site has after `migrate`, and what stays an operator's own."""

from itertools import pairwise

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.core.management import call_command
from django.core.management.sql import emit_post_migrate_signal
from django.db import connection

from papers.roles import ADMINISTRATOR, EDITOR, PUBLISHER, ROLES, VIEWER, roles_with

pytestmark = pytest.mark.django_db


def permissions_of(role: str) -> set[str]:
    held = Group.objects.get(name=role).permissions.values_list("content_type__app_label", "codename")
    return {f"{app}.{codename}" for app, codename in held}


def migrate() -> None:
    emit_post_migrate_signal(verbosity=0, interactive=False, db=connection.alias)


def test_each_role_may_what_the_one_before_may_and_more():
    held = [permissions_of(role) for role in ROLES]
    assert [fewer < more for fewer, more in pairwise(held)] == [True, True, True]


def test_a_viewer_reads_everything_and_nothing_else():
    everything = Permission.objects.filter(content_type__app_label="papers", codename__startswith="view_")
    assert permissions_of(VIEWER) == {f"papers.{each.codename}" for each in everything}


@pytest.mark.parametrize(
    ("permission", "roles"),
    [
        ("papers.change_paper", [EDITOR, PUBLISHER, ADMINISTRATOR]),
        ("papers.publish_paper", [PUBLISHER, ADMINISTRATOR]),
        ("papers.undo_importbatch", [PUBLISHER, ADMINISTRATOR]),
        ("papers.delete_author", [PUBLISHER, ADMINISTRATOR]),
        ("papers.change_page", [PUBLISHER, ADMINISTRATOR]),
        ("papers.change_site", [ADMINISTRATOR]),
        ("papers.delete_metric", [ADMINISTRATOR]),
        ("auth.change_user", [ADMINISTRATOR]),
        ("auth.delete_user", []),
        ("sessions.change_session", []),
    ],
)
def test_who_has_a_permission(permission, roles):
    assert roles_with(permission) == roles
    assert [role for role in ROLES if permission in permissions_of(role)] == roles


def test_what_an_administrator_took_or_gave_stays_so():
    group = Group.objects.get(name=EDITOR)
    taken = Permission.objects.get(codename="add_venue")
    given = Permission.objects.get(codename="change_page")
    group.permissions.remove(taken)
    group.permissions.add(given)
    migrate()
    assert set(group.permissions.filter(pk__in=[taken.pk, given.pk])) == {given}


def test_a_permission_that_is_new_reaches_the_roles_that_were_there():
    Permission.objects.get(codename="change_link").delete()
    migrate()
    assert [role for role in ROLES if "papers.change_link" in permissions_of(role)] == ROLES[1:]


def test_a_role_that_was_deleted_comes_back_whole():
    before = permissions_of(PUBLISHER)
    Group.objects.get(name=PUBLISHER).delete()
    migrate()
    assert permissions_of(PUBLISHER) == before


# A site from before there were roles


@pytest.fixture
def as_before(transactional_db):
    """The tables as they were before there were roles."""
    call_command("migrate", "papers", "0003", verbosity=0)
    Group.objects.all().delete()
    Permission.objects.filter(codename__in=["publish_paper", "undo_importbatch"]).delete()
    yield
    call_command("migrate", verbosity=0)


def upgrade() -> None:
    call_command("migrate", "papers", "0004", verbosity=0)


def test_members_of_editors_are_publishers_and_lose_nothing(as_before):
    editors = Group.objects.create(name="Editors")
    editors.permissions.set(Permission.objects.filter(content_type__app_label="papers"))
    user = User.objects.create_user("ada")
    user.groups.add(editors)
    before = user.get_all_permissions()
    upgrade()
    user = User.objects.get()
    assert list(user.groups.values_list("name", flat=True)) == [PUBLISHER]
    assert user.get_all_permissions() >= before | {"papers.publish_paper", "papers.undo_importbatch"}
    assert set(Group.objects.values_list("name", flat=True)) == set(ROLES)


def test_whoever_could_change_papers_by_a_right_of_their_own_may_publish_them(as_before):
    user = User.objects.create_user("ada")
    user.user_permissions.set(Permission.objects.filter(codename="change_paper"))
    upgrade()
    assert User.objects.get().get_all_permissions() == {"papers.change_paper", "papers.publish_paper"}


def test_editors_whose_rights_were_cut_get_none_by_the_way(as_before):
    editors = Group.objects.create(name="Editors")
    editors.permissions.set(Permission.objects.filter(codename="view_paper"))
    upgrade()
    assert permissions_of(PUBLISHER) == {"papers.view_paper"}
