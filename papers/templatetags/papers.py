"""How the pages write what the site knows: dates, ordinals, names of authors, abstracts. Nothing here queries."""

import re
from functools import lru_cache

from django import template
from django.contrib.humanize.templatetags import humanize
from django.utils.formats import date_format, number_format
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, pgettext

from papers.exports import coins
from papers.list_addresses import numbered
from papers.search import marked as search_hits

register = template.Library()

LEADING = 3
IN_PLACE = 30
BLANK_LINE = re.compile(r"\n[^\S\n]*\n\s*")
WEB_ADDRESS = re.compile(r"(https?://\w[^\s<>\"]{0,2000})")
SENTENCE_MARKS = ".,:;!?…'’”*"
BRACKETS = {")": "(", "]": "[", "}": "{"}


@register.filter
def partial_date(value) -> str:
    """Return a date as far as it is known, months cut short: "Jun 28, 2023", "Jun 2023", "2023"; "" for None."""
    formats = {
        "day": pgettext("short date", "M j, Y"),
        "month": pgettext("short date", "M Y"),
        "year": pgettext("short date", "Y"),
    }
    return _written(value, formats)


@register.filter
def long_date(value) -> str:
    """Return a date as far as it is known, in full: "June 28, 2023", "June 2023", "2023"; "" for None."""
    formats = {
        "day": pgettext("long date", "F j, Y"),
        "month": pgettext("long date", "F Y"),
        "year": pgettext("long date", "Y"),
    }
    return _written(value, formats)


def _written(value, formats: dict[str, str]) -> str:
    if not value:
        return ""
    if value.precision == "year":
        return str(value.year)
    return date_format(value.first_day, formats[value.precision])


@register.filter
def ordinal(value: int) -> str:
    """Return the number's place in English or the page's language: "5th"."""
    return humanize.ordinal(value)


@register.filter
def thousands(value: int) -> str:
    """Return the whole number with its thousands set apart: "148,510"."""
    return _with_thousands(value, get_language())


@lru_cache(maxsize=4096)
def _with_thousands(value: int, _language: str) -> str:
    return number_format(value, use_l10n=True, force_grouping=True)


@register.filter
def abstract(text: str) -> str:
    """Return plain text as HTML paragraphs, its web addresses as links; everything else, TeX included, stays text.

    A full stop, comma or bracket after an address is not part of it.
    """
    paragraphs = (paragraph.strip() for paragraph in BLANK_LINE.split(text.replace("\r\n", "\n")))
    return format_html_join("\n", "<p>{}</p>", ((_linked(paragraph),) for paragraph in paragraphs if paragraph))


def _linked(text: str) -> str:
    pieces = WEB_ADDRESS.split(text)
    parts = [conditional_escape(pieces[0])]
    for address, after in zip(pieces[1::2], pieces[2::2], strict=True):
        url = _without_punctuation(address)
        parts.append(format_html('<a href="{}" rel="nofollow noopener">{}</a>', url, url))
        parts.append(conditional_escape(address[len(url) :] + after))
    return mark_safe("".join(parts))


def _without_punctuation(url: str) -> str:
    """Return the address without the sentence's own marks after it; a bracket stays if it was opened inside."""
    while url:
        last = url[-1]
        if last in SENTENCE_MARKS or (last in BRACKETS and url.count(last) > url.count(BRACKETS[last])):
            url = url[:-1]
        else:
            break
    return url


@register.filter
def marked(text: str, search) -> str:
    """Return plain text as HTML in which what was searched for is marked; without a search, as it is."""
    if not search:
        return text
    marks = {True: "<mark>{}</mark>", False: "{}"}
    return format_html_join("", "{}", ((format_html(marks[hit], piece),) for piece, hit in search_hits(text, search)))


@register.filter
def opens_in_place(author_count: int) -> bool:
    """Return whether a list can show all of so many authors where they stand: 30 and fewer."""
    return author_count <= IN_PLACE


@register.filter
def open_url(paper) -> str:
    """Return a listed paper as COinS writes it."""
    return coins.open_url(paper)


@register.filter
def bare_url(url: str) -> str:
    """Return a web address as it is read out: without the scheme, "www." and a last slash."""
    return re.sub(r"^https?://(www\.)?", "", url).removesuffix("/")


@register.simple_tag
def page_url(address: str, number: int) -> str:
    """Return the query string of a page of the list at `address`."""
    return numbered(address or "?", number)


@register.simple_tag
def page_numbers(page) -> list:
    """Return the numbers that lead through a long list: first, last, neighbours, and an ellipsis for a gap."""
    return list(page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1))
