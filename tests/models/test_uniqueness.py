"""What the tables hold once, and the least that a record says; written around the models' own checks."""

import datetime

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from papers.models import (
    Affiliation,
    Author,
    AuthorName,
    Authorship,
    Category,
    Identifier,
    Institution,
    Link,
    Metric,
    Paper,
    PaperInstitution,
    ProfileLink,
    Site,
    Venue,
)
from papers.models.site import RESERVED_SLUGS
from tests.factories import (
    AffiliationFactory,
    AuthorFactory,
    AuthorNameFactory,
    AuthorshipFactory,
    CategoryFactory,
    IdentifierFactory,
    InstitutionFactory,
    LinkFactory,
    MetricFactory,
    PageFactory,
    PaperFactory,
    PaperInstitutionFactory,
    ProfileLinkFactory,
    SiteFactory,
    VenueFactory,
)
from tests.sql import write

pytestmark = pytest.mark.django_db

BULK_FACTORIES = {
    Affiliation: (AffiliationFactory, ["author", "institution", "role", "start"]),
    Author: (AuthorFactory, ["orcid"]),
    AuthorName: (AuthorNameFactory, ["author", "name"]),
    Authorship: (AuthorshipFactory, ["paper", "author"]),
    Category: (CategoryFactory, ["code"]),
    Identifier: (IdentifierFactory, ["scheme", "value"]),
    Institution: (InstitutionFactory, ["ror"]),
    Link: (LinkFactory, ["paper", "url"]),
    Metric: (MetricFactory, ["author", "kind", "source", "received_on", "value"]),
    Paper: (PaperFactory, ["citation_key"]),
    PaperInstitution: (PaperInstitutionFactory, ["paper", "institution"]),
    ProfileLink: (ProfileLinkFactory, ["author", "url"]),
    Venue: (VenueFactory, ["name"]),
}
GIVEN = {
    Author: {"orcid": "0000-0002-1825-0097"},
    Institution: {"ror": "05dxps055"},
    Paper: {"citation_key": "lovelace-1843-sketch"},
}


@pytest.mark.parametrize("model", BULK_FACTORIES, ids=lambda model: model.__name__)
def test_held_once(model):
    made, fields = BULK_FACTORIES[model]
    first = made(**GIVEN.get(model, {}))
    twin = {name: getattr(first, name) for name in fields}
    if hasattr(first, "position"):
        twin["position"] = 2
    if hasattr(first, "slug"):
        twin["slug"] = "another"
    if model is Identifier:
        twin["paper"] = PaperFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.bulk_create([made.build(**twin)])


@pytest.mark.parametrize("made", [AuthorshipFactory, PaperInstitutionFactory])
def test_a_position_is_taken_once(made):
    first = made()
    with pytest.raises(IntegrityError), transaction.atomic():
        made(paper=first.paper, position=first.position)


@pytest.mark.parametrize("made", [AuthorshipFactory, PaperInstitutionFactory])
@pytest.mark.parametrize("position", [0, -1])
def test_positions_begin_at_1(made, position):
    with pytest.raises(DatabaseError), transaction.atomic():
        made(position=position)


@pytest.mark.parametrize(
    ("made", "column"),
    [
        *((AuthorFactory, "display_name"), (AuthorFactory, "slug"), (AuthorFactory, "orcid")),
        *((AuthorNameFactory, "name"), (AuthorshipFactory, "printed_name")),
        *((CategoryFactory, "code"), (CategoryFactory, "short_code"), (IdentifierFactory, "value")),
        *((InstitutionFactory, "name"), (InstitutionFactory, "slug"), (InstitutionFactory, "ror")),
        *((LinkFactory, "url"), (ProfileLinkFactory, "url"), (MetricFactory, "source")),
        *((PageFactory, "title"), (PageFactory, "slug"), (PaperFactory, "title"), (PaperFactory, "slug")),
        *((PaperFactory, "citation_key"), (SiteFactory, "title"), (VenueFactory, "name")),
    ],
    ids=lambda value: value if isinstance(value, str) else value._meta.model.__name__,
)
def test_never_empty(made, column):
    obj = made()
    with pytest.raises(IntegrityError):
        write(obj, column, "")


def test_two_people_without_orcid():
    AuthorFactory.create_batch(2)
    assert Author.objects.filter(orcid=None).count() == 2


def test_namesakes_are_normal():
    AuthorFactory.create_batch(2, display_name="Yang Liu")
    assert list(Author.objects.order_by("pk").values_list("slug", flat=True)) == ["yang-liu", "yang-liu-2"]


def test_two_people_hold_the_same_other_name():
    AuthorNameFactory.create_batch(2, name="Y. Liu")
    assert AuthorName.objects.filter(name="Y. Liu").count() == 2


def test_an_affiliation_without_a_start_is_held_once():
    first = AffiliationFactory(role="Professor")
    with pytest.raises(IntegrityError), transaction.atomic():
        AffiliationFactory(author=first.author, institution=first.institution, role="Professor")


def test_one_person_returns_to_an_institution():
    first = AffiliationFactory(start="2001", end="2005")
    AffiliationFactory(author=first.author, institution=first.institution, start="2010")
    assert first.author.affiliations.count() == 2


@pytest.mark.parametrize(
    ("start", "end"), [("2019-09-02", "2019-09-01"), ("2019-09", "2019-08-31"), ("2020", "2019-12"), ("2020", "2019")]
)
def test_an_affiliation_does_not_end_before_it_begins(start, end):
    with pytest.raises(IntegrityError), transaction.atomic():
        AffiliationFactory(start=start, end=end)


@pytest.mark.parametrize(
    ("start", "end"), [("2019-09-01", "2019-09"), ("2019-09", "2019"), ("2019", "2019-01"), ("2019", "2019"), ("", "")]
)
def test_an_affiliation_in_order_as_far_as_is_known(start, end):
    assert AffiliationFactory(start=start, end=end).pk is not None


def test_a_figure_is_not_negative():
    with pytest.raises(IntegrityError), transaction.atomic():
        MetricFactory(value=-1)


def test_a_figure_of_another_day_is_another_figure():
    first = MetricFactory()
    MetricFactory(author=first.author, received_on=datetime.date(2026, 11, 23))
    assert first.author.metrics.count() == 2


@pytest.mark.parametrize("slug", RESERVED_SLUGS)
def test_a_page_has_none_of_the_site_s_own_addresses(slug):
    with pytest.raises(IntegrityError), transaction.atomic():
        PageFactory(slug=slug)


def test_one_site():
    SiteFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        Site.objects.bulk_create([Site(pk=2)])
