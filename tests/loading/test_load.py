"""Three states of each record: as a file left it, as an editor left it, and as a newer file has it."""

import pytest
from django.core.management import call_command

from papers.loading import Kept, load
from papers.models import (
    Affiliation,
    Author,
    Authorship,
    Credit,
    Institution,
    Link,
    LoadedRecord,
    Metric,
    Page,
    Paper,
    PaperInstitution,
    Site,
    Venue,
    set_authors,
)
from tests.conftest import REFERENCE_PROFILE
from tests.factories import AuthorFactory, PaperFactory
from tests.loading import ENGINE, PAPER, RECORDS, engine, load_engine, told, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded(tmp_path):
    """The small profile on the site."""
    load_engine(tmp_path)


def printed(paper: str = PAPER) -> list[tuple]:
    """Return position, slug, printed name and rank of a paper's authors."""
    rows = Authorship.objects.filter(paper__slug=paper)
    return list(rows.values_list("position", "author__slug", "printed_name", "profile_rank"))


# Unedited


def test_an_empty_site_receives_every_record(tmp_path):
    report = load_engine(tmp_path)
    assert told(report) == {"added": RECORDS}
    paper = Paper.objects.get()
    assert (str(paper.posted), paper.venue.name, paper.primary_category.code) == (
        "1843-09",
        "Scientific Memoirs",
        "cs.PL",
    )
    assert list(paper.cross_listed.values_list("code", flat=True)) == ["cs.AR", "cs.DS"]
    assert printed() == [(1, "luigi", "L. F. Menabrea", None), (2, "ada", "A. A. L.", 10)]
    assert Author.objects.get(slug="charles").sort_name == "Babbage, Charles"
    assert (Site.objects.current().title, Page.objects.get().body) == ("Ada Lovelace", "Notes.")


@pytest.mark.parametrize("time", ["2026-12-24T18:30:00Z", "2026-12-24T19:30:00+01:00"])
def test_the_time_at_which_a_paper_appears_is_no_edit(tmp_path, time):
    profile = engine(paper={"publish_at": time})
    load_engine(tmp_path, profile)
    assert told(load_engine(tmp_path, profile)) == {"same": RECORDS}


def test_a_figure_may_be_a_number(tmp_path):
    load_engine(tmp_path, engine(metric={"value": 88.1}))
    assert str(Metric.objects.get().value) == "88.10"


def test_a_second_load_changes_nothing(loaded, tmp_path):
    before = list(LoadedRecord.objects.order_by("key").values())
    assert told(load_engine(tmp_path)) == {"same": RECORDS}
    assert list(LoadedRecord.objects.order_by("key").values()) == before


def test_an_unedited_record_follows_a_newer_file(loaded, tmp_path):
    newer = engine(
        author={"bio": "Countess."},
        paper={"title": "Sketch", "cross_listed": [["cs.DS"]], "venue": None},
        site={"tagline": "Notes"},
        metric={"superseded_reason": "Miscounted."},
        link={"label": "Plans"},
    )
    assert told(load_engine(tmp_path, newer)) == {"updated": 5, "same": RECORDS - 5}
    paper = Paper.objects.get()
    assert (paper.title, paper.slug, paper.venue) == ("Sketch", PAPER, None)
    assert [category.code for category in paper.cross_listed.all()] == ["cs.DS"]
    assert Author.objects.get(slug="ada").bio == "Countess."
    assert Metric.objects.get().superseded_reason == "Miscounted."
    assert told(load_engine(tmp_path, newer)) == {"same": RECORDS}


def test_a_file_says_nothing_of_fields_that_it_leaves_out(loaded, tmp_path):
    Author.objects.filter(slug="ada").update(bio="Countess.")
    assert told(load_engine(tmp_path)) == {"same": RECORDS}
    load_engine(tmp_path, engine(author={"note": "London"}))
    assert (Author.objects.get(slug="ada").bio, Author.objects.get(slug="ada").note) == ("Countess.", "London")


