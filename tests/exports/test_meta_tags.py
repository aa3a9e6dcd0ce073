"""The meta tags of a paper, as Google Scholar's guidelines and Zotero's translator ask for them."""

import pytest

from papers.exports.meta_tags import as_spoken, citation_tags, first_and_last, slashed
from papers.models import Paper
from papers.partial_dates import PartialDate
from tests.factories import VenueFactory

PAGE = "https://papers.example.org/papers/notes/"


def tags(paper, *names: str) -> list[tuple[str, str]]:
    """Return the tags of these names, without their common beginning."""
    found = [(name.removeprefix("citation_"), content) for name, content in citation_tags(paper, PAGE)]
    return [tag for tag in found if tag[0] in names]


def test_a_full_paper_has_every_tag(full_paper):
    assert citation_tags(full_paper, PAGE, f"{PAGE}paper.pdf") == [
        ("citation_title", "Notes on the Engine: Łódź & “more”"),
        ("citation_author", "Ada Lovelace"),
        ("citation_author", "Laurens van der Maaten Jr."),
        ("citation_author", "Engines Inc. Team"),
        ("citation_publication_date", "2020"),
        ("citation_online_date", "2019/5/28"),
        ("citation_conference_title", "Advances in Engines"),
        ("citation_volume", "33"),
        ("citation_issue", "2"),
        ("citation_firstpage", "1877"),
        ("citation_lastpage", "1901"),
        ("citation_publisher", "Taylor & Sons"),
        *((name, value) for name, value in citation_tags(full_paper, PAGE) if name in IDENTIFYING),
        ("citation_language", "en"),
        ("citation_keywords", "engines; looms"),
        ("citation_abstract", "An engine.\n\nIt weaves."),
        ("citation_abstract_html_url", PAGE),
        ("citation_pdf_url", f"{PAGE}paper.pdf"),
    ]


IDENTIFYING = ("citation_isbn", "citation_doi", "citation_arxiv_id")


def test_identifiers_are_bare(loaded_paper):
    paper = loaded_paper(
        identifiers=[("doi", "10.48550/arxiv.2306.16388"), ("arxiv", "2306.16388"), ("isbn", "9780262033848")]
    )
    assert tags(paper, "doi", "arxiv_id", "isbn") == [
        ("isbn", "9780262033848"),
        ("doi", "10.48550/arxiv.2306.16388"),
        ("arxiv_id", "2306.16388"),
    ]


def test_every_author_has_a_tag_in_order(loaded_paper):
    names = [f"Ada {letter}. Lovelace{n}" for n, letter in enumerate("ABCDEFGHIJKLMNOPQRSTUVWXYZ" * 18)]
    assert tags(loaded_paper(names), "author") == [("author", name) for name in names]


@pytest.mark.parametrize(
    ("printed", "spoken"),
    [
        ("Jan Piet van Berg", "Jan Piet van Berg"),
        ("van Berg, Jan Piet", "Jan Piet van Berg"),
        ("King, Martin Luther, Jr.", "Martin Luther King Jr."),
        ("平野 啓一郎", "平野 啓一郎"),
    ],
)
def test_a_name_is_in_the_order_in_which_it_is_spoken(printed, spoken):
    assert as_spoken(printed) == spoken


@pytest.mark.parametrize(("date", "written"), [("2010-05-12", "2010/5/12"), ("2010-05", "2010"), ("2010", "2010")])
def test_a_date_is_whole_or_a_year(date, written):
    assert slashed(PartialDate.parse(date)) == written


def test_no_date_is_no_tag(loaded_paper):
    assert tags(loaded_paper(), "publication_date", "online_date") == []


def test_a_date_is_said_once(loaded_paper):
    assert tags(loaded_paper(posted="2023-06-28"), "publication_date", "online_date") == [
        ("publication_date", "2023/6/28")
    ]


@pytest.mark.parametrize(
    ("kind", "venue_kind", "found"),
    [
        (Paper.Type.ARTICLE, "journal", ["journal_title"]),
        (Paper.Type.PROCEEDINGS_PAPER, "journal", ["conference_title"]),
        (Paper.Type.CHAPTER, "book", ["inbook_title"]),
        (Paper.Type.THESIS, "other", ["dissertation_institution"]),
        (Paper.Type.REPORT, "other", ["technical_report_institution"]),
        (Paper.Type.PREPRINT, "workshop", ["conference_title"]),
        (Paper.Type.PREPRINT, "repository", []),
        (Paper.Type.BOOK, "book", []),
    ],
)
def test_where_it_appeared_has_the_tag_of_its_kind(loaded_paper, kind, venue_kind, found):
    paper = loaded_paper(type=kind, venue=VenueFactory(name="Engines", kind=venue_kind))
    names = ("journal_title", "conference_title", "inbook_title", "dissertation_institution")
    assert tags(paper, *names, "technical_report_institution") == [(name, "Engines") for name in found]


@pytest.mark.parametrize(
    ("pages", "parts"),
    [
        ("1877-1901", ("1877", "1901")),
        ("1877 – 1901", ("1877", "1901")),
        ("12--34", ("12", "34")),
        ("e17", ("e17", "")),
        ("", ("", "")),
    ],
)
def test_pages_are_taken_apart(pages, parts):
    assert first_and_last(pages) == parts
