"""The pages of the site in conftest.py, and what is on them."""

from html.parser import HTMLParser

from papers.models import Paper

LISTS = [
    "/",
    "/papers/",
    "/search/",
    "/authors/",
    "/institutions/",
    "/authors/ada/",
    "/authors/ada/coauthors/",
    "/institutions/london/",
]
RECORDS = ["/papers/sketch/", "/authors/ada/", "/institutions/london/", "/about/"]
PAGES = sorted({*LISTS, *RECORDS})


class Links(HTMLParser):
    """The addresses of a page's links, in order; in `relations` each with its `rel`."""

    def __init__(self, html: str):
        super().__init__()
        self.addresses, self.relations = [], []
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        if tag == "a":
            given = dict(attributes)
            self.addresses.append(given["href"])
            self.relations.append((given["href"], given.get("rel", "")))


def shown(listing) -> list[Paper]:
    """The papers that a page of a list shows, in order."""
    papers = Paper.objects.in_bulk(listing.page.object_list)
    return [papers[key] for key in listing.page.object_list]


def html(client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()