def test_records_may_stand_in_any_order(tmp_path):
    backwards = {model: ENGINE[model] for model in reversed(ENGINE)}
    assert told(load_engine(tmp_path, backwards)) == {"added": RECORDS}


def test_a_pasted_identifier_is_kept_in_its_normal_form(tmp_path):
    pasted = engine(identifier={"value": "https://doi.org/10.1000/SKETCH"})
    load_engine(tmp_path, pasted)
    assert told(load_engine(tmp_path, pasted)) == {"same": RECORDS}


# Edited


def test_an_edited_record_is_left_alone_and_named(loaded, tmp_path):
    Paper.objects.update(abstract="Corrected.", language="fr")
    report = load_engine(tmp_path, engine(paper={"title": "Sketch", "language": "fr"}))
    assert told(report) == {"same": RECORDS - 1, "edited": [Kept("papers.paper", (PAPER,), ("language", "abstract"))]}
    assert Paper.objects.get().title == "Sketch of the Analytical Engine"


def test_an_edit_that_a_newer_file_makes_too_is_no_edit_any_more(loaded, tmp_path):
    Author.objects.filter(slug="ada").update(bio="Countess.")
    newer = engine(author={"bio": "Countess."})
    assert told(load_engine(tmp_path, newer)) == {"same": RECORDS}
    assert told(load_engine(tmp_path, engine(author={"bio": "Mathematician."}))) == {"updated": 1, "same": RECORDS - 1}


def test_what_a_browser_does_to_a_text_is_no_edit(loaded, tmp_path):
    Paper.objects.update(abstract="It weaves algebraical patterns.\r\nThat is all.")
    assert told(load_engine(tmp_path, engine(paper={"title": "Sketch"}))) == {"updated": 1, "same": RECORDS - 1}


def test_saving_without_a_change_is_no_edit(loaded, tmp_path):
    Paper.objects.get().save()
    assert told(load_engine(tmp_path, engine(paper={"title": "Sketch"}))) == {"updated": 1, "same": RECORDS - 1}


def test_an_editors_own_record_is_left_alone(tmp_path):
    AuthorFactory(slug="ada", display_name="Ada King")
    report = load_engine(tmp_path)
    assert report.foreign == [Kept("papers.author", ("ada",), ("display_name", "orcid", "is_profile"))]
    assert Author.objects.get(slug="ada").display_name == "Ada King"


def test_a_record_that_loaddata_brought_is_the_same(tmp_path):
    call_command("loaddata", REFERENCE_PROFILE, verbosity=0)
    report = load(REFERENCE_PROFILE)
    assert list(told(report)) == ["same"]


def test_a_renamed_paper_is_found_under_its_former_address(loaded, tmp_path):
    Paper.objects.update(slug="sketch")
    report = load_engine(tmp_path, engine(link={"label": "Plans"}))
    assert told(report) == {"updated": 1, "same": RECORDS - 2, "edited": [Kept("papers.paper", (PAPER,), ("slug",))]}
    assert printed("sketch") == [(1, "luigi", "L. F. Menabrea", None), (2, "ada", "A. A. L.", 10)]


def test_a_renamed_person_still_stands_on_the_paper(loaded, tmp_path):
    Author.objects.filter(slug="ada").update(slug="ada-lovelace")
    newer = engine()
    newer["papers.authorship"][0]["printed_name"] = "Luigi Menabrea"
    report = load_engine(tmp_path, newer)
    assert told(report) == {"updated": 1, "same": RECORDS - 2, "edited": [Kept("papers.author", ("ada",), ("slug",))]}
    assert printed() == [(1, "luigi", "Luigi Menabrea", None), (2, "ada-lovelace", "A. A. L.", 10)]


def test_a_renamed_venue_is_found_and_its_papers_are_not_edited(loaded, tmp_path):
    Venue.objects.update(name="Taylor's Scientific Memoirs")
    report = load_engine(tmp_path, engine(paper={"title": "Sketch"}))
    kept = Kept("papers.venue", ("Scientific Memoirs",), ("name",))
    assert told(report) == {"updated": 1, "same": RECORDS - 2, "edited": [kept]}
    assert Venue.objects.count() == 1


