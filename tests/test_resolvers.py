"""Addresses made of identifiers and citation keys."""

import pytest

from papers.models import Paper
from tests.factories import AuthorFactory, IdentifierFactory, InstitutionFactory, PaperFactory

pytestmark = pytest.mark.django_db

ORCID = "0000-0002-1825-0097"
ROR = "04cw6st05"


@pytest.fixture
def paper():
    """Ada's paper from London, known by several identifiers and a key."""
    paper = PaperFactory(
        slug="sketch",
        citation_key="lovelace-1843-sketch",
        authors=[AuthorFactory(slug="ada", orcid=ORCID)],
        institutions=[InstitutionFactory(slug="london", ror=ROR)],
    )
    IdentifierFactory(paper=paper, scheme="doi", value="10.1000/a(b)/c")
    IdentifierFactory(paper=paper, scheme="arxiv", value="2306.16388")
    IdentifierFactory(paper=paper, scheme="arxiv", value="hep-th/9901001")
    return paper


KNOWN = [
    ("/doi/10.1000/a(b)/c", "/papers/sketch/"),
    ("/doi/10.1000/A%28B%29/C", "/papers/sketch/"),
    ("/arxiv/2306.16388", "/papers/sketch/"),
    ("/arxiv/2306.16388v2", "/papers/sketch/"),
    ("/arxiv/hep-th/9901001", "/papers/sketch/"),
    (f"/orcid/{ORCID}", "/authors/ada/"),
    (f"/ror/{ROR}", "/institutions/london/"),
    ("/cite/lovelace-1843-sketch", "/papers/sketch/"),
]


@pytest.mark.parametrize(("address", "page"), KNOWN)
def test_what_is_known_leads_to_its_page(paper, client, address, page):
    response = client.get(address)
    assert (response.status_code, response.headers["Location"]) == (302, page)


@pytest.mark.parametrize("address", [address for address, page in KNOWN])
def test_what_stands_on_a_draft_leads_nowhere(paper, client, address):
    Paper.objects.update(status=Paper.Status.DRAFT)
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        *("/doi/10.1000/other", "/doi/nonsense", "/doi/", "/doi/10.1000/%00", "/arxiv/2306.16389", "/arxiv/%00"),
        *("/orcid/0000-0002-1825-0098", "/orcid/0000-0002-9079-593X", "/ror/0x", "/ror/05dxps055"),
        *("/cite/other", "/cite/%00", "/cite/", "/doi/2306.16388", "/cite/LOVELACE-1843-sketch"),
    ],
)
def test_what_is_unknown_is_404(paper, client, address):
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("address", [address for address, page in KNOWN])
def test_resolvers_are_only_read(paper, client, address):
    assert client.post(address).status_code == 405
