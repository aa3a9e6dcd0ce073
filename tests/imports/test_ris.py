"""RIS."""

import pytest

from papers.imports import ris
from papers.imports.record import LinkRecord, PaperRecord, PersonRecord, Problem
from papers.partial_dates import PartialDate
from tests.imports.reading import names, only_problem, only_record

FULL = """\
TY  - CONF
ID  - lovelace-1843-notes
TI  - Notes on the Engine
AU  - Lovelace, Ada
AU  - Babbage, Charles, Jr.
A2  - Somerville, Mary
T2  - Advances in Engines
J2  - AdvEng
T3  - Engine Series
VL  - 33
IS  - 2
SP  - 1877
EP  - 1901
PB  - Taylor & Sons
CY  - London
PY  - 1843
DA  - 1843/10/05/
DO  - https://doi.org/10.1000/ABC
SN  - 978-3-86680-192-9
UR  - https://arxiv.org/abs/2306.16388
UR  - https://example.org/
L1  - https://example.org/notes
L3  - https://github.com/lovelace/notes
AB  - On numbers.
KW  - engines
KW  - numbers; notes
LA  - eng
N1  - Retracted
N1  - A note
M1  - 7
ER  -
"""


def record_with(*lines, kind="JOUR"):
    """Return the record of an entry with a title and these lines."""
    return only_record(ris.parse("\n".join([f"TY  - {kind}", "TI  - Notes", *lines, "ER  - ", ""])))


def test_every_field_has_its_place():
    assert only_record(ris.parse(FULL)) == PaperRecord(
        title="Notes on the Engine",
        type="proceedings-paper",
        language="en",
        abstract="On numbers.",
        issued=PartialDate(1843, 10, 5),
        venue="Advances in Engines",
        venue_short="AdvEng",
        venue_kind="conference",
        series="Engine Series",
        volume="33",
        issue="2",
        pages="1877-1901",
        publisher="Taylor & Sons",
        place="London",
        citation_key="lovelace-1843-notes",
        notice="retraction",
        authors=(
            PersonRecord(name="Ada Lovelace", given="Ada", family="Lovelace"),
            PersonRecord(name="Charles Babbage Jr.", given="Charles", family="Babbage", suffix="Jr."),
        ),
        editors=("Mary Somerville",),
        keywords=("engines", "numbers", "notes"),
        identifiers=(("doi", "10.1000/abc"), ("isbn", "9783866801929"), ("arxiv", "2306.16388")),
        links=(
            LinkRecord("pdf", "https://example.org/notes"),
            LinkRecord("code", "https://github.com/lovelace/notes"),
        ),
        extra={"UR": "https://example.org/", "N1": "A note", "M1": "7"},
    )


def test_tags_may_have_one_space():
    text = "TY - JOUR\nTI - Notes\nAU - Lovelace, Ada\nER -\n"
    assert names(only_record(ris.parse(text))) == ["Ada Lovelace"]


def test_text_with_a_hyphen_is_no_tag():
    record = only_record(ris.parse("TY  - JOUR\nTI  - Notes\nAB  - see\nII - the second part\nER  -\n"))
    assert record.abstract == "see II - the second part"


def test_unknown_tags_are_kept():
    assert record_with("XX  - what").extra == {"XX": "what"}


def test_an_entry_ends_where_the_next_begins():
    text = "TY  - JOUR\nTI  - One\nTY  - JOUR\nTI  - Two\n"
    assert [entry.record.title for entry in ris.parse(text)] == ["One", "Two"]


def test_entries_without_a_title_are_told_apart_by_blank_lines():
    text = "TY  - JOUR\nDO  - 10.1000/a\n\nTY  - JOUR\nDO  - 10.1000/b\n"
    assert [entry.label for entry in ris.parse(text)] == ["10.1000/a", "10.1000/b"]


