"""Give a user who cannot sign in any more a new password, and let them try at once."""

from axes.utils import reset
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser

from papers.management.handing_over import handed_over
from papers.one_time_passwords import give_one_time_password

User = get_user_model()


def renew(username: str) -> str:
    """Give the user called `username` a new one-time password and return it; raise CommandError where that fails.

    What failed before is forgotten.
    """
    user = User.objects.filter(username=username).first()
    if not user:
        raise CommandError(f"There is no user {username}: manage.py create_editor {username} makes one.")
    if not (user.is_staff and user.is_active):
        raise CommandError(f"{username} may not sign in to the admin: an administrator has to allow it first.")
    reset(username=username)
    return give_one_time_password(user)


class Command(BaseCommand):
    help = "Gives a user a new password, which must be changed at the next sign-in, and prints it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")

    def handle(self, *, username: str, **options) -> None:
        self.stdout.write(handed_over(renew(username), user_name=username))
