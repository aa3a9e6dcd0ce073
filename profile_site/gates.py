"""How many expensive requests of a kind run at once, so that ordinary pages stay quick whatever else is asked for.

Each kind has a gate. Few go through it at a time, some more wait before it for a moment, and whoever comes then is told
at once to come later. Those that wait hold a thread of the server each, which has more of them (`manage.py serve`) than
all gates together take.
"""

from contextlib import suppress
from threading import BoundedSemaphore, Lock

from django.conf import settings
from django.urls import Resolver404, resolve, reverse
from django.utils.translation import gettext_lazy as _

from profile_site.refusals import unavailable
from profile_site.sessions import is_of_one_signed_in

CROWDED = _("Too much is asked of the site at once.")
EXPENSIVE = {
    *("paper_list_file", "author_file", "institution_file", "paper_image", "author_image", "sitemap", "sitemap_part"),
    *("paper_values", "author_values", "institution_values"),
}
EXPENSIVE_IN_PART = {
    "search",
    "paper_list",
    "author",
    "institution",
    "author_list",
    "institution_list",
}  # where something is sought or filtered


class Gate:
    """Lets `at_once` through; `waiting` more wait for so many `seconds`."""

    def __init__(self, at_once: int, waiting: int, seconds: float):
        self.seconds = seconds
        self._inside = BoundedSemaphore(at_once)
        self._here = BoundedSemaphore(at_once + waiting)

    def enter(self) -> bool:
        """Return whether one more may go through, which then has to leave; wait for it where there is room to."""
        if not self._here.acquire(blocking=False):
            return False
        if self._inside.acquire(timeout=self.seconds):
            return True
        self._here.release()
        return False

    def leave(self) -> None:
        """Make room for the next."""
        self._inside.release()
        self._here.release()


READING = Gate(at_once=2, waiting=6, seconds=1)
EDITING = Gate(at_once=2, waiting=8, seconds=20)  # who writes comes one after the other in any case
SIGNING_IN = Gate(at_once=1, waiting=3, seconds=1)  # comparing a password takes a whole processor for a moment
ELSEWHERE = Gate(at_once=2, waiting=2, seconds=5)  # whoever signs in with an account elsewhere waits for the provider
_REFUSING = Lock()  # many refusals at once would take the processor from pages, turn by turn
SIGNED_IN_ELSEWHERE = {"single_sign_on", "single_sign_on_callback"}


def gate_of(request) -> Gate | None:
    """Return the gate that a request has to go through, None where it may pass."""
    if request.method == "POST" and request.path == reverse("admin:login"):
        return SIGNING_IN
    is_editing = request.method == "POST" or request.path.startswith(reverse("admin:index"))
    if is_editing and is_of_one_signed_in(request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")):
        return EDITING
    try:
        match = resolve(request.path_info)
    except Resolver404:
        return None
    if match.url_name in SIGNED_IN_ELSEWHERE:
        return ELSEWHERE
    if is_editing:
        return None  # refused at once
    if match.namespace != "papers":
        return None
    is_filtered = match.url_name in EXPENSIVE_IN_PART and request.META.get("QUERY_STRING")
    return READING if is_filtered or match.url_name in EXPENSIVE else None


def few_at_once(get_response):
    """Return middleware that answers 503 to an expensive request where too many of its kind are here already."""

    def middleware(request):
        gate = gate_of(request)
        if gate is None:
            return get_response(request)
        if not gate.enter():
            with suppress(Resolver404):
                request.resolver_match = resolve(request.path_info)  # which tells the log of a secret in the path
            with _REFUSING:
                response = unavailable(request, CROWDED, seconds=5)
            response._has_been_logged = True  # as no error: Django would write one for each
            return response
        is_left_later = False
        try:
            response = get_response(request)
            is_left_later = response.streaming
        finally:
            if not is_left_later:
                gate.leave()
        if is_left_later:
            _leave_when_sent(gate, response)
        return response

    return middleware


def _leave_when_sent(gate: Gate, response) -> None:
    """Have the gate left when the server closes a response that is written while it is sent, however far it came."""
    close, is_inside = response.close, True

    def close_and_leave():
        nonlocal is_inside
        try:
            close()
        finally:
            if is_inside:  # a gate is left once, however often the response is closed
                is_inside = False
                gate.leave()

    response.close = close_and_leave
