"""Forget the second factor of a user who lost it."""

from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser


class Command(BaseCommand):
    help = "Forgets a user's second factor; the next sign-in asks for a new one."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")

    def handle(self, *, username: str, **options) -> None:
        if not apps.is_installed("django_otp"):
            raise CommandError("No second factor is in use: TWO_FACTOR is not set.")
        from django_otp import devices_for_user

        user = get_user_model().objects.filter(username=username).first()
        if not user:
            raise CommandError(f"There is no user {username}.")
        devices = list(devices_for_user(user, confirmed=None))
        for device in devices:
            device.delete()
        self.stdout.write(
            f"The second factor of {username} is forgotten." if devices else f"{username} had no second factor."
        )
