"""CSL-JSON."""

import json

import pytest

from papers.imports import csl_json
from papers.imports.record import PaperRecord, PersonRecord, UnreadableFile
from papers.partial_dates import PartialDate
from tests.imports.reading import names, only_problem, only_record

FULL = {
    "id": "lovelace-1843-notes",
    "type": "paper-conference",
    "title": "Notes on the <i>Engine</i>",
    "author": [{"family": "Lovelace", "given": "Ada"}, {"literal": "Engines, Inc."}],
    "editor": [{"family": "Somerville", "given": "Mary"}],
    "issued": {"date-parts": [["1843", 10, "5"]]},
    "available-date": {"date-parts": [[1843, 6]]},
    "container-title": "Advances in Engines",
    "container-title-short": "AdvEng",
    "collection-title": "Engine Series",
    "volume": 33,
    "issue": "2",
    "page": "1877-1901",
    "publisher": "Taylor & Sons",
    "publisher-place": "London",
    "abstract": "On numbers.",
    "keyword": "engines, numbers",
    "DOI": "https://doi.org/10.1000/ABC",
    "PMID": "15170338",
    "ISBN": "978-3-86680-192-9",
    "URL": "https://example.org/",
    "language": "en-GB",
    "note": "A note",
    "number": "7",
    "custom": {"a": [1]},
}


def parse(*items):
    """Return the entries of items."""
    return csl_json.parse(json.dumps(items))


def record_with(**members):
    """Return the record of an item with a title and these members."""
    return only_record(parse({"id": "lovelace1843", "type": "article-journal", "title": "Notes", **members}))


def test_every_member_has_its_place():
    assert only_record(parse(FULL)) == PaperRecord(
        title="Notes on the Engine",
        type="proceedings-paper",
        language="en",
        abstract="On numbers.",
        posted=PartialDate(1843, 6),
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
        authors=(PersonRecord("Ada Lovelace", "Ada", "Lovelace"), PersonRecord("Engines, Inc.")),
        editors=("Mary Somerville",),
        keywords=("engines", "numbers"),
        identifiers=(("doi", "10.1000/abc"), ("pmid", "15170338"), ("isbn", "9783866801929")),
        extra={"URL": "https://example.org/", "note": "A note", "number": "7", "custom": '{"a": [1]}'},
    )


@pytest.mark.parametrize(
    ("name", "printed", "family"),
    [
        ({"family": "Berg", "given": "Jan", "non-dropping-particle": "van"}, "Jan van Berg", "van Berg"),
        ({"family": "Humboldt", "given": "A.", "dropping-particle": "von"}, "A. von Humboldt", "von Humboldt"),
        ({"family": '"Van Dyke"', "given": "Dick"}, "Dick Van Dyke", "Van Dyke"),
        ({"family": "King", "given": "Martin", "suffix": "Jr."}, "Martin King Jr.", "King"),
        ({"family": "al-Aswānī", "given": "ʿAlāʾ"}, "ʿAlāʾ al-Aswānī", "al-Aswānī"),
        ({"family": "Plato"}, "Plato", ""),
    ],
)
def test_a_name_has_the_parts_that_are_given(name, printed, family):
    (author,) = record_with(author=[name]).authors
    assert (author.name, author.family) == (printed, family)


@pytest.mark.parametrize(
    ("date", "issued"),
    [
        ({"date-parts": [[2014]]}, "2014"),
        ({"raw": "2014-05-06"}, "2014-05-06"),
        ({"literal": "May 2014"}, "2014-05"),
        ({"date-parts": []}, "None"),
        ({"date-parts": [[]]}, "None"),
        ({}, "None"),
    ],
)
def test_a_date_may_have_several_forms(date, issued):
    assert str(record_with(issued=date).issued) == issued


def test_the_end_of_a_range_is_kept():
    record = record_with(issued={"date-parts": [[2014, 5], [2014, 6]]})
    assert (str(record.issued), record.extra) == ("2014-05", {"issued": '{"date-parts": [[2014, 5], [2014, 6]]}'})


def test_an_impossible_date_is_reported():
    (entry,) = parse({"id": "a1843", "type": "book", "title": "Notes", "issued": {"date-parts": [[2014, 13]]}})
    assert (entry.record.issued, only_problem(entry).field) == (None, "issued")


def test_a_preprint_is_posted_and_has_its_number():
    record = record_with(type="article", number="arXiv:2306.16388", issued={"date-parts": [[2023]]})
    assert (record.type, str(record.posted), record.identifiers) == ("preprint", "2023", (("arxiv", "2306.16388"),))


def test_what_a_book_stands_in_is_its_series():
    record = record_with(type="book", **{"container-title": "Engine Series"})
    assert (record.venue, record.series) == ("", "Engine Series")


def test_a_type_without_a_place_is_kept():
    record = record_with(type="motion_picture")
    assert (record.type, record.extra) == ("article", {"type": "motion_picture"})


def test_an_item_number_is_no_citation_key():
    record = record_with(id="ITEM-1")
    assert (record.citation_key, record.extra) == ("", {"id": "ITEM-1"})


def test_members_of_an_author_that_have_no_place_are_kept():
    record = record_with(author=[{"family": "Lovelace", "given": "Ada", "ORCID": "x"}])
    assert (names(record), record.extra) == (
        ["Ada Lovelace"],
        {"author": '[{"family": "Lovelace", "given": "Ada", "ORCID": "x"}]'},
    )


def test_an_item_without_a_title_and_a_thing_that_is_no_item_are_refused():
    entries = parse({"id": "ITEM-1", "type": "book"}, "what")
    assert [(entry.label, entry.record, only_problem(entry).reason) for entry in entries] == [
        ("ITEM-1", None, "It has no title, without which a paper cannot be listed."),
        ("item 2", None, "It is not an object."),
    ]


@pytest.mark.parametrize("text", ['{"items": [%s]}', "%s", "[%s]"])
def test_items_may_be_wrapped(text):
    item = '{"id": "a1843", "type": "book", "title": "Notes"}'
    assert only_record(csl_json.parse(text % item)).title == "Notes"


def test_members_of_wrong_kinds_are_survived():
    record = record_with(author="Ada", editor=[1], issued="1843", volume=[3], page=None, keyword=7, DOI={})
    assert (record.authors, record.volume, record.keywords) == ((), "", ("7",))


def test_broken_json_is_unreadable():
    with pytest.raises(UnreadableFile) as refusal:
        list(csl_json.parse("[{]"))
    assert str(refusal.value) == (
        "This is not JSON: Expecting property name enclosed in double quotes at line 1, column 3."
    )


def test_a_file_of_the_format_is_known_by_its_members():
    texts = (json.dumps([FULL]), '[{"id": "a", "type": "book", "title": "b"}]', '{"title": "b"}', "[]", "")
    assert [csl_json.looks_like(text) for text in texts] == [True, True, False, False, False]


def test_a_citation_key_of_its_own_goes_before_the_id():
    record = record_with(**{"citation-key": "lovelace-notes"})
    assert (record.citation_key, record.extra) == ("lovelace-notes", {"id": "lovelace1843"})
