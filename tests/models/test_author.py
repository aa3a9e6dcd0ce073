"""People: who is public, under which names they are found, and with whom they wrote."""

import io

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from PIL import Image

from papers.models import Author, Paper, stored_names
from tests.factories import (
    AuthorFactory,
    AuthorNameFactory,
    InstitutionFactory,
    PaperFactory,
    ProfileLinkFactory,
)

pytestmark = pytest.mark.django_db

DRAFT = Paper.Status.DRAFT


def picture(width: int, height: int, name="ada.png") -> ContentFile:
    """Return a PNG file of one colour."""
    content = io.BytesIO()
    Image.new("RGB", (width, height), "navy").save(content, "PNG")
    return ContentFile(content.getvalue(), name=name)


# Names


@pytest.mark.parametrize(
    ("display", "given", "family", "sort"),
    [
        ("Ada Lovelace", "Ada", "Lovelace", "Lovelace, Ada"),
        ("Ludwig van Beethoven", "Ludwig", "van Beethoven", "van Beethoven, Ludwig"),
        ("Plato", "", "Plato", "Plato"),
    ],
)
def test_name_parts_are_made_from_the_name(display, given, family, sort):
    author = AuthorFactory(display_name=display)
    assert (author.given_name, author.family_name, author.sort_name) == (given, family, sort)


def test_name_parts_that_are_given_stay():
    author = AuthorFactory(display_name="Liu Yang", given_name="Yang", family_name="Liu")
    assert (author.given_name, author.family_name, author.sort_name) == ("Yang", "Liu", "Liu, Yang")


def test_checking_a_person_makes_the_sort_name():
    author = AuthorFactory.build(display_name="Ada Lovelace")
    author.full_clean()
    assert author.sort_name == "Lovelace, Ada"


def test_a_namesake_is_told_apart_by_the_note():
    assert str(AuthorFactory(display_name="Yang Liu", note="statistics")) == "Yang Liu (statistics)"


def test_initials_stand_in_for_a_portrait():
    assert AuthorFactory(display_name="Ada Lovelace").initials == "AL"


@pytest.mark.parametrize(
    "pasted", ["https://orcid.org/0000-0002-1825-0097", "0000000218250097", " 0000-0002-1825-0097 "]
)
def test_an_orcid_is_kept_in_one_form(pasted):
    author = AuthorFactory(orcid=pasted)
    author.refresh_from_db()
    assert author.orcid == "0000-0002-1825-0097"


def test_an_empty_orcid_is_none():
    author = AuthorFactory(orcid="")
    author.refresh_from_db()
    assert author.orcid is None


def test_an_orcid_with_a_typing_error_is_refused():
    with pytest.raises(ValidationError) as refusal:
        AuthorFactory.build(orcid="0000-0002-1825-0098").full_clean()
    assert list(refusal.value.message_dict) == ["orcid"]


@pytest.mark.parametrize("url", ["javascript:alert(1)", "ftp://example.org/ada", "example"])
def test_a_homepage_is_a_web_address(url):
    with pytest.raises(ValidationError) as refusal:
        AuthorFactory.build(homepage=url).full_clean()
    assert "homepage" in refusal.value.message_dict


# Who is public


def test_a_profile_is_public():
    author = AuthorFactory(is_profile=True)
    assert list(Author.objects.public()) == [author]


def test_an_author_of_a_published_paper_is_public_once():
    author = AuthorFactory()
    PaperFactory.create_batch(2, authors=[author])
    assert list(Author.objects.public()) == [author]


def test_others_are_not_public():
    AuthorFactory()
    PaperFactory(authors=[AuthorFactory()], status=DRAFT)
    assert list(Author.objects.public()) == []


def test_the_list_counts_published_papers():
    author = AuthorFactory()
    PaperFactory.create_batch(2, authors=[author])
    PaperFactory(authors=[author], status=DRAFT)
    assert [person.paper_count for person in Author.objects.for_list()] == [2]


def test_the_list_counts_no_papers_of_a_new_profile():
    AuthorFactory(is_profile=True)
    assert [person.paper_count for person in Author.objects.for_list()] == [0]


def test_the_list_goes_by_sort_name():
    for name in ("Charles Babbage", "Mary Somerville", "Ada Lovelace"):
        AuthorFactory(display_name=name, is_profile=True)
    assert [person.family_name for person in Author.objects.for_list()] == ["Babbage", "Lovelace", "Somerville"]


def test_profiles_go_by_sort_name():
    AuthorFactory(display_name="Ada Lovelace", is_profile=True)
    AuthorFactory(display_name="Charles Babbage", is_profile=True)
    AuthorFactory(display_name="Ada Byron")
    assert [person.display_name for person in Author.objects.profiles()] == ["Charles Babbage", "Ada Lovelace"]


# Together


def shared(people) -> list[tuple]:
    return [(person.display_name, person.shared) for person in people]


