"""Likely duplicates, with the reason, and namesakes left alone."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from papers.merge import suggest
from papers.models import Author, Institution, NotSame, Venue
from tests.factories import (
    AuthorFactory,
    AuthorNameFactory,
    InstitutionFactory,
    PaperFactory,
    ProfileLinkFactory,
    VenueFactory,
)
from tests.merge.reading import merged

pytestmark = pytest.mark.django_db

SAME_NAME = "same name and co-authors"
ACCENTS = "names that differ in accents, case or punctuation alone"
INITIALS = "initials that fit the name, and co-authors"
FRAME = "same name, but for case, accents, years or idle words"
SHORT = "the name of one is the abbreviation of the other"


def found(model=Author) -> list[tuple[str, str, str]]:
    names = {record.pk: str(record) for record in model.objects.all()}
    return [(names[pair.first], names[pair.second], pair.reason) for pair in suggest(model)]


def people(*names: str, coauthor: bool = True) -> list[Author]:
    """Return people with these names, each on a paper, all with the same co-author or each with another."""
    other = AuthorFactory(display_name="Charles Babbage")
    made = [AuthorFactory(display_name=name) for name in names]
    for number, person in enumerate(made):
        PaperFactory(
            authors=[person, other if coauthor else AuthorFactory(display_name=f"Somebody {number}{person.pk}")]
        )
    return made


def test_the_same_name_with_a_coauthor_in_common():
    people("Yang Liu", "Yang Liu")
    assert found() == [("Yang Liu", "Yang Liu", SAME_NAME)]


def test_namesakes_are_normal():
    people(*["Yang Liu"] * 15, coauthor=False)
    assert found() == []


def test_namesakes_on_one_paper_are_two():
    PaperFactory(authors=[*people("Yang Liu", "Yang Liu")])
    assert found() == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("José Pérez", "Jose Perez"),
        ("ADA LOVELACE", "Ada Lovelace"),
        ("J.-P. Serre", "J P Serre"),
        ("O'Hara", "O’Hara"),
    ],
)
def test_accents_case_and_punctuation(one, other):
    people(one, other, coauthor=False)
    assert found() == [(one, other, ACCENTS)]


def test_accents_alone_say_little_of_a_frequent_name():
    people(*["Wei Wang"] * 5, "Wéi Wáng", coauthor=False)
    assert found() == []


def test_another_name_counts_as_a_name():
    ada, _other = people("Ada Lovelace", "Augusta King")
    AuthorNameFactory(author=ada, name="Augusta King")
    assert found() == [("Ada Lovelace", "Augusta King", SAME_NAME)]


def test_initials_with_a_coauthor_in_common():
    people("Ada Lovelace", "A. Lovelace", "B. Lovelace", "Anna Lovelace")
    assert sorted(found()) == [
        ("A. Lovelace", "Anna Lovelace", INITIALS),
        ("Ada Lovelace", "A. Lovelace", INITIALS),
    ]


def test_initials_without_coauthors_say_nothing():
    people("Ada Lovelace", "A. Lovelace", coauthor=False)
    assert found() == []


def test_an_orcid_in_a_link():
    AuthorFactory(display_name="Ada Lovelace", orcid="0000-0002-1825-0097")
    other = AuthorFactory(display_name="Countess")
    ProfileLinkFactory(author=other, url="https://orcid.org/0000-0002-1825-0097")
    assert found() == [("Ada Lovelace", "Countess", "same ORCID iD 0000-0002-1825-0097")]


def test_a_pair_that_is_not_the_same_is_remembered():
    one, other = people("Yang Liu", "Yang Liu")
    for pair in ((other.pk, one.pk), (one.pk, other.pk)):
        NotSame.objects.remember("author", *pair, None)
    assert (found(), NotSame.objects.count()) == ([], 1)


def test_what_was_remembered_follows_a_merged_record():
    one, other, third = people("Yang Liu", "Yang Liu", "Y. Liu")
    NotSame.objects.remember("author", one.pk, other.pk, None)
    merged(third, other, column_display_name=other.pk)
    assert found() == []


def test_institutions_and_venues():
    InstitutionFactory(name="The University of Zürich")
    InstitutionFactory(name="University Zurich")
    InstitutionFactory(name="Massachusetts Institute of Technology")
    InstitutionFactory(name="MIT")
    InstitutionFactory(name="Somewhere", homepage="https://ror.org/05dxps055")
    InstitutionFactory(name="Elsewhere", ror="05dxps055")
    VenueFactory(name="Proceedings of the 3rd International Conference on Machine Learning")
    VenueFactory(name="International Conference on Machine Learning", short_name="ICML")
    VenueFactory(name="I.C.M.L.")
    VenueFactory(name="ICML")
    assert found(Institution) == [
        ("Somewhere", "Elsewhere", "same ROR id 05dxps055"),
        ("The University of Zürich", "University Zurich", FRAME),
        ("Massachusetts Institute of Technology", "MIT", SHORT),
    ]
    assert [pair for pair in found(Venue) if "I.C.M.L." not in pair] == [
        (
            "Proceedings of the 3rd International Conference on Machine Learning",
            "International Conference on Machine Learning",
            FRAME,
        ),
        ("International Conference on Machine Learning", "ICML", SHORT),
        ("Proceedings of the 3rd International Conference on Machine Learning", "ICML", SHORT),
    ]


def test_more_people_cost_no_more_queries():
    def queries(number: int) -> int:
        people(*["Yang Liu", "Y. Liu"] * number)
        with CaptureQueriesContext(connection) as context:
            assert len(suggest(Author)) > number
        return len(context)

    assert queries(2) == queries(9)
