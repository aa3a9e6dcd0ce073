"""The reference profile as a visitor reads it: the pages' HTML against the text and the records, field by field."""

import pytest

from papers.models import Paper
from tests import reference
from tests.reference_page import Element, links_in, page_authors, page_paper, parse, profile_on

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_profile")]

POSITIONS = range(1, 22)


@pytest.fixture(scope="module")
def profile(corpus) -> reference.ReferenceProfile:
    """The profile's text."""
    return reference.read_profile(corpus / "seed" / "profile.txt")


@pytest.fixture(scope="module")
def records(corpus) -> list[reference.ReferenceRecord]:
    """The papers' records."""
    return reference.read_records(corpus / "seed" / "papers.json")


@pytest.fixture
def home(client) -> Element:
    """The home page."""
    return parse(client.get("/").content.decode())


@pytest.fixture
def paper_page(client):
    """paper_page(position) returns the page to which that card of the home page leads."""

    def opened(position: int) -> Element:
        paper = Paper.objects.get(authorships__profile_rank=10 * position)
        return parse(client.get(paper.get_absolute_url()).content.decode())

    return opened


def test_the_home_page_shows_the_whole_profile(home, profile):
    assert profile_on(home) == profile


def test_the_heading_counts_the_papers(home, profile):
    assert home.one("#papers").text() == f"{profile.paper_count} papers"


def test_the_figures_say_where_they_come_from(home):
    note = home.one(".figures-source").all("p")[0].text()

    assert note == "Source: profile as supplied, received Nov 22, 2026; date not stated."


def test_each_card_leads_to_its_paper(home, client):
    addresses = [address for card in home.all("article.paper-card") for address in links_in(card.one(".title"))]
    titles = [parse(client.get(address).content.decode()).one("h1").text() for address in addresses]

    assert titles == [card.one(".title").text() for card in home.all("article.paper-card")]


@pytest.mark.parametrize("position", POSITIONS)
def test_a_papers_page_shows_what_the_profile_says(paper_page, profile, position):
    assert page_paper(position, paper_page(position)) == profile.papers[position - 1]


@pytest.mark.parametrize("position", POSITIONS)
def test_a_papers_page_names_all_authors_in_order(paper_page, records, position):
    assert page_authors(paper_page(position)) == records[position - 1].authors_full


@pytest.mark.parametrize("position", POSITIONS)
def test_a_papers_page_leads_to_its_identifiers(paper_page, records, position):
    record = records[position - 1]
    dois = [doi.lower() for doi in (record.doi, record.doi_venue) if doi]

    assert links_in(paper_page(position).one("dl.facts"), lambda address: "://" in address) == [
        f"https://arxiv.org/abs/{record.arxiv_id}",
        *(f"https://doi.org/{doi}" for doi in dois),
    ]


@pytest.mark.parametrize("position", POSITIONS)
def test_a_papers_page_leads_to_its_links(paper_page, records, position):
    record = records[position - 1]
    buttons = links_in(paper_page(position).one("p.buttons"), lambda address: "://" in address)

    assert buttons == [
        f"https://arxiv.org/abs/{record.arxiv_id}",
        *filter(None, [record.code_url, record.venue_url]),
    ]


@pytest.mark.parametrize(
    ("position", "addresses"),
    [
        (1, ["https://huggingface.co/datasets/Anthropic/llm_global_opinions", "https://llmglobalvalues.anthropic.com"]),
        (14, ["https://huggingface.co/datasets/Anthropic/discrim-eval"]),
        (16, ["https://github.com/OpenAI/CLIP"]),
    ],
)
def test_web_addresses_in_an_abstract_are_links(paper_page, position, addresses):
    assert links_in(paper_page(position).one(".abstract")) == addresses


def test_the_papers_follow_each_other_in_the_profiles_order(paper_page, profile):
    titles = [paper.title for paper in profile.papers]
    following = [[link.text(without="span") for link in paper_page(place).all("a.next")] for place in POSITIONS]

    assert following == [*([title] for title in titles[1:]), []]