def test_coauthors_with_most_shared_papers_come_first():
    ada, charles, mary = (AuthorFactory(display_name=name) for name in ("Ada L", "Charles B", "Mary S"))
    PaperFactory(authors=[ada, charles, mary])
    PaperFactory(authors=[mary, ada])
    PaperFactory(authors=[charles, mary])
    assert shared(Author.objects.coauthors_of(ada)) == [("Mary S", 2), ("Charles B", 1)]


def test_a_draft_makes_no_coauthors():
    ada, charles = AuthorFactory(), AuthorFactory()
    PaperFactory(authors=[ada, charles], status=DRAFT)
    assert list(Author.objects.coauthors_of(ada)) == []


def test_nobody_is_their_own_coauthor():
    ada = AuthorFactory()
    PaperFactory(authors=[ada])
    assert list(Author.objects.coauthors_of(ada)) == []


def test_people_at_an_institution_by_their_papers_there():
    ada, charles = AuthorFactory(display_name="Ada L"), AuthorFactory(display_name="Charles B")
    london, paris = InstitutionFactory(), InstitutionFactory()
    PaperFactory(authors=[ada, charles], institutions=[london, paris])
    PaperFactory(authors=[charles], institutions=[london])
    PaperFactory(authors=[ada], institutions=[paris])
    PaperFactory(authors=[ada], institutions=[london], status=DRAFT)
    assert shared(Author.objects.at(london)) == [("Charles B", 2), ("Ada L", 1)]


# Pictures, links


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def with_portrait(file, **values):
    return AuthorFactory(portrait=file, portrait_alt="Ada Lovelace, seated", **values)


def test_a_portrait_is_kept_whole_and_shown_as_a_square_in_three_files(media):
    with_portrait(picture(400, 300))
    author = Author.objects.get()
    sizes = {}
    for name in stored_names(Author._meta.get_field("portrait"), author.portrait.name):
        with Image.open(media / name) as kept:
            sizes[name.rpartition("-")[2]] = (kept.format, kept.size)
    assert sizes == {
        "whole.webp": ("WEBP", (400, 300)),
        "1x.webp": ("WEBP", (96, 96)),
        "2x.webp": ("WEBP", (192, 192)),
        "2x.jpg": ("JPEG", (192, 192)),
    }
    assert (author.portrait_width, author.portrait_height) == (400, 300)
    assert (author.portrait.shown_width, author.portrait.shown_height) == (192, 192)


def test_a_portrait_is_cut_around_its_focus(media):
    image = Image.new("RGB", (300, 100), "red")
    image.paste("blue", (200, 0, 300, 100))
    content = io.BytesIO()
    image.save(content, "PNG")
    author = with_portrait(ContentFile(content.getvalue(), name="ada.png"), portrait_focus_x=100)
    with Image.open(media / author.portrait.name.replace("-whole", "-2x")) as shown:
        assert shown.convert("RGB").getcolors() == [(100 * 100, (0, 0, 255))]


def test_a_portrait_whose_focus_moved_is_cut_anew_from_the_same_pixels(media):
    author = with_portrait(picture(400, 300))
    before = author.portrait.name
    content = (media / before).read_bytes()
    author.portrait.cut_anew()
    author.save()
    assert author.portrait.name != before
    assert (media / author.portrait.name).read_bytes() == content


def test_a_replaced_portrait_has_its_own_size(media):
    author = with_portrait(picture(400, 300))
    author.portrait = picture(80, 60)
    author.save()
    author.refresh_from_db()
    assert (author.portrait_width, author.portrait_height) == (80, 60)


def test_the_uploaded_name_of_a_portrait_is_forgotten(media):
    author = with_portrait(picture(40, 40, name="private.png"))
    assert "private" not in author.portrait.name


def test_what_is_no_picture_is_refused(media):
    with pytest.raises(ValidationError):
        with_portrait(ContentFile(b"<svg onload='alert(1)'/>", name="ada.png"))


def test_a_portrait_without_a_description_is_refused(media):
    with pytest.raises(ValidationError) as refusal:
        AuthorFactory.build(portrait=picture(40, 40), slug="ada").full_clean()
    assert refusal.value.message_dict == {
        "portrait_alt": ["Say in a few words what the picture shows, or remove the picture."]
    }


@pytest.mark.parametrize("values", [{"portrait_alt": ""}, {"portrait_focus_x": 101}, {"portrait_focus_y": -1}])
def test_the_database_keeps_description_and_focus(media, values):
    author = with_portrait(picture(40, 40))
    with pytest.raises(IntegrityError), transaction.atomic():
        Author.objects.filter(pk=author.pk).update(**values)


def test_a_link_goes_by_its_label_or_else_its_kind():
    links = [ProfileLinkFactory(label="My code"), ProfileLinkFactory(kind="scholar")]
    assert [str(link) for link in links] == ["My code", "Google Scholar"]


def test_another_name_goes_by_itself():
    assert str(AuthorNameFactory(name="Ada Byron")) == "Ada Byron"
