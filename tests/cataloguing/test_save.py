"""A plan as it is written."""

import pytest

from papers.cataloguing.options import ConflictError, Options
from papers.cataloguing.plan import plan
from papers.cataloguing.save import apply, rehearse
from papers.imports.record import LinkRecord
from papers.models import Address, Author, ImportBatch, ImportEntry, Institution, Paper, Venue
from papers.partial_dates import PartialDate
from tests.cataloguing.reading import applied, entries, outcomes, person, record
from tests.factories import PaperFactory

pytestmark = pytest.mark.django_db

DOI = (("doi", "10.1000/sketch"),)
FULL = record(
    "Sketch of the Analytical Engine",
    person("Luigi Menabrea", affiliation="Turin"),
    "Ada Lovelace",
    type="proceedings-paper",
    language="fr",
    abstract="It weaves.\nThat is all.",
    posted=PartialDate(1842, 10),
    issued=PartialDate(1843),
    venue="Scientific Memoirs",
    venue_short="SM",
    series="Memoirs",
    volume="3",
    issue="2",
    pages="666-731",
    publisher="Taylor",
    place="London",
    citation_key="Lovelace:1843",
    notice="correction",
    editors=("Richard Taylor", "Mary Somerville"),
    keywords=("engines", "looms"),
    categories=("cs.PL", "math.HO", "cs.AR"),
    institutions=("University of London",),
    identifiers=(("doi", "10.1000/sketch"), ("arxiv", "1843.00001")),
    links=(LinkRecord("code", "https://example.org/engine", "Notes"),),
    extra={"annote": "The first program"},
)


def test_every_field_of_a_record_is_stored():
    applied(FULL)
    paper = Paper.objects.for_page().get()
    assert (paper.title, paper.type, paper.language, paper.abstract) == (
        *(FULL.title, "proceedings-paper", "fr", "It weaves.\nThat is all."),
    )
    assert (paper.posted, paper.issued, paper.volume, paper.issue, paper.pages) == (
        *(FULL.posted, FULL.issued, "3", "2", "666-731"),
    )
    assert (paper.publisher, paper.place, paper.citation_key, paper.notice_kind) == (
        *("Taylor", "London", "Lovelace:1843", "correction"),
    )
    assert (paper.editor_list, paper.keyword_list, paper.extra) == (
        *(list(FULL.editors), list(FULL.keywords), {"annote": "The first program"}),
    )
    assert (paper.venue.name, paper.venue.short_name, paper.venue.series, paper.venue.kind) == (
        *("Scientific Memoirs", "SM", "Memoirs", "conference"),
    )
    assert (paper.primary_category.code, sorted(category.code for category in paper.cross_listed.all())) == (
        *("cs.PL", ["cs.AR", "math.HO"]),
    )
    assert [row.printed_name for row in paper.authorships.all()] == ["Luigi Menabrea", "Ada Lovelace"]
    assert [place.name for place in paper.listed_institutions] == ["University of London"]
    assert [(each.scheme, each.value) for each in paper.identifiers.all()] == list(FULL.identifiers)
    assert [(link.kind, link.url, link.label) for link in paper.links.all()] == [
        ("code", "https://example.org/engine", "Notes")
    ]


def test_a_second_time_everything_is_the_same():
    applied(FULL)
    assert outcomes(FULL) == ["same"]


def test_a_new_paper_is_a_draft_unless_told_otherwise():
    applied(record("Looms"))
    applied(record("Mills"), publish=True)
    assert dict(Paper.objects.values_list("title", "status")) == {"Looms": "draft", "Mills": "published"}


def test_the_ledger_says_what_came_of_each_entry():
    applied(record("Looms", identifiers=DOI))
    batch = applied(record("Looms", identifiers=DOI, volume="3"), record("x" * 501), record("Mills"))
    rows = ImportEntry.objects.filter(batch=batch)
    assert list(rows.values_list("position", "outcome", "changes", "problems")) == [
        (1, "changed", {"volume": ["", "3", False]}, []),
        (2, "refused", {}, [["title", "Ensure this value has at most 500 characters (it has 501)."]]),
        (3, "new", {}, []),
    ]
    assert batch.counts == {"new": 1, "same": 0, "changed": 1, "conflict": 0, "refused": 1}
    assert ImportBatch.objects.get(pk=batch.pk).status == "applied"


def test_slugs_and_keys_are_unique_among_each_other_and_with_what_was():
    old = PaperFactory(title="Looms")
    old.slug = "mills"
    old.save()
    applied(record("Looms", "Wei Wang"), record("Looms", "Ada Lovelace"), record("Mills", "Looms"))
    assert sorted(Address.objects.values_list("value", flat=True)) == [
        *("ada-lovelace", "looms", "looms-2", "looms-3", "looms-4", "mills", "mills-2", "wei-wang"),
    ]
    assert sorted(filter(None, Paper.objects.values_list("citation_key", flat=True))) == [
        *("looms-nd-mills", "lovelace-nd-looms", "wang-nd-looms"),
    ]


