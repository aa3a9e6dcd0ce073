"""Whom to tell of a hole in the site, as RFC 9116 has it."""

from datetime import datetime, time, timedelta

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from papers.models import Site

VALID = timedelta(days=180)  # RFC 9116 recommends less than a year


@require_safe
def security_txt(request):
    """Name the site's contact; there is no such page where the site has none."""
    contact = Site.objects.current().contact
    if not contact:
        raise Http404
    lines = [
        f"Contact: mailto:{contact}",
        f"Expires: {expiry():%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: en",
        f"Canonical: {request.build_absolute_uri(reverse('papers:security_txt'))}",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


def expiry() -> datetime:
    """Return when what is said today is too old: the site says it anew each day, for as long as it is there."""
    return datetime.combine(timezone.now().date() + VALID, time(), tzinfo=timezone.get_default_timezone())
