"""What the pages of the admin cost: as many queries for a large site as for a small one."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from papers.indexing import catch_up
from tests.factories import (
    AffiliationFactory,
    AuthorFactory,
    AuthorNameFactory,
    CategoryFactory,
    IdentifierFactory,
    ImportBatchFactory,
    InstitutionFactory,
    LinkFactory,
    MergeRecordFactory,
    MetricFactory,
    PageFactory,
    PaperFactory,
    ProfileLinkFactory,
    UserFactory,
    VenueFactory,
)

LISTS = ["paper", "author", "institution", "venue", "category", "importbatch", "mergerecord", "metric", "page"]
FILTERS = [
    ("paper", "stage=draft"),
    ("paper", "stage=scheduled"),
    *(("paper", f"lacks={gap}") for gap in ("abstract", "link", "venue", "category", "dead-link")),
    *(("paper", f"o={column}") for column in (1, 3, 4, 6)),
    ("author", "lacks=orcid"),
    ("author", "lacks=dead-link"),
    ("author", "is_profile__exact=1"),
    ("author", "o=1"),
    ("institution", "lacks=ror"),
    ("institution", "lacks=dead-link"),
]
BOXES = [
    ("authorship", "author"),
    ("paperinstitution", "institution"),
    ("paper", "venue"),
    ("paper", "primary_category"),
    ("metric", "author"),
]


def grow(number: int) -> None:
    """Add so many of everything, all of it findable by “engine”."""
    for _n in range(number):
        author = AuthorFactory(display_name="Ada Engine", is_profile=True)
        institution = InstitutionFactory(name=f"Engine Works {author.pk}")
        category = CategoryFactory(name="Engines")
        venue = VenueFactory(name=f"Engine Letters {author.pk}")
        paper = PaperFactory(
            title="Engine",
            authors=[author, AuthorFactory()],
            institutions=[institution],
            venue=venue,
            primary_category=category,
        )
        PaperFactory(title="Engine", status="draft")
        for part in (IdentifierFactory, LinkFactory):
            part(paper=paper)
        for part in (AuthorNameFactory, ProfileLinkFactory, AffiliationFactory, MetricFactory):
            part(author=author)
        PageFactory(title="Engine")
        ImportBatchFactory(user=UserFactory())
        MergeRecordFactory()
    catch_up()


@pytest.fixture
def queries_of(editor):
    """queries_of(address) returns the queries of the page on a small site and on one ten times as large."""

    def ask(address: str) -> tuple[list[str], list[str]]:
        grow(1)
        small = _asked(editor, address)
        grow(9)
        return small, _asked(editor, address)

    return ask


def _asked(editor, address: str) -> list[str]:
    assert editor.get(address).status_code == 200  # and what is kept in memory is there
    with CaptureQueriesContext(connection) as queries:
        editor.get(address)
    return [query["sql"] for query in queries]


def list_of(model: str, query: str = "") -> str:
    return reverse(f"admin:papers_{model}_changelist") + query


def unbounded_counts(queries: list[str]) -> list[str]:
    """Return the queries that count rows of a table to its end."""
    return [sql for sql in queries if sql.startswith("SELECT COUNT(") and "LIMIT" not in sql and "_queue" not in sql]


@pytest.mark.parametrize("model", LISTS)
def test_list_costs_the_same_however_long_it_is(queries_of, model):
    small, large = queries_of(list_of(model))
    assert (len(large), unbounded_counts(large)) == (len(small), [])


@pytest.mark.parametrize("model", LISTS)
def test_search_costs_the_same_whatever_it_finds(queries_of, model):
    small, large = queries_of(list_of(model, "?q=engine"))
    assert (len(large), unbounded_counts(large)) == (len(small), [])


@pytest.mark.parametrize(("model", "query"), FILTERS)
def test_filtered_list_costs_the_same_however_long_it_is(queries_of, model, query):
    small, large = queries_of(list_of(model, f"?{query}"))
    assert (len(large), unbounded_counts(large)) == (len(small), [])


@pytest.mark.parametrize(("model", "field"), BOXES)
def test_autocomplete_box_costs_the_same_whatever_it_finds(queries_of, model, field):
    asked = f"?app_label=papers&model_name={model}&field_name={field}&term=engine"
    small, large = queries_of(reverse("admin:autocomplete") + asked)
    assert (len(large), unbounded_counts(large)) == (len(small), [])


@pytest.mark.parametrize("model", ["paper", "author", "institution", "venue", "metric"])
def test_empty_form_costs_the_same_however_many_can_be_chosen(queries_of, model):
    small, large = queries_of(reverse(f"admin:papers_{model}_add"))
    assert len(large) == len(small)


def test_form_of_a_paper_costs_the_same_with_many_authors(editor):
    costs = []
    for number in (1, 30):
        paper = PaperFactory(
            authors=AuthorFactory.create_batch(number), institutions=InstitutionFactory.create_batch(number)
        )
        costs.append(len(_asked(editor, reverse("admin:papers_paper_change", args=[paper.pk]))))
    assert costs[0] == costs[1]


def test_form_of_a_person_costs_the_same_with_many_papers(editor):
    costs = []
    for number in (1, 30):
        author = AuthorFactory()
        PaperFactory.create_batch(number, authors=[author])
        AuthorNameFactory(author=author)
        costs.append(len(_asked(editor, reverse("admin:papers_author_change", args=[author.pk]))))
    assert costs[0] == costs[1]
