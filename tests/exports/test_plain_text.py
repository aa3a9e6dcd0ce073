"""References as plain text."""

import pytest

from papers.exports import plain_text
from papers.exports.styles import apa
from papers.exports.work import cited_work
from papers.models import Paper

pytestmark = pytest.mark.django_db


def test_a_reference_is_in_apa_style(loaded_paper):
    paper = loaded_paper(["Thomas I. Liao", "Hal Daumé III"], [("arxiv", "2306.16388")], posted="2023-06-28")
    assert plain_text.reference(paper) == (
        "Liao, T. I., & Daumé, H., III. (2023). Notes on the Engine (arXiv:2306.16388). arXiv. "
        "https://arxiv.org/abs/2306.16388"
    )
    assert plain_text.reference(paper) == apa.reference(cited_work(paper))


def test_a_retraction_is_said(loaded_paper):
    paper = loaded_paper(notice_kind="retraction")
    assert plain_text.reference(paper) == "Lovelace, A. (n.d.). RETRACTED: Notes on the Engine."


@pytest.mark.usefixtures("reference_profile")
def test_the_reference_profile_is_one_line_a_paper_without_a_query(django_assert_num_queries):
    papers = list(Paper.objects.published().for_page().order_by("pk"))
    with django_assert_num_queries(0):
        text = "".join(plain_text.render(papers))
    assert text.rstrip("\n").split("\n\n") == [plain_text.reference(paper) for paper in papers]
