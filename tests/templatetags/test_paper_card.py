"""A paper as lists show it."""

import re

import pytest

from papers.models import Paper
from papers.models.listed import listed
from papers.search import parse
from papers.templatetags.paper_card import paper_card
from tests.factories import AuthorFactory, InstitutionFactory, LinkFactory, PaperFactory

pytestmark = pytest.mark.django_db

HOSTILE = "<b>\"x\" & 'y'</b>"
ESCAPED = "&lt;b&gt;&quot;x&quot; &amp; &#x27;y&#x27;&lt;/b&gt;"


def card(owner=None, search=None) -> str:
    paper = Paper.objects.get()
    return paper_card(listed([paper.pk], owner)[paper.pk], owner, search)


def texts(html: str, of: str) -> list[str]:
    """Return what stands in the elements of a class, without their tags."""
    return [re.sub(r"<[^>]*>", "", text) for text in re.findall(rf'class="{of}"[^>]*>(.*?)</(?:span|div|ul)>', html)]


@pytest.mark.parametrize("search", [None, parse("x")])
def test_every_text_is_escaped(search):
    paper = PaperFactory(
        title=HOSTILE,
        abstract=HOSTILE,
        authors=[AuthorFactory(display_name=HOSTILE)],
        institutions=[InstitutionFactory(name=HOSTILE, short_name="")],
    )
    LinkFactory(paper=paper, kind="code", url="https://example.org/?a=1&b='2'")
    html = card(search=search).replace("<mark>", "").replace("</mark>", "")
    assert (html.count(ESCAPED), html.count("<b>"), "b=&#x27;2&#x27;" in html) == (6, 0, True)


@pytest.mark.parametrize(
    ("kind", "said"), [("retraction", "Retracted"), ("correction", "Corrected"), ("concern", "Expression of concern")]
)
def test_a_notice_is_named(kind, said):
    PaperFactory(notice_kind=kind)
    assert texts(card(), "badge badge-notice") == [said]


@pytest.mark.parametrize(
    ("number", "shown"),
    [(1, "P0"), (3, "P0, P1, P2"), (4, "P0, P1, P2 et al. P3"), (31, "P0, P1, P2 et al.")],
)
def test_three_authors_stand_in_place_and_up_to_thirty_open_there(number, shown):
    PaperFactory(authors=[AuthorFactory(display_name=f"P{place}") for place in range(number)])
    assert texts(card().replace("</span></summary>", "</summary>").replace("</span></details>", ""), "authors") == [
        shown
    ]


def test_an_owner_s_place_is_told():
    people = AuthorFactory.create_batch(5, family_name="Lovelace")
    PaperFactory(authors=people)
    assert texts(card(people[4]), "owner-place") == ["(Lovelace 5th of 5)"]


def test_what_is_searched_for_is_marked_in_title_and_abstract():
    PaperFactory(title="The engine", abstract="An Engine.")
    assert re.findall("<mark>(.*?)</mark>", card(search=parse("engine"))) == ["engine", "Engine"]
