"""A page of a list: counts, chips, orders, and the addresses they lead to."""

import pytest
from django.http import QueryDict

from papers.listing import Chip, SortChoice, WayOut, list_papers
from papers.models import Category, Paper
from tests.factories import AuthorFactory, AuthorshipFactory, InstitutionFactory, LinkFactory, PaperFactory
from tests.views.pages import shown

pytestmark = pytest.mark.django_db


def listed(query="", owner=None, per_page=50):
    return list_papers(QueryDict(query), Paper.objects.published(), owner, per_page)


@pytest.fixture
def paper():
    """A published paper of Ada Lovelace at London University with code."""
    paper = PaperFactory(
        title="Sketch",
        posted="2023",
        primary_category=Category.objects.get(code="cs.CL"),
        authors=[AuthorFactory(display_name="Ada Lovelace", slug="ada", note="countess")],
        institutions=[InstitutionFactory(name="University of London", short_name="London", slug="london")],
    )
    LinkFactory(paper=paper)
    return paper


EVERYTHING = "q=sketch&category=cs.CL&institution=london&author=ada&year_min=2020&year_max=2024&has=code"


def without(*names: str) -> str:
    return "?" + "&".join(part for part in EVERYTHING.split("&") if part.partition("=")[0] not in names)


def test_a_chip_for_each_filter_takes_that_one_away(paper):
    assert listed(EVERYTHING).chips == [
        Chip("“sketch”", without("q")),
        Chip("Computation and Language", without("category")),
        Chip("London", without("institution")),
        Chip("Ada Lovelace (countess)", without("author")),
        Chip("code", without("has")),
        Chip("from 2020", without("year_min")),
        Chip("to 2024", without("year_max")),
    ]


def test_a_chip_takes_one_of_several_choices_away(paper):
    PaperFactory(primary_category=Category.objects.get(code="cs.LG"))
    listing = listed("category=cs.LG&category=cs.CL&q=x")
    assert [chip.url for chip in listing.chips] == [
        "?category=cs.CL&category=cs.LG",
        "?q=x&category=cs.CL",
        "?q=x&category=cs.LG",
    ]


def test_a_repeated_choice_has_one_chip(paper):
    assert listed("category=cs.CL&category=cs.CL").chips == [Chip("Computation and Language", "?")]


def test_a_chip_keeps_the_order_and_leaves_the_page():
    assert [chip.url for chip in listed("q=a&sort=title&page=3").chips] == ["?sort=title"]


def test_clearing_keeps_the_order_alone(paper):
    assert listed(f"{EVERYTHING}&sort=title&page=2").clear_url == "?sort=title"


def test_clearing_everything_leads_to_the_plain_list(paper):
    assert listed(EVERYTHING).clear_url == "?"


@pytest.mark.parametrize("query", ["", "sort=title", "page=2", "q=+", "year_min=0", "utm_source=x"])
def test_without_a_filter_there_is_no_chip(paper, query):
    listing = listed(query)
    assert (listing.chips, listing.is_filtered) == ([], False)


def test_orders_of_a_common_list(paper):
    assert listed("category=cs.CL&sort=oldest&page=2").sorts == [
        SortChoice("Newest", "?category=cs.CL", current=False),
        SortChoice("Oldest", "?category=cs.CL&sort=oldest", current=True),
        SortChoice("Title", "?category=cs.CL&sort=title", current=False),
    ]


def test_what_was_searched_for_can_be_ordered_by_how_well_it_matches():
    assert [choice.label for choice in listed("q=x").sorts] == ["Best match", "Newest", "Oldest", "Title"]


def test_each_term_of_a_query_has_a_chip():
    assert listed('q=sketch+-loom+"analytical+engine"&sort=title').chips == [
        Chip("“sketch”", "?q=-loom+%22analytical+engine%22&sort=title"),
        Chip("“-loom”", "?q=sketch+%22analytical+engine%22&sort=title"),
        Chip("“analytical engine”", "?q=sketch+-loom&sort=title"),
    ]


def test_what_says_nothing_in_a_query_is_named_and_the_rest_counts(paper):
    listing = listed("q=sketch+***+year:soon")
    assert (listing.errors, [chip.label for chip in listing.chips]) == (
        [
            "“***” says nothing to look for.",
            "“year:soon”: give a year such as year:2020, or two as year:2019..2022.",
        ],
        ["“sketch”"],
    )


def test_orders_of_a_list_that_somebody_put_in_order():
    owner = AuthorshipFactory(profile_rank=10).author
    assert listed(owner=owner).sorts == [
        SortChoice("Selected", "?", current=True),
        SortChoice("Newest", "?sort=newest", current=False),
        SortChoice("Oldest", "?sort=oldest", current=False),
        SortChoice("Title", "?sort=title", current=False),
    ]


