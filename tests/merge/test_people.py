"""People made one, and two again."""

import pytest

from papers.merge import NotMergedError, NotUndoneError, merge, plan_merge, take_back
from papers.models import Affiliation, Author, AuthorName, Authorship, ImportBatch, Metric, ProfileLink
from tests.factories import (
    AffiliationFactory,
    AuthorFactory,
    AuthorNameFactory,
    AuthorshipFactory,
    CategoryFactory,
    ImportBatchFactory,
    InstitutionFactory,
    MetricFactory,
    PaperFactory,
    ProfileLinkFactory,
)
from tests.merge.reading import dump, merged

pytestmark = pytest.mark.django_db

ORCID = "0000-0002-1825-0097"
OTHER_ORCID = "0000-0001-5109-3700"


@pytest.fixture
def ada() -> Author:
    return AuthorFactory(display_name="Ada Lovelace", is_profile=True)


@pytest.fixture
def other() -> Author:
    return AuthorFactory(display_name="A. Lovelace")


def full_pair() -> tuple[Author, Author]:
    """Return two people who have something of everything, some of it in common."""
    kept = AuthorFactory(display_name="Ada Lovelace", is_profile=True, bio="Wrote notes.")
    gone = AuthorFactory(
        display_name="Augusta King", orcid=ORCID, field=CategoryFactory(), homepage="https://example.org"
    )
    place = InstitutionFactory()
    for person in (kept, gone):
        AuthorNameFactory(author=person, name="Augusta Ada King")
        ProfileLinkFactory(author=person, url="https://example.org/ada")
        AffiliationFactory(author=person, institution=place)
        MetricFactory(author=person, value=54)
    AuthorNameFactory(author=gone, name="A. A. L.", shown=False)
    AffiliationFactory(author=gone, institution=place, role="Countess", start="1838-07")
    MetricFactory(author=gone, value=7)
    MetricFactory(author=gone, kind="citations", value=1000)
    charles = AuthorFactory(display_name="Charles Babbage")
    PaperFactory(authors=[charles, gone], title="On Looms")
    both = PaperFactory(authors=[charles, gone, kept, AuthorFactory()], title="On Engines")
    Authorship.objects.filter(paper=both, author=gone).update(profile_rank=10, printed_name="A. King")
    gone.slug = "augusta"
    gone.save()
    return kept, gone


def printed(paper) -> list[tuple]:
    return list(paper.authorships.values_list("position", "author__display_name", "printed_name"))


# Merging


def test_papers_go_to_the_profile(ada, other):
    PaperFactory(authors=[other])
    merged(other, ada)
    assert list(Authorship.objects.values_list("author", "printed_name")) == [(ada.pk, "A. Lovelace")]
    assert not Author.objects.filter(pk=other.pk).exists()


def test_old_addresses_lead_to_the_person_that_stays(client, ada, other):
    other.slug = "countess"
    other.save()
    merged(ada, other)
    found = [client.get(f"/authors/{slug}/") for slug in ("a-lovelace", "countess")]
    assert [(answer.status_code, answer.url) for answer in found] == [(301, "/authors/ada-lovelace/")] * 2
    assert Author.objects.get_by_natural_key("countess") == ada


def test_the_orcid_leads_to_the_person_that_stays(client, ada):
    other = AuthorFactory(orcid=ORCID)
    merged(ada, other)
    assert client.get(f"/orcid/{ORCID}", follow=True).redirect_chain[-1][0] == "/authors/ada-lovelace/"


def test_the_address_of_either_may_stay(client, ada, other):
    merged(ada, other, column_slug=other.pk)
    assert Author.objects.get().slug == "a-lovelace"
    assert client.get("/authors/ada-lovelace/").url == "/authors/a-lovelace/"


def test_a_column_is_filled_from_whoever_has_it(ada):
    other = AuthorFactory(orcid=ORCID, note="mathematics", bio="Wrote notes.")
    merged(ada, other)
    ada.refresh_from_db()
    assert (ada.orcid, ada.note, ada.bio, ada.is_profile) == (ORCID, "mathematics", "Wrote notes.", True)


def test_what_is_chosen_stays(ada, other):
    merged(ada, other, column_display_name=other.pk)
    ada.refresh_from_db()
    assert (ada.display_name, ada.given_name, ada.sort_name) == ("A. Lovelace", "A.", "Lovelace, A.")


