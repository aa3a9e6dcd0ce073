"""A paper's page, and a page of the site's own."""

import re
from html import unescape

import pytest

from papers.models import Authorship
from tests.factories import AuthorFactory, AuthorshipFactory, PageFactory, PaperFactory

pytestmark = pytest.mark.django_db


def test_a_paper_s_identifiers_are_links(site, client):
    assert client.get("/papers/sketch/").context["identifier_links"] == [
        ("arXiv", "2306.16388", "https://arxiv.org/abs/2306.16388")
    ]


def test_a_paper_has_its_place_in_the_profile(site, ada, client):
    before, after = PaperFactory(slug="before"), PaperFactory(slug="after")
    AuthorshipFactory(paper=before, author=ada, profile_rank=1)
    Authorship.objects.filter(author=ada, paper__slug="sketch").update(profile_rank=2)
    AuthorshipFactory(paper=after, author=ada, profile_rank=3)
    context = client.get("/papers/sketch/").context
    assert (context["owner"], context["previous"], context["next"]) == (ada, before, after)


def test_a_paper_of_nobody_with_a_profile_has_no_neighbours(client):
    PaperFactory(slug="sketch", authors=[AuthorFactory()])
    context = client.get("/papers/sketch/").context
    assert (context["owner"], context["previous"], context["next"]) == (None, None, None)


def test_a_paper_is_cited_by_the_names_printed_on_it(site, client):
    Authorship.objects.filter(author__slug="mary").update(printed_name="M. F. Somerville")
    assert "Somerville" in client.get("/papers/sketch/").context["citation"].bibtex


def test_a_paper_is_cited_in_every_style(site, client):
    response = client.get("/papers/sketch/")
    citation = response.context["citation"]
    assert [label for label, reference in citation.styles] == ["APA", "MLA", "Chicago", "IEEE"]
    page = unescape(response.content.decode())
    assert [text for text in [*dict(citation.styles).values(), citation.bibtex] if f">{text}</" not in page] == []


def test_a_page_is_markdown_made_safe(site, client):
    PageFactory(title="Notes", slug="notes", body="*Note* <script>alert(1)</script>")
    assert client.get("/notes/").context["body_html"] == (
        "<p><em>Note</em> &lt;script&gt;alert(1)&lt;/script&gt;</p>\n"
    )


def test_a_facet_without_a_value_among_the_papers_says_so(site, client):
    page = client.get("/papers/?q=nowhere").content.decode()
    assert re.findall(r'id="choices-institution".*?<p class="no-option">(.*?)</p>', page, re.DOTALL) == [
        "None among these papers"
    ]
