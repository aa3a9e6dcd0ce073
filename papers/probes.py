"""What a load balancer or a watchdog asks: whether the site lives, and whether it can serve its visitors."""

from django.http import HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from papers.health import CHECKS, examine

PLAIN = "text/plain; charset=utf-8"


@never_cache
@require_safe
def live(request):
    """Say that the server answers; nothing else is asked."""
    return HttpResponse("alive\n", content_type=PLAIN)


@never_cache
@require_safe
def ready(request):
    """Say whether pages can be served; 503 and what is wrong, a line each, where they cannot.

    How to mend it stays with `manage.py doctor`: it names folders of the machine.
    """
    examined = examine(check for check in CHECKS if check.stops)
    lines = [f"{one.check.name}: {problem.what}" for one in examined for problem in one.problems or []]
    return HttpResponse("\n".join([*lines, ""]) if lines else "ready\n", PLAIN, status=503 if lines else 200)
