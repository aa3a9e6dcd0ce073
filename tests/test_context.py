"""What every page is given."""

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test.utils import CaptureQueriesContext

from papers.context import frame, navigation
from papers.models import Page, Site
from tests.factories import AuthorFactory, PageFactory, PaperFactory, SiteFactory

pytestmark = pytest.mark.django_db


def current(path: str) -> list[str]:
    return [item.label for item in menu(path) if item.current]


def menu(path: str) -> list:
    return list(navigation(path, frame().pages, frame().profiles))


@pytest.fixture
def one_profile():
    return AuthorFactory(display_name="Ada Lovelace", is_profile=True)


def test_the_menu(one_profile):
    PageFactory(title="Teaching", menu_position=2)
    PageFactory(title="Contact", menu_position=1)
    PageFactory(title="Imprint")
    assert [(item.label, item.url) for item in menu("/")] == [
        ("Profile", "/"),
        ("Papers", "/papers/"),
        ("People", "/authors/"),
        ("Institutions", "/institutions/"),
        ("Contact", "/contact/"),
        ("Teaching", "/teaching/"),
    ]


def test_several_profiles_are_called_so():
    AuthorFactory.create_batch(2, is_profile=True)
    assert menu("/")[0].label == "Profiles"


@pytest.mark.parametrize(
    ("path", "labels"),
    [
        *(("/", ["Profile"]), ("/authors/ada-lovelace/", ["Profile"]), ("/authors/", ["People"])),
        *(("/authors/mary/", ["People"]), ("/papers/", ["Papers"]), ("/papers/sketch/", ["Papers"])),
        *(("/institutions/london/", ["Institutions"]), ("/contact/", ["Contact"]), ("/imprint/", [])),
    ],
)
def test_the_current_entry(one_profile, path, labels):
    PageFactory(title="Contact", menu_position=1)
    assert current(path) == labels


def test_among_several_profiles_each_is_found_under_people():
    people = AuthorFactory.create_batch(3, is_profile=True)
    assert [current(person.get_absolute_url()) for person in people] == [["People"]] * 3


def test_the_site_s_own_words(client):
    SiteFactory(title="Engines", footer="By *Ada*.")
    context = client.get("/papers/").context
    assert (context["site"].title, context["footer_html"]) == ("Engines", "<p>By <em>Ada</em>.</p>\n")


def test_what_stands_around_a_page_changes_at_once(client):
    SiteFactory(title="Engines")
    page = PageFactory(title="Teaching", menu_position=1)
    client.get("/papers/")
    Site.objects.update(title="Looms")
    Page.objects.filter(pk=page.pk).update(title="Courses")
    context = client.get("/papers/").context
    assert (context["site"].title, context["nav"][-1].label) == ("Looms", "Courses")


@pytest.mark.django_db(transaction=True)  # on PostgreSQL nothing is kept in one that has written
def test_what_stands_around_a_page_is_asked_for_once(client):
    SiteFactory()
    client.get("/authors/")
    with CaptureQueriesContext(connection) as queries:
        client.get("/papers/")
    assert [query["sql"] for query in queries if 'FROM "papers_site"' in query["sql"]] == []


@pytest.mark.parametrize(("staff", "editor"), [(True, True), (False, False)])
def test_who_is_an_editor(client, staff, editor):
    client.force_login(get_user_model().objects.create_user("ada", is_staff=staff))
    assert client.get("/papers/").context["signed_in_editor"] == editor


def test_a_visitor_is_no_editor(client):
    assert client.get("/papers/").context["signed_in_editor"] is False


def test_somebody_who_was_dismissed_is_no_editor(client):
    user = get_user_model().objects.create_user("ada", is_staff=True)
    client.force_login(user)
    user.is_active = False
    user.save()
    assert client.get("/papers/").context["signed_in_editor"] is False


@pytest.mark.parametrize("staff", [True, False])
def test_a_signed_in_editor_sees_edit(client, staff):
    paper = PaperFactory()
    client.force_login(get_user_model().objects.create_user("ada", is_staff=staff))
    page = client.get(paper.get_absolute_url()).content.decode()
    assert (f"/admin/papers/paper/{paper.pk}/change/" in page) == staff


def test_pages_in_the_footer_are_linked_there(client):
    PageFactory(title="Privacy", in_footer=True)
    PageFactory(title="Teaching", menu_position=1)
    PageFactory(title="Hidden")
    page = client.get("/papers/")
    assert [page.title for page in page.context["footer_pages"]] == ["Privacy"]
    footer = page.content.decode().partition("<footer")[2]
    assert '<li><a href="/privacy/">Privacy</a></li>' in footer
    assert ("/teaching/" in footer, "/hidden/" in footer) == (False, False)
