"""A paper as those who cite it need it: the one type that the formats are written from."""

from dataclasses import dataclass

from papers.identifiers import url_for
from papers.names import PersonName, split_name
from papers.partial_dates import PartialDate

ARXIV_DOI_PREFIX = "10.48550/"
TYPES_FROM_A_PUBLISHER = {"preprint", "thesis", "report", "dataset", "software"}
PLACES_TO_READ = ("arxiv", "acl", "openreview", "pmcid", "pmid", "handle", "openalex")


@dataclass(frozen=True)
class CitedWork:
    """What a reference says; a missing text is "", a missing date None.

    `date` is the venue's, or else the day of posting; `url` is where to read a work that has no DOI.
    """

    key: str
    type: str
    language: str
    title: str
    authors: tuple[PersonName, ...]
    editors: tuple[PersonName, ...]
    date: PartialDate | None
    venue: str
    series: str
    volume: str
    issue: str
    pages: str
    publisher: str
    place: str
    doi: str
    arxiv: str
    arxiv_class: str
    isbn: str
    url: str
    notice: str


def cited_work(paper) -> CitedWork:
    """Return what a reference says of a paper whose authors, identifiers, links, venue and category are loaded."""
    identifiers = first_of_each_scheme(paper)
    return CitedWork(
        key=paper.citation_key or paper.slug,
        type=str(paper.type),
        language=paper.language,
        title=paper.title,
        authors=tuple(printed_name(authorship) for authorship in paper.authorships.all()),
        editors=tuple(split_name(line) for line in paper.editors.splitlines() if line.strip()),
        date=paper.issued or paper.posted,
        venue=paper.venue.name if paper.venue else "",
        series=paper.venue.series if paper.venue else "",
        volume=paper.volume,
        issue=paper.issue,
        pages=paper.pages,
        publisher=paper.publisher,
        place=paper.place,
        doi=doi_of(paper),
        arxiv=identifiers.get("arxiv", ""),
        arxiv_class=paper.primary_category.code if paper.primary_category else "",
        isbn=identifiers.get("isbn", ""),
        url=_url(paper, identifiers),
        notice="Retracted" if paper.notice_kind == "retraction" else "",
    )


def publisher_of(work: CitedWork) -> str:
    """Return who published a work: of a preprint, thesis, report, dataset or software its venue, where it has one.

    A preprint of which only its arXiv id is known was published by arXiv.
    """
    if work.type not in TYPES_FROM_A_PUBLISHER:
        return work.publisher
    return work.venue or work.publisher or ("arXiv" if work.type == "preprint" and work.arxiv else "")


def number_of(work: CitedWork) -> str:
    """Return the number that a work has by itself: a preprint's arXiv id, a report's number."""
    if work.type == "preprint" and work.arxiv:
        return f"arXiv:{work.arxiv}"
    return work.issue if work.type == "report" else ""


def printed_name(authorship) -> PersonName:
    """Return the printed name, split where the person's family name says; not at all where it is the whole."""
    printed, family = authorship.printed_name, authorship.author.family_name
    return PersonName("", printed) if printed == family else split_name(printed, family=family)


def first_of_each_scheme(paper) -> dict[str, str]:
    """Return scheme → value of a paper's identifiers, the first of each scheme."""
    found: dict[str, str] = {}
    for identifier in paper.identifiers.all():
        found.setdefault(identifier.scheme, identifier.value)
    return found


def doi_of(paper) -> str:
    """Return arXiv's DOI of a preprint, the venue's of any other work; the other one if there is only that; or ""."""
    dois = [identifier.value for identifier in paper.identifiers.all() if identifier.scheme == "doi"]
    is_preprint = paper.type == "preprint"
    dois.sort(key=lambda doi: doi.startswith(ARXIV_DOI_PREFIX) != is_preprint)
    return dois[0] if dois else ""


def _url(paper, identifiers: dict[str, str]) -> str:
    for scheme in PLACES_TO_READ:
        if scheme in identifiers:
            return url_for(scheme, identifiers[scheme])
    return next((link.url for link in paper.links.all() if link.kind == "pdf"), "")
