"""What becomes of an entry, and which paper it is about."""

import pytest

from papers.models import Identifier, Paper
from papers.partial_dates import PartialDate
from tests.cataloguing.reading import applied, outcomes, planned, reasons, record
from tests.factories import IdentifierFactory, PaperFactory

pytestmark = pytest.mark.django_db

DOI = (("doi", "10.1000/sketch"),)
YEAR = PartialDate(1843)


def test_a_paper_that_is_not_here_is_new():
    assert outcomes(record()) == ["new"]


@pytest.mark.parametrize("scheme_value", [("doi", "10.1000/sketch"), ("arxiv", "1843.00001"), ("pmid", "1843")])
def test_an_identifier_finds_its_paper_under_another_title(scheme_value):
    applied(record("An Engine", identifiers=(scheme_value,)))
    entry = planned(record("Sketch", identifiers=(scheme_value,)))[0]
    assert (entry.outcome, entry.paper, entry.changes["title"].new) == ("changed", Paper.objects.get(), "Sketch")


def test_an_isbn_finds_no_paper_since_chapters_share_it():
    applied(record("A Chapter", identifiers=(("isbn", "9780262033848"),)))
    applied(record("Another", identifiers=(("isbn", "9780262033848"),)))
    assert [paper.extra for paper in Paper.objects.order_by("pk")] == [{}, {"isbn": "9780262033848"}]
    assert Identifier.objects.count() == 1


def test_a_citation_key_finds_the_paper_with_its_title():
    applied(record(citation_key="lovelace1843"))
    assert outcomes(record(citation_key="lovelace1843")) == ["same"]


def test_a_citation_key_of_another_work_is_kept_and_replaced():
    applied(record("An Engine", "Charles Babbage", citation_key="x1"))
    applied(record("Notes on Looms", "Ada Lovelace", citation_key="x1", issued=YEAR))
    paper = Paper.objects.get(title="Notes on Looms")
    assert (paper.citation_key, paper.extra) == ("lovelace-1843-notes", {"citation_key": "x1"})
    assert outcomes(record("Notes on Looms", "Ada Lovelace", citation_key="x1", issued=YEAR)) == ["same"]


def test_a_reworded_title_under_the_same_key_is_the_same_work():
    applied(record("Sketch of the Analytical Engine", "Ada Lovelace", citation_key="x1"))
    assert outcomes(record("A Sketch of the Analytical Engine", "Ada Lovelace", citation_key="x1")) == ["changed"]


@pytest.mark.parametrize(
    ("title", "author", "year", "outcome"),
    [
        ("Sketch of the ANALYTICAL Engine", "A. Lovelace", 1843, "changed"),
        ("Sketch of the Analytical Engine", "Ada Lovelace", 1844, "new"),
        ("Sketch of the Analytical Engine", "Charles Babbage", 1843, "new"),
        ("Sketch of the Engine", "Ada Lovelace", 1843, "new"),
    ],
)
def test_title_year_and_first_author_find_a_paper(title, author, year, outcome):
    applied(record("Sketch of the Analytical Engine", "Ada Lovelace", issued=YEAR))
    assert outcomes(record(title, author, issued=PartialDate(year))) == [outcome]


def test_works_without_authors_must_have_the_same_place_too():
    applied(record("Author Index", venue="Proceedings of Looms", issued=YEAR))
    assert outcomes(record("Author Index", venue="Proceedings of Looms", issued=YEAR)) == ["same"]
    assert outcomes(record("Author Index", venue="Proceedings of Mills", issued=YEAR)) == ["new"]


def test_two_dois_tell_two_works_apart():
    applied(record("Erratum", "Ada Lovelace", identifiers=DOI))
    assert outcomes(record("Erratum", "Ada Lovelace", identifiers=(("doi", "10.1000/other"),))) == ["new"]


@pytest.mark.parametrize("known", [("arxiv", "1843.00001"), ("doi", "10.48550/arxiv.1843.00001")])
@pytest.mark.parametrize("asked", [("arxiv", "1843.00001"), ("doi", "10.48550/arxiv.1843.00001")])
def test_an_arxiv_id_and_its_doi_are_one(known, asked):
    applied(record("Sketch", "Ada Lovelace", identifiers=(known,)))
    assert outcomes(record("Another title", "Ada Lovelace", identifiers=(asked,))) == ["changed"]


