"""Attempts to sign in: counted by user and address, and refused, before any password is checked, once they are many.

django-axes keeps the count. It never locks a user as such, so nobody can lock out another from elsewhere.
"""

import math
from ipaddress import ip_address, ip_network

from axes.handlers.database import AxesDatabaseHandler
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib import admin
from django.db.models import Max, Sum
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

LONGEST_NAME = 255
MOST_FROM_AN_ADDRESS = 50  # failures with whatever user names, enough for an office behind one address


def client_address(request) -> str:
    """Return the address that asks; behind a proxy, the one that the proxy saw. Of IPv6 it is the network, a /64.

    Only the last part of X-Forwarded-For is the proxy's own word: what stands before it, a visitor may have sent.
    """
    text = request.META.get("REMOTE_ADDR", "")
    if settings.BEHIND_TLS_PROXY:
        text = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip() or text
    try:
        address = ip_address(text)
    except ValueError:
        # An address that nobody has, and nothing listens on.
        return "0.0.0.0"  # noqa: S104 # nosec B104
    address = getattr(address, "ipv4_mapped", None) or address
    return str(address if address.version == 4 else ip_network((address, 64), strict=False).network_address)


def attempted_name(request, credentials) -> str | None:
    """Return the user name that is tried, cut to what the count can hold; None where none is given."""
    name = (credentials or request.POST).get("username")
    return name and name[:LONGEST_NAME]


class SignInAttempts(AxesDatabaseHandler):
    """Failures in the database, where all processes see them."""

    def is_locked(self, request, credentials=None) -> bool:
        """Return whether an attempt is refused unseen: after too many for this user, or for any, from its address."""
        return super().is_locked(request, credentials) or self._from_address(request) >= MOST_FROM_AN_ADDRESS

    def _from_address(self, request) -> int:
        attempts = AccessAttempt.objects.filter(ip_address=request.axes_ip_address, attempt_time__gte=_oldest_counted())
        return attempts.aggregate(total=Sum("failures_since_start"))["total"] or 0


def _oldest_counted():
    return timezone.now() - settings.AXES_COOLOFF_TIME


def refusal(request, response, credentials):
    """Return the page that says for how long no attempt is looked at; it is the same whoever the user is, or is not."""
    attempts = AccessAttempt.objects.filter(ip_address=request.axes_ip_address)
    own = attempts.filter(username=attempted_name(request, credentials))
    last = (own if own.exists() else attempts).aggregate(last=Max("attempt_time"))["last"]
    seconds = max(1, math.ceil((last - _oldest_counted()).total_seconds()))
    context = {**admin.site.each_context(request), "title": _("Too many attempts"), "minutes": math.ceil(seconds / 60)}
    page = render(request, "admin/locked.html", context, status=429)
    page.headers["Retry-After"] = seconds
    return page