def test_of_two_orcids_one_has_to_be_chosen():
    one, two = AuthorFactory(orcid=ORCID), AuthorFactory(orcid=OTHER_ORCID)
    with pytest.raises(NotMergedError) as caught:
        merged(one, two)
    assert str(caught.value) == "Choose first: ORCID."
    merged(one, two, column_orcid=two.pk)
    assert Author.objects.get().orcid == OTHER_ORCID


@pytest.mark.parametrize(
    ("answer", "names"),
    [
        ("searched", [("A. Lovelace", False)]),
        ("shown", [("A. Lovelace", True)]),
        ("forgotten", []),
        ("?", [("A. Lovelace", False)]),
    ],
)
def test_the_name_that_goes_is_kept_as_asked(ada, other, answer, names):
    merged(ada, other, **{f"name_{other.pk}": answer})
    assert list(AuthorName.objects.values_list("name", "shown")) == names


def test_another_name_that_becomes_the_name_goes(ada, other):
    AuthorNameFactory(author=other, name="Ada Lovelace")
    merged(ada, other)
    assert list(AuthorName.objects.values_list("name", flat=True)) == ["A. Lovelace"]


def test_on_the_same_paper_one_place_stays_and_the_others_close_up(ada, other):
    charles, mary = AuthorFactory(display_name="Charles"), AuthorFactory(display_name="Mary")
    paper = PaperFactory(authors=[other, charles, ada, mary])
    merged(ada, other)
    assert printed(paper) == [(1, "Ada Lovelace", "A. Lovelace"), (2, "Charles", "Charles"), (3, "Mary", "Mary")]


def test_on_the_same_paper_the_chosen_place_stays(ada, other):
    charles = AuthorFactory(display_name="Charles")
    paper = PaperFactory(authors=[other, charles, ada])
    Authorship.objects.filter(author=other).update(corresponding=True, profile_rank=10, role="writing")
    merged(ada, other, **{f"paper_{paper.pk}": ada.pk})
    assert printed(paper) == [(1, "Charles", "Charles"), (2, "Ada Lovelace", "Ada Lovelace")]
    assert paper.authorships.filter(author=ada).values_list("corresponding", "profile_rank", "role").get() == (
        True,
        10,
        "writing",
    )


def test_ranks_go_along(ada, other):
    AuthorshipFactory(author=other, profile_rank=20)
    merged(ada, other)
    assert Authorship.objects.get().profile_rank == 20


def test_what_both_have_is_there_once():
    kept, gone = full_pair()
    merged(kept, gone)
    assert sorted(kept.names.values_list("name", "shown")) == [
        ("A. A. L.", False),
        ("Augusta Ada King", True),
        ("Augusta King", False),
    ]
    assert (ProfileLink.objects.count(), sorted(Affiliation.objects.values_list("role", flat=True))) == (
        1,
        ["", "Countess"],
    )


def test_figures_move_as_they_were_received_and_the_chosen_ones_count():
    kept, gone = full_pair()
    before = set(Metric.objects.values_list("pk", "kind", "value", "source", "received_on"))
    double = Metric.objects.get(author=gone, value=54).pk
    merged(kept, gone)
    after = set(kept.metrics.values_list("pk", "kind", "value", "source", "received_on"))
    assert {row[0] for row in before - after} == {double}
    assert [(figure.kind, figure.value) for figure in Metric.objects.current_for(kept)] == [
        ("h_index", 54),
        ("citations", 1000),
    ]
    assert Metric.objects.get(value=7).superseded_reason == (
        "It was received for “Augusta King”, before that became one with another record."
    )


def test_what_waits_in_the_inbox_waits_for_the_person_that_stays(ada, other):
    batch = ImportBatchFactory(owner=other, content=b"works", known_by=["doi:10.1000/engine"])
    merged(ada, other)
    assert list(ImportBatch.objects.inbox().values_list("pk", "owner", "known_by")) == [
        (batch.pk, ada.pk, ["doi:10.1000/engine"])
    ]


def test_three_become_one(ada, other):
    third = AuthorFactory(display_name="Lovelace")
    PaperFactory(authors=[third, ada, other])
    merged(ada, other, third)
    assert list(Authorship.objects.values_list("author", "position")) == [(ada.pk, 1)]


def test_one_alone_is_not_merged(ada):
    with pytest.raises(NotMergedError) as caught:
        merge(Author, [ada.pk, ada.pk], {}, "", None)
    assert str(caught.value) == "Choose two records or more: one of those chosen may be gone."