def test_the_doi_of_a_preprint_tells_nothing():
    applied(record("Sketch", "Ada Lovelace", identifiers=(("doi", "10.48550/arxiv.1843.00001"),)))
    entry = planned(record("Sketch", "Ada Lovelace", identifiers=DOI))[0]
    assert (entry.outcome, list(entry.changes)) == ("changed", ["identifiers"])


def test_identifiers_of_two_papers_are_a_conflict():
    for value in ("10.1000/1", "10.1000/2"):
        IdentifierFactory(value=value, paper=PaperFactory(title=f"Engine {value}"))
    records = [record("Engine", identifiers=(("doi", "10.1000/1"), ("doi", "10.1000/2")))]
    assert outcomes(*records) == ["conflict"]
    assert sorted(reasons(*records)[0].partition(": ")[2].rstrip(".").split(", ")) == [
        "“Engine 10.1000/1”",
        "“Engine 10.1000/2”",
    ]


def test_the_same_work_twice_in_a_file_is_refused_with_the_first():
    records = [record(identifiers=DOI), record("Another"), record("Sketch", identifiers=DOI)]
    assert outcomes(*records) == ["new", "new", "refused"]
    assert reasons(*records) == ["It is the same work as “Sketch of the Analytical Engine”, entry 1 of this file."]


def test_a_known_work_twice_in_a_file_is_refused_with_the_first():
    applied(record(identifiers=DOI))
    assert outcomes(record(identifiers=DOI), record(identifiers=DOI)) == ["same", "refused"]


def test_a_title_that_is_too_long_refuses_its_entry():
    assert outcomes(record("x" * 501), record()) == ["refused", "new"]
    assert reasons(record("x" * 501)) == ["Ensure this value has at most 500 characters (it has 501)."]


def test_an_author_list_that_ran_together_refuses_its_entry():
    assert reasons(record("Sketch", "Ada Lovelace, " * 20)) == [
        "The name of author 1 is longer than 200 characters; perhaps several names ran together."
    ]


def test_a_text_that_is_too_long_is_kept_beside_the_record():
    applied(record(volume="v" * 51))
    paper = Paper.objects.get()
    assert (paper.volume, paper.extra) == ("", {"volume": "v" * 51})
    assert outcomes(record(volume="v" * 51)) == ["same"]


# What changes


def test_a_source_that_says_nothing_of_a_field_empties_nothing():
    applied(record(abstract="It weaves.", identifiers=DOI, keywords=("looms",), venue="Memoirs"))
    assert outcomes(record(identifiers=DOI)) == ["same"]


def test_fields_change_one_by_one():
    applied(record(volume="3", pages="666-731", identifiers=DOI))
    entry = planned(record(volume="4", pages="666-731", identifiers=DOI))[0]
    assert {name: (change.old, change.new, change.locked) for name, change in entry.changes.items()} == {
        "volume": ("3", "4", False)
    }


@pytest.mark.parametrize(
    ("before", "after", "changes"),
    [
        (PartialDate(1843, 9), PartialDate(1843), []),
        (PartialDate(1843), PartialDate(1843, 9), ["issued"]),
        (PartialDate(1843), PartialDate(1844), ["issued"]),
    ],
)
def test_a_less_exact_date_changes_nothing(before, after, changes):
    applied(record(issued=before, identifiers=DOI))
    assert list(planned(record(issued=after, identifiers=DOI))[0].changes) == changes


def test_a_field_that_an_editor_changed_is_locked():
    applied(record(volume="3", identifiers=DOI))
    Paper.objects.update(volume="III")
    entry = planned(record(volume="4", pages="1", identifiers=DOI))[0]
    assert (entry.outcome, entry.changes["volume"].locked, entry.changes["pages"].locked) == ("changed", True, False)
    assert outcomes(record(volume="4", identifiers=DOI)) == ["conflict"]


def test_a_field_that_an_editor_emptied_is_locked():
    applied(record(volume="3", identifiers=DOI))
    Paper.objects.update(volume="")
    assert outcomes(record(volume="3", identifiers=DOI)) == ["conflict"]


def test_what_was_never_imported_is_locked():
    IdentifierFactory(value="10.1000/sketch", paper=PaperFactory(title="Sketch", volume="3"))
    entry = planned(record("Sketch", volume="4", pages="1", identifiers=DOI, type="preprint"))[0]
    assert {name: change.locked for name, change in entry.changes.items()} == {"volume": True, "pages": False}


def test_a_citation_key_is_never_replaced():
    applied(record(identifiers=DOI, citation_key="lovelace"))
    assert outcomes(record(identifiers=DOI, citation_key="babbage")) == ["same"]
