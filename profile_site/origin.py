"""The one address under which a public site is known."""

from urllib.parse import urlsplit

from django.conf import settings

PROBES = {"/healthz", "/readyz"}


def at_public_address(get_response):
    """Return middleware by which all addresses that a response names begin with PUBLIC_URL, where that is set.

    Whoever asks may put any port behind the host's name, and a cache would keep it. Raises DisallowedHost for another
    host, but not for PROBES: a load balancer asks for them by the machine's number.
    """

    def middleware(request):
        if request.path_info in PROBES:
            request.META["HTTP_HOST"] = urlsplit(settings.PUBLIC_URL).netloc or "localhost"
        elif settings.PUBLIC_URL:
            request.get_host()
            request.META["HTTP_HOST"] = urlsplit(settings.PUBLIC_URL).netloc
        return get_response(request)

    return middleware
