"""What is for editors only: drafts and what stands on them alone, and search-only names."""

import pytest

from papers.models import Author, Authorship, Category, Institution, Paper
from tests.factories import (
    AffiliationFactory,
    AuthorFactory,
    AuthorNameFactory,
    IdentifierFactory,
    InstitutionFactory,
    LinkFactory,
    PaperFactory,
)
from tests.views.pages import PAGES, html, shown

pytestmark = pytest.mark.django_db

DRAFT = Paper.Status.DRAFT


@pytest.fixture
def secret(site, ada):
    """Beside the site's own: a draft of Ada with people and institutions that stand on it alone, and a stranger."""
    people = [AuthorFactory(display_name="Secret Person", slug="secret-person")]
    institutions = [InstitutionFactory(name="Secret Institute", slug="secret-institute")]
    draft = PaperFactory(
        title="Secret draft",
        slug="secret-draft",
        status=DRAFT,
        posted="1777",
        primary_category=Category.objects.create(code="math.SECRET", short_code="SECRET", name="Secret category"),
        authors=[ada, *people, Author.objects.get(slug="mary")],
        institutions=[*institutions, Institution.objects.get(slug="london")],
    )
    Authorship.objects.filter(author=ada).update(profile_rank=10)
    LinkFactory(paper=draft, url="https://example.org/secret")
    IdentifierFactory(paper=draft, value="10.1000/secret")
    AuthorFactory(display_name="Secret Stranger", slug="secret-stranger")
    AffiliationFactory(author=people[0], institution=Institution.objects.get(slug="london"))


SECRET = [
    "/papers/secret-draft/",
    "/authors/secret-person/",
    "/authors/secret-person/coauthors/",
    "/authors/secret-stranger/",
]
SECRET += ["/institutions/secret-institute/"]


@pytest.mark.parametrize(
    "url", [*PAGES, "/authors/mary/", "/authors/mary/coauthors/", "/papers/?sort=title&author=ada"]
)
def test_a_draft_and_what_stands_on_it_alone_appear_nowhere(secret, client, url):
    page = html(client, url).lower()
    assert [word for word in ("secret", "1777") if word in page] == []


@pytest.mark.parametrize("url", SECRET)
def test_a_draft_and_what_stands_on_it_alone_have_no_page(secret, client, url):
    assert client.get(url).status_code == 404


@pytest.mark.parametrize(
    "query",
    [
        *("author=secret-person", "institution=secret-institute", "author=secret-stranger", "category=math.SECRET"),
        *("q=draft", "year_max=1800"),
    ],
)
def test_no_filter_finds_a_draft(secret, client, query):
    page = html(client, f"/papers/?{query}")
    assert [words for words in ("Secret draft", "Secret Person", "Secret Institute") if words in page] == []


@pytest.mark.parametrize(
    ("url", "counts"),
    [
        ("/", lambda context: (context["listing"].total, context["coauthor_total"])),
        ("/institutions/london/", lambda context: (context["listing"].total, context["people_total"] - 1)),
        ("/papers/", lambda context: (context["listing"].total, context["listing"].unfiltered_total)),
        ("/authors/", lambda context: (context["page"].paginator.count - 1, context["page"][0].paper_count)),
        ("/institutions/", lambda context: (context["page"].paginator.count, context["page"][0].paper_count)),
    ],
)
def test_counts_leave_drafts_out(secret, client, url, counts):
    assert counts(client.get(url).context) == (1, 1)


def test_a_draft_is_no_neighbour(secret, client):
    context = client.get("/papers/sketch/").context
    assert (context["previous"], context["next"]) == (None, None)


def test_a_profile_without_papers_has_its_page(client):
    AuthorFactory(slug="ada", is_profile=True)
    assert client.get("/authors/ada/").status_code == 200


def test_an_affiliation_at_an_institution_without_papers_has_no_link(ada, client):
    AffiliationFactory(author=ada, institution=InstitutionFactory(name="Analytical Society", slug="society"))
    page = html(client, "/")
    assert ("Analytical Society" in page, "/institutions/society/" in page) == (True, False)


# Search-only names


@pytest.fixture
def search_only(site, ada):
    AuthorNameFactory(author=ada, name="Augusta Wrongspelt", shown=False)


@pytest.mark.parametrize("url", PAGES)
def test_a_search_only_name_appears_on_no_page(search_only, client, url):
    assert "wrongspelt" not in html(client, url).lower()


def test_a_search_only_name_finds_the_person(search_only, client):
    assert [person.slug for person in client.get("/authors/?q=WRONG+augusta").context["page"]] == ["ada"]


def test_a_search_only_name_finds_the_papers(search_only, client):
    assert [paper.slug for paper in shown(client.get("/papers/?q=wrongspelt").context["listing"])] == ["sketch"]


def test_a_shown_name_appears_on_the_person_s_page(site, client):
    assert "Augusta Ada King" in html(client, "/authors/ada/")
