"""RIS, the tagged format that EndNote, Zotero, Mendeley and most databases read (specification of 2011).

A value is one line, since the format has no other. The DOI by which a paper is cited has its own tag and a book's ISBN
too; every other identifier is given by its address.
"""

import re
from collections.abc import Iterable, Iterator

from papers.exports.kept import public_fields
from papers.exports.records import record_of
from papers.exports.work import cited_work, printed_name
from papers.identifiers import url_for
from papers.names import sort_name
from papers.partial_dates import PartialDate

TYPES = {
    "article": "JOUR",
    "proceedings-paper": "CONF",
    "preprint": "UNPB",
    "chapter": "CHAP",
    "book": "BOOK",
    "thesis": "THES",
    "report": "RPRT",
    "dataset": "DATA",
    "software": "COMP",
}
# The tags of the format but for those of type and end.
KEPT_TAG = re.compile(
    r"A[1-4BDNUV]|BT|C[1-8ANPTY]|D[ABOP]|E[DPT]|I[DS]|J[12AFO]|KW|L[1-4ABK]|M[1-3]|N[12V]|OP|P[BPY]|R[INP]|S[ENPT]|T[1-4AIT]"
    r"|U[1-5R]|V[LO]|Y[12]"
)
PAGE_RANGE = re.compile(r"\s*(\w[^\s,–-]*)\s*[-–—]+\s*(\w[^\s,–-]*)\s*")


def render(papers: Iterable) -> Iterator[str]:
    """Yield the record of each paper, an empty line after it."""
    for paper in papers:
        yield entry(paper) + "\r\n"


def entry(paper) -> str:
    """Return the record of one paper, its relations preloaded."""
    lines = [f"{tag}  - {value}" for tag, text in _values(paper) if (value := " ".join(text.split()))]
    kind = paper.extra.get("TY", "")
    kind = kind if kind.isalnum() else TYPES[str(paper.type)]
    return "\r\n".join([f"TY  - {kind}", *lines, "ER  - ", ""])


def _values(paper) -> Iterator[tuple[str, str]]:
    """Yield tags and values, a value "" where there is none."""
    work, record = cited_work(paper), record_of(paper)
    yield "ID", work.key
    yield "TI", work.title
    for name in map(printed_name, paper.authorships.all()):
        yield "AU", sort_name(name.given, name.family, name.suffix)
    for name in work.editors:
        yield "A2", sort_name(name.given, name.family, name.suffix)
    yield "T2", work.venue
    yield "J2", record["venue_short"]
    yield "T3", work.series
    yield from _numbers(work)
    yield "PB", work.publisher
    yield "CY", work.place
    yield from _date(work.date)
    yield from _addresses(record, work.doi)
    yield "AB", record["abstract"]
    for keyword in record["keywords"]:
        yield "KW", keyword
    yield "LA", record["language"]
    yield "N1", work.notice
    yield from _kept(paper)


def _kept(paper) -> Iterator[tuple[str, str]]:
    """Yield the tags that a bibliography had and the site has no place for, each line of a text with its tag again."""
    for tag, text in public_fields(paper.extra).items():
        if KEPT_TAG.fullmatch(tag):
            for line in text.splitlines():
                yield tag, line


def _numbers(work) -> Iterator[tuple[str, str]]:
    """Yield volume, issue and pages; what is not one range of pages stands whole where the first page does."""
    yield "VL", work.volume
    yield "IS", work.issue
    pages = PAGE_RANGE.fullmatch(work.pages)
    yield "SP", pages[1] if pages else work.pages
    yield "EP", pages[2] if pages else ""


def _date(date: PartialDate | None) -> Iterator[tuple[str, str]]:
    if date:
        parts = [f"{date.year}", f"{date.month:02}" if date.month else "", f"{date.day:02}" if date.day else ""]
        yield "PY", parts[0]
        yield "DA", "/".join([*parts, ""])


def _addresses(record: dict, doi: str) -> Iterator[tuple[str, str]]:
    yield "DO", doi
    for scheme, value in record["identifiers"]:
        if scheme == "isbn":
            yield "SN", value
        elif value != doi:
            yield "UR", url_for(scheme, value)
    for link in record["links"]:
        yield "L1" if link["kind"] == "pdf" else "L3", link["url"]
