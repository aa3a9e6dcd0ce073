"""A complete export taken in: everything comes back as it was, and nobody who is here is changed."""

import json
from datetime import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from papers.cataloguing import Options, import_bibliography, plan_bibliography, take_in, undo
from papers.models import Address, Author, AuthorName, Authorship, Category, Institution, Paper
from tests.cataloguing.complete_exports import empty_the_site, exported, restored
from tests.factories import (
    AuthorFactory,
    AuthorNameFactory,
    AuthorshipFactory,
    CategoryFactory,
    IdentifierFactory,
    InstitutionFactory,
    LinkFactory,
    PaperFactory,
    PaperInstitutionFactory,
    VenueFactory,
)

pytestmark = pytest.mark.django_db

NOON = "2030-01-01T12:00:00+00:00"
X = {"slug": "x", "display_name": "X"}


def reasons(batch) -> list[str]:
    return [reason for problems in batch.entries.values_list("problems", flat=True) for _field, reason in problems]


@pytest.fixture
def hard_site():
    """Papers and people that are hard to tell apart or to write down."""
    stanford = AuthorFactory(
        display_name="Yang Liu", note="Stanford, statistics", slug="yang-liu", orcid="0000-0002-1825-0097"
    )
    beijing = AuthorFactory(display_name="Yang Liu", note="Beijing, law", slug="yang-liu-2", is_profile=True)
    AuthorNameFactory(author=beijing, name="刘洋")
    AuthorNameFactory(author=beijing, name="Y. Lu", shown=False)
    beijing.slug = "liu-yang"
    beijing.save()
    group = AuthorFactory(display_name="Engines, Inc. Team", family_name="Engines, Inc. Team", sort_name="Engines")
    london = [InstitutionFactory(name="University of London", ror=ror) for ror in ("04cw6st05", None)]
    InstitutionFactory(name="On no paper")
    venue = VenueFactory(name="Advances", short_name="Adv.", kind="book", series="S", homepage="https://example.org/v")
    odd = CategoryFactory(code="History & Law", short_code="H&L", name="History and Law")
    first = PaperFactory(
        title="Sketch \ufffd of the Engine: “more” & \\LaTeX{} $x^2$",
        type="proceedings-paper",
        status="draft",
        abstract="  One.\r\n\r\nTwo\u2028three.  ",
        posted="2019-05",
        issued="2020",
        venue=venue,
        volume="3/4",
        pages="é1–9",
        editors="Charles Babbage\n Charles Babbage",
        keywords="looms;engines; looms",
        citation_key="liu:2020",
        publish_at=datetime.fromisoformat(NOON),
        retire_at=datetime.fromisoformat("2031-01-01T12:00:00.000001+00:00"),
        notice_kind="retraction",
        notice="Withdrawn.\nTwice.",
        notice_url="https://example.org/notice",
        extra={"zz": "1", "a": 'two\n"lines"', "file": "/home/ada/paper.pdf", "site": "x", "citation_key": "y"},
        imported={"volume": "0123456789", "issue": "abcdef0123"},
        institutions=london,
    )
    AuthorshipFactory(paper=first, author=stanford, printed_name="Yang Liu", affiliation="Stanford;\nCA", role="lead")
    AuthorshipFactory(paper=first, author=beijing, position=2, corresponding=True, profile_rank=0)
    AuthorshipFactory(paper=first, author=group, position=4, printed_name="et al.", equal_contribution=True)
    first.cross_listed.set([odd, Category.objects.get(code="cs.CL")])
    for scheme, value in (("doi", "10.1000/b"), ("doi", "10.1000/a"), ("isbn", "9780262033848")):
        IdentifierFactory(paper=first, scheme=scheme, value=value)
    LinkFactory(paper=first, kind="code", url="https://example.org/code", label="The code; all of it")
    LinkFactory(paper=first, kind="pdf", url="http://localhost/a.pdf")
    for _twin in range(2):  # works that no file but this would tell apart
        PaperFactory(title="Untitled", posted="1843", authors=[beijing], citation_key=None)
    first.slug = "the-sketch"
    first.save()


def test_a_hard_site_comes_back_to_the_byte(hard_site):
    before = exported()
    empty_the_site()
    Category.objects.filter(code="History & Law").delete()
    batch = restored(before)
    assert (exported(), batch.counts["new"], reasons(batch)) == (before, 3, [])


def test_what_a_paper_and_its_people_were_is_in_the_tables_again(hard_site):
    before = exported()
    empty_the_site()
    restored(before)
    paper = Paper.objects.get(slug="the-sketch")
    assert (paper.status, paper.primary_category, paper.cross_listed.count()) == ("draft", None, 2)
    assert paper.publish_at.isoformat() == NOON
    assert list(Author.objects.filter(display_name="Yang Liu").order_by("slug").values_list("slug", "note")) == [
        ("liu-yang", "Beijing, law"),
        ("yang-liu", "Stanford, statistics"),
    ]
    assert Address.objects.get(value="yang-liu-2").author.slug == "liu-yang"
    assert Address.objects.exclude(value="the-sketch").get(paper=paper).value.startswith("sketch-")
    assert list(AuthorName.objects.values_list("name", "shown").order_by("shown")) == [
        ("Y. Lu", False),
        ("刘洋", True),
    ]
    assert Authorship.objects.get(profile_rank=0).author.is_profile
    assert Institution.objects.filter(name="University of London").count() == 2


