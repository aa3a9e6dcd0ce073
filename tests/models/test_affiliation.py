"""Where people work."""

import pytest

from papers.models import Affiliation
from tests.factories import AffiliationFactory, AuthorFactory, InstitutionFactory, PaperFactory

pytestmark = pytest.mark.django_db


def test_what_lasts_comes_first_and_the_latest_next():
    author = AuthorFactory()
    for role, start, end in [
        ("past", "2001", "2005"),
        ("present", "2010", None),
        ("recent", "2006", "2010"),
        ("present, unknown since", None, None),
    ]:
        AffiliationFactory(author=author, role=role, start=start, end=end)
    roles = [affiliation.role for affiliation in author.affiliations.all()]
    assert roles == ["present", "present, unknown since", "recent", "past"]


@pytest.mark.parametrize("on_a_paper", [True, False])
def test_an_institution_has_a_page_if_it_is_public(on_a_paper):
    institution = AffiliationFactory().institution
    if on_a_paper:
        PaperFactory(institutions=[institution])
    assert Affiliation.objects.with_public_institutions().get().has_page == on_a_paper


def test_a_natural_key_without_a_start():
    affiliation = AffiliationFactory(role="Professor")
    assert Affiliation.objects.get_by_natural_key(*affiliation.natural_key()) == affiliation


def test_a_natural_key_with_a_start():
    affiliation = AffiliationFactory(start="2019-09")
    assert affiliation.natural_key() == (affiliation.author.slug, affiliation.institution.slug, "", "2019-09")


def test_an_affiliation_goes_by_person_and_institution():
    affiliation = AffiliationFactory(
        author=AuthorFactory(display_name="Ada Lovelace"), institution=InstitutionFactory(name="Cambridge")
    )
    assert str(affiliation) == "Ada Lovelace, Cambridge"
