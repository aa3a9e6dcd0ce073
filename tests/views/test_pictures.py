"""Uploaded pictures, as everybody gets them."""

import io

import pytest
from django.core.files.base import ContentFile
from PIL import Image

from papers.models import Author
from tests.factories import AuthorFactory, InstitutionFactory, PaperFactory
from tests.views.pages import html

pytestmark = pytest.mark.django_db


@pytest.fixture
def portrait_of(settings, tmp_path):
    """A function that gives a person a portrait and returns its address."""
    settings.MEDIA_ROOT = tmp_path
    content = io.BytesIO()
    Image.new("RGB", (40, 40), "navy").save(content, "PNG")

    def give(author) -> str:
        author.portrait = ContentFile(content.getvalue(), name="ada.png")
        author.portrait_alt = "Ada, seated"
        author.save()
        return author.portrait.url.replace("whole", "2x")

    return give


def fetch(client, url: str) -> tuple:
    """Return status, headers and content of a file."""
    response = client.get(url)
    return response.status_code, response.headers, response.getvalue()


def test_a_public_person_s_portrait_is_for_everybody(ada, portrait_of, client):
    status, _headers, content = fetch(client, portrait_of(ada))
    assert (status, content[8:12]) == (200, b"WEBP")


def test_a_picture_is_nothing_but_a_picture_and_kept_for_long(ada, portrait_of, client):
    _status, headers, _content = fetch(client, portrait_of(ada))
    names = ("Content-Type", "Content-Security-Policy", "X-Content-Type-Options", "Cache-Control")
    assert [headers[name] for name in names] == [
        "image/webp",
        "default-src 'none'; sandbox",
        "nosniff",
        "public, max-age=31536000, immutable",
    ]


def test_a_private_person_s_portrait_is_not_there(portrait_of, client):
    assert client.get(portrait_of(AuthorFactory())).status_code == 404


def test_an_editor_sees_a_private_person_s_portrait(portrait_of, editor):
    status, headers, _content = fetch(editor, portrait_of(AuthorFactory()))
    assert (status, headers["Cache-Control"]) == (200, "private, max-age=31536000, immutable")


def test_every_file_made_from_a_portrait_is_sent_as_what_it_is(ada, portrait_of, client):
    shown = portrait_of(ada)
    files = [shown, shown.replace("2x", "1x"), shown.replace("webp", "jpg")]
    assert [fetch(client, file)[1]["Content-Type"] for file in files] == ["image/webp", "image/webp", "image/jpeg"]


def test_the_whole_picture_is_not_for_the_public(ada, portrait_of, client):
    assert client.get(portrait_of(ada).replace("2x", "whole")).status_code == 404


def test_the_whole_picture_is_for_editors(ada, portrait_of, editor):
    assert fetch(editor, portrait_of(ada).replace("2x", "whole"))[0] == 200


def test_a_portrait_has_its_words_and_its_credit_on_the_page(ada, portrait_of, client):
    shown = portrait_of(ada)
    Author.objects.filter(pk=ada.pk).update(portrait_credit="Mary Somerville")
    page = html(client, ada.get_absolute_url())
    source = f'<source type="image/webp" srcset="{shown.replace("2x", "1x")} 1x, {shown} 2x">'
    image = f'<img src="{shown.replace("webp", "jpg")}" width="40" height="40" alt="Ada, seated">'
    assert f'<picture class="portrait">{source}{image}</picture>' in page
    assert '<p class="credit">Portrait: Mary Somerville</p>' in page


def test_a_portrait_kept_alone_is_still_shown(ada, client):
    Author.objects.filter(pk=ada.pk).update(
        portrait="portraits/a.webp", portrait_alt="Ada", portrait_width=192, portrait_height=192
    )
    image = '<picture class="portrait"><img src="/media/portraits/a.webp" width="192" height="192" alt="Ada"></picture>'
    assert image in html(client, ada.get_absolute_url())


def test_a_logo_is_public_with_its_institution(settings, tmp_path, client):
    settings.MEDIA_ROOT = tmp_path
    content = io.BytesIO()
    Image.new("RGB", (40, 40), "navy").save(content, "PNG")
    logo = InstitutionFactory(logo=ContentFile(content.getvalue(), name="logo.png"), logo_alt="Blue")
    hidden, _headers, _content = fetch(client, logo.logo.fallback_url)
    PaperFactory(institutions=[logo])
    shown, headers, _content = fetch(client, logo.logo.fallback_url)
    assert (hidden, shown, headers["Content-Type"]) == (404, 200, "image/png")


@pytest.mark.parametrize(
    ("name", "status"),
    [
        *(("../secret_key", 400), ("%2e%2e/secret_key", 400), ("portraits/", 404), ("portraits/none.webp", 404)),
        *(("%00", 404), ("a%00b", 404), ("a" * 5000, 404)),
    ],
)
def test_nothing_else_is_sent_even_to_an_editor(ada, portrait_of, tmp_path, editor, name, status):
    portrait_of(ada)
    (tmp_path.parent / "secret_key").write_text("secret")
    assert editor.get(f"/media/{name}").status_code == status
