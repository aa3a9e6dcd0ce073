"""Institutions and venues made one, and what imports and their undoing make of that."""

import pytest

from papers.cataloguing import undo
from papers.history import versions_of
from papers.merge import ledger, take_back
from papers.models import Author, Institution, Paper, PaperInstitution, Venue
from tests.cataloguing.reading import applied, record
from tests.factories import AffiliationFactory, AuthorFactory, InstitutionFactory, PaperFactory, VenueFactory
from tests.merge.reading import dump, merged

pytestmark = pytest.mark.django_db

DOI = (("doi", "10.1000/1"),)


def test_papers_and_affiliations_go_to_one_institution(client, capsys):
    kept, gone, other = InstitutionFactory.create_batch(3)
    PaperFactory(institutions=[kept])
    both = PaperFactory(institutions=[gone, other, kept])
    PaperFactory(institutions=[gone])
    AffiliationFactory(institution=gone)
    AffiliationFactory(institution=gone, author=AffiliationFactory(institution=kept).author)
    before = dump(capsys)
    done = merged(kept, gone)
    assert list(both.institution_entries.values_list("position", "institution")) == [(1, kept.pk), (2, other.pk)]
    assert (PaperInstitution.objects.count(), kept.affiliations.count()) == (4, 2)
    assert client.get(f"/institutions/{gone.slug}/").url == f"/institutions/{kept.slug}/"
    assert take_back(done, None) == []
    assert dump(capsys) == before


def test_papers_go_to_one_venue(capsys):
    kept, gone = VenueFactory(), VenueFactory(short_name="ICML", kind="conference")
    PaperFactory.create_batch(2, venue=kept)
    paper = PaperFactory(venue=gone)
    before = dump(capsys)
    done = merged(kept, gone)
    paper.refresh_from_db()
    assert (paper.venue, paper.venue.short_name) == (kept, "ICML")
    assert take_back(done, None) == []
    assert dump(capsys) == before


def test_a_paper_given_another_venue_since_stays_and_is_named():
    kept, gone, third = VenueFactory.create_batch(3)
    PaperFactory.create_batch(2, venue=kept)
    paper = PaperFactory(venue=gone, title="On Engines")
    done = merged(kept, gone)
    Paper.objects.filter(pk=paper.pk).update(venue=third)
    assert take_back(done, None) == ["“On Engines” (paper) keeps venue: edited since."]


def test_an_import_knows_merged_places_by_their_names():
    applied(record(venue="ICML", institutions=("MIT",)), record("Looms", venue="Looms", institutions=("Mill",)))
    merged(*Venue.objects.all(), column_name=Venue.objects.get(name="ICML").pk)
    merged(*Institution.objects.all(), column_name=Institution.objects.get(name="MIT").pk)
    applied(record("Mills", venue="Looms", institutions=("Mill",)))
    paper = Paper.objects.get(title="Mills")
    assert (paper.venue.name, paper.listed_institutions[0].name) == ("ICML", "MIT")
    assert (Venue.objects.count(), Institution.objects.count()) == (1, 1)


def test_an_undone_import_gives_back_what_merged_records_became():
    applied(record("Looms", "Ada Lovelace", identifiers=DOI, venue="ICML", institutions=("MIT",)))
    batch = applied(record("Looms", "Wei Wang", identifiers=DOI, venue="Looms", institutions=("Mill",)))
    venue, place, person = VenueFactory(), InstitutionFactory(), AuthorFactory(is_profile=True)
    PaperFactory(venue=venue, institutions=[place])
    merged(venue, Venue.objects.get(name="ICML"))
    merged(place, Institution.objects.get(name="MIT"))
    merged(person, Author.objects.get(display_name="Ada Lovelace"))
    undo(batch)
    paper = Paper.objects.get(title="Looms")
    assert (paper.venue, paper.listed_institutions, [row.author for row in paper.authorships.all()]) == (
        venue,
        [place],
        [person],
    )


def test_the_history_of_records_and_papers_says_what_was_merged():
    kept, gone = AuthorFactory(is_profile=True), AuthorFactory()
    paper = PaperFactory(authors=[gone])
    done = merged(kept, gone)
    newest = [versions_of(type(record), [record.pk]).first() for record in (kept, gone, paper)]
    assert [version.revision.comment for version in newest] == [done.label] * 3


def test_the_history_of_very_many_papers_is_left_to_the_ledger(monkeypatch):
    monkeypatch.setattr(ledger, "PAPERS_IN_HISTORY", 1)
    kept, gone = AuthorFactory(is_profile=True), AuthorFactory()
    papers = [PaperFactory(authors=[gone]) for _number in range(2)]
    merged(kept, gone)
    assert versions_of(Paper, [paper.pk for paper in papers]).exists() is False
    assert versions_of(Author, [kept.pk]).exists()
