"""Papers as files: which, in what order, at what cost, and under which name."""

import datetime
import re
from xml.etree.ElementTree import Element, fromstring

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from papers import downloads
from papers.downloads import FILE_FORMATS
from papers.exports import FORMATS, cite
from papers.models import Author, Authorship, Category, Institution, Paper
from tests.factories import AuthorFactory, IdentifierFactory, InstitutionFactory, LinkFactory, PaperFactory, SiteFactory

pytestmark = pytest.mark.django_db

DRAFT = Paper.Status.DRAFT
EXTENSIONS = [file_format.extension for file_format in FORMATS.values()]


@pytest.fixture
def ada():
    return AuthorFactory(display_name="Ada Lovelace", slug="ada", is_profile=True)


@pytest.fixture
def london():
    return InstitutionFactory(name="University of London", slug="london")


@pytest.fixture
def site(ada, london):
    """Three published papers, two of them Ada's and of London, and a draft of hers."""
    language = Category.objects.get(code="cs.CL")
    both = {"authors": [ada], "institutions": [london]}
    for number, posted in enumerate(["2021", "2023"]):
        PaperFactory(
            title=f"Engine {number}", slug=f"engine-{number}", citation_key=f"engine-{number}", posted=posted, **both
        )
    PaperFactory(title="Loom", slug="loom", citation_key="loom", posted="2022", primary_category=language)
    PaperFactory(title="Secret", slug="secret", citation_key="secret", posted="2024", status=DRAFT, **both)


def body(response) -> str:
    assert response.status_code == 200
    return response.getvalue().decode()


def keys(response) -> list[str]:
    """Return the citation keys in a BibTeX file, in its order."""
    return re.findall(r"^@\w+\{(.*),$", body(response), re.MULTILINE)


# Which papers


def test_a_file_of_all_papers_has_their_order(site, client):
    assert keys(client.get("/papers.bib")) == ["engine-1", "loom", "engine-0"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=engine&sort=oldest", ["engine-0", "engine-1"]),
        ("category=cs.CL", ["loom"]),
        ("author=ada&year_min=2022", ["engine-1"]),
        ("sort=title", ["engine-0", "engine-1", "loom"]),
        ("q=nothing", []),
        ("year_min=x&page=9&sort=oldest", ["engine-0", "loom", "engine-1"]),
    ],
)
def test_a_filtered_file_holds_what_the_filtered_list_shows(site, client, query, found):
    assert keys(client.get(f"/papers.bib?{query}")) == found
    shown = client.get(f"/papers/?{query}").context["listing"].page.object_list
    assert [Paper.objects.get(pk=key).citation_key for key in shown] == found


def test_a_file_holds_all_pages(client):
    PaperFactory.create_batch(130)
    assert len(keys(client.get("/papers.bib?page=2"))) == 130


def test_a_person_s_file_has_their_own_order(site, ada, client):
    Authorship.objects.filter(paper__slug="engine-0").update(profile_rank=1)
    assert keys(client.get("/authors/ada/papers.bib")) == ["engine-0", "engine-1"]
    assert keys(client.get("/authors/ada/papers.bib?sort=newest")) == ["engine-1", "engine-0"]


def test_an_institution_s_file_has_its_papers(site, client):
    assert keys(client.get("/institutions/london/papers.bib?year_max=2021")) == ["engine-0"]


def test_a_paper_s_file_is_what_its_page_says(site, client):
    paper = Paper.objects.for_page().get(slug="loom")
    assert body(client.get("/papers/loom.bib")) == cite(paper).bibtex


# Every format at every address


ADDRESSES = ["/papers", "/papers/loom", "/authors/ada/papers", "/institutions/london/papers"]


