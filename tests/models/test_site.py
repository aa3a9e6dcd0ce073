"""The site's own words and pages."""

import pytest
from django.db import IntegrityError, transaction

from papers.models import Page, Site
from tests.factories import PageFactory, SiteFactory

pytestmark = pytest.mark.django_db


def test_a_site_that_nobody_edited_has_a_title():
    assert (Site.objects.current().title, Site.objects.count()) == ("Papers", 0)


def test_the_site_as_edited():
    SiteFactory(title="Ada's papers")
    assert Site.objects.current().title == "Ada's papers"


@pytest.mark.parametrize("pk", [1, 2])
def test_a_second_site_is_refused(pk):
    SiteFactory(title="Ada's papers")
    with pytest.raises(IntegrityError), transaction.atomic():
        Site(pk=pk, title="Notes").save()
    assert list(Site.objects.values_list("pk", "title")) == [(1, "Ada's papers")]


def test_the_site_is_edited():
    SiteFactory(title="Ada's papers")
    site = Site.objects.current()
    site.title = "Notes"
    site.save()
    assert list(Site.objects.values_list("pk", "title")) == [(1, "Notes")]


def test_the_site_goes_by_its_title():
    assert str(Site(title="Notes")) == "Notes"


def test_linked_pages_stand_by_their_place_in_the_menu_and_title():
    for title, position in [("Teaching", 2), ("Contact", 1), ("About", 2), ("Imprint", None)]:
        PageFactory(title=title, menu_position=position)
    PageFactory(title="Accessibility", in_footer=True)
    assert [str(page) for page in Page.objects.linked()] == ["Contact", "About", "Teaching", "Accessibility"]
