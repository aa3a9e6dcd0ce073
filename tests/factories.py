"""Records for tests: the least that is valid, with whatever a test says about them."""

import datetime
from dataclasses import asdict

import factory
from django.contrib.auth import get_user_model
from django.utils import timezone
from factory.django import DjangoModelFactory

from papers.history import state_of
from papers.models import (
    Affiliation,
    Author,
    AuthorName,
    Authorship,
    Category,
    CheckedAddress,
    EditorScope,
    Identifier,
    ImportBatch,
    ImportEntry,
    Institution,
    Link,
    LoadedRecord,
    MergeRecord,
    Metric,
    NotSame,
    OpenForm,
    Page,
    Paper,
    PaperDraft,
    PaperInstitution,
    PreviewLink,
    ProfileLink,
    Site,
    Venue,
)


class VenueFactory(DjangoModelFactory):
    class Meta:
        model = Venue

    name = factory.Sequence(lambda n: f"Journal of Analytical Engines {n}")


class CategoryFactory(DjangoModelFactory):
    class Meta:
        model = Category

    code = factory.Sequence(lambda n: f"math.T{n}")
    short_code = factory.Sequence(lambda n: f"T{n}")
    name = "Tables and Engines"


class AuthorFactory(DjangoModelFactory):
    class Meta:
        model = Author

    display_name = factory.Sequence(lambda n: f"Ada Lovelace {n}")


class InstitutionFactory(DjangoModelFactory):
    class Meta:
        model = Institution

    name = factory.Sequence(lambda n: f"University of London {n}")


class PaperFactory(DjangoModelFactory):
    """A published paper; `authors` and `institutions` are lists in their order."""

    class Meta:
        model = Paper
        skip_postgeneration_save = True

    title = factory.Sequence(lambda n: f"Sketch of the Analytical Engine {n}")
    status = Paper.Status.PUBLISHED

    @factory.post_generation
    def authors(self, create, authors):
        for position, author in enumerate(authors or [], start=1):
            AuthorshipFactory(paper=self, author=author, position=position)

    @factory.post_generation
    def institutions(self, create, institutions):
        for position, institution in enumerate(institutions or [], start=1):
            PaperInstitutionFactory(paper=self, institution=institution, position=position)


class AuthorshipFactory(DjangoModelFactory):
    class Meta:
        model = Authorship

    paper = factory.SubFactory(PaperFactory)
    author = factory.SubFactory(AuthorFactory)
    position = 1


class PaperInstitutionFactory(DjangoModelFactory):
    class Meta:
        model = PaperInstitution

    paper = factory.SubFactory(PaperFactory)
    institution = factory.SubFactory(InstitutionFactory)
    position = 1


class AuthorNameFactory(DjangoModelFactory):
    class Meta:
        model = AuthorName

    author = factory.SubFactory(AuthorFactory)
    name = "Augusta Ada King"


class ProfileLinkFactory(DjangoModelFactory):
    class Meta:
        model = ProfileLink

    author = factory.SubFactory(AuthorFactory)
    url = "https://example.org/ada"


class AffiliationFactory(DjangoModelFactory):
    class Meta:
        model = Affiliation

    author = factory.SubFactory(AuthorFactory)
    institution = factory.SubFactory(InstitutionFactory)


class IdentifierFactory(DjangoModelFactory):
    class Meta:
        model = Identifier

    paper = factory.SubFactory(PaperFactory)
    scheme = "doi"
    value = factory.Sequence(lambda n: f"10.1000/{n}")


class LinkFactory(DjangoModelFactory):
    class Meta:
        model = Link

    paper = factory.SubFactory(PaperFactory)
    kind = Link.Kind.CODE
    url = "https://example.org/code"


class MetricFactory(DjangoModelFactory):
    class Meta:
        model = Metric

    author = factory.SubFactory(AuthorFactory)
    kind = Metric.Kind.H_INDEX
    value = 54
    source = "profile as supplied"
    received_on = datetime.date(2026, 11, 22)


