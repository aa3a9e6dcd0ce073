"""References as plain text, in APA style."""

from collections.abc import Iterable, Iterator

from papers.exports.styles import apa
from papers.exports.work import cited_work


def render(papers: Iterable) -> Iterator[str]:
    """Yield a reference for each paper, a blank line between them."""
    separator = ""
    for paper in papers:
        yield f"{separator}{reference(paper)}\n"
        separator = "\n"


def reference(paper) -> str:
    """Return the reference to one paper, its relations preloaded, on one line."""
    return apa.reference(cited_work(paper))
