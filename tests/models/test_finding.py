"""Which papers a query finds: one table, the same on every database."""

import datetime
import re

import pytest
from django.db import connection

from papers.indexing import catch_up
from papers.models import Category, Paper
from papers.models.finding import MOST_RANKED
from papers.search import parse
from tests.factories import (
    AuthorFactory,
    AuthorNameFactory,
    AuthorshipFactory,
    IdentifierFactory,
    LinkFactory,
    PaperFactory,
    VenueFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def library():
    """Six papers, called by the first words of their titles."""
    ada = AuthorFactory(display_name="Ada Lovelace")
    AuthorNameFactory(author=ada, name="Augusta Byron", shown=False)
    kamile = AuthorFactory(display_name="Kamilė Lukošiūtė")
    barto = AuthorFactory(display_name="Bartłomiej Ørsted")
    sketch = PaperFactory(
        title="Sketch of the analytical engine",
        abstract="It weaves 100% algebraic patterns_, as the loom weaves flowers.",
        posted="1843-08",
        venue=VenueFactory(name="Scientific Memoirs", short_name="SciMem"),
        primary_category=Category.objects.get(code="cs.CL"),
    )
    AuthorshipFactory(paper=sketch, author=ada, printed_name="A. A. L.", position=1)
    AuthorshipFactory(paper=sketch, author=kamile, position=2)
    IdentifierFactory(paper=sketch, scheme="doi", value="10.1000/sketch")
    PaperFactory(
        title="Notes on GPT-3.5", abstract="About C++ and the engine of GPT-4.", posted="2023", authors=[barto]
    )
    PaperFactory(title="Engine rooms: a survey", abstract="No loom.", posted="2020", authors=[ada])
    PaperFactory(title="深度学习入门", abstract="神经网络。", language="zh", posted="2021")
    code = PaperFactory(title="Über-engines für alle", abstract="Straße und Weg.", posted="2022")
    LinkFactory(paper=code, kind="code", url="https://example.org/code")
    preprint = PaperFactory(title="Untitled", abstract="", posted=None)
    IdentifierFactory(paper=preprint, scheme="arxiv", value="2306.16388")


NAMES = {
    "Sketch": "sketch",
    "Notes": "notes",
    "Engine": "rooms",
    "深度学习入门": "zh",
    "Über-engines": "uber",
    "Untitled": "none",
}


def found(query: str) -> list[str]:
    """Return the papers that a query finds, best match first."""
    catch_up()
    search = parse(query)
    papers = Paper.objects.found_by(search)
    papers = papers.by_relevance(search) if search.wanted else papers.newest()
    return [NAMES[paper.title.split()[0]] for paper in papers]


ALL = ["notes", "uber", "zh", "rooms", "sketch", "none"]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ALL),
        ("  ", ALL),
        ("engine", ["rooms", "sketch", "notes"]),
        ("ENGINE", ["rooms", "sketch", "notes"]),
        ("engines", ["uber"]),
        ("engine*", ["uber", "rooms", "sketch", "notes"]),
        ("engine loom", ["rooms", "sketch"]),
        ('"analytical engine"', ["sketch"]),
        ('"engine analytical"', []),
        ('"weaves 100% algebraic"', ["sketch"]),
        ("engine -loom", ["notes"]),
        ("-engine", ["uber", "zh", "none"]),
        ("-engine -uber", ["zh", "none"]),
        ("lukosiute", ["sketch"]),
        ("Lukošiūtė", ["sketch"]),
        ("bartlomiej orsted", ["notes"]),
        ("strasse", ["uber"]),
        ("uber", ["uber"]),
        ("augusta", ["rooms", "sketch"]),
        ("lovelace", ["rooms", "sketch"]),
        ('"a. a. l."', ["sketch"]),
        ('"lovelace kamile"', []),
        ("author:ada engine", ["rooms", "sketch"]),
        ("author:engine", []),
        ("title:engine", ["rooms", "sketch"]),
        ("-title:engine", ["notes", "uber", "zh", "none"]),
        ("title:engin*", ["uber", "rooms", "sketch"]),
        ("venue:memoirs", ["sketch"]),
        ("venue:scimem", ["sketch"]),
        ("scientific", ["sketch"]),
        ("GPT-3.5", ["notes"]),
        ("gpt-3", []),
        ("3.5", ["notes"]),
        ("GPT-4", ["notes"]),
        ("C++", ["notes"]),
        ("c", []),
        ("学习", ["zh"]),
        ("深度", ["zh"]),
        ("习学", []),
        ("category:CL", ["sketch"]),
        ("category:cs.cl", ["sketch"]),
        ("category:nothing", []),
        ("-category:CL", ["notes", "uber", "zh", "rooms", "none"]),
        ("year:2020..2022", ["uber", "zh", "rooms"]),
        ("year:..1900", ["sketch"]),
        ("year:2022..", ["notes", "uber"]),
        ("year:2021", ["zh"]),
        ("-year:2020..", ["sketch", "none"]),
        ("has:code", ["uber"]),
        ("doi:10.1000/SKETCH", ["sketch"]),
        ("doi:https://doi.org/10.1000/sketch", ["sketch"]),
        ("arxiv:2306.16388v2", ["none"]),
        ("2306.16388", ["none"]),
        ("10.1000/sketch", ["sketch"]),
        ("engine year:2020..", ["rooms", "notes"]),
        ("AND", ["notes"]),
        ("s%h", []),
        ("_ketch", []),
        ("'", ALL),
        ("weaves flowers patterns", ["sketch"]),
    ],
)
def test_what_a_query_finds(library, query, names):
    assert found(query) == names


