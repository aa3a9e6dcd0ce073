"""Who an author in a bibliography is."""

import pytest

from papers.cataloguing import undo
from papers.models import Author, Authorship, Paper
from tests.cataloguing.reading import applied, person, reasons, record
from tests.factories import AffiliationFactory, AuthorFactory, AuthorNameFactory, InstitutionFactory, PaperFactory

pytestmark = pytest.mark.django_db

ORCID = "0000-0002-1825-0097"
OTHER_ORCID = "0000-0001-5109-3700"


def papers_by_person() -> list[list[str]]:
    """Return the titles of each person's papers, most first."""
    people = [sorted(author.papers.values_list("title", flat=True)) for author in Author.objects.all()]
    return sorted(people, key=lambda titles: (-len(titles), titles))


def test_a_namesake_alone_is_a_new_person_and_reported():
    AuthorFactory(display_name="Wei Wang")
    one = record("Looms", "Wei Wang")
    assert reasons(one) == ["“Wei Wang” may be the one known here; added as a new person."]
    applied(one)
    assert Author.objects.filter(display_name="Wei Wang").count() == 2


def test_a_coauthor_in_common_makes_two_names_one_person():
    applied(record("Looms", "Ada Lovelace", "Wei Wang"), record("Mills", "Wei Wang", "Ada Lovelace"))
    assert papers_by_person() == [["Looms", "Mills"], ["Looms", "Mills"]]


def test_a_coauthor_in_common_with_an_earlier_import():
    applied(record("Looms", "Ada Lovelace", "Wei Wang"))
    applied(record("Mills", "Wei Wang", "Ada Lovelace"))
    assert papers_by_person() == [["Looms", "Mills"], ["Looms", "Mills"]]


def test_an_affiliation_in_common_makes_two_names_one_person():
    at = {"affiliation": "University of London"}
    applied(record("Looms", person("Wei Wang", **at)), record("Mills", person("Wei Wang", **at)))
    assert papers_by_person() == [["Looms", "Mills"]]


def test_another_affiliation_makes_two_people():
    applied(
        record("Looms", person("Wei Wang", affiliation="University of London")),
        record("Mills", person("Wei Wang", affiliation="University of Paris")),
    )
    assert papers_by_person() == [["Looms"], ["Mills"]]


def test_an_affiliation_that_a_person_states():
    author = AuthorFactory(display_name="Wei Wang")
    AffiliationFactory(author=author, institution=InstitutionFactory(name="University of London"))
    applied(record("Looms", "Wei Wang", institutions=("University of London",)))
    assert author.papers.count() == 1


def test_a_name_is_compared_without_accents():
    applied(
        record("Looms", "Ondřej Dušek", "Ada Lovelace"),
        record("Mills", "Ondrej Dusek", "Ada Lovelace"),
    )
    assert papers_by_person() == [["Looms", "Mills"], ["Looms", "Mills"]]


def test_another_name_of_a_person_counts():
    ada = AuthorFactory(display_name="Ada Lovelace")
    AuthorNameFactory(author=ada, name="Augusta Ada King", shown=False)
    PaperFactory(title="Looms", authors=[ada, AuthorFactory(display_name="Charles Babbage")])
    applied(record("Mills", "Augusta Ada King", "Charles Babbage"))
    assert ada.papers.count() == 2
    assert Authorship.objects.get(author=ada, paper__title="Mills").printed_name == "Augusta Ada King"


def test_surname_and_initial_never_make_two_people_one():
    applied(record("Looms", "J. Smith", "Ada Lovelace"), record("Mills", "J. Smith", "Ada Lovelace"))
    assert Author.objects.filter(display_name="J. Smith").count() == 2
    assert Author.objects.filter(display_name="Ada Lovelace").count() == 1


def test_an_orcid_is_the_person_under_another_name():
    applied(record("Looms", person("Ada Lovelace", orcid=ORCID)), record("Mills", person("A. Lovelace", orcid=ORCID)))
    assert papers_by_person() == [["Looms", "Mills"]]


