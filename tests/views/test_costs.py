"""What a page costs."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from papers.indexing import catch_up
from papers.models import Author, Authorship, Category, Identifier, Institution, Link, Paper, PaperInstitution
from tests.factories import AuthorFactory, InstitutionFactory

pytestmark = pytest.mark.django_db


def add_papers(numbers: range) -> None:
    """Add published papers of the same owner, with co-authors, institutions, identifiers and links."""
    category = Category.objects.get(code="cs.CL")
    Paper.objects.bulk_create(
        Paper(
            title=f"Engine {n}",
            slug=f"engine-{n}",
            status="published",
            posted=f"{1900 + n % 120}-06-28",
            abstract="Weaves algebraic patterns.",
            primary_category=category,
        )
        for n in numbers
    )
    owner, people, institutions = (
        Author.objects.get(slug="ada"),
        *map(list, (Author.objects.all(), Institution.objects.all())),
    )
    for n, paper in zip(
        numbers, Paper.objects.filter(slug__startswith="engine-").order_by("pk")[numbers.start :], strict=True
    ):
        credited = list(dict.fromkeys([people[n % 60], owner, people[(n + 7) % 60]]))
        ROWS["authorships"] += [
            Authorship(paper=paper, author=author, position=place, printed_name="A. L.", profile_rank=n)
            for place, author in enumerate(credited, start=1)
        ]
        ROWS["institutions"].append(PaperInstitution(paper=paper, institution=institutions[n % 9], position=1))
        ROWS["identifiers"].append(Identifier(paper=paper, scheme="arxiv", value=f"2306.{n:05}"))
        ROWS["links"].append(Link(paper=paper, kind="code", url=f"https://example.org/{n}"))
    for model, rows in zip((Authorship, PaperInstitution, Identifier, Link), ROWS.values(), strict=True):
        model.objects.bulk_create(rows)
        rows.clear()


ROWS = {"authorships": [], "institutions": [], "identifiers": [], "links": []}
COSTLY = [
    *("/", "/papers/", "/authors/", "/institutions/", "/authors/ada/", "/authors/ada/coauthors/", "/papers/engine-7/"),
    *(
        "/institutions/london/",
        "/?q=engine&year_min=1901&has=code&sort=title",
        "/papers/?category=cs.CL&institution=london",
    ),
    *("/authors/mary/", "/authors/?q=ada", "/about/"),
]


def costs(client) -> dict[str, int]:
    """Return the number of queries that each page makes while nothing is kept."""
    made = {}
    for url in COSTLY:
        cache.clear()
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        made[url] = len(queries)
    return made


@pytest.mark.parametrize("signed_in", [False, True], ids=["visitor", "editor"])
def test_pages_cost_the_same_number_of_queries_for_21_papers_and_for_2100(site, client, request, signed_in):
    if signed_in:
        request.getfixturevalue("editor")
    AuthorFactory.create_batch(60)
    InstitutionFactory.create_batch(10)
    add_papers(range(20))
    catch_up()
    few = costs(client)
    add_papers(range(20, 2099))
    catch_up()
    assert Paper.objects.count() == 2100
    assert costs(client) == few


def test_a_profile_costs_few_queries(site, client, django_assert_max_num_queries):
    with django_assert_max_num_queries(30):
        client.get("/")
