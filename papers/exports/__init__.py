"""Papers in other programs' formats.

Every format is a module with a function `render`, which takes papers whose relations are loaded, runs no query, and
yields text.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from papers.exports import atom, bibtex, csl_json, csv_table, json_lines, plain_text, ris


@dataclass(frozen=True)
class Format:
    """A format: what the menu calls it, its file name's extension, its content type, and papers → pieces of text.

    Where `is_feed` is true, `render` takes an `atom.Feed` too.
    """

    label: str
    extension: str
    content_type: str
    render: Callable[..., Iterable[str]]
    is_feed: bool = False


FORMATS = {
    "bibtex": Format("BibTeX", "bib", "application/x-bibtex; charset=utf-8", bibtex.render),
    "ris": Format("RIS", "ris", "application/x-research-info-systems; charset=utf-8", ris.render),
    "csl-json": Format("CSL-JSON", "csl.json", "application/vnd.citationstyles.csl+json", csl_json.render),
    "csv": Format("CSV", "csv", "text/csv; charset=utf-8; header=present", csv_table.render),
    "jsonl": Format("JSON Lines", "jsonl", "application/jsonl; charset=utf-8", json_lines.render),
    "atom": Format("Atom", "atom", "application/atom+xml; charset=utf-8", atom.render, is_feed=True),
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
