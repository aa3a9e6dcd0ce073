"""Papers in other programs' formats, and references to them in the usual styles.

Every format is a module with a function `render`, which takes papers whose relations are loaded, runs no query, and
yields text.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from papers.exports import atom, bibtex, csl_json, csv_table, json_lines, plain_text, ris
from papers.exports.styles import apa, chicago, ieee, mla
from papers.exports.work import CitedWork, cited_work


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
class Style:
    """A citation style: what the menu calls it, and a work → its reference as plain text on one line."""

    label: str
    reference: Callable[[CitedWork], str]


STYLES = {
    "apa": Style("APA", apa.reference),
    "mla": Style("MLA", mla.reference),
    "chicago": Style("Chicago", chicago.reference),
    "ieee": Style("IEEE", ieee.reference),
}


@dataclass(frozen=True)
class Citation:
    """One paper ready to be cited: references as (label, text) in every style, and a `bibtex` entry."""

    styles: list[tuple[str, str]]
    bibtex: str

    @property
    def text(self) -> str:
        """The reference in the first style, APA."""
        return self.styles[0][1]


def cite(paper) -> Citation:
    """Return how to cite one paper, its relations preloaded."""
    work = cited_work(paper)
    return Citation([(style.label, style.reference(work)) for style in STYLES.values()], bibtex.entry(paper))
