"""Papers per year, and figures as they were supplied."""

import datetime

import pytest

from papers.models import Paper
from papers.stats import Figure, Figures, FiguresNote, figures_of, papers_per_year
from tests.factories import AuthorFactory, MetricFactory, PaperFactory

pytestmark = pytest.mark.django_db

RECEIVED = datetime.date(2026, 11, 22)


def test_papers_count_in_the_year_they_were_posted_or_else_issued():
    for dates in ({"posted": "2023-06-28", "issued": "2024"}, {"issued": "2024"}, {"posted": "2023"}, {}):
        PaperFactory(**dates)
    assert papers_per_year(Paper.objects.all()) == [(2023, 2), (2024, 1)]


def test_drafts_do_not_count():
    PaperFactory(posted="2023", status=Paper.Status.DRAFT)
    assert papers_per_year(Paper.objects.published()) == []


def test_each_paper_counts_once_whatever_the_order():
    author = AuthorFactory()
    for year in ("2023", "2023", "2021"):
        PaperFactory(posted=year, authors=[author, AuthorFactory()])
    papers = Paper.objects.published().by(author).curated_by(author)
    assert papers_per_year(papers) == [(2021, 1), (2023, 2)]


def test_five_figures_and_their_source():
    author = AuthorFactory()
    for kind, value in [("papers", 55), ("ai_score", 82), ("h_index", 54), ("novelty", "71.5"), ("citations", 148510)]:
        MetricFactory(author=author, kind=kind, value=value)
    assert figures_of(author) == Figures(
        figures=[
            Figure("h_index", "h-index", "54", ""),
            Figure("papers", "papers", "55", ""),
            Figure("citations", "citations", "148,510", ""),
            Figure("novelty", "novelty", "71.5", "%"),
            Figure("ai_score", "AI score", "82", ""),
        ],
        notes=[FiguresNote("profile as supplied", None, RECEIVED)],
        papers=55,
    )


def test_figures_of_two_sources_have_two_notes():
    author = AuthorFactory()
    MetricFactory(author=author, kind="h_index")
    MetricFactory(author=author, kind="citations", source="Google Scholar", as_of=datetime.date(2026, 11, 1))
    assert figures_of(author).notes == [
        FiguresNote("profile as supplied", None, RECEIVED),
        FiguresNote("Google Scholar", datetime.date(2026, 11, 1), RECEIVED),
    ]


def test_nothing_is_computed_in_place_of_a_figure():
    author = AuthorFactory()
    PaperFactory(authors=[author])
    assert figures_of(author) == Figures([], [], None)


def test_a_superseded_number_of_papers_is_not_supplied():
    author = AuthorFactory()
    MetricFactory(author=author, kind="papers", value=55, superseded_reason="Another person's.")
    assert figures_of(author).papers is None