def test_a_type_stated_again_and_again_makes_one_entry():
    text = "TY  - BOOK\nTY  - CONF\nTI  - Notes\nTY  - THES\nPB  - Taylor\nER  -\n"
    (entry,) = ris.parse(text)
    assert (entry.record.type, entry.record.publisher, only_problem(entry)) == (
        "proceedings-paper",
        "Taylor",
        Problem("type", "It says more than once what kind of work it is: CONF, BOOK, THES. Taken: CONF."),
    )


def test_a_type_without_a_place_is_kept():
    record = record_with(kind="MPCT")
    assert (record.type, record.extra) == ("article", {"TY": "MPCT"})


def test_a_preprint_is_posted():
    record = record_with("PY  - 2023", kind="UNPB")
    assert (str(record.posted), record.issued) == ("2023", None)


def test_a_journal_stands_in_one_of_several_tags():
    assert [record_with(f"{tag}  - Journal").venue for tag in ("JF", "JO", "T2")] == ["Journal"] * 3


def test_a_short_name_of_the_journal_may_stand_beside_it():
    record = record_with("T2  - The Journal of Engines", "JF  - The Journal of Engines", "JO  - J. Eng.")
    assert (record.venue, record.venue_short, record.extra) == ("The Journal of Engines", "J. Eng.", {})


def test_a_book_in_a_series_has_no_venue():
    record = record_with("T2  - Engine Series", kind="BOOK")
    assert (record.venue, record.series) == ("", "Engine Series")


def test_further_titles_are_kept():
    assert record_with("T1  - Other notes", "TI  - Notes").extra == {"T1": "Other notes"}


def test_the_first_of_two_abstracts_counts():
    record = record_with("N2  - one", "AB  - two")
    assert (record.abstract, record.extra) == ("one", {"AB": "two"})


@pytest.mark.parametrize(
    ("lines", "pages"),
    [
        (["SP  - 193", "EP  - 194"], "193-194"),
        (["SP  - 193-194", "EP  - 194"], "193-194"),
        (["SP  - e0815"], "e0815"),
        (["SP  - 67", "EP  - 67"], "67"),
    ],
)
def test_pages_are_a_range(lines, pages):
    assert record_with(*lines).pages == pages


def test_several_addresses_may_stand_in_one_field():
    record = record_with("UR  - http://a.example; http://b.example;http://c.example")
    assert record.extra == {"UR": "http://a.example\nhttp://b.example\nhttp://c.example"}


def test_a_file_on_a_disk_is_left_out():
    assert record_with("L1  - file:///Users/ada/notes.pdf").extra == {}


def test_numbers_before_entries_are_left_out():
    assert only_record(ris.parse("1.\nTY  - JOUR\nTI  - Notes\nER  -\n")).title == "Notes"


def test_text_before_an_entry_is_reported():
    (entry,) = ris.parse("Some export\nTY  - JOUR\nTI  - Notes\nER  -\n")
    assert only_problem(entry) == Problem("", "“Some export” stands before it and belongs to no entry.")


def test_a_file_of_the_format_is_known_by_its_first_type():
    assert [
        ris.looks_like(text) for text in (FULL, " \ufeff\nTY - JOUR", "1.\nTY  - JOUR", "TY is what", "", "{}")
    ] == [
        *(True, True, True),
        *(False, False, False),
    ]


def test_many_empty_entries_take_no_time():
    (entry,) = ris.parse("TY  - BOOK\n" * 20_000)
    assert entry.record is None


def test_identifiers_may_stand_in_tags_for_other_things():
    record = record_with("M3  - doi: 10.1000/a", "M3  - Letter", "AN  - arXiv:2306.16388", "AN  - WOS:1", "C3  - Talks")
    assert (record.identifiers, record.extra) == (
        (("doi", "10.1000/a"), ("arxiv", "2306.16388")),
        {"M3": "Letter", "AN": "WOS:1", "C3": "Talks"},
    )
