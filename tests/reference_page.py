"""What a visitor reads on the profile and on a paper's page, taken from their HTML alone.

The results are the types of `tests.reference`, so that a page can be compared with the text it has to reproduce.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

from tests.reference import ReferencePaper, ReferenceProfile

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
LABELS = ["h-index", "papers", "citations", "novelty", "ai score"]


@dataclass
class Element:
    """An element of a page with its attributes and, in order, its text and child elements."""

    tag: str
    attributes: dict[str, str]
    content: list = field(default_factory=list)

    def walk(self) -> Iterator["Element"]:
        """Yield the elements inside this one, in the page's order."""
        for part in self.content:
            if isinstance(part, Element):
                yield part
                yield from part.walk()

    def all(self, selector: str) -> list["Element"]:
        """Return the elements inside that match "tag", "tag.class", ".class" or "#id"."""
        return [element for element in self.walk() if element.matches(selector)]

    def one(self, selector: str) -> "Element":
        """Return the only element inside that matches; raise ValueError where there is none or another."""
        (element,) = self.all(selector)
        return element

    def matches(self, selector: str) -> bool:
        """Return whether this element is meant by the selector."""
        tag, mark, name = re.fullmatch(r"([a-z0-9]*)([.#]?)([\w-]*)", selector).groups()
        names = self.attributes.get({".": "class", "#": "id"}.get(mark, ""), "").split()
        return (not tag or tag == self.tag) and (not mark or name in names)

    def text(self, without: str | None = None) -> str:
        """Return the text inside, spaces as a browser shows them, leaving out elements that match `without`."""
        return " ".join("".join(self._texts(without)).split())

    def _texts(self, without: str | None) -> Iterator[str]:
        for part in self.content:
            if isinstance(part, str):
                yield part
            elif without is None or not part.matches(without):
                yield from part._texts(without)


class TreeBuilder(HTMLParser):
    """Builds Elements; raises ValueError for a tag that closes another element than its own."""

    def __init__(self):
        super().__init__()
        self.open = [Element("document", {})]

    def handle_starttag(self, tag, attrs):
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].content.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag, attrs):
        self.open[-1].content.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag):
        if self.open[-1].tag != tag:
            raise ValueError(f"</{tag}> at {self.getpos()} closes <{self.open[-1].tag}>")
        self.open.pop()

    def handle_data(self, data):
        self.open[-1].content.append(data)


def parse(html: str) -> Element:
    """Return the page as a tree."""
    builder = TreeBuilder()
    builder.feed(html)
    builder.close()
    return builder.open[0]


def profile_on(page: Element) -> ReferenceProfile:
    """Return the profile that a home page shows."""
    figures = page.one("dl.figures")
    labels = [label.text().lower() for label in figures.all("dt")]
    values = [int(re.sub("[,%]", "", value.text())) for value in figures.all("dd")]
    if labels != LABELS:
        raise ValueError(f"figures are labelled {labels}")
    return ReferenceProfile(
        page.one("h1").text(),
        page.one(".profile-head").one(".tag").text(),
        *values,
        papers=tuple(card_paper(place, card) for place, card in enumerate(page.all("article.paper-card"), 1)),
    )


def card_paper(position: int, card: Element) -> ReferencePaper:
    """Return the paper that a card of a list shows."""
    return ReferencePaper(
        position=position,
        **_heading(card),
        title=card.one(".title").text(),
        authors=tuple(card.one(".authors").text(without=".et-al").split(", ")),
        et_al=[element.text(without=".rest") for element in card.all(".et-al")] == ["et al."],
        institutions=_slugs(card),
        abstract=card.one(".abstract").text(),
    )


def page_paper(position: int, page: Element) -> ReferencePaper:
    """Return the paper that a paper's page shows, reduced to what a card says of it."""
    body = page.one("article")
    names = page_authors(page)
    return ReferencePaper(
        position=position,
        **_heading(body),
        title=body.one("h1").text(),
        authors=names[:3],
        et_al=len(names) > 3,
        institutions=_slugs(body),
        abstract=body.one(".abstract").text(),
    )


def page_authors(page: Element) -> tuple[str, ...]:
    """Return all the authors that a paper's page names, in order: the longest list there."""
    lists = [[item.text() for item in names.all("li")] for names in page.one(".all-authors").all("ol")]
    return tuple(max(lists, key=len))


def links_in(element: Element, wanted: Callable[[str], bool] = bool) -> list[str]:
    """Return where the links inside lead."""
    return [link.attributes["href"] for link in element.all("a") if wanted(link.attributes["href"])]


def _heading(element: Element) -> dict:
    badges = [badge.text() for badge in element.all(".badge")]
    return {
        "tag": element.one(".tag").text(),
        "printed_date": element.one(".date").text(),
        "has_code": badges == ["Code"],
    }


def _slugs(element: Element) -> tuple[str, ...]:
    addresses = [address for found in element.all(".institutions") for address in links_in(found)]
    return tuple(re.fullmatch(r"/institutions/(.+)/", address)[1] for address in addresses)
