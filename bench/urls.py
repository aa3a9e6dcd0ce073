"""The addresses of the site, of the plain way to do the same, and of a response that is always the same."""

from django.http import HttpResponse
from django.urls import include, path

from bench import plainly

CONSTANT = b"<!DOCTYPE html><title>The same</title>" + b"<p>Always the same.</p>" * 40


def constant(request):
    """Answer always the same."""
    return HttpResponse(CONSTANT)


urlpatterns = [
    path("bench/constant/", constant),
    path("bench/plain/papers/", plainly.paper_list),
    path("bench/plain/papers/<slug:slug>/", plainly.paper),
    path("", include("profile_site.urls")),
]