@pytest.mark.parametrize("file_format", FILE_FORMATS, ids=lambda file_format: file_format.extension)
@pytest.mark.parametrize(
    ("address", "name"), list(zip(ADDRESSES, ["papers", "loom", "ada-papers", "london-papers"], strict=True))
)
def test_every_format_is_sent_as_a_file_of_its_type(site, client, address, name, file_format):
    response = client.get(f"{address}.{file_format.extension}")
    names = ("Content-Type", "Content-Disposition", "X-Content-Type-Options")
    assert [response.headers[name] for name in names] == [
        file_format.content_type,
        f'attachment; filename="{name}.{file_format.extension}"',
        "nosniff",
    ]


@pytest.mark.parametrize("file_format", FILE_FORMATS, ids=lambda file_format: file_format.extension)
def test_a_file_is_what_its_format_writes(site, client, file_format):
    written = "".join(file_format.render(list(Paper.objects.published().for_page().oldest())))
    assert body(client.get(f"/papers.{file_format.extension}?sort=oldest")) == written


@pytest.mark.parametrize("extension", EXTENSIONS)
@pytest.mark.parametrize("address", ADDRESSES)
def test_no_file_holds_a_draft(site, client, address, extension):
    assert "secret" not in body(client.get(f"{address}.{extension}")).lower()


@pytest.mark.parametrize("method", ["post", "put", "delete"])
@pytest.mark.parametrize("address", ADDRESSES)
def test_files_are_only_read(site, client, address, method):
    assert getattr(client, method)(f"{address}.bib").status_code == 405


@pytest.mark.parametrize(
    "address",
    [
        *("/papers.exe", "/papers.", "/papers.bib/", "/papers/.bib", "/papers/loom.bib.bib", "/papers/loom.BIB"),
        *("/papers/nowhere.bib", "/papers/secret.bib", "/authors/nobody/papers.bib", "/institutions/none/papers.bib"),
        *("/authors/ada.bib", "/authors.bib", "/papers/loom/papers.bib"),
    ],
)
def test_what_is_no_file_is_404(site, client, address):
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    ("model", "slug", "old", "new"),
    [
        (Paper, "loom", "/papers/loom.bib?a=b", "/papers/moved.bib?a=b"),
        (Author, "ada", "/authors/ada/papers.bib?year_min=2020", "/authors/moved/papers.bib?year_min=2020"),
        (Institution, "london", "/institutions/london/papers.bib", "/institutions/moved/papers.bib"),
    ],
)
def test_an_old_address_leads_to_the_new_file(site, client, model, slug, old, new):
    model.objects.filter(slug=slug).update(slug="moved")
    response = client.get(old)
    assert (response.status_code, response.headers["Location"]) == (301, new)


# Cost


