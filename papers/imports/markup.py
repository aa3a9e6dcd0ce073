"""Titles and abstracts that hold HTML or JATS markup, as plain text."""

import html
import re

BLOCK = re.compile(
    r"</?(?:jats:)?(?:p|sec|title|list|list-item|disp-formula|div|br|h[1-6]|ul|ol|li)(?:\s+[\w:-]+=[^<>]*)?\s*/?>",
    re.IGNORECASE,
)
# Only names of elements: "p < 0.05 and q > 1" is text.
TAG = re.compile(
    r"</?(?:(?:jats|mml|m):[\w-]+|i|b|u|em|strong|sub|sup|sc|scp|span|tt|italic|bold|underline|monospace|small|a|math"
    r"|inline-formula|tex-math|alternatives|xref|ext-link|named-content|styled-content)(?:\s+[\w:-]+=[^<>]*)?\s*/?>",
    re.IGNORECASE,
)
HEADING = re.compile(r"^\s*(?:<jats:(?:sec|title)[^<>]*>\s*)*<jats:title>\s*abstract\s*[.:]?\s*</jats:title>", re.I)


def plain_line(text: str) -> str:
    """Return a title without its markup, on one line."""
    return " ".join(_without_markup(text, " ").split())


def plain_prose(text: str) -> str:
    """Return an abstract without its markup and the heading "Abstract", a paragraph a line where markup tells them."""
    plain = _without_markup(HEADING.sub("", text), "\n")
    if BLOCK.search(text) is None:
        return plain
    lines = (" ".join(line.split()) for line in plain.split("\n"))
    return "\n".join(line for line in lines if line)


def _without_markup(text: str, between_blocks: str) -> str:
    if "<" in text:
        if BLOCK.search(text):  # then lines are wrapped in the source, and blocks are the paragraphs
            text = BLOCK.sub("\0", " ".join(text.split())).replace("\0", between_blocks)
        text = TAG.sub("", text)
    return html.unescape(text) if "&" in text else text
