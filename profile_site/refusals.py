"""What is refused before any page is asked for."""

from django.http import HttpResponseNotAllowed
from django.shortcuts import render

METHODS = ["GET", "HEAD", "OPTIONS", "POST"]
LONGEST_QUERY = 2000  # every link of a list repeats its query string


def refuse_what_no_page_takes(get_response):
    """Return middleware that answers 405 to a method that no page has and 414 to a query string that none needs."""

    def middleware(request):
        if request.method not in METHODS:
            return HttpResponseNotAllowed(METHODS)
        if len(request.META.get("QUERY_STRING", "")) > LONGEST_QUERY:
            return render(request, "414.html", status=414)
        return get_response(request)

    return middleware
