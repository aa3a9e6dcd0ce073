"""Fields as forms, migrations and fixtures see them."""

import io
from importlib import import_module

import pytest
from django.apps import apps
from django.core import serializers
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.forms import modelform_factory
from PIL import Image

from papers.models import Author, Institution, Paper
from papers.partial_dates import PartialDate
from tests.factories import AuthorFactory, InstitutionFactory, PaperFactory

pytestmark = pytest.mark.django_db


def form(model, **values):
    """Return the form of a model that shows the fields of `values`, filled in with them."""
    files = {name: value for name, value in values.items() if isinstance(value, SimpleUploadedFile)}
    data = {name: value for name, value in values.items() if name not in files}
    return modelform_factory(model, fields=list(values))(data, files)


def picture(name="ada.png") -> SimpleUploadedFile:
    content = io.BytesIO()
    Image.new("RGB", (40, 40), "navy").save(content, "PNG")
    return SimpleUploadedFile(name, content.getvalue())


@pytest.mark.parametrize("field", Paper._meta.local_fields + Author._meta.local_fields + Institution._meta.local_fields)
def test_a_migration_makes_the_same_field_again(field):
    assert field.clone().deconstruct()[1:] == field.deconstruct()[1:]


def test_pictures_that_were_there_are_given_a_description():
    ada, _babbage = AuthorFactory(display_name="Ada Lovelace"), AuthorFactory()
    london = InstitutionFactory(name="University of London")
    Author.objects.filter(pk=ada.pk).update(portrait="portraits/a.webp", portrait_alt="any")
    Institution.objects.filter(pk=london.pk).update(logo="logos/a.webp", logo_alt="any")
    import_module("papers.migrations.0008_pictures_described").describe(apps, None)
    described = Author.objects.order_by("pk").values_list("portrait_alt", flat=True)
    assert list(described) == ["Portrait of Ada Lovelace", ""]
    assert Institution.objects.values_list("logo_alt", flat=True).get() == "Logo of University of London"


def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.parametrize(
    ("typed", "date"), [("2023-06-28", PartialDate(2023, 6, 28)), (" 2023 ", PartialDate(2023)), ("", None)]
)
def test_a_date_is_typed(typed, date):
    filled = form(Paper, title="Sketch", posted=typed)
    assert (filled.errors, filled.instance.posted) == ({}, date)


def test_a_date_that_is_no_date_is_refused_with_a_sentence():
    assert form(Paper, title="Sketch", posted="June").errors == {
        "posted": ["Write the date as YYYY, YYYY-MM or YYYY-MM-DD, for example 2023-06-28."]
    }


def test_a_date_has_a_label_and_shows_its_value():
    page = modelform_factory(Paper, fields=["posted"])(instance=PaperFactory(posted="2023-06")).as_p()
    assert ("Posted:" in page, 'value="2023-06"' in page) == (True, True)


@pytest.mark.parametrize("typed", ["2023-06", " 2023-06 "])
def test_a_date_that_stays_has_not_changed(typed):
    paper = PaperFactory(posted="2023-06")
    assert modelform_factory(Paper, fields=["posted"])({"posted": typed}, instance=paper).changed_data == []


def test_a_pasted_orcid_has_room():
    filled = form(Author, display_name="Ada", orcid="https://orcid.org/0000-0002-1825-0097?lang=en")
    assert (filled.errors, filled.instance.orcid) == ({}, "0000-0002-1825-0097")


def test_two_people_may_have_no_orcid():
    for _time in range(2):
        form(Author, display_name="Ada", orcid="").save()
    assert Author.objects.filter(orcid=None).count() == 2


def test_the_orcid_of_another_is_refused():
    AuthorFactory(orcid="0000-0002-1825-0097")
    assert list(form(Author, display_name="Ada", orcid="0000000218250097").errors) == ["orcid"]


def test_a_bare_host_is_read_as_https():
    filled = form(Author, display_name="Ada", homepage="example.org/ada")
    assert (filled.errors, filled.instance.homepage) == ({}, "https://example.org/ada")


@pytest.mark.parametrize("url", ["javascript:alert(1)", "ftp://example.org", "https://example.org/\ud800"])
def test_other_than_web_addresses_are_refused(url):
    assert list(form(Author, display_name="Ada", homepage=url).errors) == ["homepage"]


def test_a_picture_is_uploaded(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    author = form(Author, display_name="Ada", portrait=picture(), portrait_alt="Ada").save()
    assert (author.portrait_width, author.portrait.name.startswith("portraits/")) == (40, True)


def test_a_portrait_may_be_missing():
    assert form(Author, display_name="Ada", portrait="").errors == {}


@pytest.mark.parametrize("content", [b"", b"<svg/>", b"GIF89a", b"\x89PNG\r\n\x1a\n"])
def test_what_is_no_picture_is_refused(content):
    filled = form(Author, display_name="Ada", portrait=SimpleUploadedFile("ada.png", content), portrait_alt="Ada")
    assert list(filled.errors) == ["portrait"]


@pytest.mark.parametrize("style", ["json", "jsonl", "xml"])
def test_dates_and_identifiers_survive_a_fixture(style):
    PaperFactory(posted="2023-06")
    AuthorFactory(orcid="0000-0002-1825-0097")
    records = [*Paper.objects.all(), *Author.objects.all()]
    text = serializers.serialize(style, records, use_natural_primary_keys=True)
    for loaded in serializers.deserialize(style, text):
        loaded.save()
    assert (Paper.objects.get().posted, Author.objects.get().orcid) == (PartialDate(2023, 6), "0000-0002-1825-0097")


def test_a_missing_date_survives_a_fixture():
    PaperFactory(posted=None)
    text = serializers.serialize("xml", Paper.objects.all())
    (loaded,) = serializers.deserialize("xml", text)
    assert loaded.object.posted is None


def test_a_date_is_looked_up_by_its_text():
    paper = PaperFactory(posted="2023-06")
    found = [Paper.objects.get(posted=date) for date in ("2023-06", PartialDate(2023, 6))]
    assert found == [paper, paper]


def test_looking_up_an_impossible_date_is_an_error():
    with pytest.raises(ValidationError):
        Paper.objects.filter(posted="June")


def test_control_characters_of_a_pasted_text_are_dropped():
    filled = form(Paper, title="Sketch", abstract="It weaves\x0c\r\n\talge\x02braical\x1b pat\uffffterns.\x7f")
    assert (filled.errors, filled.instance.abstract) == ({}, "It weaves\r\n\talgebraical patterns.")


@pytest.mark.parametrize("text", ["\x00", "\ud800"])
def test_a_character_that_cannot_be_stored_is_not_dropped_silently(text):
    with pytest.raises(ValidationError):
        Paper(title="Sketch", abstract=f"It weaves{text}").clean_fields()
