"""The cards of papers and people, as previews fetch them."""

import re

import pytest

from papers import cards
from papers.models import Author, Paper
from tests.factories import AuthorFactory, CategoryFactory, PaperFactory, SiteFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def drawn(monkeypatch) -> list:
    """The cards that were drawn."""
    drawn, draw = [], cards.png

    def note(card):
        drawn.append(card)
        return draw(card)

    monkeypatch.setattr(cards, "png", note)
    return drawn


@pytest.fixture
def site():
    """Ada's paper with three others."""
    SiteFactory(title="Engines", accent="ink")
    names = ["Ada Lovelace", "Mary Somerville", "Charles Babbage", "Jan van Berg"]
    people = [AuthorFactory(display_name=name) for name in names]
    Author.objects.filter(pk=people[0].pk).update(slug="ada", field=CategoryFactory(name="Tables"))
    PaperFactory(title="Sketch", slug="sketch", posted="1843-05", language="he", authors=people)


def test_a_paper_s_card_names_three_authors_and_the_year(site, client, drawn):
    response = client.get("/papers/sketch/card.png")
    assert (response.headers["Content-Type"], response.content[:4]) == ("image/png", b"\x89PNG")
    assert drawn == [
        cards.Card("Sketch", "Ada Lovelace, Mary Somerville, Charles Babbage et al. · 1843", "Engines", "ink", "rtl")
    ]


def test_a_person_s_card_counts_their_papers(site, client, drawn):
    client.get("/authors/ada/card.png")
    assert drawn == [cards.Card("Ada Lovelace", "Tables · 1 paper", "Engines", "ink")]


def test_a_card_may_be_shown_elsewhere_and_kept_for_a_day(site, client):
    headers = client.get("/papers/sketch/card.png").headers
    names = ("Cross-Origin-Resource-Policy", "Cache-Control", "X-Content-Type-Options")
    assert [headers[name] for name in names] == ["cross-origin", "public, max-age=86400", "nosniff"]


@pytest.mark.parametrize("page", ["/papers/sketch/", "/authors/ada/"])
def test_a_page_names_its_card(site, client, page):
    html = client.get(page).content.decode()
    (address,) = re.findall(r'<meta property="og:image" content="http://testserver([^"]+)">', html)
    assert address.startswith(f"{page}card.png?v=")
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("address", ["/papers/sketch/card.png", "/authors/ada/card.png"])
def test_a_draft_has_no_card(site, client, address):
    Paper.objects.update(status=Paper.Status.DRAFT)
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(("model", "kind"), [(Paper, "papers"), (Author, "authors")])
def test_an_old_address_leads_to_the_new_card(site, client, model, kind):
    old = model.objects.first().slug
    model.objects.filter(slug=old).update(slug="moved")
    response = client.get(f"/{kind}/{old}/card.png?v=1")
    assert (response.status_code, response.headers["Location"]) == (301, f"/{kind}/moved/card.png?v=1")