@pytest.fixture
def many():
    """More papers with a word than are ranked: the oldest has it in its title, and so has one of the newest."""
    days = [datetime.date(2000, 1, 1) + datetime.timedelta(days=number) for number in range(MOST_RANKED + 5)]
    Paper.objects.bulk_create(
        Paper(
            slug=f"paper-{number}",
            title="Loom" if number in (0, MOST_RANKED) else "Engine",
            abstract="Of the loom.",
            posted=str(day),
            status=Paper.Status.PUBLISHED,
        )
        for number, day in enumerate(days)
    )
    catch_up()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # as the server does by and by
    return [f"paper-{number}" for number in range(MOST_RANKED + 5)]


def test_of_very_many_the_newest_are_ranked_and_the_others_follow(many):
    search = parse("loom")
    newest_first = [slug for slug in many[::-1] if slug != f"paper-{MOST_RANKED}"]
    found = Paper.objects.found_by(search).by_relevance(search)
    assert list(found.values_list("slug", flat=True)) == [f"paper-{MOST_RANKED}", *newest_first]


def test_the_newest_are_ranked_alike_without_the_others(many):
    search = parse("loom")
    found = Paper.objects.found_by(search)
    assert list(found.newest_by_relevance(search)) == list(found.by_relevance(search)[:MOST_RANKED])


def test_few_are_ranked_alike_at_less_cost(library):
    catch_up()
    search = parse("engine")
    found = Paper.objects.found_by(search)
    assert list(found.all_by_relevance(search)) == list(found.by_relevance(search))


def test_the_page_says_among_how_many_was_ranked_and_reads_on_behind_them(many, client):
    page = client.get("/papers/?q=loom").content.decode()
    assert re.search(r"Ranked among the newest [^<]*", page)[0] == "Ranked among the newest 2,000 of 2,005."
    shown = [
        slug
        for number in (1, 40, 41)
        for slug in re.findall(
            r'<h3 class="title"><a href="/papers/([^/]+)/',
            client.get(f"/papers/?q=loom&page={number}").content.decode(),
        )
    ]
    search = parse("loom")
    order = list(Paper.objects.found_by(search).by_relevance(search).values_list("slug", flat=True))
    assert shown == [*order[:50], *order[1950:2000], *order[2000:]]


def test_a_page_on_which_all_are_ranked_does_not_speak_of_it(library, client):
    catch_up()
    assert "Ranked among" not in client.get("/papers/?q=engine").content.decode()