def test_an_edited_address_of_a_link_is_not_brought_back(loaded, tmp_path):
    Link.objects.update(url="https://example.org/engine-2")
    kept = Kept("papers.link", (PAPER, "https://example.org/engine"), ("url",))
    assert told(load_engine(tmp_path)) == {"same": RECORDS - 1, "edited": [kept]}
    assert Link.objects.count() == 1


# Figures


def test_a_figure_is_never_changed(loaded, tmp_path):
    key = ("ada", "h_index", "as supplied", "2026-11-22", "1.00")
    report = load_engine(tmp_path, engine(metric={"as_of": "2026-11-01"}))
    assert told(report) == {"same": RECORDS - 1, "fixed": [Kept("papers.metric", key, ("as_of",))]}
    assert Metric.objects.get().as_of is None


def test_a_new_figure_is_added_beside_the_old(loaded, tmp_path):
    newer = engine(metric={"value": "2", "received_on": "2026-12-01"})
    assert told(load_engine(tmp_path, newer)) == {"added": 1, "same": RECORDS - 1}
    assert told(load_engine(tmp_path, newer)) == {"same": RECORDS}
    assert Metric.objects.count() == 2


# Deleted


def test_a_deleted_record_is_not_brought_back(loaded, tmp_path):
    Link.objects.all().delete()
    kept = Kept("papers.link", (PAPER, "https://example.org/engine"))
    assert told(load_engine(tmp_path)) == {"same": RECORDS - 1, "deleted": [kept]}
    assert not Link.objects.exists()


def test_what_belongs_to_a_deleted_paper_stays_out_with_it(loaded, tmp_path):
    Paper.objects.all().delete()
    report = load_engine(tmp_path)
    assert report.deleted == [Kept("papers.paper", (PAPER,))]
    assert {(kept.model, kept.rows) for kept in report.dependent} == {
        ("papers.authorship", 2),
        ("papers.identifier", 1),
        ("papers.link", 1),
        ("papers.paperinstitution", 1),
    }
    assert (report.same, report.left_out) == (RECORDS - 6, 6)


def test_a_new_record_that_refers_to_a_deleted_one_stays_out(loaded, tmp_path):
    Affiliation.objects.all().delete()
    Author.objects.filter(slug="charles").delete()
    newer = engine()
    newer["papers.paper"].append({"slug": "life", "title": "Passages from the Life of a Philosopher"})
    newer["papers.authorship"].append({"paper": ["life"], "author": ["charles"], "position": 1})
    report = load_engine(tmp_path, newer)
    assert report.deleted == [Kept("papers.author", ("charles",))]
    assert report.dependent == [
        Kept("papers.authorship", ("life",)),
        Kept("papers.affiliation", ("charles", "london", "", "1828")),
    ]


def test_restore_brings_deleted_records_back(loaded, tmp_path):
    Paper.objects.all().delete()
    Page.objects.all().delete()
    assert told(load_engine(tmp_path, restore=True)) == {"added": 7, "same": RECORDS - 7}
    assert printed() == [(1, "luigi", "L. F. Menabrea", None), (2, "ada", "A. A. L.", 10)]
    assert told(load_engine(tmp_path)) == {"same": RECORDS}


# Lists of a paper


def test_a_changed_order_of_authors_is_left_alone_as_a_whole(loaded, tmp_path):
    credits_ = {row.author.slug: Credit(row.author, row.printed_name) for row in Authorship.objects.all()}
    set_authors(Paper.objects.get(), [credits_["ada"], credits_["luigi"]])
    newer = engine()
    newer["papers.authorship"][0]["printed_name"] = "Luigi Menabrea"
    kept = Kept("papers.authorship", (PAPER,), ("position",), 2)
    assert told(load_engine(tmp_path, newer)) == {"same": RECORDS - 2, "edited": [kept]}
    assert printed() == [(1, "ada", "A. A. L.", 10), (2, "luigi", "L. F. Menabrea", None)]