class PageFactory(DjangoModelFactory):
    class Meta:
        model = Page

    title = factory.Sequence(lambda n: f"About {n}")


class SiteFactory(DjangoModelFactory):
    class Meta:
        model = Site


class LoadedRecordFactory(DjangoModelFactory):
    class Meta:
        model = LoadedRecord

    key = factory.Sequence(lambda n: f"papers.page\tpage-{n}")
    fields = factory.LazyFunction(dict)


class MergeRecordFactory(DjangoModelFactory):
    class Meta:
        model = MergeRecord

    kind = MergeRecord.Kind.MERGE
    model = MergeRecord.Model.AUTHOR
    label = "Ada Lovelace ← A. Lovelace"
    kept = 1


class NotSameFactory(DjangoModelFactory):
    class Meta:
        model = NotSame

    model = "author"
    first = factory.Sequence(lambda n: 2 * n)
    second = factory.Sequence(lambda n: 2 * n + 1)


class ImportBatchFactory(DjangoModelFactory):
    class Meta:
        model = ImportBatch

    file_name = "works.bib"
    source = "bibtex"


class ImportEntryFactory(DjangoModelFactory):
    class Meta:
        model = ImportEntry

    batch = factory.SubFactory(ImportBatchFactory)
    position = factory.Sequence(lambda n: n + 1)
    label = "lovelace-1843-sketch"
    outcome = ImportEntry.Outcome.NEW


class UserFactory(DjangoModelFactory):
    """Someone who may sign in to the admin, without any right there."""

    class Meta:
        model = get_user_model()

    username = factory.Sequence(lambda n: f"charles-{n}")
    is_staff = True


class PaperDraftFactory(DjangoModelFactory):
    class Meta:
        model = PaperDraft

    paper = factory.SubFactory(PaperFactory)
    base = factory.LazyAttribute(lambda draft: asdict(state_of(draft.paper)))
    content = factory.LazyAttribute(lambda draft: asdict(state_of(draft.paper)))


class PreviewLinkFactory(DjangoModelFactory):
    class Meta:
        model = PreviewLink

    paper = factory.SubFactory(PaperFactory)
    digest = factory.Sequence(lambda n: f"{n:064x}")
    expires = factory.LazyFunction(lambda: timezone.now() + datetime.timedelta(days=7))


class OpenFormFactory(DjangoModelFactory):
    class Meta:
        model = OpenForm

    model = "papers.paper"
    key = factory.Sequence(str)
    user = factory.SubFactory(UserFactory)
    opened = factory.LazyFunction(timezone.now)
    seen = factory.LazyFunction(timezone.now)


class EditorScopeFactory(DjangoModelFactory):
    class Meta:
        model = EditorScope

    user = factory.SubFactory(UserFactory)
    author = factory.SubFactory(AuthorFactory)


class CheckedAddressFactory(DjangoModelFactory):
    class Meta:
        model = CheckedAddress

    url = factory.Sequence(lambda n: f"https://example.org/{n}")
    checked = datetime.date(2026, 11, 22)


FACTORIES = {
    made._meta.model: made
    for made in (
        *(AffiliationFactory, AuthorFactory, AuthorNameFactory, AuthorshipFactory, CategoryFactory),
        *(
            CheckedAddressFactory,
            EditorScopeFactory,
            IdentifierFactory,
            ImportBatchFactory,
            ImportEntryFactory,
            InstitutionFactory,
            LinkFactory,
            LoadedRecordFactory,
            MergeRecordFactory,
            MetricFactory,
            OpenFormFactory,
            NotSameFactory,
            PageFactory,
        ),
        *(PaperDraftFactory, PaperFactory, PaperInstitutionFactory, PreviewLinkFactory),
        *(ProfileLinkFactory, SiteFactory, VenueFactory),
    )
}
