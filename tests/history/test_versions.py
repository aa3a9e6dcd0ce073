"""Versions kept, restored, and brought back after deletion."""

import pytest
from django.contrib.auth.models import User

from papers.history import (
    NotWrittenError,
    deleted_versions,
    keep_versions,
    recover,
    restore,
    state_in,
    state_of,
    versions_kept,
)
from papers.history.versions import versions_of
from papers.models import Address, Author, Credit, Identifier, Metric, Paper, Venue, set_authors
from tests.factories import (
    AffiliationFactory,
    AuthorFactory,
    AuthorNameFactory,
    IdentifierFactory,
    InstitutionFactory,
    LinkFactory,
    MetricFactory,
    PaperFactory,
    VenueFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def user():
    return User.objects.create_user("ada")


@pytest.fixture
def paper():
    paper = PaperFactory(
        title="Sketch",
        slug="sketch",
        citation_key="lovelace-1843-sketch",
        authors=[AuthorFactory(display_name=name) for name in ("Ada", "Charles", "Luigi")],
        institutions=InstitutionFactory.create_batch(2),
        venue=VenueFactory(),
    )
    IdentifierFactory(paper=paper, value="10.1000/1")
    LinkFactory(paper=paper)
    paper.cross_listed.add("1", "2")
    return paper


def changed(paper, user):
    """Change everything about `paper`, and return its version from before."""
    with versions_kept(Paper, [paper.pk], user, "Changed."):
        paper.title, paper.slug, paper.citation_key, paper.venue = "Notes", "notes", "other", None
        paper.save()
        first, _second, third = (row.author for row in paper.authorships.all())
        set_authors(paper, [Credit(third), Credit(first)])
        paper.institution_entries.all().delete()
        paper.identifiers.all().delete()
        paper.links.update(label="Engine")
        paper.cross_listed.clear()
    return versions_of(Paper, [paper.pk]).last()


def comments(record) -> list[str]:
    return [version.revision.comment for version in versions_of(type(record), [record.pk])]


def test_the_first_change_keeps_what_was_there_and_what_became_of_it(paper, user):
    changed(paper, user)
    assert comments(paper) == [
        "Changed.",
        "As it was found: from an import, a command, or before versions were kept.",
    ]


def test_a_change_that_no_version_tells_of_is_kept_before_the_next(paper, user):
    changed(paper, user)
    Paper.objects.update(title="By an import")
    with versions_kept(Paper, [paper.pk], user, "Again."):
        Paper.objects.update(title="Again")
    assert [comment[:8] for comment in comments(paper)] == ["Again.", "As it wa", "Changed.", "As it wa"]


def test_no_version_is_kept_where_nothing_changed(paper, user):
    for _round in range(2):
        with versions_kept(Paper, [paper.pk], user, "Nothing."):
            paper.save()
    assert len(comments(paper)) == 1


def test_a_restored_version_is_the_whole_state_and_a_version_of_its_own(paper, user):
    before = state_of(paper)
    version = changed(paper, user)
    assert restore(paper, version, user, "Restored.") == []
    assert state_of(paper) == before
    assert comments(paper)[0] == "Restored."
    assert [row.author.display_name for row in paper.authorships.all()] == ["Ada", "Charles", "Luigi"]


def test_both_addresses_lead_to_a_restored_paper(paper, user):
    restore(paper, changed(paper, user), user, "")
    assert set(Address.objects.filter(paper=paper).values_list("value", flat=True)) == {"sketch", "notes"}


def test_restoring_leaves_alone_whether_a_paper_is_shown(paper, user):
    version = changed(paper, user)
    Paper.objects.update(status="draft", imported={"title": "x"})
    restore(paper, version, user, "")
    paper.refresh_from_db()
    assert (paper.status, paper.imported, paper.title) == ("draft", {"title": "x"}, "Sketch")


def test_what_another_record_owns_now_stays_with_it(paper, user):
    version = changed(paper, user)
    other = PaperFactory(citation_key="lovelace-1843-sketch")
    IdentifierFactory(paper=other, value="10.1000/1")
    assert restore(paper, version, user, "") == [
        "The citation key “lovelace-1843-sketch” is another record's now and was left out.",
        "The identifier 10.1000/1 is another paper's now and was left out.",
    ]
    assert Identifier.objects.get().paper == other


def test_what_is_gone_is_left_out_and_named(paper, user):
    version = changed(paper, user)
    charles = Author.objects.get(display_name="Charles")
    charles.delete()
    Venue.objects.all().delete()
    assert restore(paper, version, user, "") == [
        f"Venue “{version_name(version)}” is no longer here and was left out.",
        "Person “Charles” is no longer here and was left out.",
    ]
    assert list(paper.authorships.values_list("position", "printed_name")) == [(1, "Ada"), (2, "Luigi")]


def version_name(version) -> str:
    """Return what the venue was called."""
    [(name, _key)] = state_in(version).names["papers.venue"].values()
    return name


def test_two_people_who_have_become_one_are_restored_once(paper, user):
    version = changed(paper, user)
    charles, ada = Author.objects.get(display_name="Charles"), Author.objects.get(display_name="Ada")
    charles.delete()
    Address.objects.create(value="charles", author=ada)
    assert restore(paper, version, user, "") == []
    assert list(paper.authorships.values_list("position", "printed_name")) == [(1, "Ada"), (2, "Luigi")]


def test_a_deleted_paper_comes_back_with_all_that_belongs_to_it(paper, user):
    before, key = state_of(paper), paper.pk
    keep_versions(Paper, [key], user, "Deleted.", always=True)
    paper.delete()
    [version] = deleted_versions(Paper)
    back, said = recover(Paper, version, user, "Back.", as_draft=False)
    assert (back.pk, said, state_of(back)) == (key, [], before)
    assert list(deleted_versions(Paper)) == []


def test_a_deleted_paper_comes_back_as_a_draft_for_whoever_may_not_publish(paper, user):
    keep_versions(Paper, [paper.pk], user, "Deleted.", always=True)
    paper.delete()
    back, _said = recover(Paper, deleted_versions(Paper).get(), user, "Back.", as_draft=True)
    assert back.status == "draft"


def test_an_address_that_was_given_away_is_not_taken_back(paper, user):
    keep_versions(Paper, [paper.pk], user, "Deleted.", always=True)
    paper.delete()
    PaperFactory(slug="sketch")
    back, said = recover(Paper, deleted_versions(Paper).get(), user, "Back.", as_draft=False)
    assert (back.slug, said) == ("sketch-2", ["The slug “sketch” is another record's now and was left out."])


def test_a_deleted_person_comes_back_with_names_places_and_figures(user):
    ada = AuthorFactory(portrait="portraits/gone.webp", portrait_width=1, portrait_height=1, portrait_alt="Ada")
    for factory in (AuthorNameFactory, AffiliationFactory, MetricFactory):
        factory(author=ada)
    keep_versions(Author, [ada.pk], user, "Deleted.", always=True)
    ada.delete()
    back, said = recover(Author, deleted_versions(Author).get(), user, "Back.", as_draft=False)
    assert said == ["The portrait was deleted with the record: upload it again."]
    assert (back.names.count(), back.affiliations.count(), back.portrait.name) == (1, 1, "")
    assert Metric.objects.get().author == back


def test_what_is_there_again_is_not_brought_back(paper, user):
    keep_versions(Paper, [paper.pk], user, "Deleted.", always=True)
    with pytest.raises(NotWrittenError, match="It is there already"):
        recover(Paper, versions_of(Paper, [paper.pk]).get(), user, "", as_draft=False)


def test_a_venue_whose_name_another_has_is_not_restored(user):
    venue = VenueFactory(name="Memoirs")
    with versions_kept(Venue, [venue.pk], user, ""):
        Venue.objects.update(name="Notes")
    VenueFactory(name="Memoirs")
    with pytest.raises(NotWrittenError, match="Another record is called “Memoirs” now"):
        restore(venue, versions_of(Venue, [venue.pk]).last(), user, "")


@pytest.mark.parametrize("many", [2, 20])
def test_versions_of_many_papers_cost_a_fixed_number_of_queries(user, many, django_assert_num_queries):
    papers = [PaperFactory(authors=AuthorFactory.create_batch(2)) for _number in range(many)]
    keep_versions(Paper, [papers[0].pk], user, "")  # what kinds of records there are is asked once
    with django_assert_num_queries(11):
        keep_versions(Paper, [paper.pk for paper in papers], user, "Published.")
