"""The one reader of the tagged formats."""

import re

from papers.imports.tagged import Dialect, TaggedEntry, TaggedField, read_tagged

CLOSED = Dialect(tag=re.compile(r"(?P<tag>[A-Z]{2})  -(?: (?P<value>.*))?"), opens="TY", closes="ER")
GAPPED = Dialect(tag=re.compile(r"(?P<tag>[A-Z]{2})- (?P<value>.*)"), opens="ID", gap_closes=True)


def test_an_entry_has_its_fields_in_order():
    assert list(read_tagged("TY  - JOUR\nTI  - Notes\nER  -\n", CLOSED)) == [
        TaggedEntry(line=1, fields=[TaggedField("TY", ["JOUR"]), TaggedField("TI", ["Notes"])])
    ]


def test_lines_may_end_in_any_way():
    assert [
        [item.text for item in entry.fields] for entry in read_tagged("TY  - A\r\nTI  - B\rTY  - C\nER  - \n", CLOSED)
    ] == [["A", "B"], ["C"]]


def test_a_value_goes_on_over_lines_without_a_tag():
    (entry,) = read_tagged("TY  - JOUR\nAB  - one\n      two\nER then three\nER  -", CLOSED)
    assert entry.texts("AB") == ["one two ER then three"]


def test_a_byte_order_mark_behind_a_space_is_left_out():
    assert [entry.line for entry in read_tagged(" \ufeff\nTY  - A\nER  -", CLOSED)] == [2]


def test_a_byte_order_mark_in_the_middle_is_left_out():
    assert len(list(read_tagged("TY  - A\nER  -\n\ufeffTY  - B\nER  -", CLOSED))) == 2


def test_an_entry_without_an_end_is_an_entry():
    assert [entry.line for entry in read_tagged("TY  - A\nTI  - x\nTY  - B\nTI  - y", CLOSED)] == [1, 3]


def test_an_entry_without_a_beginning_is_an_entry():
    assert [entry.fields for entry in read_tagged("TY  - A\nER  -\nTI  - x\nER  -", CLOSED)] == [
        [TaggedField("TY", ["A"])],
        [TaggedField("TI", ["x"])],
    ]


def test_a_blank_line_ends_an_entry_where_the_format_says_so():
    assert [entry.line for entry in read_tagged("ID- 1\nTI- x\n\nTI- y\n", GAPPED)] == [1, 4]


def test_text_outside_of_entries_goes_with_the_next_one():
    (entry,) = read_tagged("1.\nAn export\nTY  - A\nER  -\nThe end", CLOSED)
    assert entry.stray == ["1.", "An export"]


def test_an_entry_knows_whether_it_follows_an_end():
    entries = read_tagged("TY  - A\nTY  - B\n\nTY  - C\nER  -\nTY  - D", CLOSED)
    assert [entry.follows_end for entry in entries] == [True, False, True, True]
