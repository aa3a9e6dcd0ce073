"""People in BibTeX fields."""

import pytest

from papers.imports.bibtex_names import UnreadableNames, read_people
from papers.imports.record import PersonRecord


def parts(source):
    """Return given name, family name and suffix of each person, or the name in one piece."""
    return [
        (person.given, person.family, person.suffix) if person.family else person.name
        for person in read_people(source).people
    ]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("Ada Lovelace", ("Ada", "Lovelace", "")),
        ("Lovelace, Ada King", ("Ada King", "Lovelace", "")),
        ("Egbert von Eel", ("Egbert", "von Eel", "")),
        ("Francis van der valt Frome", ("Francis", "van der valt Frome", "")),
        ("Van de Graaff, R. J.", ("R. J.", "Van de Graaff", "")),
        (r"Charles Xavier de la Vall{\'e}e Poussin", ("Charles Xavier", "de la Vallée Poussin", "")),
        ("Jolly, III, James", ("James", "Jolly", "III")),
        ("Pimentel, Jr. ,Joseph J.", ("Joseph J.", "Pimentel", "Jr.")),
        ("Sherry, John F., Jr.", ("John F.", "Sherry", "Jr.")),
        ("van Kluster, Jr., Kevin", ("Kevin", "van Kluster", "Jr.")),
        ("Henry Ford Jr.", ("Henry", "Ford", "Jr.")),
        ("{John Henry} Ford", ("John Henry", "Ford", "")),
        (r"Roger P.{\,}G. van Gompel", ("Roger P. G.", "van Gompel", "")),
        (r"{\v S}omeone {\v S}mith", ("Šomeone", "Šmith", "")),
        (r"Jan {\o}ystein Bar", ("Jan", "øystein Bar", "")),
        ("Donald~E. Knuth", ("Donald E.", "Knuth", "")),
        (r"E. S. El-{M}allah", ("E. S.", "El-Mallah", "")),
        ("id=x, given=Hans, prefix=von der, family={Berg}, suffix=Jr.", ("Hans", "von der Berg", "Jr.")),
        ("Aristotle", "Aristotle"),
        (
            "{American Psychological Association, Task Force and Others}",
            "American Psychological Association, Task Force and Others",
        ),
    ],
)
def test_a_name_has_the_parts_that_bibtex_gives_it(source, expected):
    assert parts(source) == [expected]


def test_the_name_is_as_it_is_printed():
    (person,) = read_people(r"van K{\"u}ster, Jr., Kevin").people
    assert person == PersonRecord("Kevin van Küster Jr.", "Kevin", "van Küster", suffix="Jr.")


def test_and_parts_people_whatever_spaces_are_around_it():
    assert parts("Lovelace, Ada  and\n      Alexandra Anderson AND {Ford and Sons}") == [
        ("Ada", "Lovelace", ""),
        ("Alexandra", "Anderson", ""),
        "Ford and Sons",
    ]


@pytest.mark.parametrize(
    "source", ["Lovelace, Ada and others", "Lovelace, Ada and et al.", "Ada Lovelace and {others}"]
)
def test_others_are_nobody(source):
    found = read_people(source)
    assert (parts(source), found.is_cut_short, found.doubts) == ([("Ada", "Lovelace", "")], True, [])


@pytest.mark.parametrize(
    ("source", "people", "doubt"),
    [
        (
            "Lovelace, A.; Hopper, G.",
            ["A. Lovelace", "G. Hopper"],
            "The names are parted by semicolons, not by “and”; each was read as one person.",
        ),
        (
            "Ada Lovelace, Grace Hopper, Alan Turing, Emmy Noether",
            ["Ada Lovelace", "Grace Hopper", "Alan Turing", "Emmy Noether"],
            "The names are parted by commas, not by “and”; each was read as one person.",
        ),
        (
            "Ada Lovelace, Alan Turing",
            ["Alan Turing Ada Lovelace"],
            "“Alan Turing Ada Lovelace” was read as one person; between people “and” is needed.",
        ),
        (
            "Ada Lovelace und Alan Turing",
            ["Ada Lovelace und Alan Turing"],
            "“Ada Lovelace und Alan Turing” was read as one person; between people “and” is needed.",
        ),
        ("Ada and and Alan", ["Ada", "Alan"], "There is an empty name between two “and”."),
    ],
)
def test_names_that_are_parted_otherwise_are_reported(source, people, doubt):
    found = read_people(source)
    assert ([person.name for person in found.people], found.doubts) == (people, [doubt])


def test_too_many_commas_are_refused():
    with pytest.raises(UnreadableNames) as error:
        read_people("Lovelace, A., Hopper, G., Turing, A.")
    assert (
        str(error.value)
        == "“Lovelace, A., Hopper, G., Turing, A.” has too many commas for one name; between people “and” is needed."
    )


@pytest.mark.parametrize("source", ["", "  ", ",", "and"])
def test_nobody_is_nobody(source):
    assert read_people(source).people == []