def test_entries_of_one_name_share_a_venue_and_an_institution():
    at = {"venue": "Memoirs", "institutions": ("University of London",)}
    applied(record("Looms", **at), record("Mills", **at))
    assert (Venue.objects.count(), Institution.objects.count()) == (1, 1)


def test_what_a_venue_says_otherwise_is_kept_with_the_paper():
    one = record("Mills", venue="Memoirs", series="B")
    applied(record("Looms", venue="Memoirs", series="A"), one)
    assert dict(Paper.objects.values_list("title", "extra")) == {"Looms": {}, "Mills": {"series": "B"}}
    assert outcomes(one) == ["same"]


def test_changes_are_written_and_locked_ones_are_not():
    applied(record(identifiers=DOI, volume="3", pages="1"))
    Paper.objects.update(volume="III")
    applied(record(identifiers=DOI, volume="4", pages="2", venue="Memoirs", categories=("cs.PL", "cs.AR")))
    paper = Paper.objects.get()
    assert (paper.volume, paper.pages, paper.venue.name, paper.primary_category.code) == (
        "III",
        "2",
        "Memoirs",
        "cs.PL",
    )
    assert [category.code for category in paper.cross_listed.all()] == ["cs.AR"]


def test_locked_fields_are_taken_where_told():
    applied(record(identifiers=DOI, volume="3"))
    Paper.objects.update(volume="III")
    applied(record(identifiers=DOI, volume="4"), on_conflict="take")
    assert Paper.objects.get().volume == "4"
    assert outcomes(record(identifiers=DOI, volume="5")) == ["changed"]


def test_nothing_is_written_where_told_to_fail():
    applied(record(identifiers=DOI, volume="3"))
    Paper.objects.update(volume="III")
    with pytest.raises(ConflictError) as caught:
        applied(record("Looms"), record(identifiers=DOI, volume="4"), on_conflict="fail")
    assert str(caught.value) == "Sketch of the Analytical Engine: An editor gave volume."
    assert (Paper.objects.count(), ImportBatch.objects.count()) == (1, 1)


def test_some_entries_and_some_fields_are_accepted():
    applied(record(identifiers=DOI, volume="3", pages="1"))
    records = [record("Looms", "Wei Wang"), record("Mills"), record(identifiers=DOI, volume="4", pages="2")]
    applied(*records, accepted={2: None, 3: frozenset({"pages"})})
    assert sorted(Paper.objects.values_list("title", "volume", "pages")) == [
        ("Mills", "", ""),
        ("Sketch of the Analytical Engine", "3", "2"),
    ]
    assert not Author.objects.exists()


def test_a_rehearsal_counts_and_writes_nothing():
    batch = ImportBatch(file_name="works.bib", source="bibtex")
    rehearse(batch, plan(entries(FULL, FULL)), Options())
    assert batch.counts == {"new": 1, "same": 0, "changed": 0, "conflict": 0, "refused": 1}
    assert (Paper.objects.exists(), ImportBatch.objects.exists(), Venue.objects.exists()) == (False, False, False)


def test_authors_that_change_keep_role_and_rank():
    applied(record("Looms", "Ada Lovelace", identifiers=DOI))
    Paper.objects.get().authorships.update(role="writing", profile_rank=10)
    applied(record("Looms", "Wei Wang", "Ada Lovelace", identifiers=DOI))
    rows = Paper.objects.get().authorships.values_list("position", "printed_name", "role", "profile_rank")
    assert list(rows) == [(1, "Wei Wang", "", None), (2, "Ada Lovelace", "writing", 10)]


@pytest.mark.parametrize("on_conflict", ["skip", "take"])
def test_what_somebody_saves_while_a_part_is_planned_stays(on_conflict):
    applied(record("Looms", "Ada Lovelace", abstract="Old.", volume="1", identifiers=DOI))

    def overtaken_parts():
        for part in plan(entries(record("Looms", "Ada Lovelace", abstract="New.", volume="2", identifiers=DOI))):
            paper = Paper.objects.get()
            paper.abstract, paper.pages = "Edited.", "7"
            paper.save()
            yield part

    batch = ImportBatch(file_name="works.bib", source="bibtex")
    apply(batch, overtaken_parts(), Options(on_conflict=on_conflict))
    paper = Paper.objects.get()
    assert (paper.abstract, paper.volume, paper.pages) == ("Edited.", "2", "7")
    said = [reason for _field, reason in batch.entries.get().problems]
    assert said == ["Somebody changed abstract while this was imported, and that stays."]


def test_a_failure_half_way_leaves_nothing():
    class BrokenError(Exception):
        pass

    def parts():
        yield from plan(entries(record("Looms")))
        raise BrokenError

    with pytest.raises(BrokenError):
        apply(ImportBatch(file_name="works.bib", source="bibtex"), parts(), Options())
    assert (Paper.objects.exists(), ImportBatch.objects.exists()) == (False, False)