def test_two_orcids_are_two_people_although_a_coauthor_agrees():
    applied(
        record("Looms", person("Wei Wang", orcid=ORCID), "Ada Lovelace"),
        record("Mills", person("Wei Wang", orcid=OTHER_ORCID), "Ada Lovelace"),
    )
    assert Author.objects.filter(display_name="Wei Wang").count() == 2


def test_the_orcid_of_somebody_with_another_name_is_not_believed():
    AuthorFactory(display_name="Charles Babbage", orcid=ORCID)
    one = record("Looms", person("Ada Lovelace", orcid=ORCID))
    assert reasons(one) == [
        f"The ORCID iD {ORCID} of “Ada Lovelace” is that of Charles Babbage here; taken for somebody else."
    ]
    applied(one)
    assert Author.objects.get(display_name="Ada Lovelace").orcid is None


def test_a_person_found_by_name_gets_the_orcid():
    applied(record("Looms", "Wei Wang", "Ada Lovelace"))
    applied(record("Mills", person("Wei Wang", orcid=ORCID), "Ada Lovelace"))
    assert Author.objects.get(display_name="Wei Wang").orcid == ORCID


def test_an_orcid_that_several_papers_give_is_given_once():
    batch = applied(
        record("Looms", "Wei Wang", "Ada Lovelace"),
        record("Mills", person("Wei Wang", orcid=ORCID), "Ada Lovelace"),
        record("Engines", person("Wei Wang", orcid=ORCID), "Ada Lovelace"),
    )
    assert Author.objects.get(display_name="Wei Wang").orcid == ORCID
    assert undo(batch) == []
    assert not Author.objects.exists()


def test_an_orcid_for_somebody_on_a_known_paper():
    applied(record("Looms", "Wei Wang"))
    applied(record("Looms", person("Wei Wang", orcid=ORCID)))
    assert Author.objects.get().orcid == ORCID


def test_two_namesakes_on_one_paper_are_two_people():
    applied(record("Looms", "Wei Wang", "Wei Wang", "Ada Lovelace"))
    assert Author.objects.filter(display_name="Wei Wang").count() == 2


def test_several_who_agree_leave_it_unsure():
    ada = AuthorFactory(display_name="Ada Lovelace")
    for title in ("Looms", "Mills"):
        PaperFactory(title=title, authors=[ada, AuthorFactory(display_name="Wei Wang")])
    one = record("Engines", "Wei Wang", "Ada Lovelace")
    assert reasons(one) == ["“Wei Wang” may be one of 2 known here; added as a new person."]


def test_people_of_a_known_paper_stay_whoever_they_are():
    paper = PaperFactory(title="Looms", authors=[AuthorFactory(display_name="Ada Lovelace")])
    applied(record("Looms", "Ada Lovelace", "Wei Wang"), on_conflict="take")
    assert list(paper.authors.order_by("authorships__position").values_list("display_name", flat=True)) == [
        "Ada Lovelace",
        "Wei Wang",
    ]
    assert Author.objects.count() == 2


def test_the_owner_of_the_bibliography_needs_no_coauthor():
    ada = AuthorFactory(display_name="Ada Lovelace", is_profile=True)
    applied(record("Looms", "Ada Lovelace"), record("Mills", "Ada Lovelace"), owner=ada)
    assert ada.papers.count() == 2


def test_a_new_person_has_the_parts_that_the_source_gives():
    applied(record("Looms", person("Gabriel García Márquez", given="Gabriel", family="García Márquez")))
    author = Author.objects.get()
    assert (author.given_name, author.family_name, author.sort_name, author.slug) == (
        "Gabriel",
        "García Márquez",
        "García Márquez, Gabriel",
        "gabriel-garcia-marquez",
    )


def test_an_affiliation_stays_with_the_paper():
    applied(record("Looms", person("Ada Lovelace", affiliation="University of London")))
    assert Authorship.objects.get().affiliation == "University of London"
    assert Paper.objects.get().institutions.count() == 0
