"""What is read off a paper."""

import pytest

from papers.models import Paper
from papers.models.reading import Button
from papers.partial_dates import PartialDate
from tests.factories import IdentifierFactory, LinkFactory, PaperFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("language", "direction"),
    [("en", "ltr"), ("ar", "rtl"), ("he-IL", "rtl"), ("FA", "rtl"), ("zh", "ltr"), ("", "ltr")],
)
def test_the_direction_of_a_language(language, direction):
    assert Paper(language=language).direction == direction


def test_keywords():
    assert Paper(keywords="engines; tables;;  ").keyword_list == ["engines", "tables"]


def test_editors():
    assert Paper(editors="Richard Taylor\n\n Mary Somerville ").editor_list == ["Richard Taylor", "Mary Somerville"]


@pytest.mark.parametrize(
    ("posted", "issued", "date"),
    [("2023", "2024", PartialDate(2024)), ("2023", None, PartialDate(2023)), (None, None, None)],
)
def test_a_paper_is_cited_by_the_date_of_its_venue(posted, issued, date):
    PaperFactory(posted=posted, issued=issued)
    assert Paper.objects.get().issued_or_posted == date


@pytest.mark.parametrize(("notice", "retracted"), [("retraction", True), ("correction", False), ("", False)])
def test_a_retraction(notice, retracted):
    assert Paper(notice_kind=notice).is_retracted == retracted


def test_two_dois():
    paper = PaperFactory()
    for scheme, value in (("doi", "10.1/a"), ("arxiv", "2306.16388"), ("doi", "10.2/b")):
        IdentifierFactory(paper=paper, scheme=scheme, value=value)
    assert paper.identifier_values("doi") == ["10.1/a", "10.2/b"]


READ_ON_ARXIV = Button("Read on arXiv", "https://arxiv.org/abs/2306.16388")
READ_AT_PUBLISHER = Button("Read at the publisher", "https://doi.org/10.1000/1")


@pytest.mark.parametrize(
    ("identifiers", "button"),
    [
        ([("doi", "10.1000/1"), ("arxiv", "2306.16388")], READ_ON_ARXIV),
        ([("doi", "10.1000/1"), ("doi", "10.1000/2")], READ_AT_PUBLISHER),
        (
            [("pmid", "32376956"), ("acl", "2020.acl-main.1")],
            Button("Read in the ACL Anthology", "https://aclanthology.org/2020.acl-main.1"),
        ),
        ([("pmid", "32376956")], Button("Read", "https://pubmed.ncbi.nlm.nih.gov/32376956")),
        ([], None),
    ],
)
def test_where_a_paper_is_read(identifiers, button):
    paper = PaperFactory()
    for scheme, value in identifiers:
        IdentifierFactory(paper=paper, scheme=scheme, value=value)
    link = paper.read_link
    assert (link and Button(link.label, link.url.rstrip("/"))) == button


def test_an_isbn_alone_leads_nowhere():
    paper = PaperFactory()
    IdentifierFactory(paper=paper, scheme="isbn", value="9780262033848")
    assert paper.read_link is None


def test_a_pdf_is_read_before_anything_else():
    paper = PaperFactory()
    IdentifierFactory(paper=paper)
    LinkFactory(paper=paper, kind="pdf", url="https://example.org/a.pdf")
    assert paper.read_link == Button("Read the PDF", "https://example.org/a.pdf")


def test_a_pdf_with_a_label():
    paper = PaperFactory()
    LinkFactory(paper=paper, kind="pdf", url="https://example.org/a.pdf", label="Postprint")
    assert paper.read_link == Button("Postprint", "https://example.org/a.pdf")


def test_code_and_other_links_in_their_order():
    paper = PaperFactory()
    for position, kind in ((3, "supplement"), (2, "code"), (1, "data"), (4, "pdf")):
        LinkFactory(paper=paper, kind=kind, url=f"https://example.org/{kind}", position=position)
    kinds = [[link.kind for link in links] for links in (paper.code_links, paper.other_links)]
    assert kinds == [["code"], ["data", "supplement"]]


def test_a_link_goes_by_its_label_or_else_its_kind():
    assert [str(LinkFactory(label="Our code")), str(LinkFactory(kind="data"))] == ["Our code", "Data"]
