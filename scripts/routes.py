"""Every address of the site, from the resolver."""

from collections.abc import Iterator

from django.urls import URLPattern, get_resolver


def routes(resolver=None, before: str = "") -> Iterator[tuple[str, str]]:
    """Yield name ("" where it has none) and route of each address, the admin's with them."""
    for pattern in (resolver or get_resolver()).url_patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield pattern.name or "", route
        else:
            yield from routes(pattern, route)