def test_a_list_that_nobody_put_in_order_has_the_common_orders(paper):
    owner = paper.authorships.get().author
    AuthorshipFactory(author=owner, profile_rank=10, paper__status=Paper.Status.DRAFT)
    assert [choice.label for choice in listed(owner=owner).sorts] == ["Newest", "Oldest", "Title"]


def test_counts_with_and_without_the_filters(paper):
    PaperFactory(title="Notes")
    PaperFactory(title="Sketch of a draft", status=Paper.Status.DRAFT)
    listing = listed("q=sketch")
    assert (listing.total, listing.unfiltered_total, listing.is_filtered) == (1, 2, True)


def test_counts_of_a_plain_list(paper):
    listing = listed()
    assert (listing.total, listing.unfiltered_total) == (1, 1)


@pytest.mark.parametrize(
    ("page", "number"),
    [
        *(("", 1), ("1", 1), ("2", 2), ("3", 3), ("4", 3), ("0", 3), ("-1", 3), ("99999999999999999999", 3)),
        *(("two", 1), ("%C2%B2", 1), ("1e999999", 1), ("9" * 5000, 1), ("%00", 1), ("2&page=3", 3)),
    ],
)
def test_an_impossible_page_is_the_nearest_there_is(page, number):
    PaperFactory.create_batch(5)
    assert listed(f"page={page}", per_page=2).page.number == number


def test_the_papers_of_a_page():
    for year in ("2021", "2022", "2023"):
        PaperFactory(title=year, posted=year)
    assert [paper.title for paper in shown(listed("page=2", per_page=2))] == ["2021"]


def test_a_list_without_papers():
    listing = listed()
    assert (listing.cards, listing.total, listing.page.paginator.num_pages) == ([], 0, 1)


def test_errors_say_which_parameter_was_left_out():
    assert listed("year_min=abc&category=cs.XX&sort=x").errors == [
        "Category: Not known here: cs.XX.",
        "Year from: Enter a whole number.",
        "Sort: Select a valid choice. x is not one of the available choices.",
    ]


@pytest.mark.parametrize(
    ("query", "sentences"),
    [
        ("utm=1&q=sketch&x", ["Not known here and left out: utm, x."]),
        ("page=2", ["There is no page “2”: this is page 1."]),
        ("page=%C2%B2", ["There is no page “²”: this is page 1."]),
        ("sort=title&sort=oldest", ["Of several values of “sort” the last one counts."]),
        ("page=1&sort=title&q=sketch&year_min=2023", []),
    ],
)
def test_what_else_of_an_address_means_nothing_is_named(paper, query, sentences):
    assert listed(query).ignored == sentences


def test_a_view_of_a_list_has_one_address(paper):
    query = "page=1&sort=relevance&has=code&x=1&has=code&year_min=&q=++sketch++***&category=cs.CL&category=cs.XX"
    assert (listed(query).address, listed(query).canonical) == ("?q=sketch&category=cs.CL&has=code",) * 2


def test_a_list_in_another_order_is_the_same_list(paper):
    assert [listed(f"sort=title&page={page}", per_page=1).canonical for page in (1, 2)] == ["", ""]


def test_where_nothing_is_found_the_filters_to_drop_are_named_with_what_would_come(paper):
    PaperFactory.create_batch(2, title="Sketch of a loom")
    PaperFactory(title="Notes", primary_category=Category.objects.get(code="cs.LG"))
    assert listed("q=sketch&year_min=2025&category=cs.LG").ways_out == []
    assert listed("q=sketch&year_min=2025").ways_out == [WayOut("from 2025", "?q=sketch", 3)]


def test_each_year_of_a_list_leads_to_its_papers_under_the_other_filters(paper):
    PaperFactory(title="Sketch of a loom", posted="2024")
    PaperFactory(title="Loom", posted="2024")
    listing = listed("q=sketch&year_max=2023")
    assert listing.papers_per_year() == [
        (2023, 1, "?q=sketch&year_min=2023&year_max=2023"),
        (2024, 1, "?q=sketch&year_min=2024&year_max=2024"),
    ]


def test_a_person_s_own_list_knows_their_place(paper):
    owner = AuthorFactory()
    AuthorshipFactory(paper=paper, author=owner, position=2)
    assert ["2nd of 2" in card for card in listed(owner=owner).cards] == [True]


def test_characters_that_a_database_refuses_are_left_out(paper):
    assert [paper.title for paper in shown(listed("q=ske%00tch%07"))] == ["Sketch"]
