"""References as plain text."""

import pytest

from papers.exports import plain_text
from papers.models import Paper
from tests.factories import VenueFactory

pytestmark = pytest.mark.django_db
Type = Paper.Type


def test_a_preprint(loaded_paper):
    paper = loaded_paper(
        ["Thomas I. Liao", "Jean-Paul Sartre", "Hal Daumé III"], [("arxiv", "2306.16388")], posted="2023-06-28"
    )
    assert plain_text.reference(paper) == (
        "Liao, T. I., Sartre, J.-P., & Daumé, H., III (2023). Notes on the Engine. arXiv:2306.16388. "
        "https://arxiv.org/abs/2306.16388"
    )


def test_an_article(loaded_paper):
    paper = loaded_paper(
        identifiers=[("doi", "10.1000/7")],
        type=Type.ARTICLE,
        venue=VenueFactory(name="Engines"),
        issued="1843",
        volume="3",
        issue="2",
        pages="66--73",
    )
    assert plain_text.reference(paper) == (
        "Lovelace, A. (1843). Notes on the Engine. Engines, 3(2), 66–73. https://doi.org/10.1000/7"
    )


def test_an_article_whose_details_are_unknown(loaded_paper):
    paper = loaded_paper(type=Type.ARTICLE, venue=VenueFactory(name="Engines"))
    assert plain_text.reference(paper) == "Lovelace, A. (n.d.). Notes on the Engine. Engines."


def test_a_proceedings_paper(loaded_paper):
    paper = loaded_paper(
        ["Ada Lovelace", "Charles Babbage"],
        type=Type.PROCEEDINGS_PAPER,
        venue=VenueFactory(name="Advances in Engines", series="Engine Series"),
        issued="2020",
        volume="33",
        pages="1877-1901",
        publisher="Taylor & Sons",
        editors="Mary Somerville\nAugustus De Morgan",
    )
    assert plain_text.reference(paper) == (
        "Lovelace, A., & Babbage, C. (2020). Notes on the Engine. In M. Somerville & A. De Morgan (Eds.), "
        "Advances in Engines (Engine Series, Vol. 33, pp. 1877–1901). Taylor & Sons."
    )


def test_a_chapter_of_one_page_with_one_editor(loaded_paper):
    paper = loaded_paper(type=Type.CHAPTER, venue=VenueFactory(name="Engines"), pages="7", editors="Mary Somerville")
    assert plain_text.reference(paper) == (
        "Lovelace, A. (n.d.). Notes on the Engine. In M. Somerville (Ed.), Engines (p. 7)."
    )


@pytest.mark.parametrize(
    ("kind", "label"),
    [
        (Type.THESIS, " [Thesis]"),
        (Type.REPORT, " [Report]"),
        (Type.DATASET, " [Data set]"),
        (Type.SOFTWARE, " [Computer software]"),
        (Type.BOOK, ""),
        (Type.PREPRINT, ""),
        (Type.PROCEEDINGS_PAPER, ""),
    ],
)
def test_other_kinds_are_named_after_the_title(loaded_paper, kind, label):
    paper = loaded_paper(type=kind, publisher="University of London")
    assert plain_text.reference(paper) == f"Lovelace, A. (n.d.). Notes on the Engine{label}. University of London."


def test_a_retraction_is_said(loaded_paper):
    paper = loaded_paper(notice_kind="retraction")
    assert plain_text.reference(paper) == "Lovelace, A. (n.d.). Notes on the Engine [Retracted]."


def test_a_title_with_its_own_full_stop_gets_no_other(loaded_paper):
    assert plain_text.reference(loaded_paper(title="Can Engines Think?")) == "Lovelace, A. (n.d.). Can Engines Think?"


def test_a_work_without_authors_begins_with_its_title(loaded_paper):
    assert plain_text.reference(loaded_paper([], posted="2023")) == "Notes on the Engine. (2023)."


def names(count):
    return [f"Ada {letter}ovelace" for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[:count]]


def test_twenty_authors_are_all_named(loaded_paper):
    reference = plain_text.reference(loaded_paper(names(20)))
    assert reference.count("ovelace, A.") == 20
    assert "Sovelace, A., & Tovelace, A. (n.d.)" in reference


def test_of_more_than_twenty_authors_the_first_nineteen_and_the_last_are_named(loaded_paper):
    reference = plain_text.reference(loaded_paper(names(26)))
    assert reference.count("ovelace, A.") == 20
    assert "Sovelace, A., … Zovelace, A. (n.d.)" in reference


@pytest.mark.usefixtures("reference_profile")
def test_the_reference_profile_is_one_line_a_paper_without_a_query(django_assert_num_queries):
    papers = list(Paper.objects.published().for_page().order_by("pk"))
    with django_assert_num_queries(0):
        text = "".join(plain_text.render(papers))
    assert text.rstrip("\n").split("\n\n") == [plain_text.reference(paper) for paper in papers]
