"""How pages write dates, ordinals and abstracts."""

import pytest
from django.core.paginator import Paginator

from papers.partial_dates import PartialDate
from papers.templatetags import papers


@pytest.mark.parametrize(
    ("written", "shown"),
    [("2023-06-28", "Jun 28, 2023"), ("2022-09-04", "Sep 4, 2022"), ("2023-06", "Jun 2023"), ("1843", "1843")],
)
def test_short_date_says_as_much_as_is_known(written, shown):
    assert papers.partial_date(PartialDate.parse(written)) == shown


@pytest.mark.parametrize(
    ("written", "shown"), [("2023-06-28", "June 28, 2023"), ("2023-06", "June 2023"), ("1843", "1843")]
)
def test_long_date_says_as_much_as_is_known(written, shown):
    assert papers.long_date(PartialDate.parse(written)) == shown


def test_missing_date_is_nothing():
    assert (papers.partial_date(None), papers.long_date(None)) == ("", "")


@pytest.mark.parametrize(
    ("place", "shown"), [(1, "1st"), (2, "2nd"), (3, "3rd"), (5, "5th"), (11, "11th"), (24, "24th"), (112, "112th")]
)
def test_ordinals(place, shown):
    assert papers.ordinal(place) == shown


def test_thousands_are_set_apart():
    assert papers.thousands(148510) == "148,510"


LINK = '<a href="{0}" rel="nofollow noopener">{0}</a>'


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("", ""),
        ("One.", "<p>One.</p>"),
        ("One\ngoes on.\n\n Two.", "<p>One\ngoes on.</p>\n<p>Two.</p>"),
        ("a\r\n \r\nb", "<p>a</p>\n<p>b</p>"),
        ("Data at https://example.org/a_b. More", f"<p>Data at {LINK.format('https://example.org/a_b')}. More</p>"),
        ("(see http://example.org/x)", f"<p>(see {LINK.format('http://example.org/x')})</p>"),
        ("https://example.org/x_(y)", f"<p>{LINK.format('https://example.org/x_(y)')}</p>"),
        (r"\url{https://example.org}.", rf"<p>\url{{{LINK.format('https://example.org')}}}.</p>"),
        (r"cost $O(n^2)$, \emph{fast}", r"<p>cost $O(n^2)$, \emph{fast}</p>"),
        ("<b>1 & 2</b>", "<p>&lt;b&gt;1 &amp; 2&lt;/b&gt;</p>"),
        ("https://x.org/?a=1&b='", "<p>" + LINK.format("https://x.org/?a=1&amp;b=") + "&#x27;</p>"),
        ("javascript:alert(1) example.org", "<p>javascript:alert(1) example.org</p>"),
        ("https://...", "<p>https://...</p>"),
    ],
)
def test_abstract_becomes_paragraphs_with_links(text, html):
    assert papers.abstract(text) == html


@pytest.mark.parametrize(("count", "opens"), [(4, True), (30, True), (31, False)])
def test_up_to_thirty_authors_open_in_place(count, opens):
    assert papers.opens_in_place(count) is opens


@pytest.mark.parametrize(
    ("url", "shown"), [("https://www.example.org/", "example.org"), ("http://a.example.org/b", "a.example.org/b")]
)
def test_bare_url_is_what_one_would_say(url, shown):
    assert papers.bare_url(url) == shown


def test_page_numbers_are_the_ends_the_neighbours_and_gaps():
    pages = Paginator(range(100), 5)
    gap = pages.ELLIPSIS
    assert papers.page_numbers(pages.page(10)) == [1, gap, 9, 10, 11, gap, 20]
