"""What a parser makes of one entry of a bibliography, whatever the format it came in."""

from dataclasses import dataclass, field, replace

from papers.imports.site_record import SiteRecord
from papers.partial_dates import PartialDate


class UnreadableFile(Exception):  # noqa: N818 - it names what is wrong, as the reader of a sentence would
    """A file that cannot be read as a bibliography at all; its text is a sentence for the importer."""


@dataclass(frozen=True)
class PersonRecord:
    """An author as the source prints it; `family` is empty where the source does not part the name."""

    name: str
    given: str = ""
    family: str = ""
    orcid: str = ""
    affiliation: str = ""
    suffix: str = ""


@dataclass(frozen=True)
class LinkRecord:
    """A link of a paper; `kind` is one of the kinds of `papers.models.Link`."""

    kind: str
    url: str
    label: str = ""


@dataclass(frozen=True)
class PaperRecord:
    """A paper as a source describes it; what the source does not say is "", None or ().

    `type` is a value of `papers.models.Paper.Type`; `identifiers` are (scheme, normal form) pairs; the first of
    `categories` is the primary one. `extra` keeps, verbatim, the fields that have no other place, to be written back.
    """

    title: str
    type: str = "article"
    language: str = ""
    abstract: str = ""
    posted: PartialDate | None = None
    issued: PartialDate | None = None
    venue: str = ""
    venue_short: str = ""
    venue_kind: str = ""
    series: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    publisher: str = ""
    place: str = ""
    citation_key: str = ""
    notice: str = ""
    authors: tuple[PersonRecord, ...] = ()
    editors: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    institutions: tuple[str, ...] = ()
    identifiers: tuple[tuple[str, str], ...] = ()
    links: tuple[LinkRecord, ...] = ()
    extra: dict[str, str] = field(default_factory=dict)


def changed(record: PaperRecord, **values: object) -> PaperRecord:
    """Return a record with other values; the same one where they are what it has."""
    others = {name: value for name, value in values.items() if value != getattr(record, name)}
    return replace(record, **others) if others else record


@dataclass(frozen=True)
class Problem:
    """Something the importer should know about an entry: the field it concerns ("" for the whole) and why."""

    field: str
    reason: str


@dataclass(frozen=True)
class Entry:
    """One entry of a file: its `line` (1 for the first; None where the format has no lines), a label to know it by,
    and the record read from it, None where it is refused. `problems` say why, or what was read with doubt. `site` is
    what a complete export of this site, or another of its kind, says beyond the record.
    """

    label: str
    line: int | None
    record: PaperRecord | None
    problems: tuple[Problem, ...] = ()
    site: SiteRecord | None = None
