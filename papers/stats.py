"""Counts and figures as plain rows."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from papers.models import Metric


def papers_per_year(papers) -> list[tuple[int, int]]:
    """Return (year, number of `papers`) in the order of the years; papers without a date do not count."""
    dated = papers.filter(year__isnull=False).order_by("year")
    return list(dated.values("year").annotate(n=Count("pk")).values_list("year", "n"))


@dataclass(frozen=True)
class Figure:
    """A supplied figure, ready to be shown: label, formatted value and unit ("%" or nothing)."""

    kind: str
    label: str
    value: str
    unit: str


@dataclass(frozen=True)
class FiguresNote:
    """Who supplied figures and when; `as_of` is None where the source does not say."""

    source: str
    as_of: date | None
    received_on: date


@dataclass(frozen=True)
class Figures:
    """A person's figures in force; `papers` is the supplied number of papers, None where there is none."""

    figures: list[Figure]
    notes: list[FiguresNote]
    papers: int | None


def figures_of(author) -> Figures:
    """Return the figures in force that somebody supplied about `author`."""
    metrics = Metric.objects.current_for(author)
    figures = [Figure(metric.kind, metric.get_kind_display(), metric.shown_value, metric.unit) for metric in metrics]
    notes = dict.fromkeys(FiguresNote(metric.source, metric.as_of, metric.received_on) for metric in metrics)
    supplied = [int(metric.value) for metric in metrics if metric.kind == Metric.Kind.PAPERS]
    return Figures(figures, list(notes), supplied[0] if supplied else None)
