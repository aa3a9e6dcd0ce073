"""Papers as lists show them: what a card says and no more.

Two statements, written out: for a page of fifty the ORM takes three times as long to make its statements and records as
the database to answer.
"""

from collections import defaultdict
from collections.abc import Collection
from itertools import starmap
from typing import NamedTuple

from django.db import connection
from django.urls import reverse

from papers.identifiers import url_for
from papers.models.link import LinkKind
from papers.models.notice import PaperNotice
from papers.models.reading import Readable
from papers.partial_dates import PartialDate

LEADING_AUTHORS = 30  # as many as a list shows in place

PAPERS = """
    SELECT paper.id, slug, title, language, abstract, type, notice_kind, posted, issued, volume, issue, pages, pdf,
        category.short_code, category.name, venue.name,
        (SELECT count(*) FROM papers_authorship WHERE paper_id = paper.id),
        (SELECT position FROM papers_authorship WHERE paper_id = paper.id AND author_id = %s)
    FROM papers_paper AS paper
    LEFT JOIN papers_category AS category ON category.id = primary_category_id
    LEFT JOIN papers_venue AS venue ON venue.id = venue_id
    WHERE paper.id IN ({keys})
"""
PARTS = """
    WITH page (id) AS (VALUES {keys})
    SELECT 'name' AS part, paper_id, position AS place, id, printed_name, '', ''
    FROM papers_authorship WHERE paper_id IN (SELECT id FROM page) AND position <= %s
    UNION ALL
    SELECT 'institution', paper_id, position, entry.id, slug, COALESCE(NULLIF(short_name, ''), name), ''
    FROM papers_paperinstitution AS entry JOIN papers_institution AS institution ON institution.id = institution_id
    WHERE paper_id IN (SELECT id FROM page)
    UNION ALL
    SELECT 'identifier', paper_id, 0, id, scheme, value, ''
    FROM papers_identifier WHERE paper_id IN (SELECT id FROM page)
    UNION ALL
    SELECT 'link', paper_id, position, id, kind, url, label
    FROM papers_link WHERE paper_id IN (SELECT id FROM page)
    ORDER BY place, id
"""


class Rows(tuple):
    """Rows that a paper has, read as those of a paper with preloaded relations are."""

    def all(self) -> "Rows":
        """Return them."""
        return self


class ListedIdentifier(NamedTuple):
    """An identifier."""

    scheme: str
    value: str

    @property
    def url(self) -> str:
        """The address it leads to; "" for a scheme without a resolver."""
        return url_for(self.scheme, self.value)


class ListedLink(NamedTuple):
    """A link."""

    kind: str
    url: str
    label: str

    Kind = LinkKind


class ListedInstitution(NamedTuple):
    """An institution by the shorter of its names."""

    slug: str
    label: str


class PaperRow(NamedTuple):
    """A paper's own columns, and those of its category and venue."""

    pk: int
    slug: str
    title: str
    language: str
    abstract: str
    type: str
    notice_kind: str
    posted: PartialDate | None
    issued: PartialDate | None
    volume: str
    issue: str
    pages: str
    pdf: str
    category_code: str | None
    category_name: str | None
    venue_name: str | None
    author_count: int
    owner_position: int | None


class ListedPaper(Readable, PaperRow):
    """A paper of a list with its first thirty authors, as they are printed, its institutions, identifiers and links.

    `owner_position` is the place of the list's owner among the authors, None without an owner.
    """

    Notice = PaperNotice

    leading_names: Rows
    institutions: Rows
    identifiers: Rows
    links: Rows

    @property
    def listed_institutions(self) -> Rows:
        """The institutions that the paper names, in its order."""
        return self.institutions

    def get_absolute_url(self) -> str:
        """Return the address of the paper's page."""
        return reverse("papers:paper", args=[self.slug])


def listed(keys: Collection[int], owner=None) -> dict[int, ListedPaper]:
    """Return key → paper for the papers with `keys`, as `owner`'s own list shows them."""
    if not keys:
        return {}
    marks = ["%s"] * len(keys)
    with connection.cursor() as cursor:
        cursor.execute(PAPERS.format(keys=", ".join(marks)), [owner.pk if owner else None, *keys])
        papers = {row[0]: _paper(row) for row in cursor.fetchall()}
        cursor.execute(PARTS.format(keys=", ".join(f"({mark})" for mark in marks)), [*keys, LEADING_AUTHORS])
        rows = cursor.fetchall()
    parts: dict[tuple[str, int], list[tuple]] = defaultdict(list)
    for part, key, _place, _id, *values in rows:
        parts[part, key].append(values)
    for key, paper in papers.items():
        paper.leading_names = Rows(name for name, *_rest in parts["name", key])
        paper.institutions = Rows(ListedInstitution(slug, label) for slug, label, _rest in parts["institution", key])
        paper.identifiers = Rows(ListedIdentifier(scheme, value) for scheme, value, _rest in parts["identifier", key])
        paper.links = Rows(starmap(ListedLink, parts["link", key]))
    return papers


def _paper(row: tuple) -> ListedPaper:
    paper = ListedPaper._make(row)
    return paper._replace(
        posted=PartialDate.parse(paper.posted) if paper.posted else None,
        issued=PartialDate.parse(paper.issued) if paper.issued else None,
    )
