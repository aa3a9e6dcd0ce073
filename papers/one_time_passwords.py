"""Passwords made by a command, which must be changed at the first sign-in.

A user with such a password is in the group GROUP. An administrator may put others there, who then have to choose a
new password too. The group is left by choosing one.
"""

import secrets

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

GROUP = "Must choose a new password"
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is read as another
OPEN_VIEWS = ("password_change", "logout", "jsi18n")


def one_time_password() -> str:
    """Return a password of 20 random letters and digits, about 99 bits, in groups that can be read aloud."""
    return "-".join("".join(secrets.choice(LETTERS) for _letter in range(5)) for _group in range(4))


@transaction.atomic
def give_one_time_password(user) -> str:
    """Save `user` with a new password that must be changed at the first sign-in, and return the password."""
    password = one_time_password()
    user.set_password(password)
    user.save()
    user.groups.add(Group.objects.get_or_create(name=GROUP)[0])
    return password


def has_chosen_password(user) -> None:
    """Let a user who had to choose a new password, and did, be."""
    user.groups.remove(*Group.objects.filter(name=GROUP))


def ask_for_new_password(get_response):
    """Return middleware that leads users in GROUP to the form for a new password, wherever in the admin they go."""

    def middleware(request):
        if not request.path.startswith(reverse("admin:index")) or not _must_change(request.user):
            return get_response(request)
        if request.path not in {reverse(f"admin:{name}") for name in OPEN_VIEWS}:
            messages.info(request, _("Choose a password of your own first: this one was for a single use."))
            return HttpResponseRedirect(reverse("admin:password_change"))
        before = request.user.password
        response = get_response(request)
        if request.user.is_authenticated and request.user.password != before:
            has_chosen_password(request.user)
        return response

    return middleware


def _must_change(user) -> bool:
    # Whoever may not enter the admin cannot use its form either: the admin itself turns them away. A second factor,
    # where one is asked for, comes first.
    may_enter = user.is_staff and (not settings.TWO_FACTOR or user.is_verified())
    return may_enter and user.groups.filter(name=GROUP).exists()


class NotThePresentPassword:
    """A password validator: a new password must be new."""

    def validate(self, password, user=None) -> None:
        """Raise ValidationError where `password` is the one that `user` has."""
        if user is not None and user.pk and user.check_password(password):
            raise ValidationError(_("This is the present password: choose another."), code="password_unchanged")

    def get_help_text(self):
        """Return the rule as the form says it."""
        return _("Your password must not be the present one.")
