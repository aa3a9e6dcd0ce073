"""COinS, read back as the OpenURLs they are."""

from urllib.parse import parse_qs

import pytest

from papers.exports.coins import open_url
from papers.models import Paper
from papers.models.listed import listed
from tests.factories import AuthorFactory, IdentifierFactory, PaperFactory, VenueFactory

pytestmark = pytest.mark.django_db


def read(paper) -> dict[str, list[str]]:
    return parse_qs(open_url(listed([paper.pk])[paper.pk]), strict_parsing=True)


def test_an_article_says_where_it_appeared():
    paper = PaperFactory(
        title="Engines & Looms",
        type=Paper.Type.ARTICLE,
        venue=VenueFactory(name="Łódź Journal"),
        issued="2020-07",
        volume="3",
        issue="2",
        pages="5-9",
        authors=[AuthorFactory(display_name="Ada Lovelace"), AuthorFactory(display_name="Jan Piet van Berg")],
    )
    IdentifierFactory(paper=paper, scheme="doi", value="10.1000/a&b")
    IdentifierFactory(paper=paper, scheme="arxiv", value="2306.16388")
    assert read(paper) == {
        "ctx_ver": ["Z39.88-2004"],
        "rft_val_fmt": ["info:ofi/fmt:kev:mtx:journal"],
        "rft.genre": ["article"],
        "rft.atitle": ["Engines & Looms"],
        "rft.jtitle": ["Łódź Journal"],
        "rft.date": ["2020-07"],
        "rft.volume": ["3"],
        "rft.issue": ["2"],
        "rft.spage": ["5"],
        "rft.epage": ["9"],
        "rft.au": ["Ada Lovelace", "Jan Piet van Berg"],
        "rft_id": ["info:doi/10.1000/a&b", "https://arxiv.org/abs/2306.16388"],
    }


@pytest.mark.parametrize(
    ("kind", "form", "title", "venue"),
    [
        (Paper.Type.PROCEEDINGS_PAPER, "journal", "rft.atitle", "rft.jtitle"),
        (Paper.Type.PREPRINT, "journal", "rft.atitle", "rft.jtitle"),
        (Paper.Type.CHAPTER, "book", "rft.atitle", "rft.btitle"),
        (Paper.Type.BOOK, "book", "rft.btitle", None),
        (Paper.Type.REPORT, "book", "rft.btitle", None),
        (Paper.Type.THESIS, "dissertation", "rft.title", None),
        (Paper.Type.SOFTWARE, "journal", "rft.atitle", "rft.jtitle"),
    ],
)
def test_each_type_is_written_in_its_form(kind, form, title, venue):
    found = read(PaperFactory(title="Sketch", type=kind, venue=VenueFactory(name="Engines")))
    assert found["rft_val_fmt"] == [f"info:ofi/fmt:kev:mtx:{form}"]
    assert {name: value for name, [value] in found.items() if value in ("Sketch", "Engines")} == (
        {title: "Sketch", venue: "Engines"} if venue else {title: "Sketch"}
    )


def test_a_bare_paper_says_what_it_has():
    paper = PaperFactory(title="Sketch")
    assert read(paper)["rft.atitle"] == ["Sketch"]
