"""Quotation marks, ends of sentences and headlines."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papers.exports.styles.typography import curly, ended, headline, in_quotation_marks, listed, sentences, title_of
from tests.exports.styles.references import work


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('a "thinking" engine', "a “thinking” engine"),
        ("a 'thinking' engine", "a “thinking” engine"),
        ("a ‘thinking’ engine", "a “thinking” engine"),
        ("a \"very 'clever' one\" here", "a “very ‘clever’ one” here"),
        ("O'Hara's engine, the '40s", "O’Hara’s engine, the ’40s"),
        ("the engines' looms and 'the' rest", "the engines’ looms and “the” rest"),
        ('a 5" disk', 'a 5" disk'),
        ("two\n lines", "two lines"),
        ("«Engine»", "«Engine»"),
    ],
)
def test_quotation_marks_and_apostrophes_are_typographic(text, expected):
    assert curly(text) == expected


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Engines", "“Engines”"),
        ("The “thinking” engine’s tale", "“The ‘thinking’ engine’s tale”"),
        ("A “very ‘clever’ one”", "“A ‘very “clever” one’”"),
    ],
)
def test_quotations_within_a_title_in_quotation_marks_are_inner_ones(title, expected):
    assert in_quotation_marks(title) == expected


@pytest.mark.parametrize(
    ("text", "mark", "expected"),
    [
        ("Engines", ".", "Engines."),
        ("Engines.", ".", "Engines."),
        ("Engines?", ".", "Engines?"),
        ("“Engines”", ".", "“Engines.”"),
        ("“Engines?”", ".", "“Engines?”"),
        ("“Engines”", ",", "“Engines,”"),
        ("“Engines?”", ",", "“Engines?”"),
        ("“On ‘engines’”", ",", "“On ‘engines’,”"),
        ("“On ‘engines?’”", ".", "“On ‘engines?’”"),
        ("King Jr.", ",", "King Jr.,"),
        ("Which Engine?", ",", "Which Engine?,"),
        ("", ".", ""),
    ],
)
def test_a_mark_goes_inside_the_quotation_marks_and_is_not_doubled(text, mark, expected):
    assert ended(text, mark) == expected


def test_empty_parts_leave_no_trace():
    assert sentences("One", "", "Two?", "Three") == "One. Two? Three."
    assert listed("one", "", "“two”", "three") == "one, “two,” three"
    assert listed("", "") == ""


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("notes on the engine", "Notes on the Engine"),
        ("the engine: a tale", "The Engine: A Tale"),
        ("can it think? a reply", "Can It Think? A Reply"),
        ("what it is for", "What It Is For"),
        ("few-shot and in-context n-grams", "Few-Shot and in-Context n-Grams"),
        ("BERT, GPT-3 and iPhone", "BERT, GPT-3 and iPhone"),
        ("(mostly) engine’s don’t", "(Mostly) Engine’s Don’t"),
        ("input/output", "Input/Output"),
        (r"sorting in $O(n \log n)$ steps", r"Sorting in $O(n \log n)$ Steps"),
        ("", ""),
    ],
)
def test_a_headline_has_capitals(title, expected):
    assert headline(title, "en") == expected
    assert headline(title, "en-GB") == expected


def test_a_title_in_another_language_keeps_its_own():
    assert headline("über die maschine", "de") == "über die maschine"


@given(st.text())
def test_a_headline_differs_in_capitals_alone(title):
    assert headline(title, "en").upper() == title.upper()


@pytest.mark.parametrize(
    ("title", "notice", "expected"),
    [
        ("Notes", "Retracted", "RETRACTED: Notes"),
        ("Retracted: Notes", "Retracted", "Retracted: Notes"),
        ("Notes", "", "Notes"),
    ],
)
def test_a_retraction_is_said_before_the_title(title, notice, expected):
    assert title_of(work([], title, notice=notice)) == expected
