"""Two sites, with and without what is for editors alone, answer a visitor byte for byte the same, wherever asked."""

import datetime
from dataclasses import asdict, replace
from urllib.parse import urlencode

import pytest
import time_machine
from django.core.files.base import ContentFile

from papers.history import state_of
from papers.models import Author, Category, Institution, Paper
from papers.preview import make_link
from tests.factories import (
    AffiliationFactory,
    AuthorFactory,
    AuthorNameFactory,
    IdentifierFactory,
    InstitutionFactory,
    LinkFactory,
    PaperDraftFactory,
    PaperFactory,
    ProfileLinkFactory,
    VenueFactory,
)
from tests.public import make_site, picture, pictures_of, public_addresses

pytestmark = pytest.mark.django_db

NOW = datetime.datetime(2026, 11, 24, 12, tzinfo=datetime.UTC)
DAY = datetime.timedelta(days=1)

# Where the secrets would be, if they were public.
SECRET = {
    "paper": ["secret-draft", "secret-scheduled", "secret-retired", "secret-change"],
    "author": ["secret-person"],
    "institution": ["secret-place"],
    "year": ["1777"],
    "doi": ["10.1000/secret", "10.1000/change"],
    "arxiv": ["1777.00001"],
    "orcid": ["0000-0001-5109-3700"],
    "ror": ["02mhbdp94"],
    "key": ["secret-draft", "secret-change"],
    "page": ["secret-draft"],
    "format": ["bib", "atom"],
    "facet": ["author", "venue"],
}
LISTS = ["/", "/papers/", "/papers.jsonl", "/institutions/london/", "/authors/", "/papers/values/author/"]
QUERIES = [
    *({"q": words} for words in ("secret", "author:secret", "venue:secret", "engine", "doi:10.1000/secret")),
    *({"year_min": "1700", "year_max": "1800"}, {"category": "math.SECRET"}, {"institution": "secret-place"}),
    *({"author": "secret-person"}, {"venue": "Secret Venue"}, {"type": "thesis"}, {"has": "video"}),
    *({"find": "secret"}, {"sort": "title"}, {"page": "2"}),
]


@pytest.fixture
def site(settings, tmp_path) -> list[str]:
    """A site with one of everything; the public names of its pictures."""
    settings.MEDIA_ROOT = tmp_path
    with time_machine.travel(NOW - 2 * DAY, tick=False):
        return make_site()


def hide_everything() -> list[str]:
    """Add a draft, a scheduled and a retired paper, all that stands on them alone, and a draft of a published paper.

    Returns the names of the pictures that only editors may see.
    """
    ada, sketch, london = Author.objects.get(slug="ada"), Paper.objects.get(slug="sketch"), Institution.objects.get()
    person = AuthorFactory(
        display_name="Secret Person", slug="secret-person", orcid="0000-0001-5109-3700", portrait_alt="Secret",
        bio="Secret.",
    )  # fmt: skip
    person.portrait = picture("red")
    person.save()
    place = InstitutionFactory(name="Secret Place", slug="secret-place", ror="02mhbdp94", logo_alt="Secret")
    place.logo = picture("green")
    place.save()
    field = Category.objects.create(code="math.SECRET", short_code="SECRET", name="Secret category")
    AuthorNameFactory(author=person, name="Secret Name")
    ProfileLinkFactory(author=person)
    AffiliationFactory(author=person, institution=london)
    shared = {"authors": [ada, person], "institutions": [london, place], "venue": VenueFactory(name="Secret Venue")}
    shared |= {"primary_category": field, "posted": "1777-07", "type": "thesis", "keywords": "secret; engine"}
    for stage, times in {
        "draft": {"status": "draft"},
        "scheduled": {"publish_at": NOW + DAY},
        "retired": {"publish_at": NOW - 3 * DAY, "retire_at": NOW - DAY},
    }.items():
        name = f"secret-{stage}"
        files = {"pdf": f"papers/{name}.pdf", "pdf_rights": True}
        paper = PaperFactory(title=f"Secret engine, {stage}", slug=name, citation_key=name, **shared, **times, **files)
        paper.pdf.storage.save(paper.pdf.name, ContentFile(b"%PDF-1.7 secret"))
        LinkFactory(paper=paper, kind="video")
        paper.cross_listed.add(field)
    IdentifierFactory(paper=paper, value="10.1000/secret")
    IdentifierFactory(paper=paper, scheme="arxiv", value="1777.00001")
    paper.authorships.update(profile_rank=10)
    before = state_of(sketch)
    changes = {"title": "Secret", "slug": "secret-change", "posted": "1777", "citation_key": "secret-change"}
    changes |= {"abstract": "Secret.", "identifiers": [{"scheme": "doi", "value": "10.1000/change"}]}
    PaperDraftFactory(paper=sketch, content=asdict(replace(before, values=before.values | changes)))
    make_link(sketch, None, 7)
    return [name for record in (person, place) for name in pictures_of(record)]


def answer(client, url: str) -> tuple:
    """Return all that a visitor is sent, but for the number of the request: status, headers and content."""
    response = client.get(url)
    headers = {name: value for name, value in response.headers.items() if name != "X-Request-ID"}
    return response.status_code, headers, response.getvalue()


def test_a_visitor_is_sent_the_same_bytes_with_and_without_secrets(site, client):
    urls = [*public_addresses(picture=site), *public_addresses(picture=[], **SECRET)]
    urls += [f"{url}?{urlencode(query)}" for url in LISTS for query in QUERIES]
    with time_machine.travel(NOW, tick=False):
        without = {url: answer(client, url) for url in urls}
    with time_machine.travel(NOW - DAY / 24, tick=False):
        hidden = hide_everything()
    with time_machine.travel(NOW, tick=False):
        assert [url for url in urls if answer(client, url) != without[url]] == []
        nothing = answer(client, "/media/portraits/nothing.webp")
        assert [name for name in hidden if answer(client, f"/media/{name}") != nothing] == []
    assert (nothing[0], len(hidden)) == (404, 6)


def test_everything_hidden_is_there_for_editors(site, admin_client):
    """Were it not, the other test would prove nothing."""
    with time_machine.travel(NOW, tick=False):
        hidden = hide_everything()
        urls = [f"/media/{name}" for name in hidden] + [f"/papers/{slug}/paper.pdf" for slug in SECRET["paper"][:3]]
        assert {answer(admin_client, url)[0] for url in urls} == {200}
        Paper.objects.all().publish()
        found = [answer(admin_client, f"/papers/{slug}/")[0] for slug in SECRET["paper"][:3]]
        assert (found, answer(admin_client, "/authors/secret-person/")[0]) == ([200] * 3, 200)
