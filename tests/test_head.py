"""What a page says in its head, read as search engines and Zotero read it."""

import pytest

from tests.factories import AuthorFactory, AuthorNameFactory, IdentifierFactory, InstitutionFactory, PaperFactory
from tests.page_head import Read, broken_rules_of_google_scholar, zotero_item

pytestmark = pytest.mark.django_db


@pytest.fixture
def site():
    """Ada's paper with Jan from London, of which everything that a reader asks for is known."""
    ada = AuthorFactory(display_name="Ada Lovelace", slug="ada", is_profile=True, orcid="0000-0002-1825-0097")
    AuthorNameFactory(author=ada, name="Augusta Ada King")
    AuthorNameFactory(author=ada, name="Ada Wrongspelt", shown=False)
    paper = PaperFactory(
        title="Engines < Looms & “more”",
        slug="engines",
        posted="2010-05-12",
        abstract="It weaves </script> & more.\n\nIt hums.",
        keywords="engines; looms",
        pages="5-9",
        authors=[ada, AuthorFactory(display_name="Jan Piet van Berg")],
        institutions=[InstitutionFactory(name="University of London", slug="london")],
    )
    IdentifierFactory(paper=paper, scheme="arxiv", value="2306.16388")
    return paper


def test_zotero_saves_the_paper(site, client):
    assert zotero_item(Read(client, "/papers/engines/")) == {
        "itemType": "preprint",
        "title": "Engines < Looms & “more”",
        "creators": [("Lovelace", "Ada"), ("Berg", "Jan Piet van")],
        "date": "2010-5-12",
        "publicationTitle": "",
        "pages": "5-9",
        "DOI": "",
        "tags": ["engines", "looms"],
        "abstractNote": "It weaves </script> & more.\n\nIt hums.",
    }


def test_google_scholar_takes_the_paper(site, client):
    assert broken_rules_of_google_scholar(Read(client, "/papers/engines/"), "/papers/engines/") == []


def test_zotero_has_one_way_to_save_from_each_page(site, client):
    """On a paper's page the tags, which hold more; on a list COinS, which hold several papers."""
    assert Read(client, "/papers/engines/").spans == []
    for url in ("/", "/papers/", "/authors/ada/", "/institutions/london/"):
        page = Read(client, url)
        assert (len(page.spans), page.all("citation_title")) == (1, [])


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("/", "ProfilePage"),
        ("/authors/ada/", "ProfilePage"),
        ("/papers/engines/", "ScholarlyArticle"),
        ("/institutions/london/", "Organization"),
    ],
)
def test_a_record_s_page_says_what_it_is(site, client, url, kind):
    assert Read(client, url).json_ld["@type"] == kind


def test_no_search_only_name_is_in_a_head(site, client):
    assert Read(client, "/").json_ld["mainEntity"]["alternateName"] == ["Augusta Ada King"]


@pytest.mark.parametrize(
    ("url", "canonical", "robots"),
    [
        ("/papers/", "/papers/", []),
        ("/papers/?sort=newest&page=1", "/papers/", []),
        ("/papers/?sort=title", "/papers/", []),
        ("/papers/?q=engines", "/papers/?q=engines", ["noindex"]),
        ("/authors/ada/?year_min=1999&sort=title&q=a&x=y", "/authors/ada/?q=a&year_min=1999", ["noindex"]),
        ("/institutions/london/?year_min=1999", "/institutions/london/?year_min=1999", ["noindex"]),
        ("/authors/", "/authors/", []),
        ("/papers/?category=no&year_min=soon", "/papers/", []),
        ("/authors/?q=ada&x=y", "/authors/?q=ada", ["noindex"]),
        ("/institutions/", "/institutions/", []),
        ("/authors/ada/coauthors/", "/authors/ada/coauthors/", []),
    ],
)
def test_a_list_has_one_address_and_filtered_ones_are_not_indexed(site, client, url, canonical, robots):
    page = Read(client, url)
    assert (page.links["canonical"], page.all("robots")) == (f"http://testserver{canonical}", robots)


def test_another_page_of_a_list_is_its_own(client):
    PaperFactory.create_batch(51)
    assert Read(client, "/papers/?page=2").links["canonical"] == "http://testserver/papers/?page=2"


def test_a_preview_of_a_link_says_what_it_leads_to(site, client):
    page = Read(client, "/papers/engines/?q=a")
    assert [tag for tag in page.metas if tag[0] and tag[0].startswith("og:") and "image" not in tag[0]] == [
        ("og:title", "Engines < Looms & “more”"),
        ("og:type", "article"),
        ("og:site_name", "Papers"),
        ("og:url", "http://testserver/papers/engines/"),
        ("og:description", "It weaves </script> & more. It hums."),
    ]


@pytest.mark.parametrize(
    ("url", "title"),
    [
        ("/papers/", "Papers"),
        ("/authors/", "People"),
        ("/authors/ada/coauthors/", "Co-authors of Ada Lovelace"),
        ("/institutions/", "Institutions"),
        ("/archive/", "Archive"),
        ("/archive/2010/", "Papers of 2010"),
        ("/follow/", "Follow"),
    ],
)
def test_a_preview_of_a_list_has_its_title(site, client, url, title):
    assert Read(client, url).all("og:title") == [title]
