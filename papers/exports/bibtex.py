"""BibTeX: an entry for each paper under its stored citation key.

A preprint is @misc with its arXiv id as eprint; any other work that is on arXiv names its eprint too. A DOI is bare. An
article, proceedings paper or chapter whose venue is unknown is @misc, since its own type needs one.

A file holds more of a paper than its citation does: abstract, keywords, links, and the fields that its bibliography had
and the site has no place for, as they were.
"""

import re
from collections.abc import Iterable, Iterator

from papers.exports.kept import public_fields
from papers.exports.latex import as_kept, escape, is_balanced, protect_capitals
from papers.exports.work import CitedWork, cited_work, first_of_each_scheme
from papers.identifiers import url_for
from papers.names import PersonName

ENTRY_TYPES = {
    "article": "article",
    "proceedings-paper": "inproceedings",
    "chapter": "incollection",
    "book": "book",
    "thesis": "phdthesis",
    "report": "techreport",
}
TYPES_WITH_A_VENUE = {"article", "inproceedings", "incollection"}
VENUE_FIELDS = {
    "article": "journal",
    "inproceedings": "booktitle",
    "incollection": "booktitle",
    "phdthesis": "school",
    "techreport": "institution",
    "misc": "howpublished",
}
PUBLISHER_FIELDS = {"phdthesis": "school", "techreport": "institution"}
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
IDENTIFIER_FIELDS = {"pmid": "pmid", "pmcid": "pmcid", "handle": "hdl", "openalex": "openalex"}
# What babel calls the languages that it does not call by their code.
BABEL = {"de": "ngerman", "en-GB": "british", "en-US": "american", "pt": "portuguese", "pt-BR": "brazilian"}
KEPT_NAME = re.compile(r"[a-z][a-z0-9_+-]*")
PAGE_RANGE = re.compile(r"(?<=\w)\s*[-–—]+\s*(?=\w)")


def render(papers: Iterable) -> Iterator[str]:
    """Yield an entry with all that the format can hold of each paper, a blank line between them."""
    separator = ""
    for paper in papers:
        yield separator + described_entry(paper)
        separator = "\n"


def entry(paper) -> str:
    """Return the entry by which one paper is cited, its relations preloaded, with a line break at its end."""
    work = cited_work(paper)
    return _written(paper, work, _fields(work, entry_type(work)))


def described_entry(paper) -> str:
    """Return the entry of one paper with all that the public may have of it there, its relations preloaded."""
    work = cited_work(paper)
    fields = [*_fields(work, entry_type(work)), *_described_fields(paper, work), *_kept_fields(paper)]
    return _written(paper, work, fields)


def _written(paper, work: CitedWork, fields: Iterable[tuple[str, str]]) -> str:
    """Return an entry with the first of each field that says something, of the type that its bibliography gave it."""
    lines: dict[str, str] = {}
    for name, value in fields:
        if value:
            lines.setdefault(name.lower(), f"  {name} = {value},")
    kind = paper.extra.get("entrytype", "")
    kind = kind if KEPT_NAME.fullmatch(kind) else entry_type(work)
    return "\n".join([f"@{kind}{{{work.key},", *lines.values(), "}", ""])


def entry_type(work: CitedWork) -> str:
    """Return the BibTeX type of a work."""
    kind = ENTRY_TYPES.get(work.type, "misc")
    return "misc" if kind in TYPES_WITH_A_VENUE and not work.venue else kind


def _fields(work: CitedWork, kind: str) -> Iterator[tuple[str, str]]:
    """Yield names and values, a value "" where there is none."""
    yield "title", _braced(_title(work))
    yield "author", _braced(_people(work.authors))
    yield "editor", _braced(_people(work.editors))
    yield from _publication_fields(work, kind)
    yield "volume", _text(work.volume)
    yield "number", _text(work.issue)
    yield "pages", _text(PAGE_RANGE.sub("--", work.pages))
    yield "address", _text(work.place)
    yield from _date_fields(work)
    yield from _identifier_fields(work)
    yield "note", _text(work.notice)


