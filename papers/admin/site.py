"""The site's own words: title, footer and pages."""

from django.contrib import admin
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from papers.admin.records import AddressedAdmin, RecordAdmin
from papers.models import Page, Site


@admin.register(Site)
class SiteAdmin(RecordAdmin):
    """The one site: no list, only its form."""

    fieldsets = [
        (None, {"fields": ["title", "tagline", "accent"]}),
        (_("Foot of every page"), {"fields": ["footer", "contact"]}),
    ]

    def changelist_view(self, request, *args, **kwargs):
        """Return the way to the form."""
        if self.has_add_permission(request):
            return HttpResponseRedirect(reverse("admin:papers_site_add"))
        return HttpResponseRedirect(reverse("admin:papers_site_change", args=[1]))

    def has_add_permission(self, request):
        """Return whether the site still has no row."""
        return super().has_add_permission(request) and not Site.objects.exists()

    def has_delete_permission(self, request, obj=None):
        """Return False: there is always a site."""
        return False

    def view_on_site(self, obj):
        """Return the address of the home page."""
        return reverse("papers:home")


@admin.register(Page)
class PageAdmin(AddressedAdmin):
    """Pages of the site's own text."""

    list_display = ["title", "slug", "menu_position", "in_footer", "updated"]
    ordering = ["menu_position", "title"]
    sorts = {name: name for name in list_display}  # of a few pages, written by hand
    search_fields = ["title"]
    prepopulated_fields = {"slug": ["title"]}
    fieldsets = [
        (None, {"fields": ["title", "slug", "body", "menu_position", "in_footer"]}),
        AddressedAdmin.address_fieldset,
    ]

    def is_public(self, obj):
        """Return True: a page has no draft."""
        return True
