"""Papers to export."""

import pytest

from papers.models import Paper
from papers.names import split_name
from tests.factories import AuthorFactory, IdentifierFactory, PaperFactory


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
