"""A site with one of everything, and who looks at it."""

import pytest
from django.contrib.auth import get_user_model

from papers.models import Category
from tests.factories import (
    AffiliationFactory,
    AuthorFactory,
    AuthorNameFactory,
    IdentifierFactory,
    InstitutionFactory,
    LinkFactory,
    MetricFactory,
    PageFactory,
    PaperFactory,
    ProfileLinkFactory,
    SiteFactory,
)


@pytest.fixture
def ada():
    """The one profile of the site."""
    return AuthorFactory(display_name="Ada Lovelace", slug="ada", is_profile=True)


@pytest.fixture
def site(ada):
    """A site with one of everything: Ada's paper with Mary, from London, with code; a page."""
    SiteFactory(title="Engines")
    london = InstitutionFactory(name="University of London", slug="london")
    paper = PaperFactory(
        title="Sketch of the Engine",
        slug="sketch",
        posted="2023-06-28",
        primary_category=Category.objects.get(code="cs.CL"),
        authors=[ada, AuthorFactory(display_name="Mary Somerville", slug="mary")],
        institutions=[london],
    )
    paper.cross_listed.add(Category.objects.get(code="cs.LG"))
    IdentifierFactory(paper=paper, scheme="arxiv", value="2306.16388")
    LinkFactory(paper=paper)
    AffiliationFactory(author=ada, institution=london)
    ProfileLinkFactory(author=ada)
    AuthorNameFactory(author=ada, name="Augusta Ada King")
    MetricFactory(author=ada)
    PageFactory(title="About", slug="about", menu_position=1)


@pytest.fixture
def editor(client):
    client.force_login(get_user_model().objects.create_user("editor", is_staff=True, is_superuser=True))
    return client
