"""A draft of a published paper is seen nowhere in public, whatever it changes."""

from dataclasses import asdict, replace

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError

from papers.drafts import APART, merged, publish_draft, rehearsal, try_on
from papers.exports import FORMATS
from papers.history import NotWrittenError, state_of
from papers.models import Address, Author, Paper, PaperDraft
from papers.preview import make_link, rendered
from tests.factories import (
    AuthorFactory,
    IdentifierFactory,
    InstitutionFactory,
    LinkFactory,
    PaperDraftFactory,
    PaperFactory,
    PreviewLinkFactory,
)

pytestmark = pytest.mark.django_db

PUBLIC = [
    *("/", "/papers/", "/papers/sketch/", "/papers/sketch/card.png", "/papers/?q=secret", "/papers/?sort=title"),
    *("/authors/", "/authors/ada/", "/authors/ada/coauthors/", "/institutions/", "/archive/", "/archive/1843/"),
    *("/sitemap.xml", "/robots.txt", "/follow/", "/papers/?author=secret-person", "/doi/10.1000/secret"),
    *("/papers/secret/", "/authors/secret-person/", "/institutions/secret-place/", "/archive/1777/", "/cite/secret"),
    *(f"/papers{each}.{made.extension}" for made in FORMATS.values() for each in ("", "/sketch")),
]


@pytest.fixture
def paper():
    paper = PaperFactory(
        title="Sketch",
        slug="sketch",
        posted="1843",
        citation_key="sketch",
        authors=[AuthorFactory(display_name="Ada", slug="ada", is_profile=True)],
        institutions=[InstitutionFactory(name="London")],
    )
    IdentifierFactory(paper=paper, value="10.1000/1")
    LinkFactory(paper=paper)
    return paper


@pytest.fixture
def draft(paper):
    """A draft that changes everything, with a person and an institution that stand on nothing else."""
    person = AuthorFactory(display_name="Secret Person", slug="secret-person")
    place = InstitutionFactory(name="Secret Place", slug="secret-place")
    before = state_of(paper)
    with rehearsal():
        Paper.objects.update(title="Secret", slug="secret", posted="1777", citation_key="secret", abstract="Secret.")
        paper.authorships.update(author=person, printed_name="Secret Person")
        paper.institution_entries.update(institution=place)
        paper.identifiers.update(value="10.1000/secret")
        paper.links.update(url="https://example.org/secret")
        content = state_of(paper)
    return PaperDraftFactory(paper=paper, base=asdict(before), content=asdict(content))


def answers(client) -> dict:
    """Return status, body and tags of every public address."""
    found = {}
    for url in PUBLIC:
        response = client.get(url)
        told = {
            name: value for name, value in response.headers.items() if name in {"ETag", "Last-Modified", "Location"}
        }
        found[url] = (response.status_code, response.getvalue(), told)
    return found


def test_no_public_page_tells_of_a_draft_or_a_link(paper, client, rf):
    person, place = (
        AuthorFactory(display_name="Secret Person", slug="secret-person"),
        InstitutionFactory(slug="secret-place"),
    )
    before = answers(client)
    content = state_of(paper)
    values = content.values | {"title": "Secret", "slug": "secret", "posted": "1777", "citation_key": "secret"}
    row = values["authorships"][0] | {"author": person.pk, "printed_name": "Secret Person"}
    values |= {"authorships": [row], "institution_entries": [{"institution": place.pk}]}
    values |= {"identifiers": [{"scheme": "doi", "value": "10.1000/secret"}]}
    names = {**content.names, "papers.author": {str(person.pk): ["Secret Person", "secret-person"]}}
    names["papers.institution"] = {str(place.pk): ["Secret Place", "secret-place"]}
    draft = PaperDraftFactory(paper=paper, content=asdict(replace(content, values=values, names=names)))
    _link, secret = make_link(paper, None, 7)
    assert b"Secret Person" in client.get(f"/preview/{secret}/").content
    assert answers(client) == before
    assert draft.content != draft.base


def test_a_rehearsal_leaves_nothing(paper, draft):
    before = (state_of(paper), Paper.objects.get().updated, list(Address.objects.order_by("value").values()))
    with rehearsal():
        assert try_on(draft) == []
        assert Paper.objects.get().title == "Secret"
    assert (state_of(paper), Paper.objects.get().updated, list(Address.objects.order_by("value").values())) == before


def test_a_rehearsal_that_fails_leaves_nothing(paper, draft):
    def fail():
        with rehearsal():
            try_on(draft)
            PaperFactory(slug="secret")

    with pytest.raises(IntegrityError):
        fail()
    assert Paper.objects.get().title == "Sketch"


def test_what_is_tried_on_has_the_same_rows_each_time(paper, draft):
    keys = []
    for _time in range(2):
        with rehearsal():
            try_on(draft)
            keys.append(
                [list(rows.values_list("pk", flat=True)) for rows in (paper.links.all(), paper.identifiers.all())]
            )
    assert keys[0] == keys[1]
    assert {key < 0 for rows in keys[0] for key in rows} == {True}


def test_whether_it_is_shown_and_its_file_are_apart(paper, draft):
    assert {"status", "publish_at", "retire_at", "pdf", "pdf_rights"} == APART
    Paper.objects.update(status="draft")
    publish_draft(draft, None, "")
    assert Paper.objects.get().status == "draft"


def test_someone_in_a_draft_who_is_gone_stops_its_publishing(paper, draft):
    Author.objects.filter(slug="secret-person").delete()
    with pytest.raises(NotWrittenError, match="Person “Secret Person” is no longer here and was left out"):
        publish_draft(draft, None, "")
    assert PaperDraft.objects.exists()


def test_nothing_is_in_conflict_where_both_made_the_same_change(paper, draft):
    Paper.objects.update(title="Secret")
    assert merged(draft).conflicts == []


def test_a_link_and_a_draft_go_with_their_paper(paper, draft):
    PreviewLinkFactory(paper=paper)
    paper.delete()
    assert not PaperDraft.objects.exists()


def test_preview_of_a_draft_whose_values_others_took_shows_the_rest(paper, draft, rf):
    IdentifierFactory(value="10.1000/secret")
    PaperFactory(slug="secret", citation_key="secret")
    request = rf.get("/")
    request.user = User()
    page = rendered(request, paper).content.decode()
    assert ("<h1>Secret</h1>" in page, "10.1000/secret" in page) == (True, False)
