"""What a query that finds nothing was meant to be: one table, the same on every database."""

import pytest

from papers.indexing import catch_up
from papers.models import Paper
from tests.factories import (
    AuthorFactory,
    AuthorNameFactory,
    InstitutionFactory,
    LinkFactory,
    MergeRecordFactory,
    PaperFactory,
    VenueFactory,
)
from tests.views.pages import Links

pytestmark = pytest.mark.django_db


@pytest.fixture
def library():
    """Four papers, one of them a draft."""
    PaperFactory(
        title="Neural networks for looms",
        posted="2020",
        authors=[AuthorFactory(display_name="Kamilė Lukošiūtė")],
        institutions=[InstitutionFactory(name="Universität Zürich")],
    )
    PaperFactory(title="Network pruning", posted="2021")
    LinkFactory(paper=PaperFactory(title="Network looms and rooms", posted="2022"), kind="code")
    PaperFactory(title="Secret quantum neutral nets", status=Paper.Status.DRAFT)
    catch_up()


OFFERED = [
    ("netwrok", "network"),
    ("nueral netwroks", "neural networks"),
    ("nueral", "neural"),
    ("etwork", "network"),
    ("lukosute", "lukosiute"),
    ("title:netwrok", "title:network"),
    ("author:lukosute", "author:lukosiute"),
    ('"netwrok pruning"', '"network pruning"'),
    ("netwrok -pruning", "network -pruning"),
    ("netwrok year:2022", "network year:2022"),
    ("netwrok year:1900", None),
    ("quantm", None),
    ("quantum", None),
    ("neutrl", "neural"),
    ("pruning looms", None),
    ("qwertyuiop", None),
    ("netwrok qwertyuiop", None),
    ("netwrok lomos pruneing", None),
    ("xx", None),
    ("1843", None),
    ("网络", None),
]


@pytest.mark.parametrize(("q", "offered"), OFFERED)
def test_what_was_meant(library, client, q, offered):
    listing = client.get("/papers/", {"q": q}).context["listing"]
    assert (listing.total, listing.meant and listing.meant.text) == (0, offered)


@pytest.mark.parametrize(
    ("q", "offered"), [("lukosute", "lukosiute"), ("zurihc", "zurich"), ("netwrok", "network"), ("quantm", None)]
)
def test_what_was_meant_by_a_name(library, client, q, offered):
    context = client.get("/search/", {"q": q}).context
    assert (context["found_nothing"], context["meant"] and context["meant"].text) == (True, offered)


@pytest.mark.parametrize("url", ["/papers/?q=netwrok&has=code&sort=title", "/search/?q=netwrok"])
def test_what_is_offered_is_found(library, client, url):
    (address,) = [address for address in Links(client.get(url).text).addresses if "q=network" in address]
    assert address == url.replace("netwrok", "network").removeprefix(url.partition("?")[0])
    assert client.get(url.partition("?")[0] + address).context["listing"].total > 0


def test_nothing_is_offered_that_the_other_filters_leave_nothing_of(library, client):
    assert client.get("/papers/?q=pruneing&has=code").context["listing"].meant is None


def merged_as(model: str, kept, *names: str) -> None:
    """Have others with these names become one that is there."""
    MergeRecordFactory(model=model, kept=kept.pk, names=[*names, kept.name])


@pytest.mark.parametrize("url", ["/papers/", "/search/", "/authors/"])
def test_name_that_only_helps_to_find_is_found_and_never_offered(client, url):
    ada = AuthorFactory(display_name="Ada Lovelace", is_profile=True)
    AuthorNameFactory(author=ada, name="Augusta Gordon", shown=False)
    PaperFactory(title="Engines", authors=[ada])
    catch_up()
    assert "Ada Lovelace" in client.get(url, {"q": "augusta"}).text
    answers = [client.get(url, {"q": q}).text.lower() for q in ("agusta", "agusta lovelace", "author:agusta")]
    assert ["augusta" in answer for answer in answers] == [False] * 3


def test_former_name_of_a_place_is_found_and_never_offered(client):
    london, notices = InstitutionFactory(name="London"), VenueFactory(name="Notices")
    merged_as("institution", london, "Londinium")
    merged_as("venue", notices, "Transactions")
    PaperFactory(title="Engines", institutions=[london], venue=notices)
    catch_up()
    assert [client.get("/search/", {"q": q}).context["found_nothing"] for q in ("londinium", "transactions")] == [
        False
    ] * 2
    assert [client.get("/search/", {"q": q}).context["meant"] for q in ("londinum", "transctions")] == [None] * 2


@pytest.mark.parametrize("shown", ["title", "own name"])
def test_word_of_a_hidden_name_is_offered_where_it_is_printed_too(client, shown):
    ada = AuthorFactory(display_name="Augusta Lovelace" if shown == "own name" else "Ada Lovelace")
    AuthorNameFactory(author=ada, name="Augusta Gordon", shown=False)
    PaperFactory(**{"title": "Engines", **({shown: "To Augusta"} if shown != "own name" else {})}, authors=[ada])
    catch_up()
    assert client.get("/papers/", {"q": "agusta"}).context["listing"].meant.text == "augusta"
