"""Atom, read back by ElementTree."""

import datetime
from xml.etree import ElementTree

import pytest

from papers.exports import atom
from papers.exports.atom import Feed
from papers.models import Paper
from tests.factories import LinkFactory

pytestmark = pytest.mark.django_db

NAMESPACE = "{http://www.w3.org/2005/Atom}"
CHANGED = datetime.datetime(2026, 11, 24, 7, 30, tzinfo=datetime.timezone(datetime.timedelta(hours=2)))
FEED = Feed("Papers of Ada & co", "https://example.org/papers/?q=a&b", "https://example.org/papers.atom?q=a&b", CHANGED)


def read(papers):
    return ElementTree.fromstring("".join(atom.render(papers, FEED)))  # noqa: S314 (our own)


def texts(element) -> dict[str, str]:
    return {child.tag.removeprefix(NAMESPACE): child.text for child in element if child.text and child.text.strip()}


def links(element) -> list[tuple[str, str]]:
    return [(link.get("rel"), link.get("href")) for link in element.findall(f"{NAMESPACE}link")]


def test_a_feed_says_what_it_is_where_it_is_and_when_it_changed():
    feed = read([])
    assert texts(feed) == {
        "title": "Papers of Ada & co",
        "id": "https://example.org/papers.atom?q=a&b",
        "updated": "2026-11-24T05:30:00Z",
    }
    assert links(feed) == [("self", FEED.feed_url), ("alternate", FEED.page_url)]
    assert feed.findtext(f"{NAMESPACE}author/{NAMESPACE}name") == "Papers of Ada & co"


def test_an_entry_holds_the_paper_and_the_moment_of_its_last_change(full_paper):
    full_paper.updated = CHANGED
    entry = read([full_paper]).find(f"{NAMESPACE}entry")
    assert texts(entry) == {
        "title": "Notes on the Engine: Łódź & “more”",
        "id": "https://example.org/papers/notes/",
        "published": "2019-05-28T00:00:00Z",
        "updated": "2026-11-24T05:30:00Z",
        "summary": "An engine.\n\nIt weaves.",
    }
    assert links(entry) == [
        ("alternate", "https://example.org/papers/notes/"),
        ("related", "https://doi.org/10.1000/engines.7"),
        ("enclosure", "https://example.org/notes.pdf"),
    ]
    assert entry.get("{http://www.w3.org/XML/1998/namespace}lang") == "en"


def test_an_entry_names_every_author_and_category(full_paper):
    entry = read([full_paper]).find(f"{NAMESPACE}entry")
    authors = entry.findall(f"{NAMESPACE}author")
    assert [texts(author) for author in authors] == [
        {"name": "Ada Lovelace", "uri": "https://orcid.org/0000-0002-1825-0097"},
        {"name": "Laurens van der Maaten Jr."},
        {"name": "Engines, Inc. Team"},
    ]
    categories = [(tag.get("term"), tag.get("label")) for tag in entry.findall(f"{NAMESPACE}category")]
    assert categories[0] == ("math.EN", "Engines & Looms")
    assert [code for code, _label in categories] == ["math.EN", "math.AA", "math.ZZ"]


def test_a_paper_without_a_date_was_published_when_it_came_to_the_site(loaded_paper):
    paper = loaded_paper()
    paper.created = CHANGED
    entry = read([paper]).find(f"{NAMESPACE}entry")
    assert entry.findtext(f"{NAMESPACE}published") == "2026-11-24T05:30:00Z"


def test_without_a_doi_the_place_to_read_it_is_related(loaded_paper):
    paper = loaded_paper(identifiers=[("acl", "P19-1001")])
    LinkFactory(paper=paper, url="https://example.org/code")
    assert links(read([paper]).find(f"{NAMESPACE}entry"))[1:] == [("related", "https://aclanthology.org/P19-1001/")]


def test_characters_that_xml_does_not_allow_are_left_out(loaded_paper):
    entry = read([loaded_paper(abstract="a\x0bb <i>\ufffe]]> &")]).find(f"{NAMESPACE}entry")
    assert entry.findtext(f"{NAMESPACE}summary") == "ab <i>]]> &"


@pytest.mark.usefixtures("reference_profile")
def test_the_reference_profile_is_written_without_a_query(django_assert_num_queries):
    papers = list(Paper.objects.published().for_page().order_by("pk"))
    with django_assert_num_queries(0):
        feed = read(papers)
    assert [entry.findtext(f"{NAMESPACE}title") for entry in feed.findall(f"{NAMESPACE}entry")] == [
        paper.title for paper in papers
    ]
