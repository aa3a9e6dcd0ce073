"""PubMed, tagged and XML."""

import pytest

from papers.imports import pubmed
from papers.imports.record import PaperRecord, PersonRecord, Problem
from papers.partial_dates import PartialDate
from tests.imports.reading import names, only_problem, only_record

TAGGED = """\

PMID- 27169098
OWN - NLM
IS  - 2277-9175 (Electronic)
VI  - 5
IP  - 2
DP  - 1843 Oct 5
TI  - Notes on the
      Engine.
PG  - 666-731
LID - 10.1000/ABC [doi]
AB  - On numbers.
FAU - Lovelace, Ada King
AU  - Lovelace AK
AUID- ORCID: 0000-0002-1825-0097
AD  - Univ London,
      London.
AD  - Univ Cambridge.
FAU - Babbage, Charles
AU  - Babbage C
CN  - Engine Team
LA  - eng
PT  - Journal Article
PT  - Review
TA  - J Eng
JT  - Journal of engines
OT  - *engines
OT  - numbers
PMC - PMC7239045
AID - ABR-5-67 [pii]
"""

XML = """\
<?xml version="1.0" ?>
<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD PubMedArticle, 1st January 2019//EN"
 "https://dtd.nlm.nih.gov/ncbi/pubmed/out/pubmed_190101.dtd">
<PubmedArticleSet><PubmedArticle>
<MedlineCitation><PMID Version="1">27169098</PMID>
<Article>
  <Journal><ISSN>2277-9175</ISSN>
    <JournalIssue><Volume>5</Volume><Issue>2</Issue>
      <PubDate><Year>1843</Year><Month>Oct</Month><Day>5</Day></PubDate></JournalIssue>
    <Title>Journal of engines</Title><ISOAbbreviation>J Eng</ISOAbbreviation></Journal>
  <ArticleTitle>Notes on <i>the</i> Engine: x<sup>2</sup>.</ArticleTitle>
  <Pagination><MedlinePgn>666-731</MedlinePgn></Pagination>
  <ELocationID EIdType="doi">10.1000/ABC</ELocationID>
  <Abstract><AbstractText Label="AIM">On numbers.</AbstractText><AbstractText>And more.</AbstractText></Abstract>
  <AuthorList CompleteYN="N">
    <Author><LastName>Lovelace</LastName><ForeName>Ada King</ForeName><Suffix>3rd</Suffix>
      <Identifier Source="ORCID">https://orcid.org/0000-0002-1825-0097</Identifier>
      <AffiliationInfo><Affiliation>Univ London.</Affiliation></AffiliationInfo></Author>
    <Author><CollectiveName>Engine Team</CollectiveName></Author>
  </AuthorList>
  <Language>eng</Language>
  <PublicationTypeList><PublicationType>Journal Article</PublicationType>
    <PublicationType>Retracted Publication</PublicationType></PublicationTypeList>
</Article>
<MeshHeadingList><MeshHeading><DescriptorName>Software</DescriptorName></MeshHeading></MeshHeadingList>
<KeywordList><Keyword>engines</Keyword></KeywordList>
</MedlineCitation>
<PubmedData><ArticleIdList><ArticleId IdType="pmc">PMC7239045</ArticleId></ArticleIdList>
  <ReferenceList>
    <Reference><ArticleIdList><ArticleId IdType="pubmed">1</ArticleId></ArticleIdList></Reference></ReferenceList>
</PubmedData>
</PubmedArticle></PubmedArticleSet>
"""

BOOK = """\
<PubmedArticleSet><PubmedBookArticle><BookDocument><PMID>20301790</PMID>
<Book><Publisher><PublisherName>Taylor</PublisherName><PublisherLocation>London</PublisherLocation></Publisher>
  <BookTitle>Engines</BookTitle><PubDate><Year>1843</Year></PubDate>
  <AuthorList Type="editors"><Author><LastName>Somerville</LastName><ForeName>Mary</ForeName></Author></AuthorList>
</Book>
<ArticleTitle>Notes</ArticleTitle>
<AuthorList Type="authors"><Author><LastName>Lovelace</LastName><ForeName>Ada</ForeName></Author></AuthorList>
</BookDocument></PubmedBookArticle></PubmedArticleSet>
"""


