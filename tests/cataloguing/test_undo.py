"""An import taken back."""

import pytest

from papers.cataloguing import NotAppliedError, undo
from papers.exports.json_lines import full_object
from papers.models import Author, Category, Institution, Paper, Venue
from tests.cataloguing.reading import applied, person, record
from tests.cataloguing.test_save import DOI, FULL
from tests.factories import AuthorFactory, PaperFactory

pytestmark = pytest.mark.django_db

MODELS = (Author, Category, Institution, Paper, Venue)


def site() -> list:
    """Return all that the site says."""
    papers = Paper.objects.for_page().prefetch_related("authorships__author__names").order_by("pk")
    return [*map(full_object, papers), *[list(model.objects.order_by("pk").values_list("pk")) for model in MODELS]]


def test_an_import_into_an_empty_site_leaves_it_empty():
    before = site()
    batch = applied(FULL, record("Looms", "Ada Lovelace"))
    assert undo(batch) == []
    assert site() == before


def test_every_changed_field_is_as_it_was():
    applied(record("An Engine", "Ada Lovelace", identifiers=DOI, abstract="It.", venue="Looms", categories=("cs.LG",)))
    before = site()
    batch = applied(FULL)
    assert site() != before
    assert undo(batch) == []
    assert site() == before


def test_locks_are_as_they_were():
    applied(record(identifiers=DOI, volume="3"))
    before = Paper.objects.get().imported
    undo(applied(record(identifiers=DOI, volume="4", pages="1")))
    assert Paper.objects.get().imported == before


def test_an_orcid_is_taken_back():
    applied(record("Looms", "Wei Wang"))
    undo(applied(record("Looms", person("Wei Wang", orcid="0000-0002-1825-0097"))))
    assert Author.objects.get().orcid is None


def test_an_edited_paper_stays_and_is_named():
    batch = applied(record("Looms", "Ada Lovelace"), record("Mills", "Wei Wang"))
    paper = Paper.objects.get(title="Looms")
    paper.volume = "3"
    paper.save()
    assert undo(batch) == ["“Looms” stays: edited since in volume."]
    assert list(Author.objects.values_list("display_name", flat=True)) == ["Ada Lovelace"]


def test_a_published_paper_stays_and_is_named():
    batch = applied(record("Looms"))
    paper = Paper.objects.get()
    paper.status = "published"
    paper.save()
    assert undo(batch) == ["“Looms” stays: edited since."]


def test_a_field_edited_since_stays_and_the_others_go_back():
    applied(record("Looms", identifiers=DOI, volume="3", pages="1"))
    batch = applied(record("Looms", identifiers=DOI, volume="4", pages="2"))
    Paper.objects.update(volume="IV")
    assert undo(batch) == ["“Looms” keeps volume: edited since."]
    assert Paper.objects.values_list("volume", "pages").get() == ("IV", "1")


def test_a_paper_that_a_later_import_changed_stays():
    batch = applied(record("Looms", identifiers=DOI))
    later = applied(record("Looms", identifiers=DOI, volume="4"))
    assert undo(batch) == ["“Looms” stays: a later import changed it."]
    assert undo(later) == []
    assert Paper.objects.get().volume == ""


def test_a_person_who_is_used_or_edited_since_stays():
    batch = applied(record("Looms", "Ada Lovelace", "Wei Wang"))
    PaperFactory(authors=[Author.objects.get(display_name="Ada Lovelace")])
    Author.objects.get(display_name="Wei Wang").save()
    assert undo(batch) == ["Wei Wang stays: edited since."]
    assert Author.objects.count() == 2


def test_what_was_there_before_stays():
    AuthorFactory(display_name="Ada Lovelace", orcid="0000-0002-1825-0097")
    undo(applied(record("Looms", person("Ada Lovelace", orcid="0000-0002-1825-0097"))))
    assert Author.objects.count() == 1


def test_a_paper_deleted_since_is_no_matter():
    batch = applied(record("Looms", "Ada Lovelace"))
    Paper.objects.all().delete()
    assert undo(batch) == []
    assert not Author.objects.exists()


def test_a_second_undoing_is_refused():
    batch = applied(record())
    undo(batch)
    with pytest.raises(NotAppliedError) as caught:
        undo(batch)
    assert str(caught.value) == f"Import {batch.pk} is not applied: there is nothing to undo."
