"""Numbers for charts: rows in, coordinates for an SVG template out. Lengths are in the units of the SVG's viewBox."""

from dataclasses import dataclass

COUNT_ROOM = 14
LABEL_ROOM = 16
GAP = 0.28
WIDEST_STEP = 56
LEAST_HEIGHT = 2
LABEL_WIDTH = 30
MOST_YEARS = 80


@dataclass(frozen=True)
class Bar:
    """One bar, and where its label (below) and its count (above) stand, both centred on `label_x`."""

    label: str
    count: int
    url: str
    x: float
    y: float
    width: float
    height: float
    label_x: float
    label_y: float
    count_y: float
    shows_label: bool


@dataclass(frozen=True)
class BarChart:
    """The bars of a chart, which stand on `baseline`; few bars make a chart narrower than it may be."""

    width: float
    height: float
    baseline: float
    bars: tuple[Bar, ...]


def bar_chart(rows: list[tuple], width: float, height: float) -> BarChart | None:
    """Return the chart of (label, count, url) rows, None without rows.

    Whole numbers as labels are years: they are put in order, and a year between them that has no row gets a bar of
    height 0. Where the labels would touch, only every second, third … shows its label, the last one always.
    """
    if not rows:
        return None
    rows = _with_gap_years(rows)
    baseline = height - LABEL_ROOM
    step = min(width / len(rows), WIDEST_STEP)
    scale = (baseline - COUNT_ROOM) / max(1, *(count for _, count, _ in rows))
    every = _labels_every(step)
    bars = []
    for place, (label, count, url) in enumerate(rows):
        bar_height = max(LEAST_HEIGHT, count * scale) if count else 0
        bars.append(
            Bar(
                label=str(label),
                count=count,
                url=url,
                x=_round(step * (place + GAP / 2)),
                y=_round(baseline - bar_height),
                width=_round(step * (1 - GAP)),
                height=_round(bar_height),
                label_x=_round(step * (place + 0.5)),
                label_y=_round(height - 3),
                count_y=_round(baseline - bar_height - 4),
                shows_label=(len(rows) - 1 - place) % every == 0,
            )
        )
    return BarChart(width=_round(step * len(rows)), height=height, baseline=_round(baseline), bars=tuple(bars))


def _with_gap_years(rows: list[tuple]) -> list[tuple]:
    """Return rows for years in order with the missing years between; a span over 80 years keeps its gaps."""
    if not all(isinstance(label, int) for label, _, _ in rows):
        return list(rows)
    by_year = {row[0]: row for row in rows}
    first, last = min(by_year), max(by_year)
    if last - first >= MOST_YEARS:
        return [by_year[year] for year in sorted(by_year)]
    return [by_year.get(year, (year, 0, "")) for year in range(first, last + 1)]


def _labels_every(step: float) -> int:
    """Return 1 if each label of four digits has room, 2 if every second has, and so on."""
    return max(1, -int(-LABEL_WIDTH // step))


def _round(number: float) -> float | int:
    """Return the number to a hundredth, and a whole one without decimals."""
    rounded = round(number, 2)
    return int(rounded) if rounded == int(rounded) else rounded
