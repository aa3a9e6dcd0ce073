"""What is refused before any page is asked for, and what is said where a page could not be put together."""

import sys

from django.http import HttpResponse, HttpResponseNotAllowed, HttpResponseServerError
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import escape_leading_slashes
from django.utils.translation import gettext_lazy as _

from papers.faults import Fault, fault_of

METHODS = ["GET", "HEAD", "OPTIONS", "POST"]
LONGEST_QUERY = 2000  # every link of a list repeats its query string
# The seconds after which it is worth trying again, and why not now.
UNAVAILABLE = {
    Fault.BUSY: (10, _("Somebody else is writing just now, and the site waited as long as it may.")),
    Fault.FULL: (60, _("The server has no room left on its disk. Whoever runs the site has to make some.")),
    Fault.AWAY: (60, _("The site cannot reach its data. Whoever runs the site finds the cause in its log.")),
}
CSRF_FIELD = "csrfmiddlewaretoken"
SECRETS = ("password", "token", "secret")  # parts of the names of fields that are not shown again


def refuse_what_no_page_takes(get_response):
    """Return middleware that answers 405 to a method that no page has and 414 to a query string that none needs."""

    def middleware(request):
        if request.method not in METHODS:
            return HttpResponseNotAllowed(METHODS)
        if len(request.META.get("QUERY_STRING", "")) > LONGEST_QUERY:
            return render(request, "414.html", status=414)
        return get_response(request)

    return middleware


def server_error(request):
    """Return the page for an error that no page dealt with: 503 for a fault that passes, 500 for any other.

    Django asks for it while the error is being handled, whether a view or a middleware raised it.
    """
    fault = fault_of(sys.exception())
    if not fault:
        return HttpResponseServerError(render_to_string("500.html", {"request_id": getattr(request, "id", "")}))
    seconds, reason = UNAVAILABLE[fault]
    # A connection may have been lost with the last word.
    return unavailable(request, reason, seconds, is_certain=fault != Fault.AWAY)


def unavailable(request, reason: str, seconds: int, *, is_certain: bool = True):
    """Return the 503 page, to be asked again in so many seconds; an editor finds there what the form had.

    It reads nothing from the database. It says that nothing was saved, unless that is not certain.
    """
    kept = _sent(request)
    context = {
        "reason": reason,
        "is_writing": request.method == "POST",
        "is_certain": is_certain,
        "kept": kept,
        "has_files": bool(kept and request.FILES),
        "url": escape_leading_slashes(request.get_full_path()),
    }
    response = HttpResponse(render_to_string("503.html", context), status=503)
    response.headers["Retry-After"] = seconds
    response.headers["Cache-Control"] = "no-store"
    return response


def _sent(request) -> list[tuple[str, str]]:
    """Return the fields that an editor's form sent, to be sent again; none where one of them is a secret."""
    if request.method != "POST" or not request.path.startswith(reverse("admin:index")):
        return []
    if any(word in name for name in request.POST for word in SECRETS if name != CSRF_FIELD):
        return []
    return [(name, value) for name, values in request.POST.lists() for value in values]
