"""Titles and abstracts with markup, as plain text."""

import pytest

from papers.imports.markup import plain_line, plain_prose


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Heat <i>c</i><sub><i>p</i></sub> – <i>C</i>", "Heat cp – C"),
        ("Promises &amp; Perils", "Promises & Perils"),
        ("p < 0.05 and q > 1", "p < 0.05 and q > 1"),
        ("<b>If a<b and c>d</b>", "If a<b and c>d"),
        ("One<br/>two\n   three", "One two three"),
        ("<mml:math><mml:mi>x</mml:mi></mml:math>-rays", "x-rays"),
    ],
)
def test_a_title_is_one_line_without_markup(text, plain):
    assert plain_line(text) == plain


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("<jats:p>One\n  line.</jats:p><jats:p>Two.</jats:p>", "One line.\nTwo."),
        ("<jats:title>Abstract</jats:title><jats:p>One.</jats:p>", "One."),
        ("<jats:sec><jats:title>Aim</jats:title><jats:p>One.</jats:p></jats:sec>", "Aim\nOne."),
        ("Plain.\n\nAnd more.", "Plain.\n\nAnd more."),
    ],
)
def test_an_abstract_keeps_its_paragraphs(text, plain):
    assert plain_prose(text) == plain
