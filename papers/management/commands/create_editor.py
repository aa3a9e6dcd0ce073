"""Create a user with a role: what `make editor` does."""

from collections.abc import Iterator
from itertools import count

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from papers.management.handing_over import handed_over
from papers.management.tables import create_tables_if_missing
from papers.one_time_passwords import give_one_time_password
from papers.roles import ADMINISTRATOR, EDITOR, MANAGE_USERS, ROLES

User = get_user_model()
BACKEND = "django.contrib.auth.backends.ModelBackend"


def names() -> Iterator[str]:
    """Yield editor, editor-2, editor-3 …"""
    yield "editor"
    yield from (f"editor-{number}" for number in count(2))


def free_name() -> str:
    """Return the first of `names` that no user has."""
    return next(name for name in names() if not User.objects.filter(username=name).exists())


def usual_role() -> str:
    """Return Administrator while nobody may manage users, and Editor from then on."""
    return EDITOR if User.objects.with_perm(MANAGE_USERS, backend=BACKEND).exists() else ADMINISTRATOR


def called(text: str) -> str:
    """Return the role that is called so in capitals or small letters, or else the text."""
    return next((role for role in ROLES if role.lower() == text.lower()), text)


def group_of(role: str) -> Group:
    """Return the group of those who have a role; raise CommandError where it was renamed or deleted."""
    group = Group.objects.filter(name=role).first()
    if not group:
        raise CommandError(f"There is no group {role}: manage.py migrate makes it again.")
    return group


@transaction.atomic
def create(username: str, role: str) -> str:
    """Create a user with a role and return the one-time password; raise CommandError where that fails."""
    if User.objects.filter(username=username).exists():
        raise CommandError(
            f"There is a user {username} already: choose another name, or give this one a new password with "
            f"manage.py reset_password {username}."
        )
    user = User(username=username, is_staff=True)
    user.set_unusable_password()
    try:
        user.full_clean()
    except ValidationError as error:
        raise CommandError(f"“{username}” cannot be a user name: {' '.join(error.messages)}") from error
    password = give_one_time_password(user)
    user.groups.add(group_of(role))
    return password


class Command(BaseCommand):
    help = "Creates a user with a role, and prints a password that must be changed at the first sign-in."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username", nargs="?", help="default: editor, or editor-2 … where that is taken")
        parser.add_argument(
            "--role",
            type=called,
            choices=ROLES,
            help="default: Administrator while nobody may manage users, then Editor",
        )

    def handle(self, *, username: str | None, role: str | None, **options) -> None:
        create_tables_if_missing()
        username, role = username or free_name(), role or usual_role()
        password = create(username, role)
        self.stdout.write(handed_over(password, user_name=username, role=role))
