"""Create a user who may edit the site: what `make editor` does."""

from collections.abc import Iterator
from itertools import count

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from papers.management.site_address import site_address
from papers.management.tables import create_tables_if_missing
from papers.one_time_passwords import give_one_time_password

User = get_user_model()
EDITORS = "Editors"


def names() -> Iterator[str]:
    """Yield editor, editor-2, editor-3 …"""
    yield "editor"
    yield from (f"editor-{number}" for number in count(2))


def free_name() -> str:
    """Return the first of `names` that no user has."""
    return next(name for name in names() if not User.objects.filter(username=name).exists())


def editors() -> Group:
    """Return the group of those who may edit everything; made with its permissions where it is missing."""
    group, made = Group.objects.get_or_create(name=EDITORS)
    if made:
        group.permissions.set(Permission.objects.filter(content_type__app_label="papers"))
    return group


@transaction.atomic
def create(username: str) -> str:
    """Create an editor called `username` and return the one-time password; raise CommandError where that fails."""
    if User.objects.filter(username=username).exists():
        raise CommandError(
            f"There is a user {username} already: choose another name, or add --reset for a new password."
        )
    user = User(username=username, is_staff=True)
    user.set_unusable_password()
    try:
        user.full_clean()
    except ValidationError as error:
        raise CommandError(f"“{username}” cannot be a user name: {' '.join(error.messages)}") from error
    password = give_one_time_password(user)
    user.groups.add(editors())
    return password


def renew(username: str) -> str:
    """Give the user called `username` a new one-time password and return it; raise CommandError where that fails."""
    user = User.objects.filter(username=username).first()
    if not user:
        raise CommandError(f"There is no user {username}: leave out --reset to create one.")
    if not (user.is_staff and user.is_active):
        raise CommandError(f"{username} may not sign in to the admin: an administrator has to allow it first.")
    return give_one_time_password(user)


class Command(BaseCommand):
    help = "Creates a user who may edit the site, and prints a password that must be changed at the first sign-in."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username", nargs="?", help="default: editor, or editor-2 … where that is taken")
        parser.add_argument("--reset", action="store_true", help="give an existing user a new one-time password")

    def handle(self, *, username: str | None, reset: bool, **options) -> None:
        if reset and not username:
            raise CommandError("Say who is to have a new password: create_editor NAME --reset.")
        create_tables_if_missing()
        username = username or free_name()
        password = renew(username) if reset else create(username)
        self.stdout.write(
            f"User name:          {username}\n"
            f"One-time password:  {password}\n"
            f"Sign in at:         {site_address('admin:index')}\n"
            "The password is shown this once. The first sign-in asks for one of your own in its place."
        )
