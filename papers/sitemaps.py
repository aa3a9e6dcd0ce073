"""What search engines are told: every public page with its last change, and where they need not look."""

from django.contrib.sitemaps import Sitemap, views
from django.db.models import Max
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from papers.models import Author, Institution, Page, Paper

MOST_ADDRESSES = 10_000  # in one file, which is written in less than a second; sitemaps.org allows 50,000


class ListSitemap(Sitemap):
    """The pages that list others."""

    def items(self):
        """Return the names of their routes; one profile alone makes home another address of its page."""
        home = [] if Author.objects.profiles().count() == 1 else ["home"]
        return [*home, "paper_list", "author_list", "institution_list", "archive", "follow"]

    def location(self, item):
        """Return the address of a route."""
        return reverse(f"papers:{item}")


class RecordSitemap(Sitemap):
    """The pages of records; `records` returns those that the public may see."""

    limit = MOST_ADDRESSES

    def __init__(self, records):
        self.records = records

    def items(self):
        """Return the records in an order that new ones do not change."""
        return self.records().only("slug", "updated").order_by("pk")

    def lastmod(self, item):
        """Return when the record was last changed."""
        return item.updated

    def get_latest_lastmod(self):
        """Return when any of the records was last changed, None without any."""
        return self.records().aggregate(latest=Max("updated"))["latest"]


class PaperSitemap(RecordSitemap):
    """The pages of papers."""

    def items(self):
        """Return the papers in an order that new ones do not change."""
        return self.records().only("slug", "updated", "publish_at").order_by("pk")

    def lastmod(self, item):
        """Return when the paper was last changed or appeared."""
        return item.changed

    def get_latest_lastmod(self):
        """Return when any of the papers was last changed or appeared, None without any."""
        latest = self.records().aggregate(Max("updated"), Max("publish_at"))
        return max(filter(None, latest.values()), default=None)


SITEMAPS = {
    "lists": ListSitemap(),
    "papers": PaperSitemap(Paper.objects.published),
    "authors": RecordSitemap(Author.objects.public),
    "institutions": RecordSitemap(Institution.objects.public),
    "pages": RecordSitemap(Page.objects.all),
}


@require_safe
def sitemap(request):
    """List every public page; more than fit in one file as an index of files."""
    if sum(part.paginator.count for part in SITEMAPS.values()) > MOST_ADDRESSES:
        return views.index(request, SITEMAPS, sitemap_url_name="papers:sitemap_part")
    return views.sitemap(request, SITEMAPS)


@require_safe
def sitemap_part(request, section):
    """List the public pages of one kind, at most 10,000 of them."""
    return views.sitemap(request, SITEMAPS, section)


@require_safe
def robots(request):
    """Tell robots where the sitemap is, and that the editors' pages are not for them."""
    address = request.build_absolute_uri(reverse("papers:sitemap"))
    lines = ["User-agent: *", f"Disallow: {reverse('admin:index')}", "", f"Sitemap: {address}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
