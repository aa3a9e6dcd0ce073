"""Whatever a parameter holds, a list, a search and a file answer, and say on a page what they left out."""

from random import Random
from urllib.parse import quote, urlencode

import pytest

from papers.list_addresses import IN_ORDER
from profile_site.refusals import LONGEST_QUERY
from tests.views.pages import LISTS

pytestmark = pytest.mark.django_db

ADDRESSES = [
    *LISTS,
    *("/papers/values/author/", "/authors/ada/values/venue/", "/institutions/london/values/type/"),
    *("/follow/", "/authors/ada/follow/", "/archive/", "/archive/2023/", "/papers.bib", "/papers.atom"),
    *("/authors/ada/papers.csv", "/institutions/london/papers.ris"),
]
WHOLE = ("/papers/", "/search/")  # asked everything; of the others, which share its code, each a fourth
NAMES = [*IN_ORDER, "find"]
VALUES = [
    *("%00", "a%00b", "%ED%A0%80", "%FF%FE", "%22", "%22a+b", "AND", "NOT+OR+(", "1e999999", "%C2%B2", "0", "-1"),
    *("99999999999999999999", "*", "-", "author:", "year:0..99999", "year:%C2%B2", "doi:%00", "has:%22", "%E2%80%AE"),
    *("NaN", "Infinity", "%27;--", "%25", "_", "%7B%7B", "%0D%0ASet-Cookie:a", "a:" + "b:" * 200, "+".join("ab" * 300)),
]


def random_bytes(seed: int) -> str:
    """Return a query string of random bytes under random names, known and unknown, repeated too."""
    random = Random(seed)  # noqa: S311
    return "&".join(
        f"{random.choice([*NAMES, quote(random.randbytes(3))])}={quote(random.randbytes(random.randrange(12)))}"
        for _ in range(random.randrange(1, 12))
    )


QUERIES = [
    *("&".join(f"{name}={value}" for name in NAMES) for value in VALUES if len(value) < 100),
    *(f"q={value}" for value in VALUES if len(value) >= 100),
    *("&".join(f"category=cs.{number}" for number in range(130)), "&".join(["institution=london"] * 105)),
    *("&", "=", "=&=", "%00=1", "%ED%A0%80=1", "a=1&a=2&b", ";", "?", "q[]=a", "q=" + "a" * 1990, "page=" + "9" * 2000),
    *(random_bytes(seed) for seed in range(8)),
]


def test_no_query_breaks_an_address(site, client):
    answers = {
        (url, query): client.get(f"{url}?{query}", follow=True).status_code
        for place, url in enumerate(ADDRESSES)
        for query in (QUERIES if url in WHOLE else QUERIES[place % 4 :: 4])
    }
    wanted = {asked: 414 if len(asked[1]) > LONGEST_QUERY else 200 for asked in answers}
    assert {asked: status for asked, status in answers.items() if status != wanted[asked]} == {}


@pytest.mark.parametrize("url", ["/papers/", "/", "/institutions/london/"])
@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("year_min=1e999999", "Year from: Enter a whole number."),
        ("year_max=99999999999999999999", "Year to: Ensure this value is less than or equal to 2199."),
        ("category=nonsense", "Category: Not known here: nonsense."),
        ("sort=price", "Sort: Select a valid choice. price is not one of the available choices."),
        ("page=99", "There is no page “99”: this is page 1."),
        ("page=-1", "There is no page “-1”: this is page 1."),
        ("colour=red", "Not known here and left out: colour."),
        ("sort=title&sort=oldest", "Of several values of “sort” the last one counts."),
        ("q=***", "“***” says nothing to look for."),
        ({"q": " ".join(f"k{n}" for n in range(1, 14))}, "Only 12 terms count: left out are k13."),
        ({"q": "a" * 201}, "Words: Ensure this value has at most 200 characters (it has 201)."),
    ],
)
def test_a_list_says_what_it_left_out(site, client, url, query, said):
    asked = query if isinstance(query, str) else urlencode(query)
    listing = client.get(f"{url}?{asked}").context["listing"]
    assert said in [*listing.errors, *listing.ignored]


@pytest.mark.parametrize("url", ["/search/", "/authors/", "/institutions/", "/authors/ada/coauthors/"])
def test_every_other_list_names_what_it_does_not_know(site, client, url):
    assert client.get(f"{url}?colour=red").context["ignored"] == ["Not known here and left out: colour."]
