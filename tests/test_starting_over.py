"""A site of one's own in the place of what was there."""

import io

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from PIL import Image

from papers.loading import load
from papers.models import (
    Address,
    Author,
    Category,
    Institution,
    LoadedRecord,
    Page,
    Paper,
    Site,
    Venue,
    stored_names,
)
from papers.starting_over import SiteEditedError, new_profile, start_over
from tests.conftest import REFERENCE_PROFILE
from tests.factories import AuthorFactory, InstitutionFactory, PageFactory, PaperFactory, VenueFactory
from tests.loading import PAPER, load_engine

pytestmark = pytest.mark.django_db


def contents() -> dict:
    """Return how much the site holds of each kind."""
    models = (Paper, Author, Institution, Venue, Page, LoadedRecord, Site)
    return {model.__name__: count for model in models if (count := model.objects.count())}


def refusal() -> str:
    """Try to start over without being sure and return what would be lost."""
    before = contents()
    with pytest.raises(SiteEditedError) as caught:
        start_over(new_profile("Ada Lovelace"))
    assert contents() == before
    return str(caught.value)


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Ada Lovelace", "ada-lovelace"),
        ("  Ada   Lovelace ", "ada-lovelace"),
        ("Sinéad O'Brien", "sinead-obrien"),
        ("Grace “Amazing” Hopper", "grace-amazing-hopper"),
        ("李雷", "li-lei"),
        ("-", "author"),
    ],
)
def test_an_empty_site_becomes_that_profile(name, slug, client):
    start_over(new_profile(name))
    author = Author.objects.get()
    shown = " ".join(name.split())
    assert (author.display_name, author.slug, author.is_profile) == (shown, slug, True)
    assert Site.objects.current().title == shown
    assert client.get("/").status_code == 200


@pytest.mark.parametrize("name", ["", "  ", "a" * 201, "Ada\x00", "Ada\udcff"])
def test_what_cannot_be_a_name(name):
    with pytest.raises(ValidationError):
        new_profile(name)


def test_a_name_longer_than_a_title_may_be():
    start_over(new_profile("Ada " * 40))
    assert Site.objects.current().title == ("Ada " * 25).rstrip()


def test_the_untouched_reference_profile_goes_without_asking():
    load(REFERENCE_PROFILE)
    start_over(new_profile("Ada Lovelace"))
    assert contents() == {"Author": 1, "Page": 2, "LoadedRecord": 2, "Site": 1}
    assert Address.objects.count() == 3
    assert Category.objects.count() > 40


def test_users_stay():
    user = get_user_model().objects.create_user("ada")
    start_over(new_profile("Ada Lovelace"), sure=True)
    assert list(get_user_model().objects.all()) == [user]


def edit_title():
    Paper.objects.update(title="Sketch")


def add_person():
    AuthorFactory()


def delete_page():
    Page.objects.all().delete()


def move_paper():
    Paper.objects.update(slug="sketch")


def renumber_authors():
    Paper.objects.get().authorships.filter(position=2).update(position=7)


def add_venue():
    VenueFactory()


@pytest.mark.parametrize("edit", [edit_title, move_paper, renumber_authors])
def test_edited_records_are_not_deleted_unasked(edit, tmp_path):
    load_engine(tmp_path)
    edit()
    assert refusal() == "1 paper, 3 people, 1 institution, 1 venue, 1 page"


@pytest.mark.parametrize(
    ("edit", "lost"),
    [
        (add_person, "1 paper, 4 people, 1 institution, 1 venue, 1 page"),
        (delete_page, "1 paper, 3 people, 1 institution, 1 venue"),
        (add_venue, "1 paper, 3 people, 1 institution, 2 venues, 1 page"),
    ],
)
def test_added_and_deleted_records_are_edits(edit, lost, tmp_path):
    load_engine(tmp_path)
    edit()
    assert refusal() == lost


def test_a_profile_that_loaddata_brought_may_have_been_edited():
    call_command("loaddata", REFERENCE_PROFILE, verbosity=0)
    assert refusal().startswith("21 papers, ")


def test_a_title_of_ones_own_is_not_deleted_unasked():
    Site(title="Engines").save()
    assert refusal() == "its own title and texts"


def test_a_category_is_no_edit(tmp_path):
    load_engine(tmp_path)
    Category.objects.create(code="math.HO", short_code="HO", name="History and Overview")
    start_over(new_profile("Ada Lovelace"))
    assert Category.objects.filter(code="math.HO").exists()


def test_who_is_sure_deletes_everything(tmp_path):
    load_engine(tmp_path)
    PaperFactory(authors=[AuthorFactory()], institutions=[InstitutionFactory()])
    PageFactory()
    start_over(new_profile("Ada Lovelace"), sure=True)
    assert contents() == {"Author": 1, "Page": 2, "LoadedRecord": 2, "Site": 1}


def test_a_second_start_has_the_first_address_again():
    start_over(new_profile("Ada Lovelace"))
    start_over(new_profile("Ada Lovelace"), sure=True)
    assert Author.objects.get().slug == "ada-lovelace"


def test_pictures_go_when_their_owners_are_gone(django_capture_on_commit_callbacks):
    picture = io.BytesIO()
    Image.new("RGB", (8, 8)).save(picture, "PNG")
    author = AuthorFactory(portrait=ContentFile(picture.getvalue(), "ada.png"), portrait_alt="Ada")
    kept = default_storage.save("portraits/another.webp", ContentFile(b"of nobody here"))
    with django_capture_on_commit_callbacks() as callbacks:
        start_over(new_profile("Ada Lovelace"), sure=True)
    names = stored_names(Author._meta.get_field("portrait"), author.portrait.name)
    assert [default_storage.exists(name) for name in names] == [True] * 4
    for callback in callbacks:
        callback()
    assert [default_storage.exists(name) for name in [*names, kept]] == [False] * 4 + [True]
    default_storage.delete(kept)


def test_a_profile_can_be_loaded_again_afterwards(tmp_path):
    load_engine(tmp_path)
    start_over(new_profile("Charles Babbage"))
    report = load_engine(tmp_path)
    assert [str(kept) for kept in report.foreign] == ["papers.site: title"]
    assert Paper.objects.get().slug == PAPER
