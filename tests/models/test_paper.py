"""Papers: which are public, in what order, and what is derived from them."""

import pytest
from django.core.exceptions import ValidationError

from papers.models import Category, Paper
from papers.partial_dates import PartialDate
from tests.factories import (
    AuthorFactory,
    AuthorshipFactory,
    PaperFactory,
)

pytestmark = pytest.mark.django_db


def titles(papers) -> list[str]:
    return [paper.title for paper in papers]


# Public


def test_only_published_papers_are_public():
    PaperFactory(title="Published")
    PaperFactory(title="Draft", status=Paper.Status.DRAFT)
    assert titles(Paper.objects.published()) == ["Published"]


def test_a_new_paper_is_a_draft():
    assert Paper().status == "draft"


# Dates


@pytest.mark.parametrize(
    ("posted", "issued", "year", "sort_date"),
    [
        ("2023-06-28", "2024", 2023, "2023-06-28"),
        (None, "2024-05", 2024, "2024-05"),
        ("1843", None, 1843, "1843"),
        (None, None, None, ""),
    ],
)
def test_year_and_sort_date_follow_the_dates(posted, issued, year, sort_date):
    PaperFactory(posted=posted, issued=issued)
    assert Paper.objects.values_list("year", "sort_date").get() == (year, sort_date)


def test_a_date_given_as_text_is_a_date_once_saved():
    assert PaperFactory(posted="2023-06").posted == PartialDate(2023, 6)


def test_year_follows_a_change():
    paper = PaperFactory(posted="2023")
    Paper.objects.update(posted="2021-01")
    paper.refresh_from_db()
    assert (paper.year, paper.posted) == (2021, PartialDate(2021, 1))


@pytest.mark.parametrize("date", ["2023-02-30", "2023-13", "23", "June 2023", "3000"])
def test_an_impossible_date_is_refused_with_a_sentence(date):
    with pytest.raises(ValidationError) as refusal:
        PaperFactory.build(posted=date).full_clean()
    assert list(refusal.value.message_dict) == ["posted"]


@pytest.mark.parametrize("date", ["2023-06-28", "2023-06", "2023", None])
def test_a_possible_date_is_allowed(date):
    paper = PaperFactory.build(posted=date)
    paper.full_clean()
    assert str(paper.posted or "") == (date or "")


@pytest.mark.parametrize("text", ["a\0b", "a\ud800b"])
@pytest.mark.parametrize("field", ["title", "abstract", "notice_url", "keywords"])
def test_characters_that_cannot_be_stored_are_refused_with_a_sentence(field, text):
    with pytest.raises(ValidationError) as refusal:
        PaperFactory.build(**{field: text}).full_clean()
    assert field in refusal.value.message_dict


@pytest.mark.parametrize("text", ["two\nlines", "a\tb", "a\x7fb", "a\u2028b"])
def test_a_title_is_one_line(text):
    with pytest.raises(ValidationError) as refusal:
        PaperFactory.build(title=text).full_clean()
    assert refusal.value.message_dict == {"title": ["This must be a single line without control characters."]}


# Order


@pytest.fixture
def dated():
    for title, posted in [
        ("March", "2023-03"),
        ("none", None),
        ("year", "2023"),
        ("day", "2023-03-05"),
        ("old", "1999"),
    ]:
        PaperFactory(title=title, posted=posted)


def test_newest_first_and_those_without_a_date_last(dated):
    assert titles(Paper.objects.newest()) == ["day", "March", "year", "old", "none"]


def test_oldest_first_and_those_without_a_date_last(dated):
    assert titles(Paper.objects.oldest()) == ["old", "year", "March", "day", "none"]


def test_of_one_day_the_last_added_is_newest():
    PaperFactory(title="first", posted="2023")
    PaperFactory(title="second", posted="2023")
    assert titles(Paper.objects.newest()) == ["second", "first"]


def test_by_title_in_any_case():
    for title in ("beta", "Alpha", "Gamma"):
        PaperFactory(title=title)
    assert titles(Paper.objects.by_title()) == ["Alpha", "beta", "Gamma"]


@pytest.fixture
def owner():
    """A person with a curated list: Second, First and two papers without a rank."""
    owner = AuthorFactory()
    for title, posted, rank in [
        ("unranked old", "2001", None),
        ("First", "1999", 10),
        ("unranked new", "2022", None),
        ("Second", "2023", 20),
        ("undated", None, None),
    ]:
        AuthorshipFactory(paper=PaperFactory(title=title, posted=posted), author=owner, profile_rank=rank)
    return owner


CURATED = ["First", "Second", "unranked new", "unranked old", "undated"]


def test_ranked_papers_come_first_and_the_others_newest_first(owner):
    assert titles(Paper.objects.by(owner).curated_by(owner)) == CURATED


def test_ranks_of_others_do_not_count(owner):
    AuthorshipFactory(paper=Paper.objects.get(title="undated"), author=AuthorFactory(), position=2, profile_rank=1)
    assert titles(Paper.objects.by(owner).curated_by(owner)) == CURATED


@pytest.mark.parametrize(("place", "title"), list(enumerate(CURATED)))
def test_neighbours_in_the_curated_list(owner, place, title):
    near = Paper.objects.published().neighbours(Paper.objects.get(title=title), owner)
    around = [None, *CURATED, None]
    assert [paper and paper.title for paper in near] == [around[place], around[place + 2]]


def test_a_draft_is_no_neighbour(owner):
    Paper.objects.filter(title="Second").update(status=Paper.Status.DRAFT)
    _previous, following = Paper.objects.published().neighbours(Paper.objects.get(title="First"), owner)
    assert following.title == "unranked new"


def test_no_neighbours_without_an_owner(owner):
    assert Paper.objects.neighbours(Paper.objects.get(title="First"), None) == (None, None)


# Citation keys


def test_a_citation_key_is_made_of_authors_year_and_title():
    paper = PaperFactory(
        title="Towards Measuring the Representation",
        posted="2023-06-28",
        issued="2024",
        authors=[AuthorFactory(display_name=name) for name in ("Esin Durmus", "Karina Nguyen", "Amanda Askell")],
    )
    paper.assign_citation_key()
    assert Paper.objects.get().citation_key == "durmus-etal-2023-towards"


def test_a_citation_key_stays():
    paper = PaperFactory(title="Sketch", posted="1843", citation_key="lovelace-1843-sketch")
    paper.title = "Notes"
    paper.assign_citation_key()
    assert Paper.objects.get().citation_key == "lovelace-1843-sketch"


def test_a_citation_key_is_not_given_twice():
    for _time in range(2):
        PaperFactory(title="Sketch", issued="1843", authors=[AuthorFactory(display_name="Plato")]).assign_citation_key()
    assert set(Paper.objects.values_list("citation_key", flat=True)) == {"plato-1843-sketch", "plato-1843-sketch-2"}


def test_a_citation_key_without_authors_and_date():
    paper = PaperFactory(title="Sketch")
    paper.assign_citation_key()
    assert paper.citation_key == "anonymous-nd-sketch"


# Categories


def test_categories_of_computer_science_come_with_the_site():
    assert Category.objects.filter(code__startswith="cs.").count() == 40


def test_a_category_goes_by_code_and_name():
    assert str(Category.objects.get(code="cs.CL")) == "cs.CL Computation and Language"


def test_a_paper_goes_by_its_title():
    assert str(PaperFactory(title="Sketch")) == "Sketch"
