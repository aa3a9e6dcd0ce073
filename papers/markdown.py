"""Markdown written by editors (bios, pages, the footer) as safe HTML."""

import nh3
from django.utils.html import linebreaks
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml

LONGEST = 50_000

TAGS = {
    *(
        "p",
        "br",
        "hr",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "ul",
        "ol",
        "li",
        "blockquote",
        "pre",
        "code",
        "em",
        "strong",
        "s",
        "a",
    ),
    *("table", "thead", "tbody", "tr", "th", "td"),
}
ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}, "th": {"scope"}}
LINK_SCHEMES = {"http", "https", "mailto"}
LINK_REL = "noopener noreferrer"


def render_markdown(text: str) -> SafeString:
    """Return the text as HTML in which only harmless tags are left.

    HTML in the text is shown as typed. Links lead to http, https and mailto addresses or into this site. Headings
    begin at h2, since a page has its own h1. An image becomes its description. A text of more than 50,000 characters
    is shown as plain paragraphs.
    """
    if len(text) > LONGEST:
        return mark_safe(linebreaks(text, autoescape=True))
    html = nh3.clean(
        PARSER.render(text),
        tags=TAGS,
        clean_content_tags=set(),
        attributes=ATTRIBUTES,
        url_schemes=LINK_SCHEMES,
        link_rel=LINK_REL,
    )
    return mark_safe(html)


def _shift_headings(state) -> None:
    """Make the text's highest headings h2 and keep the others' distance from them, h6 at the lowest."""
    headings = [token for token in state.tokens if token.type in {"heading_open", "heading_close"}]
    highest = min((int(token.tag[1]) for token in headings), default=2)
    for token in headings:
        token.tag = f"h{min(6, int(token.tag[1]) - highest + 2)}"


def _mark_column_headings(state) -> None:
    for token in state.tokens:
        if token.type == "th_open":
            token.attrs = {"scope": "col"}


def _allow_link(url: str) -> bool:
    """Whether a Markdown link becomes one; nh3 checks the scheme again."""
    scheme, colon, _ = url.partition(":")
    return not colon or scheme.lower() in LINK_SCHEMES or any(mark in scheme for mark in "/?#")


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    parser.validateLink = _allow_link
    parser.core.ruler.push("shift_headings", _shift_headings)
    parser.core.ruler.push("mark_column_headings", _mark_column_headings)
    parser.add_render_rule("image", _image_as_text)
    return parser


def _image_as_text(self, tokens, index, options, env):
    return escapeHtml(self.renderInlineAsText(tokens[index].children or [], options, env))


PARSER = _parser()
