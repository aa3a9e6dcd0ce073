"""Papers in other programs' formats.

Every format is a module with a function `render`, which takes papers whose relations are loaded, runs no query, and
yields text.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from papers.exports import bibtex, plain_text


@dataclass(frozen=True)
class Format:
    """A format: what the menu calls it, its file name's extension, its content type, and papers → pieces of text."""

    label: str
    extension: str
    content_type: str
    render: Callable[[Iterable], Iterable[str]]


FORMATS = {
    "bibtex": Format("BibTeX", "bib", "application/x-bibtex; charset=utf-8", bibtex.render),
    "text": Format("Plain text", "txt", "text/plain; charset=utf-8", plain_text.render),
}


@dataclass(frozen=True)
class Citation:
    """One paper ready to be cited: a reference as `text`, and a `bibtex` entry."""

    text: str
    bibtex: str


def cite(paper) -> Citation:
    """Return how to cite one paper, its relations preloaded."""
    return Citation(text=plain_text.reference(paper), bibtex=bibtex.entry(paper))