def test_a_stale_preview_is_refused(ada, other):
    digest = plan_merge(Author, [ada.pk, other.pk], {}).digest
    PaperFactory(authors=[other])
    with pytest.raises(NotMergedError) as caught:
        merge(Author, [ada.pk, other.pk], {}, digest, None)
    assert str(caught.value) == "Nothing was changed: something was edited since you looked. Look at it again."
    assert Author.objects.count() == 2


# Undoing


def test_undone_the_site_is_exactly_as_it_was(capsys):
    kept, gone = full_pair()
    before = dump(capsys)
    clocks = list(Author.objects.order_by("pk").values_list("created", "updated"))
    record = merged(kept, gone)
    assert dump(capsys) != before
    assert take_back(record, None) == []
    assert dump(capsys) == before
    assert list(Author.objects.order_by("pk").values_list("created", "updated")) == clocks


def test_undone_with_everything_chosen_otherwise_the_site_is_exactly_as_it_was(capsys):
    kept, gone = full_pair()
    before = dump(capsys)
    names = ("display_name", "slug", "is_profile", "bio", "homepage", "orcid", "field")
    record = merged(kept, gone, **{f"column_{name}": gone.pk for name in names}, figure_h_index=gone.pk)
    assert take_back(record, None) == []
    assert dump(capsys) == before


def test_undone_twice_is_refused(ada, other):
    record = merged(ada, other)
    take_back(record, None)
    with pytest.raises(NotUndoneError) as caught:
        take_back(record, None)
    assert str(caught.value) == "This is undone already."


def test_a_column_edited_since_stays_and_is_named(ada, other):
    other.note = "mathematics"
    other.save()
    record = merged(ada, other)
    ada.refresh_from_db()
    ada.note = "statistics"
    ada.save()
    assert take_back(record, None) == ["“Ada Lovelace” (person) keeps note: edited since."]
    ada.refresh_from_db()
    assert (ada.note, Author.objects.get(pk=other.pk).note) == ("statistics", "mathematics")


def test_a_paper_edited_since_stays_and_is_named(ada, other):
    paper = PaperFactory(authors=[other, ada], title="On Engines")
    record = merged(ada, other)
    Authorship.objects.filter(paper=paper).update(printed_name="Ada")
    assert take_back(record, None) == ["“On Engines” (author) stays as it is: edited since."]
    assert printed(paper) == [(1, "Ada Lovelace", "Ada")]


def test_an_orcid_given_to_somebody_else_since_keeps_a_merge_from_being_undone(ada):
    other = AuthorFactory(display_name="A. Lovelace", orcid=ORCID)
    record = merged(ada, other)
    Author.objects.update(orcid=None)
    AuthorFactory(orcid=ORCID)
    with pytest.raises(NotUndoneError) as caught:
        take_back(record, None)
    assert str(caught.value) == "“A. Lovelace” cannot be brought back: Person with this ORCID already exists."
    assert not Author.objects.filter(pk=other.pk).exists()


def test_an_orcid_of_before_that_is_somebody_elses_by_now_keeps_a_merge_from_being_undone():
    one, two = AuthorFactory(orcid=ORCID), AuthorFactory(orcid=OTHER_ORCID)
    record = merged(one, two, column_orcid=two.pk)
    AuthorFactory(orcid=ORCID)
    with pytest.raises(NotUndoneError) as caught:
        take_back(record, None)
    assert str(caught.value) == (
        "Nothing was undone: a name, address or identifier of before is by now that of another record."
    )
    assert not Author.objects.filter(pk=two.pk).exists()


def test_a_merge_on_which_another_builds_is_undone_after_it(ada, other, capsys):
    third = AuthorFactory(display_name="Lovelace", is_profile=True)
    PaperFactory(authors=[third])
    PaperFactory(authors=[third])
    PaperFactory(authors=[other])
    before = dump(capsys)
    first = merged(ada, other)
    second = merged(third, ada)
    with pytest.raises(NotUndoneError) as caught:
        take_back(first, None)
    assert str(caught.value) == f"Undo number {second} first, which builds on this one."
    assert take_back(second, None) + take_back(first, None) == []
    assert dump(capsys) == before


def test_merges_into_one_person_are_undone_in_any_order(ada, other, capsys):
    third = AuthorFactory(display_name="Lovelace")
    PaperFactory(authors=[other])
    PaperFactory(authors=[third])
    before = dump(capsys)
    first, second = merged(ada, other), merged(ada, third)
    assert take_back(first, None) + take_back(second, None) == []
    assert len(dump(capsys)) == len(before)
    assert sorted(Authorship.objects.values_list("author", flat=True)) == [other.pk, third.pk]
