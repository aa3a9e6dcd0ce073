"""Atom (RFC 4287): a feed of papers, each entry with the moment at which it last changed.

An entry is known by the paper's own address. Its DOI or another place to read it is a `related` link, a PDF an
`enclosure`.
"""

import datetime
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urljoin
from xml.sax.saxutils import escape, quoteattr

from papers.exports.work import cited_work
from papers.identifiers import orcid_url, url_for

NOT_IN_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Feed:
    """What a feed says of itself: its title, the absolute addresses of the page it follows and of the feed itself, and
    when something in it last changed.
    """

    title: str
    page_url: str
    feed_url: str
    updated: datetime.datetime


def render(papers: Iterable, feed: Feed) -> Iterator[str]:
    """Yield the feed, an entry for each paper, its relations preloaded."""
    yield '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">\n'
    yield _element("title", feed.title) + _element("id", feed.feed_url) + _element("updated", _moment(feed.updated))
    yield f"<author>{_element('name', feed.title)}</author>\n"  # for entries without one
    yield _link("self", feed.feed_url, type="application/atom+xml")
    yield _link("alternate", feed.page_url, type="text/html")
    for paper in papers:
        yield entry(paper, feed)
    yield "</feed>\n"


def entry(paper, feed: Feed) -> str:
    """Return the entry of one paper; its address is completed from the feed's."""
    address = urljoin(feed.feed_url, paper.get_absolute_url())
    return "".join(
        [
            f"<entry xml:lang={quoteattr(paper.language)}>\n",
            _element("title", paper.title),
            _element("id", address),
            _element("published", _moment(_first_seen(paper))),
            _element("updated", _moment(paper.changed)),
            _link("alternate", address, type="text/html"),
            *_related(paper),
            *(_author(authorship) for authorship in paper.authorships.all()),
            *_categories(paper),
            _element("summary", paper.abstract),
            "</entry>\n",
        ]
    )


def _related(paper) -> Iterator[str]:
    work = cited_work(paper)
    if address := url_for("doi", work.doi) if work.doi else work.url:
        yield _link("related", address)
    for link in paper.links.all():
        if link.kind == "pdf":
            yield _link("enclosure", link.url, type="application/pdf")


def _author(authorship) -> str:
    """Return the author; where an ORCID iD is known, its address."""
    orcid = authorship.author.orcid
    address = _element("uri", orcid_url(orcid)) if orcid else ""
    return f"<author>{_element('name', authorship.printed_name)}{address}</author>\n"


def _categories(paper) -> Iterator[str]:
    found = [paper.primary_category] if paper.primary_category else []
    for category in [*found, *paper.cross_listed.all()]:
        yield f"<category term={quoteattr(category.code)} label={quoteattr(_clean(category.name))}/>\n"


def _first_seen(paper) -> datetime.datetime:
    """Return the first moment of the day on which the paper was posted or issued; else when it came to the site."""
    date = paper.posted or paper.issued
    if date is None:
        return paper.created
    return datetime.datetime.combine(date.first_day, datetime.time(), datetime.UTC)


def _moment(moment: datetime.datetime) -> str:
    """Return a moment as RFC 3339, to the second."""
    return moment.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _element(name: str, text: str) -> str:
    return f"<{name}>{escape(_clean(text))}</{name}>\n" if text else ""


def _link(rel: str, address: str, **attributes: str) -> str:
    said = {"rel": rel, "href": address, **attributes}
    return "<link " + " ".join(f"{name}={quoteattr(_clean(value))}" for name, value in said.items()) + "/>\n"


def _clean(text: str) -> str:
    """Return a text without the characters that XML does not allow."""
    return NOT_IN_XML.sub("", text)
