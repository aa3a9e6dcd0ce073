"""A profile from a name and a bibliography."""

import pytest

from papers.beginning import NothingBegunError, begin_profile
from papers.cataloguing import Options, take_in, undo
from papers.models import Author, ImportBatch, Paper, Site
from papers.starting_over import new_profile
from tests.factories import AuthorFactory, PaperFactory, SiteFactory

pytestmark = pytest.mark.django_db

WORKS = b"""@article{notes, author = {Lovelace, Ada and Charles Babbage}, title = {Notes on the Engine}, year = 1843}
@article{again, author = {Ada Lovelace}, title = {Notes on the Engine}, year = 1843}
@book{other, author = {A. Lovelace}, title = {On Looms}, year = 1844}
"""


def begin(author: Author, content: bytes = WORKS, **options) -> ImportBatch:
    return begin_profile(author, take_in(content, "works.bib", options=Options(**options)))


def names_of_profiles() -> list[str]:
    return list(Author.objects.profiles().values_list("display_name", flat=True))


def test_an_empty_site_gets_the_profile_its_works_and_its_title():
    batch = begin(new_profile("Ada Lovelace"), publish=True)
    ada = Author.objects.get(is_profile=True)
    assert list(ada.papers.values_list("title", "status")) == [("Notes on the Engine", "published")]
    assert (batch.counts["new"], batch.counts["refused"], Site.objects.current().title) == (2, 1, "Ada Lovelace")


def test_a_department_gets_one_profile_more_and_keeps_its_title():
    SiteFactory(title="Engines")
    AuthorFactory(display_name="Grace Hopper", is_profile=True)
    PaperFactory(title="Kept")
    begin(new_profile("Ada Lovelace"))
    assert (names_of_profiles(), Site.objects.current().title) == (["Grace Hopper", "Ada Lovelace"], "Engines")
    assert Paper.objects.filter(title="Kept").exists()


def test_somebody_known_gets_the_profile():
    ada = AuthorFactory(display_name="Ada Lovelace")
    begin(ada)
    assert (names_of_profiles(), ada.papers.count(), Author.objects.filter(display_name="Ada Lovelace").count()) == (
        ["Ada Lovelace"],
        1,
        1,
    )


def test_a_new_profile_is_taken_back_with_its_works():
    batch = begin(new_profile("Ada Lovelace"))
    assert (undo(batch), Author.objects.count(), Paper.objects.count()) == ([], 0, 0)


def test_somebody_known_is_left_without_a_profile_once_more():
    ada = AuthorFactory(display_name="Ada Lovelace")
    assert undo(begin(ada)) == []
    ada.refresh_from_db()
    assert (ada.is_profile, Paper.objects.count()) == (False, 0)


def test_who_had_a_profile_keeps_it():
    ada = AuthorFactory(display_name="Ada Lovelace", is_profile=True)
    undo(begin(ada))
    assert names_of_profiles() == ["Ada Lovelace"]


def test_a_profile_that_was_edited_since_stays():
    ada = AuthorFactory(display_name="Ada Lovelace")
    batch = begin(ada)
    Author.objects.get(pk=ada.pk).save()
    assert (undo(batch), names_of_profiles()) == (["Ada Lovelace keeps the profile: edited since."], ["Ada Lovelace"])


def test_without_an_entry_nothing_begins():
    with pytest.raises(NothingBegunError, match=r"^No entry was found in it, so there is nothing to begin with\.$"):
        begin(new_profile("Ada Lovelace"), b"@comment{nothing}")
    assert (Author.objects.count(), ImportBatch.objects.count(), Site.objects.count()) == (0, 0, 0)
