"""Institutions: which are public, how they are called, and their logos."""

import io

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import IntegrityError
from PIL import Image

from papers.models import Institution, Paper, set_institutions
from tests.factories import AffiliationFactory, InstitutionFactory, PaperFactory, PaperInstitutionFactory

pytestmark = pytest.mark.django_db


def test_those_on_a_published_paper_are_public_once():
    london = InstitutionFactory()
    PaperFactory.create_batch(2, institutions=[london])
    assert list(Institution.objects.public()) == [london]


def test_those_on_a_draft_or_of_a_person_alone_are_not_public():
    PaperFactory(institutions=[InstitutionFactory()], status=Paper.Status.DRAFT)
    AffiliationFactory()
    assert list(Institution.objects.public()) == []


def test_the_list_counts_published_papers_and_goes_by_name():
    london, cambridge = InstitutionFactory(name="London"), InstitutionFactory(name="Cambridge")
    PaperFactory.create_batch(2, institutions=[london])
    PaperFactory(institutions=[london, cambridge])
    PaperFactory(institutions=[cambridge], status=Paper.Status.DRAFT)
    counts = [(institution.name, institution.paper_count) for institution in Institution.objects.for_list()]
    assert counts == [("Cambridge", 1), ("London", 3)]


@pytest.mark.parametrize(
    ("short_name", "label", "slug"),
    [("UC Berkeley", "UC Berkeley", "uc-berkeley"), ("", "University of California", "university-of-california")],
)
def test_papers_and_slugs_have_the_shorter_name(short_name, label, slug):
    institution = InstitutionFactory(name="University of California", short_name=short_name)
    assert (institution.label, institution.slug) == (label, slug)


@pytest.mark.parametrize("pasted", ["https://ror.org/05dxps055", "05DXPS055", "ror.org/05dxps055"])
def test_a_ror_is_kept_in_one_form(pasted):
    institution = InstitutionFactory(ror=pasted)
    institution.refresh_from_db()
    assert institution.ror == "05dxps055"


def test_a_wrong_ror_is_refused():
    with pytest.raises(ValidationError) as refusal:
        InstitutionFactory.build(ror="05dxps056").full_clean()
    assert list(refusal.value.message_dict) == ["ror"]


def test_a_logo_is_shown_whole_within_its_bounds(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    content = io.BytesIO()
    Image.new("RGB", (640, 160), "navy").save(content, "PNG")
    InstitutionFactory(logo=ContentFile(content.getvalue(), name="logo.png"), logo_alt="A blue bar")
    logo = Institution.objects.get().logo
    assert (logo.shown_width, logo.shown_height) == (320, 80)
    assert logo.srcset == f"{logo.url.replace('whole', '1x')} 1x, {logo.url.replace('whole', '2x')} 2x"
    assert logo.fallback_url == logo.url.replace("whole.webp", "2x.png")


def test_a_logo_without_a_description_is_refused():
    with pytest.raises(ValidationError) as refusal:
        InstitutionFactory.build(logo="logos/a.webp", slug="london").full_clean()
    assert list(refusal.value.message_dict) == ["logo_alt"]


def test_a_paper_has_them_in_its_order():
    london, cambridge = InstitutionFactory(), InstitutionFactory()
    paper = PaperFactory(institutions=[london, cambridge])
    assert paper.listed_institutions == [london, cambridge]


def test_two_institutions_of_a_paper_swap_places():
    london, cambridge = InstitutionFactory(), InstitutionFactory()
    paper = PaperFactory(institutions=[london, cambridge])
    set_institutions(paper, [cambridge, london])
    assert paper.listed_institutions == [cambridge, london]


def test_an_institution_named_twice_changes_nothing():
    london, cambridge = InstitutionFactory(), InstitutionFactory()
    paper = PaperFactory(institutions=[london, cambridge])
    with pytest.raises(IntegrityError):
        set_institutions(paper, [cambridge, cambridge])
    assert paper.listed_institutions == [london, cambridge]


def test_an_institution_goes_by_its_name():
    entry = PaperInstitutionFactory(institution=InstitutionFactory(name="Cambridge"))
    assert str(entry) == "Cambridge"
