"""The site's own words."""

from django.urls import reverse

from papers.models import Page, Site
from tests.admin.forms import filled
from tests.factories import PageFactory, SiteFactory

LIST = reverse("admin:papers_site_changelist")
ADD = reverse("admin:papers_site_add")
CHANGE = reverse("admin:papers_site_change", args=[1])


def test_list_leads_to_the_empty_form(editor):
    assert editor.get(LIST).url == ADD


def test_list_leads_to_the_one_form(editor):
    SiteFactory()
    assert editor.get(LIST).url == CHANGE


def test_no_second_site_is_added(editor):
    form = filled(editor.get(ADD))
    SiteFactory(title="Ada Lovelace")
    assert [editor.get(ADD).status_code, editor.post(ADD, form | {"title": "Other"}).status_code] == [403, 403]
    assert [site.title for site in Site.objects.all()] == ["Ada Lovelace"]


def test_site_is_not_deleted(editor):
    SiteFactory()
    assert editor.post(reverse("admin:papers_site_delete", args=[1]), {"post": "yes"}).status_code == 403


def test_saving_the_site_leads_back_to_its_form(editor):
    SiteFactory()
    response = editor.post(CHANGE, filled(editor.get(CHANGE)) | {"title": "Countess"}, follow=True)
    assert (response.request["PATH_INFO"], Site.objects.get().title) == (CHANGE, "Countess")


def test_site_leads_to_the_home_page(editor):
    SiteFactory()
    assert editor.get(CHANGE).context["absolute_url"] == "/"


def test_page_with_the_title_of_a_part_of_the_site_gets_a_slug_of_its_own(editor):
    address = reverse("admin:papers_page_add")
    editor.post(address, filled(editor.get(address)) | {"title": "Papers", "slug": "papers"})
    assert Page.objects.get().slug == "papers-page"


def test_pages_stand_in_the_order_of_the_menu(editor):
    PageFactory(title="Second", menu_position=2)
    PageFactory(title="First", menu_position=1)
    listed = editor.get(reverse("admin:papers_page_changelist")).context["cl"].result_list
    assert [page.title for page in listed] == ["First", "Second"]
