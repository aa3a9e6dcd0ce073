"""What a list can be narrowed by, with the papers that each choice leaves."""

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from papers.facets import DIMENSIONS, Choice, counts_of
from papers.filters import PaperFilter
from papers.models import Category, Paper
from tests.factories import AuthorFactory, InstitutionFactory, LinkFactory, PaperFactory, VenueFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def papers():
    """Four papers; a draft beside them adds to no count."""
    people = {name: AuthorFactory(display_name=name, slug=name.lower()) for name in ("Ada", "Mary")}
    places = {name: InstitutionFactory(name=name, slug=name.lower()) for name in ("London", "Paris")}
    venue = VenueFactory(name="Annals of Engines", short_name="Annals")
    for title, code, year, authors, institutions, kinds, kind in [
        ("Alpha", "cs.CL", "2021", ["Ada"], ["London"], ["code"], "article"),
        ("Beta", "cs.LG", "2022", ["Ada", "Mary"], ["London", "Paris"], [], "article"),
        ("Gamma", "cs.CL", "2023", ["Mary"], ["Paris"], ["code", "data"], "book"),
        ("Delta", None, None, [], [], [], "preprint"),
    ]:
        paper = PaperFactory(
            title=title,
            primary_category=code and Category.objects.get(code=code),
            posted=year,
            authors=[people[name] for name in authors],
            institutions=[places[name] for name in institutions],
            venue=venue if authors else None,
            type=kind,
        )
        for link in kinds:
            LinkFactory(paper=paper, kind=link, url=f"https://example.org/{link}")
    PaperFactory(status=Paper.Status.DRAFT, authors=[people["Ada"]], venue=VenueFactory(), type="thesis")


def facet_of(query: str, name: str):
    """Return one facet of the public papers under the filters of a query."""
    return counts_of(PaperFilter(QueryDict(query), Paper.objects.published()), [name]).facets[0]


def counts(query: str, name: str) -> list[tuple]:
    """Return value, count and whether it is chosen of each choice of a facet."""
    facet = facet_of(query, name)
    return [(choice.value, choice.count, choice.is_chosen) for choice in facet.choices]


@pytest.mark.parametrize(
    ("query", "name", "expected"),
    [
        ("", "category", [("cs.CL", 2, False), ("cs.LG", 1, False)]),
        ("", "institution", [("london", 2, False), ("paris", 2, False)]),
        ("", "author", [("ada", 2, False), ("mary", 2, False)]),
        ("", "venue", [("Annals of Engines", 3, False)]),
        ("", "type", [("article", 2, False), ("book", 1, False), ("preprint", 1, False)]),
        ("", "has", [("code", 2, False), ("data", 1, False)]),
        ("category=cs.LG", "category", [("cs.CL", 2, False), ("cs.LG", 1, True)]),
        ("category=cs.LG", "type", [("article", 1, False)]),
        ("author=mary&year_min=2023", "institution", [("paris", 1, False)]),
        ("q=alpha", "author", [("ada", 1, False)]),
        ("has=data", "category", [("cs.CL", 1, False), ("cs.LG", 0, False)]),
        ("category=cs.LG&author=ada&type=book", "category", [("cs.LG", 0, True), ("cs.CL", 0, False)]),
    ],
)
def test_what_each_choice_leaves(papers, query, name, expected):
    assert counts(query, name) == expected


def test_a_paper_with_two_links_of_a_kind_counts_once():
    paper = PaperFactory()
    for place in ("one", "two"):
        LinkFactory(paper=paper, kind="code", url=f"https://example.org/{place}")
    assert counts("", "has") == [("code", 1, False)]


def test_who_is_only_named_is_no_choice():
    PaperFactory(authors=[AuthorFactory(slug="ada"), AuthorFactory(named_only=True)])
    assert counts("", "author") == [("ada", 1, False)]


def test_a_list_that_has_no_papers_by_its_nature_has_no_values():
    paper_filter = PaperFilter(QueryDict("q=alpha"), Paper.objects.none())
    assert (counts_of(paper_filter).total, counts_of(paper_filter).years) == (0, [])


def test_values_with_as_many_papers_stand_in_the_order_of_their_records():
    institutions = InstitutionFactory.create_batch(12)
    PaperFactory(institutions=institutions[::-1])
    assert [value for value, _count, _chosen in counts("", "institution")] == [
        place.slug for place in institutions[:10]
    ]


def test_a_choice_that_leaves_nothing_is_closed_unless_it_is_chosen():
    assert [choice.is_closed for choice in (Choice("a", "A", 0), Choice("a", "A", 0, True), Choice("a", "A", 1))] == [
        True,
        False,
        False,
    ]


def test_ten_values_are_shown_and_all_are_counted():
    PaperFactory(institutions=InstitutionFactory.create_batch(12))
    facet = facet_of("", "institution")
    assert (len(facet.choices), facet.total, facet.has_more) == (10, 12, True)


def test_a_chosen_value_is_shown_wherever_it_stands():
    institutions = InstitutionFactory.create_batch(12)
    PaperFactory(institutions=institutions)
    facet = facet_of(f"institution={institutions[11].slug}", "institution")
    assert facet.choices[10] == Choice(institutions[11].slug, institutions[11].label, 1, True)


def test_facets_without_a_value_are_left_out():
    PaperFactory(type="book")
    paper_filter = PaperFilter(QueryDict(""), Paper.objects.published())
    facets = counts_of(paper_filter).offered(paper_filter)
    assert [facet.name for facet in facets] == ["type"]


def test_facets_cost_the_same_number_of_queries_for_two_papers_and_for_two_hundred(papers, django_assert_num_queries):
    def facets():
        return counts_of(PaperFilter(QueryDict("category=cs.CL&q=alpha"), Paper.objects.published()))

    facets()
    with CaptureQueriesContext(connection) as few:
        facets()
    for _number in range(100):
        PaperFactory(title="Alpha", institutions=[InstitutionFactory()], authors=[AuthorFactory()], posted="2020")
    PaperFilter(QueryDict("q=alpha"), Paper.objects.published()).qs.count()
    with django_assert_num_queries(len(few)):
        facets()


def test_every_dimension_is_a_filter():
    assert set(DIMENSIONS) <= set(PaperFilter.base_filters)
