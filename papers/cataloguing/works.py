"""Which paper an entry is about: by DOI, arXiv id or another identifier, by citation key, by title, year and author."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from papers.cataloguing.among import among, among_in_any_case
from papers.exports.work import ARXIV_DOI_PREFIX, printed_name
from papers.imports.record import PaperRecord
from papers.models import Address, Identifier, Paper
from papers.names import fold, split_name

ARXIV_DOI = f"{ARXIV_DOI_PREFIX}arxiv."
SHARED_SCHEMES = {"isbn"}  # the chapters of a book have the book's


@dataclass(eq=False)
class Work:
    """A work known here, as `paper`, or read before in the same file, as entry number `position`."""

    paper: Paper | None
    position: int | None
    title: str
    first_author: str
    years: set[str]
    place: tuple[str, ...]
    identifiers: set[tuple[str, str]]
    citation_key: str

    def is_like(self, other: "Work") -> bool:
        """Whether title, year and first author are the same, and no identifier says that these are two works."""
        return (
            self.title == other.title
            and self.first_author == other.first_author
            and _agree(self.years, other.years)
            and (bool(self.first_author) or self.place == other.place)
            and not self.is_told_from(other)
        )

    def is_told_from(self, other: "Work") -> bool:
        """Whether both have an identifier of one kind, and not the same one."""
        own, others = _by_scheme(self.identifiers), _by_scheme(other.identifiers)
        return any(not own[scheme] & others[scheme] for scheme in own.keys() & others.keys())


def work_of_record(record: PaperRecord, position: int) -> Work:
    """Return the work that an entry is about."""
    first = record.authors[0] if record.authors else None
    return Work(
        paper=None,
        position=position,
        title=fold(record.title),
        first_author=fold(first.family or split_name(first.name).family) if first else "",
        years=_years(record.posted, record.issued),
        place=_place(record.venue, record.volume, record.issue, record.pages),
        identifiers=same_identifiers(record.identifiers),
        citation_key=record.citation_key,
    )


def work_of_paper(paper: Paper) -> Work:
    """Return the work that a paper is, its relations preloaded."""
    first = next(iter(paper.authorships.all()), None)
    return Work(
        paper=paper,
        position=None,
        title=fold(paper.title),
        first_author=fold(printed_name(first).family) if first else "",
        years=_years(paper.posted, paper.issued),
        place=_place(paper.venue.name if paper.venue else "", paper.volume, paper.issue, paper.pages),
        identifiers=same_identifiers((identifier.scheme, identifier.value) for identifier in paper.identifiers.all()),
        citation_key=paper.citation_key or "",
    )


class Works:
    """The works that a number of entries may be about, and those that they add."""

    def __init__(self, records: Iterable[PaperRecord], slugs: Iterable[str] = ()):
        self.by_identifier: dict[tuple[str, str], Work] = {}
        self.by_key: dict[str, Work] = {}
        self.by_title: dict[str, list[Work]] = defaultdict(list)
        at = dict(Address.objects.filter(among("value", slugs), paper__isnull=False).values_list("value", "paper"))
        works = {}
        for paper in Paper.objects.filter(pk__in=_paper_keys(list(records)) | set(at.values())).for_page():
            works[paper.pk] = work_of_paper(paper)
            self.know(works[paper.pk])
        self.by_address = {slug: works[key] for slug, key in at.items()}

    def know(self, work: Work) -> None:
        """Take a work among those that later entries may be about."""
        for pair in work.identifiers:
            self.by_identifier.setdefault(pair, work)
        if work.citation_key:
            self.by_key.setdefault(work.citation_key, work)
        self.by_title[work.title].append(work)

    def matching(self, work: Work) -> list[Work]:
        """Return the known works that an entry is about: none, one, or those among which it cannot be told."""
        pairs = identifying(work.identifiers)
        found = {id(known): known for pair in pairs if (known := self.by_identifier.get(pair))}
        if found:
            return list(found.values())
        known = self.by_key.get(work.citation_key) if work.citation_key else None
        if known and (known.is_like(work) or self._is_revised(known, work)):
            return [known]
        return [known for known in self.by_title.get(work.title, ()) if known.is_like(work)]

    @staticmethod
    def _is_revised(known: Work, work: Work) -> bool:
        """Whether a work with the same citation key is the same, under the same title or one that was reworded."""
        if known.is_told_from(work) or not _agree(known.years, work.years):
            return False
        words, others = set(known.title.split()), set(work.title.split())
        reworded = known.first_author == work.first_author and len(words & others) * 2 >= len(words | others)
        return known.title == work.title or reworded

    def owner(self, pair: tuple[str, str]) -> Work | None:
        """Return the work that has an identifier."""
        return self.by_identifier.get(pair)


def _paper_keys(records: list[PaperRecord]) -> set[int]:
    """Return the primary keys of the papers that some of `records` may be about."""
    by_scheme = defaultdict(set)
    for record in records:
        for scheme, value in same_identifiers(record.identifiers):
            by_scheme[scheme].add(value)
    keys: set[int] = set()
    for scheme, values in by_scheme.items():
        keys |= set(Identifier.objects.filter(among("value", values), scheme=scheme).values_list("paper", flat=True))
    citation_keys = {record.citation_key for record in records if record.citation_key}
    keys |= set(Paper.objects.filter(among("citation_key", citation_keys)).values_list("pk", flat=True))
    alike = Paper.objects.filter(among_in_any_case("title", {record.title for record in records}))
    return keys | set(alike.values_list("pk", flat=True))


def same_identifiers(pairs: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    """Return identifiers with what they are otherwise called: arXiv gives each of its ids a DOI."""
    found = set(pairs)
    ids = {value for scheme, value in found if scheme == "arxiv"}
    ids |= {value.removeprefix(ARXIV_DOI) for scheme, value in found if scheme == "doi" and value.startswith(ARXIV_DOI)}
    return found | {("arxiv", value) for value in ids} | {("doi", f"{ARXIV_DOI}{value}") for value in ids}


def identifying(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the identifiers that no other work has."""
    return [pair for pair in pairs if pair[0] not in SHARED_SCHEMES]


def _by_scheme(pairs: set[tuple[str, str]]) -> dict[str, set[str]]:
    found = defaultdict(set)
    for scheme, value in pairs:
        if scheme not in SHARED_SCHEMES and not value.startswith(ARXIV_DOI_PREFIX):
            found[scheme].add(value)
    return found


def _agree(years: set[str], others: set[str]) -> bool:
    return not years or not others or bool(years & others)


def _years(*dates) -> set[str]:
    return {str(date.year) for date in dates if date}


def _place(*texts: str) -> tuple[str, ...]:
    return tuple(fold(text) for text in texts)
