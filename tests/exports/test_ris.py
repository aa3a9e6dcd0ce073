"""RIS, read back by rispy."""

import pytest
import rispy

from papers.exports import ris
from papers.models import Paper
from tests.factories import VenueFactory

pytestmark = pytest.mark.django_db
Type = Paper.Type


def only(paper) -> dict:
    (record,) = rispy.loads(ris.entry(paper))
    return record


def test_everything_known_of_a_paper_is_read_back(full_paper):
    assert only(full_paper) == {
        "type_of_reference": "CONF",
        "id": "lovelace-etal-2020-notes",
        "title": "Notes on the Engine: Łódź & “more”",
        "authors": ["Lovelace, Ada", "van der Maaten, Laurens, Jr.", "Engines, Inc. Team"],
        "secondary_authors": ["Babbage, Charles", "Somerville, Mary"],
        "secondary_title": "Advances in Engines",
        "alternate_title1": "AE",
        "tertiary_title": "Engine Series",
        "volume": "33",
        "number": "2",
        "start_page": "1877",
        "end_page": "1901",
        "publisher": "Taylor & Sons",
        "place_published": "London",
        "year": "2020",
        "date": "2020/07//",
        "doi": "10.1000/engines.7",
        "urls": [
            "https://doi.org/10.48550/arxiv.1905.00001",
            "https://arxiv.org/abs/1905.00001",
            "https://pubmed.ncbi.nlm.nih.gov/32376956/",
        ],
        "issn": "9780262033848",
        "file_attachments1": "https://example.org/notes.pdf",
        "unknown_tag": {"L3": ["https://example.org/code;a"]},
        "abstract": "An engine. It weaves.",
        "keywords": ["engines", "looms"],
        "language": "en",
        "notes": ["Retracted"],
    }


@pytest.mark.parametrize(
    ("kind", "tag"),
    [
        (Type.ARTICLE, "JOUR"),
        (Type.PROCEEDINGS_PAPER, "CONF"),
        (Type.PREPRINT, "UNPB"),
        (Type.CHAPTER, "CHAP"),
        (Type.BOOK, "BOOK"),
        (Type.THESIS, "THES"),
        (Type.REPORT, "RPRT"),
        (Type.DATASET, "DATA"),
        (Type.SOFTWARE, "COMP"),
    ],
)
def test_every_type_has_its_tag(loaded_paper, kind, tag):
    assert only(loaded_paper(type=kind, venue=VenueFactory()))["type_of_reference"] == tag


@pytest.mark.parametrize(
    ("pages", "first", "last"),
    [
        ("1--10", "1", "10"),
        ("e1 – e10", "e1", "e10"),
        ("A-1", "A", "1"),
        ("7", "7", None),
        ("3-7, 12", "3-7, 12", None),
        ("1-2-3", "1-2-3", None),
        ("", None, None),
    ],
)
def test_a_range_of_pages_is_parted_and_anything_else_kept_whole(loaded_paper, pages, first, last):
    record = only(loaded_paper(type=Type.ARTICLE, pages=pages))
    assert (record.get("start_page"), record.get("end_page")) == (first, last)


@pytest.mark.parametrize(
    ("posted", "year", "date"),
    [("2023", "2023", "2023///"), ("2023-06", "2023", "2023/06//"), ("2023-06-28", "2023", "2023/06/28/")],
)
def test_a_date_says_what_is_known(loaded_paper, posted, year, date):
    record = only(loaded_paper(posted=posted))
    assert (record["year"], record["date"]) == (year, date)


def test_a_paper_without_a_date_has_no_year(loaded_paper):
    assert only(loaded_paper()).keys() == {"type_of_reference", "id", "title", "authors", "language"}


def test_lines_end_as_the_format_asks_and_the_type_comes_first(loaded_paper):
    assert ris.entry(loaded_paper(["Aristotle"], title="Two\tlines")) == (
        "TY  - UNPB\r\nID  - lovelace-1843-notes\r\nTI  - Two lines\r\nAU  - Aristotle\r\nLA  - en\r\nER  - \r\n"
    )


@pytest.mark.usefixtures("reference_profile")
def test_the_reference_profile_reads_back_without_a_query(django_assert_num_queries):
    papers = list(Paper.objects.published().for_page().order_by("pk"))
    with django_assert_num_queries(0):
        text = "".join(ris.render(papers))
    records = rispy.loads(text)
    assert [record["title"] for record in records] == [paper.title for paper in papers]
    assert [len(record["authors"]) for record in records] == [len(paper.authorships.all()) for paper in papers]


def test_tags_that_a_bibliography_had_are_written_back(loaded_paper):
    paper = loaded_paper(type=Type.CHAPTER)
    paper.extra = {"TY": "ECHAP", "C1": "one\ntwo", "M1": "7", "N1": "Read.", "annote": "x", "ER": "y"}
    assert only(paper)["type_of_reference"] == "ECHAP"
    assert ris.entry(paper).endswith("C1  - one\r\nC1  - two\r\nM1  - 7\r\nER  - \r\n")
