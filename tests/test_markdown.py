"""Markdown written by editors, as safe HTML."""

import re
import time

import pytest
from django.utils.safestring import SafeString
from hypothesis import given
from hypothesis import strategies as st

from papers.markdown import render_markdown

TABLE = """\
<table>
<thead>
<tr>
<th scope="col">a</th>
</tr>
</thead>
<tbody>
<tr>
<td>1</td>
</tr>
</tbody>
</table>
"""


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("", ""),
        ("A *bio* with **weight**.", "<p>A <em>bio</em> with <strong>weight</strong>.</p>\n"),
        ("# One\n\n## Two", "<h2>One</h2>\n<h3>Two</h3>\n"),
        ("## One\n\n### Two", "<h2>One</h2>\n<h3>Two</h3>\n"),
        ("# One\n\n##### Five\n\n###### Six", "<h2>One</h2>\n<h6>Five</h6>\n<h6>Six</h6>\n"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n"),
        ("3. a", '<ol start="3">\n<li>a</li>\n</ol>\n'),
        ("> said", "<blockquote>\n<p>said</p>\n</blockquote>\n"),
        ("`a < b`", "<p><code>a &lt; b</code></p>\n"),
        ("~~old~~", "<p><s>old</s></p>\n"),
        ("a  \nb", "<p>a<br>\nb</p>\n"),
        ("***", "<hr>\n"),
        ("![A *portrait*](https://example.org/a.png)", "<p>A portrait</p>\n"),
        (
            "| a |\n|:-:|\n| 1 |",
            TABLE,
        ),
    ],
)
def test_markdown_becomes_html(text, html):
    assert render_markdown(text) == html


REL = 'rel="noopener noreferrer"'


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("[a](https://example.org/?a=1&b=2)", f'<a href="https://example.org/?a=1&amp;b=2" {REL}>a</a>'),
        ("[a](HTTP://example.org)", f'<a href="HTTP://example.org" {REL}>a</a>'),
        ('[a](https://example.org "Title")', f'<a href="https://example.org" title="Title" {REL}>a</a>'),
        ("<mailto:ada@example.org>", f'<a href="mailto:ada@example.org" {REL}>mailto:ada@example.org</a>'),
        ("[papers](/papers/)", f'<a href="/papers/" {REL}>papers</a>'),
        ("[b](#b:c)", f'<a href="#b:c" {REL}>b</a>'),
    ],
)
def test_links_lead_to_the_web_to_mail_and_into_the_site(text, html):
    assert render_markdown(text) == f"<p>{html}</p>\n"


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java&#10;script:alert(1)",
        "&#106;avascript:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "file:///etc/passwd",
        "ftp://example.org",
    ],
)
def test_other_links_stay_text(address):
    assert "<a" not in render_markdown(f"[a]({address})")


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n"),
        ("a <img src=x onerror=alert(1)>", "<p>a &lt;img src=x onerror=alert(1)&gt;</p>\n"),
        ("![<b onclick=x>](y)", "<p>&lt;b onclick=x&gt;</p>\n"),
        (
            '[a](https://example.org "\\" onclick=\\"x")',
            f'<p><a href="https://example.org" title="&quot; onclick=&quot;x" {REL}>a</a></p>\n',
        ),
    ],
)
def test_html_in_the_text_is_shown_as_typed(text, html):
    assert render_markdown(text) == html


def test_the_result_is_marked_safe_for_templates():
    assert type(render_markdown("a")) is SafeString


def test_a_text_over_the_limit_is_shown_as_plain_paragraphs():
    shown = render_markdown("**a** <b>\n\n" + "b" * 50_000)
    assert type(shown) is SafeString
    assert shown == f"<p>**a** &lt;b&gt;</p>\n\n<p>{'b' * 50_000}</p>"


TAGS = "p|br|hr|h[2-6]|ul|ol|li|blockquote|pre|code|em|strong|s|a|table|thead|tbody|tr|th|td"
HARMLESS = re.compile(rf'</?(?:{TAGS})(?: (?:href|title|rel|start|scope)="[^"<>]*")*>')


@given(st.text(alphabet="ab<>[]()!\"'`*_~#|-\n &;:/=\\1", max_size=200))
def test_no_text_gives_other_than_harmless_tags(text):
    left = HARMLESS.sub("", render_markdown(text))
    assert "<" not in left


@pytest.mark.parametrize("unit", ["[", "*a", "> ", "`", "![", "[a](<b", "- ", "***a ", "|a", "&#", "<!--", "\\"])
def test_no_text_takes_long(unit):
    started = time.process_time()
    render_markdown(unit * (50_000 // len(unit)))
    assert time.process_time() - started < 60  # where it grows with the square, it is hours
