"""The reference profile, read from its own text and from nothing else.

`read_profile` parses `seed/profile.txt`, the text of the page that the site has to reproduce;
`read_records` reads `seed/papers.json`, the bibliographic records of the same papers. Neither
knows a model, a template or the fixture, so what they return can be held against any of them.
"""

import datetime
import json
import re
from dataclasses import dataclass
from pathlib import Path

MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
PAPER_HEAD = re.compile(r"(?P<tag>[A-Z]{2})(?P<date>[A-Z][a-z]{2} \d{1,2}, \d{4})(?P<badge>Code)?")


@dataclass(frozen=True)
class ReferencePaper:
    """One card of the reference page, as printed."""

    position: int
    tag: str
    printed_date: str
    has_code: bool
    title: str
    authors: tuple[str, ...]
    et_al: bool
    institutions: tuple[str, ...]
    abstract: str

    @property
    def date(self) -> datetime.date:
        """The printed date ("Jun 28, 2023") as a date."""
        month, day, year = re.fullmatch(r"(\w{3}) (\d+), (\d+)", self.printed_date).groups()
        return datetime.date(int(year), MONTHS.index(month) + 1, int(day))


@dataclass(frozen=True)
class ReferenceProfile:
    """The reference page: whose it is, the five figures as numbers, the cards in order."""

    name: str
    tag: str
    h_index: int
    paper_count: int
    citations: int
    novelty: int
    ai_score: int
    papers: tuple[ReferencePaper, ...]

    @property
    def figures(self) -> dict[str, int]:
        """The five figures by the kind under which the site stores them, in the printed order."""
        return {
            "h_index": self.h_index,
            "papers": self.paper_count,
            "citations": self.citations,
            "novelty": self.novelty,
            "ai_score": self.ai_score,
        }


@dataclass(frozen=True)
class ReferenceRecord:
    """One record of `papers.json`, with the names and values as they stand there."""

    position: int
    title: str
    arxiv_id: str
    primary_category: str
    date_v1: str
    authors_full: tuple[str, ...]
    venue: str | None
    venue_url: str | None
    doi: str
    doi_venue: str | None
    code_url: str | None


def read_profile(path: Path) -> ReferenceProfile:
    """Return the profile in the text file at `path`; raise ValueError where its form is not met."""
    name, _, head, rest = path.read_text(encoding="utf-8").split("\n", 3)
    lines = [head, *rest.splitlines()]
    tag, *figure_lines = lines[:6]
    papers = tuple(_read_papers(lines[6:]))
    figures = [
        _figure(pattern, line)
        for pattern, line in zip(
            (r"h-index(.+)", r"(.+)papers", r"(.+)citations", r"Novelty(.+)%", r"AI Score(.+)"),
            figure_lines,
            strict=True,
        )
    ]
    return ReferenceProfile(name, tag, *figures, papers)


def read_records(path: Path) -> list[ReferenceRecord]:
    """Return the records in the JSON file at `path`, in their order."""
    return [
        ReferenceRecord(**record | {"authors_full": tuple(record["authors_full"])})
        for record in json.loads(path.read_text(encoding="utf-8"))
    ]


def _figure(pattern: str, line: str) -> int:
    found = re.fullmatch(pattern, line)
    if found is None:
        raise ValueError(f"{line!r} is not the expected figure")
    return int(found[1].replace(",", ""))


def _read_papers(lines: list[str]):
    """Yield the papers of the list under its heading ("21 Papers"), which must count them."""
    paragraphs = [line for line in lines if line]
    heading, *paragraphs = paragraphs
    if len(paragraphs) % 4 or heading != f"{len(paragraphs) // 4} Papers":
        raise ValueError(f"{heading!r} heads {len(paragraphs)} paragraphs, four a paper")
    for position in range(1, len(paragraphs) // 4 + 1):
        yield _read_paper(position, *paragraphs[4 * (position - 1) : 4 * position])


def _read_paper(position, head, title, byline, abstract) -> ReferencePaper:
    found = PAPER_HEAD.fullmatch(head)
    if found is None:
        raise ValueError(f"paper {position}: {head!r} is no tag, date and badge")
    names, _, institutions = byline.partition(" · ")
    return ReferencePaper(
        position=position,
        tag=found["tag"],
        printed_date=found["date"],
        has_code=found["badge"] is not None,
        title=title,
        authors=tuple(names.removesuffix(" et al.").split(", ")),
        et_al=names.endswith(" et al."),
        institutions=tuple(institutions.split(", ")) if institutions else (),
        abstract=abstract,
    )