def _title(work: CitedWork) -> str:
    """Return the title; as a whole in braces in other languages than English, whose capitals follow other rules."""
    title = escape(work.title)
    return protect_capitals(title) if work.language.partition("-")[0] == "en" else f"{{{title}}}"


def _publication_fields(work: CitedWork, kind: str) -> Iterator[tuple[str, str]]:
    venue_field = VENUE_FIELDS.get(kind, "series")
    publisher_field = PUBLISHER_FIELDS.get(kind, "publisher")
    is_listed_as_eprint = kind == "misc" and work.arxiv and work.venue.lower() == "arxiv"
    if work.venue and not is_listed_as_eprint:
        yield venue_field, _text(work.venue)
    if kind != "article" and venue_field != "series":
        yield "series", _text(work.series)
    if publisher_field != venue_field or not work.venue:
        yield publisher_field, _text(work.publisher)


def _date_fields(work: CitedWork) -> Iterator[tuple[str, str]]:
    if work.date:
        yield "year", _braced(str(work.date.year))
        yield "month", MONTHS[work.date.month - 1] if work.date.month else ""


def _identifier_fields(work: CitedWork) -> Iterator[tuple[str, str]]:
    if work.arxiv:
        yield "eprint", _braced(work.arxiv)
        yield "archivePrefix", "{arXiv}"
        yield "primaryClass", _text(work.arxiv_class)
    yield "isbn", _braced(work.isbn)
    yield "doi", _verbatim(work.doi)
    yield "url", "" if work.doi else _verbatim(work.url)


def _described_fields(paper, work: CitedWork) -> Iterator[tuple[str, str]]:
    """Yield what a bibliography may say of a paper beyond its citation; of several links of a kind the first."""
    identifiers = first_of_each_scheme(paper)
    for scheme in ("acl", "openreview") if work.doi else ():
        yield "url", _verbatim(url_for(scheme, identifiers[scheme])) if scheme in identifiers else ""
    for scheme, name in IDENTIFIER_FIELDS.items():
        yield name, _verbatim(identifiers.get(scheme, ""))
    if work.type == "article" and paper.venue:
        yield "shortjournal", _text(paper.venue.short_name)
    yield "langid", "" if work.language == "en" else _text(BABEL.get(work.language, work.language))
    yield "keywords", _text(", ".join(paper.keyword_list))
    for link in paper.links.all():
        yield str(link.kind), _verbatim(link.url)
    yield "abstract", _text(paper.abstract)


def _kept_fields(paper) -> Iterator[tuple[str, str]]:
    """Yield the fields that a bibliography had and the site has no place for, but those of other formats."""
    for name, text in public_fields(paper.extra).items():
        if name == "month" and text.strip("{}").lower() in MONTHS:
            yield name, text.strip("{}").lower()
        elif KEPT_NAME.fullmatch(name) and name != "entrytype":
            yield name, _braced(as_kept(text))


def _people(names: tuple[PersonName, ...]) -> str:
    return " and ".join(_person(name) for name in names)


def _person(name: PersonName) -> str:
    """Return "Family, Suffix, Given"; a name in one piece stands in braces where BibTeX would take it apart."""
    parts = [escape(part) for part in (name.family, name.suffix, name.given) if part]
    if name.given:
        return ", ".join(parts)
    whole = " ".join(parts)
    return f"{{{whole}}}" if " " in whole or whole.lower() == "others" else whole


def _text(text: str) -> str:
    return _braced(escape(text))


def _verbatim(text: str) -> str:
    """Return a DOI or URL, whose characters are not escaped; a backslash and braces that do not pair up are
    percent-encoded."""
    text = text.replace("\\", "%5C")
    if not is_balanced(text):
        text = text.replace("{", "%7B").replace("}", "%7D")
    return _braced(text)


def _braced(text: str) -> str:
    return f"{{{text}}}" if text else ""
