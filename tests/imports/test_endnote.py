"""EndNote, tagged and XML."""

from papers.imports import endnote
from papers.imports.record import LinkRecord, PaperRecord, PersonRecord
from papers.partial_dates import PartialDate
from tests.imports.reading import names, only_record

TAGGED = """\
%0 Conference Paper
%F lovelace1843
%A Lovelace, Ada
%A Babbage, Charles
%E Somerville, Mary
%T Notes on the Engine
%B Advances in Engines
%S Engine Series
%D 1843
%8 Oct 5
%V 3
%N 2
%P 666-731
%I Taylor
%C London
%@ 978-3-86680-192-9
%R 10.1000/ABC
%U https://github.com/lovelace/notes
%K engines
numbers
%X On numbers.
%G English
%Z A note
%> file:///Users/ada/notes.pdf
"""

XML = """\
<?xml version="1.0" encoding="UTF-8"?>
<xml><records><record>
  <database name="My.enl" path="/Users/ada/My.enl">My.enl</database>
  <rec-number>7</rec-number>
  <ref-type name="Journal Article">17</ref-type>
  <contributors>
    <authors><author><style face="normal">Lovelace, </style><style face="italic">Ada</style></author></authors>
    <secondary-authors><author>Somerville, Mary</author></secondary-authors>
  </contributors>
  <titles>
    <title><style>Notes on E=mc</style><style face="superscript">2</style></title>
    <secondary-title>Journal of Engines</secondary-title>
  </titles>
  <periodical><full-title>Journal of Engines</full-title><abbr-1>J. Eng.</abbr-1></periodical>
  <pages>666-731</pages><volume>3</volume><number>2</number>
  <keywords><keyword>engines</keyword><keyword>Aged, 80 and over</keyword></keywords>
  <dates><year>1843</year><pub-dates><date>Oct 5</date></pub-dates></dates>
  <isbn>1532-1827</isbn>
  <abstract>On
     numbers.&#xD;And more.</abstract>
  <electronic-resource-num>10.1000/ABC</electronic-resource-num>
  <urls><related-urls><url>http://www.ncbi.nlm.nih.gov/pubmed/25647015</url></related-urls>
    <pdf-urls><url>internal-pdf://notes.pdf</url></pdf-urls></urls>
  <notes>A note</notes>
</record></records></xml>
"""


def test_every_tagged_field_has_its_place():
    assert only_record(endnote.parse(TAGGED)) == PaperRecord(
        title="Notes on the Engine",
        type="proceedings-paper",
        language="en",
        abstract="On numbers.",
        issued=PartialDate(1843, 10, 5),
        venue="Advances in Engines",
        venue_kind="conference",
        series="Engine Series",
        volume="3",
        issue="2",
        pages="666-731",
        publisher="Taylor",
        place="London",
        citation_key="lovelace1843",
        authors=(
            PersonRecord("Ada Lovelace", "Ada", "Lovelace"),
            PersonRecord("Charles Babbage", "Charles", "Babbage"),
        ),
        editors=("Mary Somerville",),
        keywords=("engines", "numbers"),
        identifiers=(("doi", "10.1000/abc"), ("isbn", "9783866801929")),
        links=(LinkRecord("code", "https://github.com/lovelace/notes"),),
        extra={"%Z": "A note"},
    )


def test_every_type_line_begins_an_entry():
    text = "%0 Journal Article\n%T One\n%0 Book\n%0 Thesis\n%T Two\n"
    assert [(entry.line, entry.record and entry.record.type) for entry in endnote.parse(text)] == [
        (1, "article"),
        (3, None),
        (4, "thesis"),
    ]


def test_a_type_without_a_place_is_kept():
    record = only_record(endnote.parse("%0 Film\n%T One\n"))
    assert (record.type, record.extra) == ("article", {"%0": "Film"})


def test_every_element_has_its_place():
    assert only_record(endnote.parse(XML)) == PaperRecord(
        title="Notes on E=mc2",
        abstract="On numbers.\nAnd more.",
        issued=PartialDate(1843, 10, 5),
        venue="Journal of Engines",
        venue_short="J. Eng.",
        venue_kind="journal",
        volume="3",
        issue="2",
        pages="666-731",
        authors=(PersonRecord("Ada Lovelace", "Ada", "Lovelace"),),
        editors=("Mary Somerville",),
        keywords=("engines", "Aged, 80 and over"),
        identifiers=(("doi", "10.1000/abc"), ("pmid", "25647015")),
        extra={"isbn": "1532-1827", "notes": "A note"},
    )


def test_a_file_that_breaks_off_gives_what_it_has_and_a_refusal():
    text = XML.replace("</records></xml>", "<record><titles><title>Two")
    first, second = endnote.parse(text)
    assert (names(first.record), second.record, second.problems[-1].reason) == (
        ["Ada Lovelace"],
        None,
        "The XML is broken at line 26: no element found. Nothing from there on could be read.",
    )


def test_a_file_of_the_format_is_known_by_its_beginning():
    texts = (TAGGED, XML, "%0\n%A x", "<xml></xml>", "<feed><record/></feed>", "% 0", "")
    assert [endnote.looks_like(text) for text in texts] == [True, True, True, False, False, False, False]


def test_a_book_in_xml_stands_in_a_series_and_a_translator_is_kept():
    text = """<xml><records><record><ref-type name="Book">6</ref-type><label>lovelace1843</label>
      <contributors><authors><author>Lovelace, Ada</author></authors>
        <translated-authors><author>Menabrea, Luigi</author></translated-authors></contributors>
      <titles><title>Notes</title><secondary-title>Engine Series</secondary-title><short-title>N.</short-title></titles>
      <isbn>978-3-86680-192-9</isbn><language>French</language>
      <dates><year>1843</year><copyright-dates><date>1842</date></copyright-dates></dates>
    </record></records></xml>"""
    record = only_record(endnote.parse(text))
    assert (record.type, record.venue, record.series, record.language, record.citation_key, record.identifiers) == (
        *("book", "", "Engine Series", "fr", "lovelace1843"),
        (("isbn", "9783866801929"),),
    )
    assert record.extra == {"short-title": "N.", "copyright-dates": "1842", "translated-authors": "Menabrea, Luigi"}
