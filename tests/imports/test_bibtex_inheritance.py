"""What entries of a BibTeX file take over from others."""

from papers.imports.bibtex import parse

WHOLE = """@proceedings{whole, title = {Proceedings of Engines}, subtitle = {A Meeting}, editor = {Hopper, Grace},
  publisher = {Weavers}, year = 1843, doi = {10.1000/whole}, isbn = {9780262033848}, abstract = {All.}}
"""


def first(text):
    """Return the first entry."""
    return next(parse(text))


def test_a_part_takes_over_what_it_does_not_say():
    record = first(
        "@inproceedings{part, title = {Notes}, author = {Lovelace, Ada}, crossref = {Whole}}\n" + WHOLE
    ).record
    assert (record.title, record.venue, record.publisher, str(record.issued), record.editors) == (
        "Notes",
        "Proceedings of Engines: A Meeting",
        "Weavers",
        "1843",
        ("Grace Hopper",),
    )


def test_what_a_part_says_itself_stays():
    record = first(
        "@inproceedings{part, title = {Notes}, booktitle = {Ours}, year = 1844, crossref = {whole}}\n" + WHOLE
    ).record
    assert (record.venue, str(record.issued)) == ("Ours: A Meeting", "1844")


def test_the_identity_of_a_whole_is_not_taken_over():
    record = first("@inproceedings{part, title = {Notes}, crossref = {whole}}\n" + WHOLE).record
    assert (record.identifiers, record.abstract, record.extra) == (
        (),
        "",
        {"crossref": "whole", "isbn": "9780262033848"},
    )


def test_no_part_of_a_date_is_taken_over_by_what_has_a_date():
    record = first(
        "@inbook{a, title = {B}, year = 1843, crossref = {c}}\n@book{c, title = {D}, date = {1842-10-01}}"
    ).record
    assert str(record.issued) == "1843"


def test_an_article_takes_over_its_journal():
    whole = "@article{c, journal = {Memoirs}, volume = 3, month = oct, year = 1843}"
    record = first("@article{a, title = {B}, crossref = {c}}\n" + whole).record
    assert (record.venue, record.volume, str(record.issued)) == ("Memoirs", "3", "1843-10")


def test_a_periodical_s_title_is_its_articles_journal():
    record = first("@article{a, title = {B}, crossref = {c}}\n@periodical{c, title = {Memoirs}, date = {1843}}").record
    assert (record.venue, str(record.issued)) == ("Memoirs", "1843")


def test_a_chapter_takes_over_what_its_book_takes_over():
    text = (
        "@inbook{a, title = {B}, crossref = {c}}\n@book{c, title = {D}, crossref = {e}}\n"
        "@mvbook{e, ids = {other, f}, title = {Works}, publisher = {Weavers}}"
    )
    record = first(text).record
    assert (record.title, record.venue, record.publisher, record.extra["maintitle"]) == ("B", "D", "Weavers", "Works")


def test_an_entry_is_found_by_its_other_keys():
    record = first("@inbook{a, title = {B}, crossref = {f}}\n@book{c, ids = {e, f}, title = {D}}").record
    assert record.venue == "D"


def test_shared_data_is_taken_over_as_it_stands():
    text = (
        "@book{a, title = {B}, xdata = {x, y}}\n@xdata{x, publisher = {C}}\n@xdata{y, location = {D}, xdata = {x, y}}"
    )
    entry = first(text)
    assert (entry.record.publisher, entry.record.place, entry.problems) == ("C", "D", ())


def test_a_circle_is_followed_once_and_reported():
    entries = list(
        parse("@book{a, title = {A}, crossref = {b}}\n@book{b, title = {B}, publisher = {C}, crossref = {a}}")
    )
    assert [(entry.record.publisher, [problem.reason for problem in entry.problems]) for entry in entries] == [
        ("C", ["Its cross-references lead round in a circle; they were followed once."]),
        ("C", ["Its cross-references lead round in a circle; they were followed once."]),
    ]


def test_an_entry_that_is_missing_is_reported():
    entry = first("@inbook{a, title = {B}, crossref = {c}, xdata = {d}}")
    assert [(problem.field, problem.reason) for problem in entry.problems] == [
        ("xdata", "The entry “d”, to which it refers, is not in this file."),
        ("crossref", "The entry “c”, to which it refers, is not in this file."),
    ]


def test_long_chains_end():
    text = "\n".join(f"@book{{k{number}, title = {{T}}, crossref = {{k{number + 1}}}}}" for number in range(2000))
    assert [entry.record.title for entry in parse(text)] == ["T"] * 2000