def test_an_added_author_is_left_alone(loaded, tmp_path):
    paper, charles = Paper.objects.get(), Author.objects.get(slug="charles")
    Authorship.objects.create(paper=paper, author=charles, position=3)
    kept = Kept("papers.authorship", (PAPER,), ("author",), 2)
    assert told(load_engine(tmp_path)) == {"same": RECORDS - 2, "edited": [kept]}


def test_a_newer_file_rearranges_unedited_authors(loaded, tmp_path):
    newer = engine()
    newer["papers.authorship"] = [
        {"paper": [PAPER], "author": ["ada"], "position": 1, "printed_name": "A. A. L.", "profile_rank": 10},
        {"paper": [PAPER], "author": ["charles"], "position": 2},
    ]
    report = load_engine(tmp_path, newer)
    assert told(report) == {"added": 1, "updated": 1, "removed": 1, "same": RECORDS - 2}
    assert printed() == [(1, "ada", "A. A. L.", 10), (2, "charles", "Charles Babbage", None)]


def test_a_removed_list_is_a_deleted_record(loaded, tmp_path):
    PaperInstitution.objects.all().delete()
    assert told(load_engine(tmp_path)) == {
        "same": RECORDS - 1,
        "deleted": [Kept("papers.paperinstitution", (PAPER,))],
    }
    assert told(load_engine(tmp_path, restore=True)) == {"added": 1, "same": RECORDS - 1}


def test_a_list_that_names_a_deleted_person_was_edited(loaded, tmp_path):
    Authorship.objects.filter(author__slug="luigi").delete()
    Author.objects.filter(slug="luigi").delete()
    report = load_engine(tmp_path)
    assert (report.deleted, report.edited) == (
        [Kept("papers.author", ("luigi",))],
        [Kept("papers.authorship", (PAPER,), rows=2)],
    )


def test_an_editors_own_paper_keeps_its_authors(tmp_path):
    PaperFactory(slug=PAPER, authors=[AuthorFactory(slug="ada")])
    report = load_engine(tmp_path)
    assert (
        Kept("papers.authorship", (PAPER,), ("author", "position", "printed_name", "profile_rank"), 2) in report.foreign
    )


def test_a_paper_loaded_without_authors_receives_them_later(tmp_path):
    load_engine(tmp_path, engine() | {"papers.authorship": []})
    assert told(load_engine(tmp_path)) == {"added": 2, "same": RECORDS - 2}


# Elsewhere


def test_a_dump_loads_and_passes_over_what_the_site_keeps_itself(loaded, tmp_path):
    dump = tmp_path / "dump.json"
    options = {"use_natural_foreign_keys": True, "use_natural_primary_keys": True, "verbosity": 0}
    call_command("dumpdata", "papers", output=str(dump), **options)
    for model in (Paper, Affiliation, Author, Institution, Venue, Page, Site, LoadedRecord):
        model.objects.all().delete()
    report = load(dump)
    assert (report.edited, report.foreign, report.deleted) == ([], [], [])
    assert report.added == RECORDS
    passed_over = f"Passed over: {report.made_by_site} records that the site keeps by itself."
    assert list(report.lines(dump))[1:] == [passed_over]


def test_a_newer_version_of_the_site_may_have_more_fields(loaded, tmp_path):
    for record in LoadedRecord.objects.filter(key__startswith="papers.author\t"):
        del record.fields["note"]
        record.save()
    assert told(load_engine(tmp_path, engine(author={"note": "London"}))) == {"updated": 1, "same": RECORDS - 1}


def test_lines_of_a_report(loaded, tmp_path):
    Link.objects.all().delete()
    Paper.objects.update(title="Sketch", language="fr")
    report = load_engine(tmp_path, engine(author={"bio": "Countess."}))
    assert list(report.lines(write(tmp_path / "engine.json", ENGINE))) == [
        f"{tmp_path}/engine.json: 0 added, 1 updated, {RECORDS - 3} the same, 1 left alone, 1 left out.",
        "Left alone because somebody edited them here:",
        f"  papers.paper {PAPER}: title, language",
        "Left out because somebody deleted them here; --restore brings them back:",
        f"  papers.link {PAPER}, https://example.org/engine",
    ]
