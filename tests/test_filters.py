"""Which papers of a list the parameters choose, and in what order."""

import pytest
from django.http import QueryDict

from papers.filters import MOST_CHOICES, PaperFilter, split_words
from papers.models import Author, Category, Institution, Paper
from tests.factories import (
    AuthorFactory,
    AuthorNameFactory,
    AuthorshipFactory,
    InstitutionFactory,
    LinkFactory,
    PaperFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def papers():
    """Four papers that differ in every way that is filtered."""
    people = {name: AuthorFactory(display_name=name, slug=name.lower()) for name in ("Ada", "Mary")}
    places = {name: InstitutionFactory(name=name, slug=name.lower()) for name in ("London", "Paris")}
    for title, code, year, authors, institutions, kinds in [
        ("Alpha engines", "cs.CL", "2021", ["Ada"], ["London"], ["code"]),
        ("Beta engines", "cs.LG", "2022", ["Ada", "Mary"], ["London", "Paris"], []),
        ("Gamma looms", "cs.CL", "2023", ["Mary"], ["Paris"], ["code", "data"]),
        ("Delta", None, None, [], [], []),
    ]:
        paper = PaperFactory(
            title=title,
            primary_category=code and Category.objects.get(code=code),
            posted=year,
            authors=[people[name] for name in authors],
            institutions=[places[name] for name in institutions],
        )
        for kind in kinds:
            LinkFactory(paper=paper, kind=kind, url=f"https://example.org/{kind}")


def chosen(query: str, owner=None) -> list[str]:
    """Return the first words of the chosen papers' titles, in order."""
    papers = PaperFilter(QueryDict(query), Paper.objects.published(), owner).qs
    return [paper.title.split()[0] for paper in papers]


def errors(query: str, owner=None) -> dict:
    return dict(PaperFilter(QueryDict(query), Paper.objects.published(), owner).errors)


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("", ["Gamma", "Beta", "Alpha", "Delta"]),
        ("q=engines", ["Beta", "Alpha"]),
        ("q=ENGINES+beta", ["Beta"]),
        ("q=++", ["Gamma", "Beta", "Alpha", "Delta"]),
        ("q=mary", ["Gamma", "Beta"]),
        ("category=cs.CL", ["Gamma", "Alpha"]),
        ("category=cs.CL&category=cs.LG", ["Gamma", "Beta", "Alpha"]),
        ("institution=london", ["Beta", "Alpha"]),
        ("institution=london&institution=paris", ["Gamma", "Beta", "Alpha"]),
        ("author=ada", ["Beta", "Alpha"]),
        ("author=ada&author=mary", ["Gamma", "Beta", "Alpha"]),
        ("year_min=2022", ["Gamma", "Beta"]),
        ("year_max=2022", ["Beta", "Alpha"]),
        ("year_min=2022&year_max=2022", ["Beta"]),
        ("has=code", ["Gamma", "Alpha"]),
        ("has=code&has=data", ["Gamma"]),
        ("category=cs.CL&institution=paris", ["Gamma"]),
        ("author=ada&institution=paris", ["Beta"]),
        ("q=engines&category=cs.CL&author=ada&institution=london&year_max=2021&has=code", ["Alpha"]),
        ("q=looms&category=cs.LG", []),
        ("unknown=1&page=3&utm_source=x", ["Gamma", "Beta", "Alpha", "Delta"]),
        ("sort=newest", ["Gamma", "Beta", "Alpha", "Delta"]),
        ("sort=oldest", ["Alpha", "Beta", "Gamma", "Delta"]),
        ("sort=title", ["Alpha", "Beta", "Delta", "Gamma"]),
        ("category=&institution=&author=&year_min=&year_max=&has=&sort=&q=", ["Gamma", "Beta", "Alpha", "Delta"]),
    ],
)
def test_what_is_chosen(papers, query, titles):
    assert chosen(query) == titles


