"""Previews: the public page of a paper as it would be, for an editor, or for whoever has a secret link."""

import hashlib
import secrets
from copy import copy
from datetime import timedelta

from django.conf import settings
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from papers.drafts import rehearsal, try_on
from papers.models import Paper, PaperDraft, PreviewLink
from papers.views import paper_page

DAYS = [1, 7, 30]
USUAL_DAYS = 7


def rendered(request, paper: Paper, *, is_framed: bool = False) -> HttpResponse:
    """Return the page of `paper` as it would be published now, with its draft if it has one.

    The links of one that `is_framed` open outside the frame, in which no other page may be.
    """
    with rehearsal():
        if draft := PaperDraft.objects.filter(paper=paper).first():
            try_on(draft)
        shown = Paper.objects.filter(pk=paper.pk)
        shown.update(status=Paper.Status.PUBLISHED, publish_at=None, retire_at=None)
        paper = shown.for_page().get()
        asked = copy(request)
        asked.path = asked.path_info = paper.get_absolute_url()  # by which the menu knows where it is
        asked.is_framed = is_framed
        response = paper_page(asked, paper)
    response.headers["Cache-Control"] = "no-store, private"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Referrer-Policy"] = "no-referrer"  # the address is the secret
    return response


def framed(response: HttpResponse) -> HttpResponse:
    """Let a page of this site show `response` in a frame, which no other response allows."""
    response._csp_config = settings.SECURE_CSP | {"frame-ancestors": ["'self'"]}  # read by the policy's middleware
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    return response


def framing(response: HttpResponse) -> HttpResponse:
    """Let `response` show a page of this site in a frame."""
    response._csp_config = settings.SECURE_CSP | {"frame-src": ["'self'"]}
    return response


# Secret links


def make_link(paper: Paper, user, days: int) -> tuple[PreviewLink, str]:
    """Return a link that lasts for some days, and its secret, which is not kept."""
    secret = secrets.token_urlsafe(32)
    expires = timezone.now() + timedelta(days=days)
    return PreviewLink.objects.create(paper=paper, user=user, digest=digest_of(secret), expires=expires), secret


def digest_of(secret: str) -> str:
    """Return what is kept of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


@require_safe
def by_link(request, secret):
    """Show a paper that is not published to whoever has a link to it, until the link expires."""
    link = PreviewLink.objects.in_force().select_related("paper").filter(digest=digest_of(secret)).first()
    if link is None:
        raise Http404
    return rendered(request, link.paper)