@pytest.mark.parametrize("extension", EXTENSIONS)
def test_a_hundred_papers_cost_as_many_queries_as_one(site, ada, client, extension):
    def queries_for(address: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            body(client.get(address))
        return len(queries)

    few = queries_for(f"/papers.{extension}")
    for paper in PaperFactory.create_batch(97, authors=[ada, AuthorFactory()]):
        IdentifierFactory(paper=paper)
        LinkFactory(paper=paper)
    assert queries_for(f"/papers.{extension}") == few


def test_papers_are_loaded_while_they_are_sent(client, monkeypatch):
    def queries_while_sent() -> int:
        response = client.get("/papers.bib")  # the first two are loaded by now
        with CaptureQueriesContext(connection) as queries:
            list(response.streaming_content)
        return len(queries)

    monkeypatch.setattr(downloads, "PAPERS_AT_A_TIME", 2)
    PaperFactory.create_batch(4)
    few = queries_while_sent()
    PaperFactory.create_batch(4)
    assert queries_while_sent() == 3 * few > 0


# The menu


@pytest.mark.parametrize(
    ("page", "file"),
    [
        ("/papers/?q=engine&page=2", "/papers.bib?q=engine"),
        ("/", "/authors/ada/papers.bib"),
        ("/authors/ada/?sort=title", "/authors/ada/papers.bib?sort=title"),
        ("/institutions/london/?year_min=2020", "/institutions/london/papers.bib?year_min=2020"),
        ("/papers/loom/?q=engine", "/papers/loom.bib"),
    ],
)
def test_a_page_offers_what_it_shows_in_every_format(site, client, page, file):
    offered = client.get(page).context["files"]
    assert (offered[0].url, len(offered)) == (file, len(FILE_FORMATS))


# Feeds

ATOM = "{http://www.w3.org/2005/Atom}"


def read(response) -> Element:
    return fromstring(body(response))  # noqa: S314 - it is the site's own


def elements(response, *path: str) -> list[str]:
    """Return the texts of the elements at `path` in a feed."""
    return [element.text for element in read(response).iterfind("/".join(ATOM + name for name in path))]


@pytest.mark.parametrize(
    ("address", "title", "page"),
    [
        ("/papers.atom?q=engine", "Papers – Engines", "/papers/?q=engine"),
        ("/papers/loom.atom", "Loom – Engines", "/papers/loom/"),
        ("/authors/ada/papers.atom", "Papers of Ada Lovelace – Engines", "/authors/ada/"),
        ("/institutions/london/papers.atom", "Papers of University of London – Engines", "/institutions/london/"),
    ],
)
def test_a_feed_says_what_it_follows(site, client, address, title, page):
    SiteFactory(title="Engines")
    feed = read(client.get(address))
    links = {link.get("rel"): link.get("href") for link in feed.iterfind(f"{ATOM}link")}
    assert (feed.find(f"{ATOM}title").text, links) == (
        title,
        {"self": f"http://testserver{address}", "alternate": f"http://testserver{page}"},
    )


def test_a_feed_holds_what_the_list_shows(site, client):
    assert elements(client.get("/authors/ada/papers.atom?sort=oldest"), "entry", "title") == ["Engine 0", "Engine 1"]


def test_a_feed_was_updated_when_one_of_its_papers_was(site, client):
    for slug, year in (("engine-0", 2031), ("loom", 2032), ("engine-1", 2030)):
        Paper.objects.filter(slug=slug).update(updated=datetime.datetime(year, 1, 2, tzinfo=datetime.UTC))
    assert elements(client.get("/papers.atom"), "updated") == ["2032-01-02T00:00:00Z"]
    assert elements(client.get("/papers.atom"), "entry", "updated") == [
        *("2030-01-02T00:00:00Z", "2032-01-02T00:00:00Z", "2031-01-02T00:00:00Z")
    ]


def test_an_empty_feed_was_never_updated(client):
    assert elements(client.get("/papers.atom"), "updated") == ["1970-01-01T00:00:00Z"]


def test_a_feed_is_sent_again_once_it_has_news(site, client):
    def answer() -> int:
        return client.get("/papers.atom", headers={"If-None-Match": tag}).status_code

    tag = client.get("/papers.atom").headers["ETag"]
    assert answer() == 304
    Paper.objects.filter(slug="loom").update(status=DRAFT)
    assert answer() == 200


# For the copy of a site


def test_shared_papers_are_in_every_file_as_they_are_without(site, client, monkeypatch):
    monkeypatch.setattr(downloads, "MOST_SHARED", 2)
    urls = [f"/{name}.{extension}" for name in ("papers", "authors/ada/papers") for extension in EXTENSIONS]
    alone = [client.get(url).getvalue() for url in urls]
    with downloads.sharing_papers():
        assert [client.get(url).getvalue() for url in urls] == alone


def test_shared_papers_are_loaded_once(site, client):
    with downloads.sharing_papers():
        client.get("/authors/ada/papers.bib").getvalue()
        with CaptureQueriesContext(connection) as queries:
            client.get("/authors/ada/papers.csv").getvalue()
    assert [query["sql"] for query in queries if 'FROM "papers_identifier"' in query["sql"]] == []
