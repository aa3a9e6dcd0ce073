"""What stands on a list's page dozens of times, written by Python as cards are: a facet's choices, a chart's bars."""

from html import escape

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import ngettext

from papers.charts import Bar, BarChart
from papers.templatetags.papers import thousands

register = template.Library()

EVERY_COUNT_FITS = 15  # bars; of more, those have their count that have their label


@register.simple_tag
def facet_choices(facet) -> SafeString:
    """Return the checkboxes of a facet's choices, each with its count."""
    name = escape(facet.name)
    options = (
        f'<label class="option{" is-closed" if choice.is_closed else ""}"><input type="checkbox" name="{name}" '
        f'value="{escape(choice.value)}"{" checked" if choice.is_chosen else ""}'
        f"{' disabled' if choice.is_closed else ''}> <span>{escape(capfirst(choice.label))}</span> "
        f'<span class="count">{thousands(choice.count)}</span></label>'
        for choice in facet.choices
    )
    return mark_safe("\n".join(options))  # each text in it is escaped


@register.simple_tag
def year_rows(chart: BarChart) -> SafeString:
    """Return the rows of the table that says what a chart shows."""
    rows = (
        f'<tr><th scope="row"><a href="{escape(bar.url)}" rel="nofollow">{escape(bar.label)}</a></th>'
        f"<td>{bar.count}</td></tr>"
        for bar in chart.bars
        if bar.count
    )
    return mark_safe("".join(rows))  # each text in it is escaped


@register.simple_tag
def chart_bars(chart: BarChart) -> SafeString:
    """Return the bars of a chart as SVG, each a link to what it counts."""
    some, one = _said(2), _said(1)
    bars = (_bar(bar, chart, one if bar.count == 1 else some) for bar in chart.bars)
    return mark_safe("\n".join(bars))  # each text in it is escaped


def _said(count: int) -> str:
    return ngettext("%(year)s: %(n)s paper", "%(year)s: %(n)s papers", count)


def _bar(bar: Bar, chart: BarChart, said: str) -> str:
    label = f'<text x="{bar.label_x}" y="{bar.label_y}">{escape(bar.label)}</text>' if bar.shows_label else ""
    if not bar.count:
        return label
    has_count = bar.shows_label or len(chart.bars) <= EVERY_COUNT_FITS
    count = f'<text class="count" x="{bar.label_x}" y="{bar.count_y}">{bar.count}</text>' if has_count else ""
    title = escape(said % {"year": bar.label, "n": bar.count})
    return (
        f'<a href="{escape(bar.url)}" rel="nofollow"><title>{title}</title>'
        f'<rect class="hit" x="{bar.x}" y="0" width="{bar.width}" height="{chart.height}"/>'
        f'<rect class="bar" x="{bar.x}" y="{bar.y}" width="{bar.width}" height="{bar.height}" rx="1.5"/>'
        f"{count}{label}</a>"
    )
