"""Works as OpenAlex gives them: one, or a page of results.

Fields as in https://docs.openalex.org/api-entities/works/work-object
"""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from papers.imports import json_text
from papers.imports.draft import Draft, one_line, person, quoted
from papers.imports.json_text import object_of, objects, text_of, texts
from papers.imports.markup import plain_line
from papers.imports.record import Entry
from papers.imports.web_addresses import identifier_at

LABEL = "OpenAlex"
EXTENSIONS = ("json",)
TYPES = {
    "article": "article",
    "preprint": "preprint",
    "book-chapter": "chapter",
    "book": "book",
    "dissertation": "thesis",
    "report": "report",
    "dataset": "dataset",
    "software": "software",
}
NEAREST_TYPES = {
    "proceedings-article": "proceedings-paper",
    "conference-paper": "proceedings-paper",
    "posted-content": "preprint",
    "reference-entry": "chapter",
    "standard": "report",
}
SOURCE_KINDS = {
    "journal": "journal",
    "conference": "conference",
    "repository": "repository",
    "ebook platform": "book",
    "book series": "book",
}
IDENTIFIERS = {"openalex": "openalex", "doi": "doi", "pmid": "pmid", "pmcid": "pmcid"}
SAID_ELSEWHERE = frozenset(
    {"id", "doi", "display_name", "title", "type", "publication_year", "abstract_inverted_index"}
)
# What OpenAlex counts and reckons, and when: of the answer rather than of the work, and another tomorrow.
PASSING = {
    *("updated_date", "cited_by_count", "counts_by_year", "cited_by_percentile_year", "relevance_score"),
    *("citation_normalized_percentile", "fwci", "related_works"),
}
MARKS = {"abstract_inverted_index", "authorships", "works_api_url", "host_organization_lineage"}


def looks_like(text: str) -> bool:
    """Whether a JSON text has the members that OpenAlex alone gives, or one of its ids."""
    return bool(MARKS & json_text.names_in(text))


def parse(text: str) -> Iterator[Entry]:
    """Yield the entries of works; raise UnreadableFile where there are none."""
    value = json_text.load_file(text)
    items = value.get("results", [value]) if isinstance(value, dict) else value
    yield from json_text.entries_of(items, _entry)


def _entry(draft: Draft, work: dict) -> Entry:
    draft.label = text_of(work.get("display_name")) or text_of(work.get("id"))
    if "authorships" not in work and not text_of(work.get("id")).rpartition("/")[2].startswith("W"):
        return draft.refused(
            _("%(name)s is no work; this file describes something else that OpenAlex has, such as a person.")
            % {"name": quoted(draft.label)}
        )
    _read_type(draft, work)
    draft.set("title", plain_line(text_of(work.get("title")) or text_of(work.get("display_name"))))
    draft.set_prose("abstract", abstract(object_of(work.get("abstract_inverted_index"))))
    for name in ("id", "doi"):
        if text := text_of(work.get(name)):
            draft.add_identifier("openalex" if name == "id" else "doi", text, name)
    for name, value in work.items():
        if name in READERS:
            READERS[name](draft, name, value)
        elif name not in SAID_ELSEWHERE | PASSING:
            draft.keep(name, json_text.kept(value))
    if not draft.has("issued") and not draft.has("posted"):
        _read_date(draft, "publication_year", work.get("publication_year"))
    return draft.entry()


def abstract(index: dict) -> str:
    """Return the text of an inverted index, which says of each word at which places it stands."""
    words = [
        (place, word)
        for word, places in index.items()
        for place in (places if isinstance(places, list) else [])
        if isinstance(place, int)
    ]
    return " ".join(word for _place, word in sorted(words))


def _read_type(draft: Draft, work: dict) -> None:
    """Set the type; Crossref's knows proceedings, which OpenAlex calls articles."""
    name, crossref = text_of(work.get("type")), text_of(work.get("type_crossref"))
    if crossref == "proceedings-article" and name == "article":
        draft.fields["type"] = "proceedings-paper"
        return
    draft.fields["type"] = TYPES.get(name) or NEAREST_TYPES.get(name, "article")
    if name not in TYPES:
        draft.keep("type", name)


# Readers of one member each


def _read_date(draft: Draft, name: str, value: object) -> None:
    draft.set_date("posted" if draft.fields["type"] == "preprint" else "issued", text_of(value), name)


def _read_identifiers(draft: Draft, name: str, value: object) -> None:
    for kind, text in object_of(value).items():
        if kind in IDENTIFIERS:
            draft.add_identifier(IDENTIFIERS[kind], text_of(text), kind)
        else:
            draft.keep(name, f"{kind}: {text_of(text)}")


def _read_authorships(draft: Draft, name: str, value: object) -> None:
    """Add the authors as the paper prints them, and the institutions in their order; keep the ids of both."""
    for item in objects(value):
        known = object_of(item.get("author"))
        printed = text_of(item.get("raw_author_name")) or text_of(known.get("display_name"))
        if one_line(printed):
            places = texts(item.get("raw_affiliation_strings"))
            draft.add_author(
                person(printed, orcid=draft.orcid(text_of(known.get("orcid"))), affiliation=one_line("; ".join(places)))
            )
        for institution in objects(item.get("institutions")):
            draft.add("institutions", text_of(institution.get("display_name")))
    draft.keep(name, json_text.kept(value))


def _read_cut_off(draft: Draft, _name: str, value: object) -> None:
    """Say that there are more authors: of a work in a list OpenAlex names a hundred at most."""
    if value is True:
        draft.doubt("authors", _("The source does not name all the authors."))


def _read_location(draft: Draft, name: str, value: object) -> None:
    """Set the venue; keep the rest of where the work was published."""
    source = object_of(object_of(value).get("source"))
    draft.set("venue", text_of(source.get("display_name")))
    if draft.has("venue"):
        draft.fields["venue_kind"] = SOURCE_KINDS.get(text_of(source.get("type")), "other")
    if text_of(source.get("type")) != "repository":
        draft.set("publisher", text_of(source.get("host_organization_name")))
    draft.keep(name, json_text.kept(value))


def _read_locations(draft: Draft, name: str, value: object) -> None:
    """Add the arXiv id, where the work is on arXiv too; keep where else it is."""
    for location in objects(value):
        pair = identifier_at(text_of(location.get("landing_page_url")))
        if pair and pair[0] == "arxiv":
            draft.add_identifier(*pair)
    draft.keep(name, json_text.kept(value))


def _read_biblio(draft: Draft, _name: str, value: object) -> None:
    biblio = object_of(value)
    draft.set("volume", text_of(biblio.get("volume")))
    draft.set("issue", text_of(biblio.get("issue")))
    pages = [text_of(biblio.get(name)) for name in ("first_page", "last_page")]
    draft.set("pages", "-".join(dict.fromkeys(page for page in pages if page)))


def _read_language(draft: Draft, name: str, value: object) -> None:
    draft.set_language(text_of(value), name)


def _read_keywords(draft: Draft, _name: str, value: object) -> None:
    for item in objects(value):
        draft.add("keywords", text_of(item.get("display_name")) or text_of(item.get("keyword")))


def _read_retraction(draft: Draft, _name: str, value: object) -> None:
    if value is True:
        draft.fields["notice"] = "retraction"


READERS = {
    "publication_date": _read_date,
    "ids": _read_identifiers,
    "authorships": _read_authorships,
    "is_authors_truncated": _read_cut_off,
    "primary_location": _read_location,
    "locations": _read_locations,
    "biblio": _read_biblio,
    "language": _read_language,
    "keywords": _read_keywords,
    "is_retracted": _read_retraction,
}
