"""Lists of authors as they are pasted."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papers.author_lists import read_author_list


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Ada Lovelace", ["Ada Lovelace"]),
        ("A. Lovelace; Babbage, Charles and Menabrea, L. F.", ["A. Lovelace", "Charles Babbage", "L. F. Menabrea"]),
        ("Ada Lovelace, Charles Babbage, and Luigi Menabrea", ["Ada Lovelace", "Charles Babbage", "Luigi Menabrea"]),
        ("Ada Lovelace and Charles Babbage", ["Ada Lovelace", "Charles Babbage"]),
        ("Ada Lovelace & Charles Babbage", ["Ada Lovelace", "Charles Babbage"]),
        ("Lovelace A, Babbage C, de Morgan AB", ["A. Lovelace", "C. Babbage", "A. B. de Morgan"]),
        ("Lovelace, A., Babbage, C. H., & Menabrea, L.", ["A. Lovelace", "C. H. Babbage", "L. Menabrea"]),
        ("Lovelace, Ada", ["Ada Lovelace"]),
        ("Lovelace, Ada; Babbage, Charles", ["Ada Lovelace", "Charles Babbage"]),
        ("Lovelace, Ada\nBabbage, Charles", ["Ada Lovelace", "Charles Babbage"]),
        ("Ada Lovelace\r\nCharles Babbage\r\n\r\n", ["Ada Lovelace", "Charles Babbage"]),
        (
            "Ada Lovelace1,2*, Charles Babbage2,†, Luigi Menabrea3",
            ["Ada Lovelace", "Charles Babbage", "Luigi Menabrea"],
        ),
        ("Ada Lovelace¹, Charles Babbage²", ["Ada Lovelace", "Charles Babbage"]),
        ("1. Ada Lovelace\n2. Charles Babbage", ["Ada Lovelace", "Charles Babbage"]),
        ("Ada Lovelace (University of London), Charles Babbage [2]", ["Ada Lovelace", "Charles Babbage"]),
        ("Ada Lovelace 0000-0002-1825-0097; Charles Babbage", ["Ada Lovelace", "Charles Babbage"]),
        ("Ada Lovelace <ada@example.org>", ["Ada Lovelace"]),
        ("King, Martin Luther, Jr.", ["Martin Luther King Jr."]),
        ("Martin Luther King, Jr., Ada Lovelace", ["Martin Luther King Jr.", "Ada Lovelace"]),
        ("Jan van Berg, Ada Lovelace", ["Jan van Berg", "Ada Lovelace"]),
        ("王伟; 李娜", ["王伟", "李娜"]),
        ("Jean-Paul Sartre", ["Jean-Paul Sartre"]),
        ("Anderson, Andrew", ["Andrew Anderson"]),
        ("Ada K.", ["Ada K."]),
        ("José Ortega y Gasset", ["José Ortega y Gasset"]),
        ("Ada Lovelace; José Ortega y Gasset", ["Ada Lovelace", "José Ortega y Gasset"]),
        ("Ortega y Gasset, José; Lovelace, Ada", ["José Ortega y Gasset", "Ada Lovelace"]),
        ("Ada Lovelace et Charles Babbage", ["Ada Lovelace", "Charles Babbage"]),
        ("Ada Lovelace, Luigi Menabrea y Charles Babbage", ["Ada Lovelace", "Luigi Menabrea", "Charles Babbage"]),
        ("Lovelace, Ada et Babbage, Charles", ["Ada Lovelace", "Charles Babbage"]),
    ],
)
def test_people_are_told_apart(text, names):
    assert [str(person) for person in read_author_list(text)] == names


def test_names_are_parted():
    [person] = read_author_list("García Márquez, Gabriel")
    assert (person.given, person.family) == ("Gabriel", "García Márquez")


@pytest.mark.parametrize("text", ["Ada Lovelace et al.", "Lovelace, A., et al", "Ada Lovelace and others", "Ada, …"])
def test_list_that_breaks_off_is_refused(text):
    with pytest.raises(ValueError, match=r"breaks off with “et al.”: paste all authors, or leave these words out."):
        read_author_list(text)


@pytest.mark.parametrize("text", ["", " \n", "1, 2; *", ";;,,"])
def test_list_without_a_name_is_refused(text):
    with pytest.raises(ValueError, match=r"There is no name in this list."):
        read_author_list(text)


def test_text_that_is_no_list_is_refused():
    with pytest.raises(ValueError, match=r"is too long for a name: put a semicolon between people."):
        read_author_list("word " * 60)


@given(st.text(max_size=300))
def test_any_text_is_read_or_refused(text):
    with suppress(ValueError):
        assert all(str(person) for person in read_author_list(text))
