"""Papers to export."""

import pytest

from papers.models import Paper
from papers.names import split_name
from tests.factories import (
    AuthorFactory,
    CategoryFactory,
    IdentifierFactory,
    InstitutionFactory,
    LinkFactory,
    PaperFactory,
    VenueFactory,
)


@pytest.fixture
def loaded_paper(db):
    """Return a function that saves a paper and returns it as an exporter receives it."""

    def make(names=("Ada Lovelace",), identifiers=(), **fields):
        authors = [
            AuthorFactory(display_name=name, given_name=split_name(name).given, family_name=split_name(name).family)
            for name in names
        ]
        fields = {"title": "Notes on the Engine", "citation_key": "lovelace-1843-notes", **fields}
        paper = PaperFactory(authors=authors, **fields)
        for scheme, value in identifiers:
            IdentifierFactory(paper=paper, scheme=scheme, value=value)
        return Paper.objects.for_page().get(pk=paper.pk)

    return make


@pytest.fixture
def full_paper(db):
    """A paper of which everything is known, as an exporter receives it."""
    group = AuthorFactory(display_name="Engines, Inc. Team", family_name="Engines, Inc. Team", sort_name="Engines")
    paper = PaperFactory(
        authors=[
            AuthorFactory(display_name="Ada Lovelace", orcid="0000-0002-1825-0097", slug="ada"),
            AuthorFactory(display_name="Laurens van der Maaten Jr.", family_name="van der Maaten", slug="laurens"),
            group,
        ],
        institutions=[InstitutionFactory(name="University of London", short_name="UoL", slug="london")],
        title="Notes on the Engine: Łódź & “more”",
        type=Paper.Type.PROCEEDINGS_PAPER,
        language="en",
        abstract="An engine.\n\nIt weaves.",
        posted="2019-05-28",
        issued="2020-07",
        venue=VenueFactory(name="Advances in Engines", short_name="AE", kind="conference", series="Engine Series"),
        volume="33",
        issue="2",
        pages="1877-1901",
        publisher="Taylor & Sons",
        place="London",
        editors="Charles Babbage\nMary Somerville",
        keywords="engines; looms",
        primary_category=CategoryFactory(code="math.EN", name="Engines & Looms"),
        citation_key="lovelace-etal-2020-notes",
        slug="notes",
        notice_kind="retraction",
        notice="Withdrawn by the authors.",
        notice_url="https://example.org/notice",
    )
    paper.cross_listed.set([CategoryFactory(code="math.ZZ"), CategoryFactory(code="math.AA")])
    for scheme, value in (
        ("doi", "10.48550/arxiv.1905.00001"),
        ("doi", "10.1000/engines.7"),
        ("arxiv", "1905.00001"),
        ("pmid", "32376956"),
        ("isbn", "9780262033848"),
    ):
        IdentifierFactory(paper=paper, scheme=scheme, value=value)
    LinkFactory(paper=paper, kind="code", url="https://example.org/code;a", label="The code; all of it")
    LinkFactory(paper=paper, kind="pdf", url="https://example.org/notes.pdf", position=1)
    return Paper.objects.for_page().get(pk=paper.pk)
