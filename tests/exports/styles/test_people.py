"""Names in references."""

import pytest

from papers.exports.styles.people import as_initials, connected, in_full, in_reading_order, inverted
from papers.names import PersonName


@pytest.mark.parametrize(
    ("name", "forwards", "backwards"),
    [
        (PersonName("Ada King", "Lovelace"), "A. K. Lovelace", "Lovelace, A. K."),
        (PersonName("Hal", "Daumé", "III"), "H. Daumé III", "Daumé, H., III"),
        (PersonName("Laurens", "van der Maaten"), "L. van der Maaten", "van der Maaten, L."),
        (PersonName("Clare", "O'Hara"), "C. O’Hara", "O’Hara, C."),
        (PersonName("", "Engine Collaboration"), "Engine Collaboration", "Engine Collaboration"),
        (PersonName("小明", "王"), "王小明", "王小明"),
        (PersonName("Μαρία", "Ζορμπά"), "Μ. Ζορμπά", "Ζορμπά, Μ."),
    ],
)
def test_a_name_is_written_forwards_or_backwards(name, forwards, backwards):
    assert in_reading_order(name, as_initials) == forwards
    assert inverted(name, as_initials) == backwards


@pytest.mark.parametrize(
    ("family", "expected"),
    [
        ("van der Maaten", "Maaten, Ada van der"),
        ("d'Alembert", "Alembert, Ada d’"),
        ("al-Khwarizmi", "Khwarizmi, Ada al-"),
        ("De Morgan", "De Morgan, Ada"),
    ],
)
def test_particles_can_stand_last(family, expected):
    assert inverted(PersonName("Ada", family), in_full, particles_last=True) == expected


@pytest.mark.parametrize(
    ("people", "expected", "with_comma"),
    [
        ([], "", ""),
        (["A"], "A", "A"),
        (["A", "B"], "A and B", "A, and B"),
        (["A", "B", "C"], "A, B, and C", "A, B, and C"),
    ],
)
def test_people_are_connected(people, expected, with_comma):
    assert connected(people, "and") == expected
    assert connected(people, "and", comma_before_two=True) == with_comma
