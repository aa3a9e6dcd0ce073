"""Where a page went."""

from django.http import HttpResponsePermanentRedirect


def moved(request, address: str) -> HttpResponsePermanentRedirect:
    """Return the answer that the page is now at `address`, with the same parameters."""
    query = request.META["QUERY_STRING"]
    return HttpResponsePermanentRedirect(f"{address}?{query}" if query else address)
