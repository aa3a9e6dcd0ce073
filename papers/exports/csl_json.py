"""CSL-JSON, the form that Zotero, pandoc and citation processors read (citationstyles.org, schema 1.0.2).

A preprint is an `article` with its arXiv id as number, as Zotero writes it. Dates are both given: `issued`, by which a
work is cited, and `available-date`, when the public could first read it.
"""

import json
from collections.abc import Iterable, Iterator

from papers.exports.kept import public_fields
from papers.exports.work import CitedWork, cited_work, first_of_each_scheme, number_of, publisher_of
from papers.latex import plain_text
from papers.names import PersonName, split_particles
from papers.partial_dates import PartialDate

TYPES = {
    "article": "article-journal",
    "proceedings-paper": "paper-conference",
    "preprint": "article",
    "chapter": "chapter",
    "book": "book",
    "thesis": "thesis",
    "report": "report",
    "dataset": "dataset",
    "software": "software",
}
TEXT_VARIABLES = frozenset(
    "archive archive-place archive_collection archive_location authority call-number chapter-number "
    "citation-label collection-number dimensions division edition event event-place event-title genre ISSN "
    "journalAbbreviation jurisdiction medium note number number-of-pages number-of-volumes original-publisher "
    "original-publisher-place original-title part-number part-title printing-number references reviewed-genre "
    "reviewed-title scale section shortTitle source status supplement-number title-short version volume-title".split()
)
NAME_VARIABLES = frozenset(
    "chair collection-editor compiler composer container-author contributor curator director editor-translator "
    "editorial-director executive-producer guest host illustrator interviewer narrator organizer original-author "
    "performer producer recipient reviewed-author script-writer series-creator translator".split()
)
DATE_VARIABLES = frozenset({"accessed", "event-date", "original-date", "submitted"})
TYPES_IN_A_CONTAINER = {"article", "proceedings-paper", "chapter"}


def render(papers: Iterable) -> Iterator[str]:
    """Yield a JSON array with an object for each paper, one a line."""
    separator = "[\n"
    for paper in papers:
        yield separator + json.dumps(described_item(paper), ensure_ascii=False)
        separator = ",\n"
    yield "[]\n" if separator == "[\n" else "\n]\n"


def described_item(paper) -> dict:
    """Return the item of one paper, its relations preloaded, with what is not cited too: abstract, keywords, ids."""
    identifiers = first_of_each_scheme(paper)
    described = {
        "abstract": paper.abstract,
        "keyword": ", ".join(paper.keyword_list),
        "container-title-short": paper.venue.short_name if paper.venue else "",
        "available-date": _date(paper.posted),
        "PMID": identifiers.get("pmid", ""),
        "PMCID": identifiers.get("pmcid", ""),
    }
    known = item(cited_work(paper)) | _given(described)
    known["type"] = paper.extra.get("type") or known["type"]
    return known | {name: value for name, value in _kept(public_fields(paper.extra)).items() if name not in known}


def _kept(extra: dict[str, str]) -> dict:
    """Return the variables that a bibliography had and the site has no place for; names and dates were kept as JSON.

    What BibTeX has under the same name is LaTeX.
    """
    texts = {name: plain_text(text) for name, text in extra.items() if name in TEXT_VARIABLES}
    parts = {name: _json(text) for name, text in extra.items() if name in NAME_VARIABLES | DATE_VARIABLES}
    return _given(texts | parts)


def _json(text: str) -> list | dict | None:
    """Return the value of a text that is JSON; None for another format's field of the same name."""
    try:
        value = json.loads(text)
    except ValueError:
        return None
    return value if isinstance(value, list | dict) else None


def item(work: CitedWork) -> dict:
    """Return the CSL-JSON item of a work: what a citation processor needs to format a reference to it."""
    in_container = work.type in TYPES_IN_A_CONTAINER
    fields = {
        "title": " ".join(work.title.split()),
        "author": [name_parts(name) for name in work.authors],
        "editor": [name_parts(name) for name in work.editors],
        "issued": _date(work.date),
        "container-title": work.venue if in_container else "",
        "collection-title": work.venue if work.type == "book" else work.series,
        "volume": work.volume,
        "issue": work.issue if work.type != "report" else "",
        "page": work.pages.replace("--", "-"),
        "number": number_of(work),
        "publisher": publisher_of(work),
        "publisher-place": work.place,
        "language": work.language,
        "DOI": work.doi,
        "ISBN": work.isbn,
        "URL": work.url,
        "note": work.notice,
    }
    return {"id": work.key, "type": TYPES[work.type]} | _given(fields)


def name_parts(name: PersonName) -> dict[str, str]:
    """Return the parts of a name; a name in one piece, such as a group's, is literal."""
    if not name.given:
        return {"literal": str(name)}
    particles, family = split_particles(name.family)
    parts = {"given": name.given, "non-dropping-particle": particles, "family": family, "suffix": name.suffix}
    return _given(parts)


def _date(date: PartialDate | None) -> dict:
    if date is None:
        return {}
    return {"date-parts": [[part for part in (date.year, date.month, date.day) if part]]}


def _given(fields: dict) -> dict:
    """Return the fields that say something."""
    return {name: value for name, value in fields.items() if value}
