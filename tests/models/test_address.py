"""Slugs: how they are made, and that a name once taken stays with its owner."""

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command

from papers.models import Address, Author, Institution, Page, Paper
from papers.models.site import RESERVED_SLUGS
from tests.factories import AuthorFactory, InstitutionFactory, PageFactory, PaperFactory

pytestmark = pytest.mark.django_db

KINDS = {"author": AuthorFactory, "institution": InstitutionFactory, "page": PageFactory, "paper": PaperFactory}


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Towards Measuring the Representation", "towards-measuring-the-representation"),
        ("Über die Grundlagen", "uber-die-grundlagen"),
        ("Война и мир", "voyna-i-mir"),
        ("深度学习", "shen-du-xue-xi"),
        ("Μηχανική μάθηση", "michaniki-mathisi"),
        ("???", "paper"),
        ("👩‍🔬", "paper"),
    ],
)
def test_a_title_in_any_script_gets_a_working_slug(title, slug, client):
    paper = PaperFactory(title=title)
    assert (paper.slug, client.get(f"/papers/{slug}/").status_code) == (slug, 200)


def test_a_name_in_another_script_gets_a_working_slug(client):
    AuthorFactory(display_name="Софья Ковалевская", is_profile=True)
    assert client.get("/authors/sof-ya-kovalevskaya/").status_code == 200


@pytest.mark.parametrize("kind", KINDS)
def test_a_slug_is_not_made_twice(kind):
    PaperFactory(slug="sketch")
    names = {"paper": "title", "author": "display_name", "institution": "name", "page": "title"}
    assert KINDS[kind](**{names[kind]: "Sketch"}).slug == "sketch-2"


def test_a_former_slug_is_not_made_again():
    paper = PaperFactory(title="Sketch")
    paper.slug = "notes"
    paper.save()
    assert PaperFactory(title="Sketch").slug == "sketch-2"


def test_a_slug_is_made_where_only_other_columns_are_saved():
    paper = PaperFactory(title="Sketch")
    paper.slug = ""
    paper.save(update_fields=["title"])
    paper.refresh_from_db()
    assert paper.slug == "sketch-2"


def test_saving_again_keeps_the_slug():
    paper = PaperFactory(title="Sketch")
    paper.title = "Notes"
    paper.save()
    assert paper.slug == "sketch"


@pytest.mark.parametrize("model", [Author, Institution, Page, Paper], ids=lambda model: model.__name__)
def test_checking_a_record_makes_its_slug(model):
    record = KINDS[model._meta.model_name].build()
    record.full_clean()
    assert record.slug != ""


@pytest.mark.parametrize("owner", KINDS)
@pytest.mark.parametrize("kind", KINDS)
def test_checking_a_new_record_refuses_a_taken_slug(kind, owner):
    KINDS[owner](slug="taken")
    with pytest.raises(ValidationError) as refusal:
        KINDS[kind].build(slug="taken").full_clean()
    assert "slug" in refusal.value.message_dict


@pytest.mark.parametrize("kind", KINDS)
def test_checking_a_record_refuses_the_former_slug_of_another(kind):
    other = PaperFactory(slug="former")
    other.slug = "new"
    other.save()
    record = KINDS[kind]()
    record.slug = "former"
    with pytest.raises(ValidationError) as refusal:
        record.full_clean()
    assert list(refusal.value.message_dict) == ["slug"]


@pytest.mark.parametrize("kind", KINDS)
def test_checking_a_record_allows_its_own_former_slug(kind):
    record = KINDS[kind](slug="former")
    record.slug = "new"
    record.save()
    record.slug = "former"
    record.full_clean()
    record.save()
    assert set(record.addresses.values_list("value", flat=True)) == {"former", "new"}


@pytest.mark.parametrize("slug", RESERVED_SLUGS)
def test_checking_a_page_refuses_the_site_s_own_addresses(slug):
    with pytest.raises(ValidationError) as refusal:
        PageFactory.build(slug=slug).full_clean()
    assert refusal.value.messages == ["The site itself uses this address: choose another slug."]


@pytest.mark.parametrize("title", ["Search", "search?", " Papers! "])
def test_a_page_with_a_reserved_title_gets_another_slug(title):
    page = PageFactory(title=title)
    assert page.slug == f"{title.strip(' ?!').lower()}-page"


@pytest.mark.parametrize("kind", KINDS)
def test_a_natural_key_from_before_a_move_finds_the_record(kind):
    record = KINDS[kind](slug="former")
    record.slug = "new"
    record.save()
    assert type(record).objects.get_by_natural_key("former") == record


@pytest.mark.parametrize("kind", KINDS)
def test_a_natural_key_of_another_kind_finds_nothing(kind):
    record = KINDS[kind](slug="one")
    other = next(made for name, made in KINDS.items() if name != kind)
    with pytest.raises(other._meta.model.DoesNotExist):
        other._meta.model.objects.get_by_natural_key(record.slug)


def test_former_addresses_survive_a_fixture(tmp_path):
    paper = PaperFactory(slug="former")
    paper.slug = "new"
    paper.save()
    file = tmp_path / "papers.json"
    call_command("dumpdata", "papers", natural_foreign=True, natural_primary=True, output=file, verbosity=0)
    paper.delete()
    call_command("loaddata", file, verbosity=0)
    addresses = set(Address.objects.values_list("value", "paper__slug"))
    assert addresses == {("former", "new"), ("new", "new")}


def test_an_address_goes_by_its_slug():
    PaperFactory(slug="sketch")
    assert str(Address.objects.get()) == "sketch"