def test_every_tagged_field_has_its_place():
    assert only_record(pubmed.parse(TAGGED)) == PaperRecord(
        title="Notes on the Engine.",
        language="en",
        abstract="On numbers.",
        issued=PartialDate(1843, 10, 5),
        venue="Journal of engines",
        venue_short="J Eng",
        venue_kind="journal",
        volume="5",
        issue="2",
        pages="666-731",
        authors=(
            PersonRecord(
                "Ada King Lovelace",
                "Ada King",
                "Lovelace",
                orcid="0000-0002-1825-0097",
                affiliation="Univ London, London.; Univ Cambridge.",
            ),
            PersonRecord("Charles Babbage", "Charles", "Babbage"),
            PersonRecord("Engine Team"),
        ),
        keywords=("engines", "numbers"),
        identifiers=(("pmid", "27169098"), ("pmcid", "PMC7239045"), ("doi", "10.1000/abc")),
        extra={
            "PT": "Review",
            "AU": "Lovelace AK\nBabbage C",
            "AID": "ABR-5-67 [pii]",
            "OWN": "NLM",
            "IS": "2277-9175 (Electronic)",
        },
    )


def test_a_short_name_is_family_and_initials():
    record = only_record(pubmed.parse("PMID- 1\nTI  - Notes\nAU  - van Berg JP\n"))
    assert record.authors == (PersonRecord("JP van Berg", "JP", "van Berg"),)


def test_every_number_begins_an_entry():
    text = "PMID- 1\nTI  - One\nPMID- 2\nTI  - Two\n\nPMID- 3\n"
    assert [(entry.line, entry.label, entry.record is None) for entry in pubmed.parse(text)] == [
        (1, "One", False),
        (3, "Two", False),
        (6, "3", True),
    ]


def test_every_element_has_its_place():
    (entry,) = pubmed.parse(XML)
    assert only_problem(entry) == Problem("authors", "The source does not name all the authors.")
    assert entry.record == PaperRecord(
        title="Notes on the Engine: x2.",
        language="en",
        abstract="AIM: On numbers.\nAnd more.",
        issued=PartialDate(1843, 10, 5),
        venue="Journal of engines",
        venue_short="J Eng",
        venue_kind="journal",
        volume="5",
        issue="2",
        pages="666-731",
        notice="retraction",
        authors=(
            PersonRecord(
                "Ada King Lovelace 3rd",
                "Ada King",
                "Lovelace",
                suffix="3rd",
                orcid="0000-0002-1825-0097",
                affiliation="Univ London.",
            ),
            PersonRecord("Engine Team"),
        ),
        keywords=("engines",),
        identifiers=(("pmid", "27169098"), ("doi", "10.1000/abc"), ("pmcid", "PMC7239045")),
        extra={"ISSN": "2277-9175", "MeshHeadingList": "Software", "ReferenceList": "1"},
    )


def test_a_chapter_stands_in_its_book():
    record = only_record(pubmed.parse(BOOK))
    assert (record.type, record.title, record.venue, record.publisher, names(record), record.editors) == (
        "chapter",
        "Notes",
        "Engines",
        "Taylor",
        ["Ada Lovelace"],
        ("Mary Somerville",),
    )


@pytest.mark.parametrize(
    ("date", "issued"),
    [
        ("<Year>2020</Year><Month>07</Month>", "2020-07"),
        ("<Year>2020</Year><Season>Summer</Season>", "2020"),
        ("<MedlineDate>2016 Jan-Feb</MedlineDate>", "2016-01"),
    ],
)
def test_a_date_may_have_several_forms(date, issued):
    text = XML.replace("<Year>1843</Year><Month>Oct</Month><Day>5</Day>", date)
    (entry,) = pubmed.parse(text)
    assert str(entry.record.issued) == issued


def test_a_formula_is_plain_text():
    formula = '<math xmlns="http://www.w3.org/1998/Math/MathML"><msup><mi>x</mi><mn>2</mn></msup></math>'
    (entry,) = pubmed.parse(XML.replace("And more.", f"Where {formula} is."))
    assert entry.record.abstract == "AIM: On numbers.\nWhere x^2 is."


def test_a_file_of_the_format_is_known_by_its_beginning():
    texts = (TAGGED, XML, BOOK, "<feed/>", "PMID: 7", "")
    assert [pubmed.looks_like(text) for text in texts] == [True, True, True, False, False, False]
