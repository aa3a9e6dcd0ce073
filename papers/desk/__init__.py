"""The editors' first page, and what every other one shares.

It stands outside `papers.admin`, whose modules register themselves with it as they are imported.
"""

from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from papers import password_links
from papers.desk.finding import found
from papers.desk.paginators import UncountedPaginator
from papers.desk.panels import panels_for
from papers.models import Site

ORDER = ["Paper", "ImportBatch", "Author", "Institution", "Venue", "Category", "MergeRecord", "Metric", "Page", "Site"]


class Desk(admin.AdminSite):
    """The admin under the title and in the colours of the public site."""

    index_title = _("Desk")
    enable_nav_sidebar = False  # the header has the same links, and wide tables need the room

    def get_urls(self):
        """Return the addresses of the admin, with its search, where a password is chosen, and of the extras in use."""
        search = path("search/", self.admin_view(self.search), name="search")
        return [search, *password_links.urlpatterns, *_extras(), *super().get_urls()]

    def each_context(self, request):
        """Return what every page's template is given: `public_site` is the Site; what else leads in."""
        site = Site.objects.current()
        titles = {"site_title": site.title, "site_header": site.title}
        ways_in = {
            "sends_mail": bool(settings.MAIL),
            "single_sign_on": settings.SINGLE_SIGN_ON,
            "two_factor": settings.TWO_FACTOR,
        }
        return super().each_context(request) | titles | ways_in | {"public_site": site}

    def get_app_list(self, request, app_label=None):
        """Return the site's own tables first and in the order of `ORDER`, then users and groups."""
        apps = super().get_app_list(request, app_label)
        for app in apps:
            app["models"].sort(key=_place)
        return sorted(apps, key=lambda app: app["app_label"] != "papers")

    def index(self, request, extra_context=None):
        """Show the first page: what is under way, what waits, what could be better, and the tables."""
        return super().index(request, {"panels": panels_for(self, request)} | (extra_context or {}))

    @method_decorator(require_safe)
    def search(self, request):
        """Show what matches the words in `q`, in every table that is searched."""
        words = request.GET.get("q", "").strip()
        context = self.each_context(request) | {
            "title": _("Search"),
            "words": words,
            "found": found(self, request, words),
        }
        return TemplateResponse(request, "admin/search.html", context)

    def autocomplete_view(self, request):
        """Return the records that match what is typed into an autocomplete box, as JSON."""
        return Suggestions.as_view(admin_site=self)(request)


def _extras():
    if apps.is_installed("django_otp"):
        from papers import second_factor  # its package is installed only where it is in use

        yield from second_factor.urlpatterns
    if apps.is_installed("mozilla_django_oidc"):
        from papers import single_sign_on  # likewise

        yield from single_sign_on.urlpatterns


def _place(model: dict) -> int:
    name = model["object_name"]
    return ORDER.index(name) if name in ORDER else len(ORDER)


class Suggestions(AutocompleteJsonView):
    """Matches for an autocomplete box, found page by page."""

    def get_paginator(self, queryset, per_page, **kwargs):
        """Return pages that do not count all matches."""
        return UncountedPaginator(queryset, per_page)