@pytest.mark.parametrize(
    ("query", "field", "message"),
    [
        ("category=cs.XX", "category", "Not known here: cs.XX."),
        ("category=cs.XX&category=CL", "category", "Not known here: cs.XX, CL."),
        ("type=poem", "type", "Not known here: poem."),
        ("venue=Nowhere", "venue", "Not known here: Nowhere."),
        ("&".join(f"has={n}" for n in range(7)), "has", "Not known here: 0, 1, 2, 3, 4, …."),
        ("author=" + "a" * 100, "author", f"Not known here: {'a' * 60}…."),
        ("institution=nowhere", "institution", "Not known here: nowhere."),
        ("author=nobody", "author", "Not known here: nobody."),
        ("year_min=0", "year_min", "Ensure this value is greater than or equal to 1000."),
        ("year_min=-1", "year_min", "Ensure this value is greater than or equal to 1000."),
        ("year_max=99999999999999999999", "year_max", "Ensure this value is less than or equal to 2199."),
        ("year_min=1e999999", "year_min", "Enter a whole number."),
        ("year_min=%C2%B2", "year_min", "Enter a whole number."),
        ("year_min=2022.5", "year_min", "Enter a whole number."),
        ("year_min=" + "9" * 5000, "year_min", "Enter a whole number."),
        ("year_min=2023&year_max=2021", "year_max", "The last year lies before the first."),
        ("has=gold", "has", "Not known here: gold."),
        ("sort=price", "sort", "Select a valid choice. price is not one of the available choices."),
        ("sort=curated", "sort", "Select a valid choice. curated is not one of the available choices."),
    ],
)
def test_what_makes_no_sense_is_named_and_left_out(papers, query, field, message):
    assert (errors(query), chosen(query)) == ({field: [message]}, ["Gamma", "Beta", "Alpha", "Delta"])


def test_what_is_known_counts_beside_what_is_not(papers):
    query = "category=cs.XX&category=cs.CL&institution=paris&institution=atlantis"
    assert chosen(query) == ["Gamma"]
    assert errors(query) == {"category": ["Not known here: cs.XX."], "institution": ["Not known here: atlantis."]}


def test_a_slug_that_a_person_or_an_institution_once_had_is_understood(papers):
    for model, slug in (Author, "ada"), (Institution, "london"):
        record = model.objects.get(slug=slug)
        record.slug = f"{slug}-now"
        record.save()
    query = "author=ada&author=ada-now&institution=london"
    paper_filter = PaperFilter(QueryDict(query), Paper.objects.published())
    assert (chosen(query), errors(query)) == (["Beta", "Alpha"], {})
    assert (paper_filter.chosen["author"], paper_filter.chosen["institution"]) == (["ada-now"], ["london-now"])


def test_words_that_are_too_long_are_left_out(papers):
    assert list(errors("q=" + "a" * 201)) == ["q"]


def test_too_many_choices_are_left_out(papers):
    query = "&".join(f"author=a{number}" for number in range(MOST_CHOICES + 1))
    assert errors(query) == {"author": ["Choose at most 50."]}


def test_a_repeated_choice_is_one(papers):
    query = "&".join(["author=ada"] * (MOST_CHOICES + 1))
    assert (errors(query), chosen(query)) == ({}, ["Beta", "Alpha"])


def test_of_a_repeated_single_parameter_the_last_counts(papers):
    assert chosen("year_min=2021&year_min=2023&sort=title&sort=oldest") == ["Gamma"]


def test_the_rest_still_works_beside_a_mistake(papers):
    assert chosen("category=cs.XX&year_min=abc&author=ada&sort=oldest") == ["Alpha", "Beta"]


def test_people_and_institutions_of_drafts_alone_are_not_known():
    author, institution = AuthorFactory(slug="secret"), InstitutionFactory(slug="hidden")
    PaperFactory(authors=[author], institutions=[institution], status=Paper.Status.DRAFT)
    assert errors("author=secret&institution=hidden") == {
        "author": ["Not known here: secret."],
        "institution": ["Not known here: hidden."],
    }


def test_a_search_only_name_finds_the_papers(papers):
    AuthorNameFactory(author=AuthorFactory._meta.model.objects.get(slug="ada"), name="Augusta", shown=False)
    assert chosen("q=augusta") == ["Beta", "Alpha"]


def test_at_most_twelve_words_are_looked_for():
    assert split_words("a " * 5000) == ["a"] * 12


# A person's own list


@pytest.fixture
def owner():
    owner = AuthorFactory()
    for title, posted, rank in [
        ("Third", "2020", None),
        ("Second", None, 20),
        ("First", "2019", 10),
        ("Last", None, None),
    ]:
        AuthorshipFactory(paper=PaperFactory(title=title, posted=posted), author=owner, profile_rank=rank)
    return owner


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("", ["First", "Second", "Third", "Last"]),
        ("sort=curated", ["First", "Second", "Third", "Last"]),
        ("sort=newest", ["Third", "First", "Last", "Second"]),
        ("sort=oldest", ["First", "Third", "Second", "Last"]),
        ("sort=title", ["First", "Last", "Second", "Third"]),
        ("sort=nonsense", ["First", "Second", "Third", "Last"]),
    ],
)
def test_the_order_of_a_person_s_own_list(owner, query, titles):
    assert chosen(query, owner) == titles


def test_one_list_s_orders_are_not_another_s(owner):
    PaperFilter(QueryDict(), Paper.objects.all(), owner)
    assert list(errors("sort=curated")) == ["sort"]