def test_a_second_run_finds_everything_the_same(hard_site):
    text = exported()
    counts = plan_bibliography(take_in(text.encode(), "site.jsonl", options=Options(full=True)))
    assert counts == {"new": 0, "same": 3, "changed": 0, "conflict": 0, "refused": 0}


def test_taking_it_in_is_undone_whole(hard_site):
    text = exported()
    empty_the_site()
    batch = restored(text)
    assert (undo(batch), Paper.objects.count(), Author.objects.count(), Address.objects.count()) == ([], 0, 0, 0)


def test_what_was_edited_since_stays(hard_site):
    text = exported()
    empty_the_site()
    batch = restored(text)
    Paper.objects.filter(slug="the-sketch").update(volume="5")
    (kept,) = undo(batch)
    assert (kept.endswith("stays: edited since in volume."), Paper.objects.get().slug) == (True, "the-sketch")


def test_fields_edited_by_hand_are_locked_as_before(hard_site):
    text = exported()
    empty_the_site()
    restored(text)
    assert Paper.objects.get(slug="the-sketch").imported == {"volume": "0123456789", "issue": "abcdef0123"}


def test_only_what_is_missing_is_added_and_nobody_here_is_changed(hard_site):
    text = exported()
    Paper.objects.filter(slug="the-sketch").delete()
    Author.objects.filter(slug="liu-yang").update(note="Edited since")
    batch = restored(text)
    assert (batch.counts["new"], batch.counts["same"]) == (1, 2)
    assert Author.objects.get(slug="liu-yang").note == "Edited since"
    assert Author.objects.count() == 3


def test_an_address_that_is_somebody_else_s_here_makes_nobody_the_same(hard_site):
    text = exported()
    empty_the_site()
    other = AuthorFactory(display_name="Grace Hopper", slug="yang-liu")
    site = json.loads(text.partition("\n")[0])["site"]
    place = InstitutionFactory(name="Harvard", slug=site["institutions"][1]["slug"])
    batch = restored(text)
    assert reasons(batch)[:2] == [
        f"The address “{place.slug}” is that of Harvard here.",
        "The address “yang-liu” is that of Grace Hopper here.",
    ]
    assert (other.papers.count(), place.papers.count()) == (0, 0)
    assert Author.objects.get(note="Stanford, statistics").slug == "yang-liu-3"


def test_one_who_cannot_have_their_address_is_one_person_in_the_whole_file(hard_site, monkeypatch):
    text = exported()
    empty_the_site()
    AuthorFactory(display_name="Grace Hopper", slug="liu-yang")
    monkeypatch.setattr("papers.cataloguing.plan.CHUNK", 1)
    assert reasons(restored(text)) == ["The address “liu-yang” is that of Grace Hopper here."]
    assert Author.objects.get(slug="liu-yang-2").papers.count() == 3


def test_without_being_asked_for_it_brings_drafts_and_who_is_who_is_found_out(hard_site):
    text = exported()
    empty_the_site()
    import_bibliography(take_in(text.encode(), "site.jsonl", options=Options(publish=True)))
    assert set(Paper.objects.values_list("status", flat=True)) == {"published"}
    assert set(Author.objects.values_list("note", flat=True)) == {""}


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"notice_url": "ftp://example.org"}, "notice_url: Enter a valid URL."),
        ({"publish_at": NOON, "retire_at": NOON}, "It is to disappear before it appears."),
        ({"authors": [X | {"display_name": ""}]}, "display_name: This field cannot be blank."),
        ({"authors": [X | {"role": "r" * 201}]}, "role: Ensure this value has at most 200 characters"),
        ({"authors": [X | {"names": [{"name": "", "shown": True}]}]}, "name: This field cannot be blank."),
    ],
)
def test_what_cannot_be_stored_is_refused_with_the_reason(change, reason):
    PaperFactory(authors=[AuthorFactory()])
    line = json.loads(exported())
    line["site"] |= change
    empty_the_site()
    batch = restored(json.dumps(line))
    assert (batch.counts["refused"], reasons(batch)[0].startswith(reason)) == (1, True)
    assert Author.objects.count() == 0


@pytest.mark.parametrize("text", ["a\x00", "\ud800"])
def test_a_reason_that_quotes_what_cannot_be_stored_can(text):
    batch = restored(json.dumps({"title": "Notes", "type": "article", "posted": text}))
    assert (batch.counts["refused"], "\ufffd" in reasons(batch)[0]) == (1, True)


@pytest.mark.parametrize("kind", ["authors", "institutions"])
def test_one_who_stands_twice_is_refused(kind):
    paper = PaperFactory(authors=[AuthorFactory()])
    PaperInstitutionFactory(paper=paper)
    line = json.loads(exported())
    line[kind] *= 2
    line["site"][kind] *= 2
    empty_the_site()
    assert restored(json.dumps(line)).counts["refused"] == 1


def test_an_export_costs_as_many_queries_for_two_papers_as_for_one(django_assert_num_queries):
    def make():
        AuthorNameFactory(author=(author := AuthorFactory()))
        PaperFactory(authors=[author], institutions=[InstitutionFactory()], primary_category=CategoryFactory())

    make()
    with CaptureQueriesContext(connection) as one:
        exported()
    make()
    with django_assert_num_queries(len(one)):
        exported()
