"""JSON read strictly."""

import pytest

from papers.imports import json_text
from papers.imports.record import UnreadableFile


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('{"a": NaN}', "It holds NaN, which is no value of JSON."),
        ('{"a": -Infinity}', "It holds -Infinity, which is no value of JSON."),
        ('{"a": 1e999}', "It holds a number that is too large: 1e999."),
        ('{"a": ' + "9" * 5000 + "}", "It holds a number of more than 30 digits."),
        ("[" * 100_000, "Its lists and objects are nested more than 60 deep."),
        ("[" * 70 + "]" * 70, "Its lists and objects are nested more than 60 deep."),
        ('{"a": 1, "b": 2, "a": 3}', "It gives “a” twice."),
        ('{"a": ', "This is not JSON: Expecting value at line 1, column 7."),
        ("", "This is not JSON: Expecting value at line 1, column 1."),
    ],
)
def test_what_no_other_program_could_read_is_refused(text, reason):
    with pytest.raises(UnreadableFile) as refusal:
        json_text.load_file(text)
    assert str(refusal.value) == reason


def test_what_json_allows_is_read():
    text = '{"a": [1, -2.5, true, null, "\\ud83d\\ude00"], "b": {"c": 12345678901234567890}}'
    assert json_text.load(text) == {"a": [1, -2.5, True, None, "😀"], "b": {"c": 12345678901234567890}}


@pytest.mark.parametrize(
    ("value", "text"),
    [("a", "a"), (None, ""), ([], ""), ({}, ""), (0, "0"), (False, "false"), ({"é": [1]}, '{"é": [1]}')],
)
def test_a_value_is_kept_as_text(value, text):
    assert json_text.kept(value) == text


@pytest.mark.parametrize(("value", "text"), [("a", "a"), (7, "7"), (1.5, "1.5"), (True, ""), (None, ""), ([1], "")])
def test_only_a_text_or_a_number_is_a_text(value, text):
    assert json_text.text_of(value) == text


@pytest.mark.parametrize(("value", "found"), [(["a", 1, None, ""], ["a", "1"]), ("a", ["a"]), (None, []), ({}, [])])
def test_texts_are_those_in_a_list_or_the_one(value, found):
    assert json_text.texts(value) == found


def test_objects_are_those_in_a_list_or_the_one():
    assert [json_text.objects(value) for value in ([{"a": 1}, 2], {"a": 1}, "a")] == [[{"a": 1}], [{"a": 1}], []]


def test_names_are_those_of_members():
    texts = ('{"a": 1, "b": {"c-d" : "e"}}', ' \n[{"a": 1}]', '@article{"a": 1}', "")
    assert [sorted(json_text.names_in(text)) for text in texts] == [["a", "b", "c-d"], ["a"], [], []]
