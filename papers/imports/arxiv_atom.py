"""Preprints as arXiv's API gives them, in Atom (https://info.arxiv.org/help/api/user-manual.html)."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from papers.imports import xml_text
from papers.imports.draft import Draft, one_line, person
from papers.imports.record import Entry
from papers.imports.xml_text import XmlElement, children, text_at, text_of

LABEL = "arXiv"
EXTENSIONS = ("xml", "atom")
MARKS = ("arxiv.org/schemas/atom", "arxiv.org/api/")
ERROR = "/api/errors#"
# cs.CL, math-ph, hep-th; what else stands among the categories are classes of other schemes, such as 68T50.
CATEGORY = re.compile(r"[a-z]+(?:-[a-z]+)*(?:\.[A-Za-z]{2}|\.[a-z]+(?:-[a-z]+)+)?")
READ = {"id", "title", "summary", "published", "author", "category", "primary_category", "link", "doi"}


def looks_like(text: str) -> bool:
    """Whether the text is an Atom feed or entry from arXiv."""
    head = text[: xml_text.HEAD]
    return xml_text.root_of(text) in ("feed", "entry") and any(mark in head for mark in MARKS)


def parse(text: str | bytes) -> Iterator[Entry]:
    """Yield the entries of a feed."""
    return xml_text.read_entries(text, {"entry"}, _entry)


def _entry(element: XmlElement) -> Entry:
    draft = Draft(line=element.line)
    address = text_at(element, "id")
    if ERROR in address:
        return draft.refused(_("arXiv answered with an error: %(error)s.") % {"error": text_at(element, "summary")})
    draft.fields["type"] = "preprint"
    draft.add_identifier("arxiv", address, "id")
    draft.set("title", text_at(element, "title"))
    draft.set_prose("abstract", text_at(element, "summary"))
    draft.set_date("posted", text_at(element, "published"), "published")
    for author in children(element, "author"):
        places = [text_of(place) for place in children(author, "affiliation")]
        draft.add_author(person(text_at(author, "name"), affiliation=one_line("; ".join(places))))
    if doi := text_at(element, "doi"):
        draft.add_identifier("doi", doi, "doi")
    _read_categories(draft, element)
    for other in element:
        if other.name not in READ:
            draft.keep(other.name, text_of(other))
    return draft.entry()


def _read_categories(draft: Draft, element: XmlElement) -> None:
    """Add the categories, the primary one first."""
    for category in [*children(element, "primary_category"), *children(element, "category")]:
        code = category.get("term", "").strip()
        if CATEGORY.fullmatch(code):
            draft.add("categories", code)
        elif code not in draft.kept.get("category", ()):
            draft.keep("category", code)
