"""Web of Science's tagged format."""

from papers.imports import wos
from papers.imports.record import PaperRecord, PersonRecord
from papers.partial_dates import PartialDate
from tests.imports.reading import only_record

FULL = """\
FN Clarivate Analytics Web of Science
VR 1.0
PT J
AU Lovelace, A
   Babbage, C
AF Lovelace, Ada
   Babbage, Charles
CA Engine Team
BE Somerville, Mary
TI Notes on the
   Engine
SO JOURNAL OF ENGINES
SE Engine Series
LA English
DT Article
DE engines; analytical
   numbers
ID COMPUTATION
AB On
   numbers.
C1 [Lovelace, Ada; Babbage, Charles] Univ London, London, England.
   [Babbage, Charles] Univ Cambridge, Cambridge, England.
PU TAYLOR
PI LONDON
SN 0006-2960
BN 978-3-86680-192-9
JI J. Eng.
PD OCT 5
PY 1843
VL 3
IS 2
BP 666
EP 731
DI 10.1000/ABC
PM 15170338
UT WOS:000221807500019
ER

EF
"""


def test_every_field_has_its_place():
    assert only_record(wos.parse(FULL)) == PaperRecord(
        title="Notes on the Engine",
        type="article",
        language="en",
        abstract="On numbers.",
        issued=PartialDate(1843, 10, 5),
        venue="JOURNAL OF ENGINES",
        venue_short="J. Eng.",
        venue_kind="journal",
        series="Engine Series",
        volume="3",
        issue="2",
        pages="666-731",
        publisher="TAYLOR",
        place="LONDON",
        authors=(
            PersonRecord("Ada Lovelace", "Ada", "Lovelace", affiliation="Univ London, London, England"),
            PersonRecord(
                "Charles Babbage",
                "Charles",
                "Babbage",
                affiliation="Univ London, London, England; Univ Cambridge, Cambridge, England",
            ),
            PersonRecord("Engine Team"),
        ),
        editors=("Mary Somerville",),
        keywords=("engines", "analytical numbers"),
        identifiers=(("doi", "10.1000/abc"), ("pmid", "15170338"), ("isbn", "9783866801929")),
        extra={
            "AU": "Lovelace, A\nBabbage, C",
            "ID": "COMPUTATION",
            "C1": "[Lovelace, Ada; Babbage, Charles] Univ London, London, England.\n"
            "[Babbage, Charles] Univ Cambridge, Cambridge, England.",
            "SN": "0006-2960",
            "UT": "WOS:000221807500019",
        },
    )


def test_a_missing_end_does_not_join_two_entries():
    text = "PT J\nTI One\nPT J\nTI Two\n"
    assert [entry.record.title for entry in wos.parse(text)] == ["One", "Two"]


def test_a_proceedings_paper_is_known_by_its_document_type():
    record = only_record(wos.parse("PT J\nTI One\nDT Article; Proceedings Paper\nSO LNCS\nER\n"))
    assert (record.type, record.venue_kind, record.extra) == (
        "proceedings-paper",
        "conference",
        {"DT": "Article; Proceedings Paper"},
    )


def test_an_article_number_stands_in_place_of_pages():
    assert only_record(wos.parse("PT J\nTI One\nAR 054102\nER\n")).pages == "054102"


def test_a_file_of_the_format_is_known_by_its_first_lines():
    texts = (FULL, "PT J\nAU x\n", "FN ISI Export Format\nVR 1.0\n", "PT is what", "TY  - JOUR", "")
    assert [wos.looks_like(text) for text in texts] == [True, True, True, False, False, False]
