"""CSV, read back by the standard library."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papers.exports import csv_table
from papers.exports.csv_table import COLUMNS, guarded, joined, parted, unguarded
from papers.models import Paper


def rows(papers) -> list[dict[str, str]]:
    text = "".join(csv_table.render(papers)).encode().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


@pytest.mark.django_db
def test_everything_known_of_a_paper_is_in_its_row(full_paper):
    (row,) = rows([full_paper])
    assert row == dict.fromkeys(COLUMNS, "") | {
        "title": "Notes on the Engine: Łódź & “more”",
        "type": "proceedings-paper",
        "language": "en",
        "abstract": "An engine.\n\nIt weaves.",
        "posted": "2019-05-28",
        "issued": "2020-07",
        "venue": "Advances in Engines",
        "venue_short": "AE",
        "venue_kind": "conference",
        "series": "Engine Series",
        "volume": "33",
        "issue": "2",
        "pages": "1877-1901",
        "publisher": "Taylor & Sons",
        "place": "London",
        "citation_key": "lovelace-etal-2020-notes",
        "notice": "retraction",
        "authors": "Lovelace, Ada; van der Maaten, Laurens, Jr.; {Engines, Inc. Team}",
        "editors": "Babbage, Charles; Somerville, Mary",
        "keywords": "engines; looms",
        "categories": "math.EN; math.AA; math.ZZ",
        "institutions": "University of London",
        "doi": "10.48550/arxiv.1905.00001; 10.1000/engines.7",
        "arxiv": "1905.00001",
        "pmid": "32376956",
        "isbn": "9780262033848",
        "links": "code https://example.org/code;;a The code;; all of it; pdf https://example.org/notes.pdf",
    }


def test_without_papers_there_is_the_header():
    assert "".join(csv_table.render([])) == "\ufeff" + ",".join(COLUMNS) + "\r\n"


@pytest.mark.django_db
def test_a_title_that_looks_like_a_formula_is_not_taken_for_one(loaded_paper):
    (row,) = rows([loaded_paper(title='=HYPERLINK("https://example.org")')])
    assert row["title"] == '\'=HYPERLINK("https://example.org")'


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        ("'=1", "''=1"),
        ("'tis so", "'tis so"),
        ("1-2", "1-2"),
        ("", ""),
    ],
)
def test_a_cell_is_guarded_only_where_a_spreadsheet_would_compute(cell, written):
    assert guarded(cell) == written


@given(st.text(alphabet="'=+-@\t\r\nab;", max_size=8))
def test_the_guard_comes_off_again(cell):
    assert unguarded(guarded(cell)) == cell
    assert not guarded(cell).startswith(("=", "+", "-", "@", "\t", "\r"))


@given(st.lists(st.text(alphabet="ab; ,:", min_size=1).map(str.strip).filter(bool)))
def test_a_list_comes_out_of_its_cell_as_it_went_in(items):
    assert parted(joined(items)) == items


@pytest.mark.usefixtures("reference_profile")
@pytest.mark.django_db
def test_the_reference_profile_is_written_without_a_query(django_assert_num_queries):
    papers = list(Paper.objects.published().for_page().order_by("pk"))
    with django_assert_num_queries(0):
        read = rows(papers)
    assert [row["title"] for row in read] == [paper.title for paper in papers]
    assert [len(parted(row["authors"])) for row in read] == [len(paper.authorships.all()) for paper in papers]
