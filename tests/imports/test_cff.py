"""CITATION.cff."""

import pytest

from papers.imports import cff
from papers.imports.record import LinkRecord, PaperRecord, PersonRecord, UnreadableFile
from papers.partial_dates import PartialDate
from tests.imports.reading import only_record

FULL = """\
# how to cite
cff-version: 1.2.0
message: Please cite it.
type: software
title: "Engine: a simulator"
version: 1.10
authors:
  - given-names: Ada
    family-names: Lovelace
    orcid: https://orcid.org/0000-0002-1825-0097
    affiliation: London
  - family-names: Berg
    given-names: Jan
    name-particle: van
    name-suffix: Jr.
    alias: jan
  - name: Engine Team
abstract: |
  On numbers.
  And more.
keywords: [engines, numbers]
date-released: 1843-10-05
doi: 10.1000/ABC
identifiers:
  - {type: doi, value: 10.1000/def}
  - {type: url, value: "https://arxiv.org/abs/2306.16388"}
  - {type: swh, value: "swh:1:rel:99"}
repository-code: https://example.org/engine
url: https://example.org/
license: MIT
preferred-citation:
  type: conference-paper
  title: Notes on the Engine
  authors: [{family-names: Lovelace, given-names: Ada}]
  collection-title: Advances in Engines
  conference: {name: Engines 1843, city: London}
  publisher: {name: Taylor, city: London}
  year: 1843
  month: 6
  start: 666
  end: 731
  volume: 3
  isbn: 978-3-86680-192-9
"""


def file_with(lines):
    """Return a file with a title and these lines."""
    return f"cff-version: 1.2.0\ntitle: Engine\n{lines}\n"


def refusal_of(text):
    """Return the sentence with which a file is refused."""
    with pytest.raises(UnreadableFile) as refusal:
        list(cff.parse(text))
    return str(refusal.value)


def test_the_work_and_its_preferred_citation_are_entries():
    software, paper = (entry.record for entry in cff.parse(FULL))
    assert software == PaperRecord(
        title="Engine: a simulator",
        type="software",
        abstract="On numbers.\nAnd more.",
        issued=PartialDate(1843, 10, 5),
        authors=(
            PersonRecord("Ada Lovelace", "Ada", "Lovelace", orcid="0000-0002-1825-0097", affiliation="London"),
            PersonRecord("Jan van Berg Jr.", "Jan", "van Berg", suffix="Jr."),
            PersonRecord("Engine Team"),
        ),
        keywords=("engines", "numbers"),
        identifiers=(("doi", "10.1000/abc"), ("doi", "10.1000/def"), ("arxiv", "2306.16388")),
        links=(LinkRecord("code", "https://example.org/engine"),),
        extra={
            "version": "1.10",
            "authors.alias": "jan",
            "identifiers": "swh: swh:1:rel:99",
            "url": "https://example.org/",
            "license": "MIT",
        },
    )
    assert paper == PaperRecord(
        title="Notes on the Engine",
        type="proceedings-paper",
        issued=PartialDate(1843, 6),
        venue="Advances in Engines",
        venue_kind="conference",
        volume="3",
        pages="666-731",
        publisher="Taylor",
        place="London",
        authors=(PersonRecord("Ada Lovelace", "Ada", "Lovelace"),),
        identifiers=(("isbn", "9783866801929"),),
        extra={"conference": '{"name": "Engines 1843", "city": "London"}'},
    )


def test_works_that_it_cites_are_kept_and_no_entries():
    record = only_record(cff.parse(file_with("references:\n  - title: Other\n    type: book")))
    assert record.extra == {"references": '[{"title": "Other", "type": "book"}]'}


def test_a_repository_that_is_no_address_is_kept():
    record = only_record(cff.parse(file_with("repository: www.example.org")))
    assert (record.links, record.extra) == ((), {"repository": "www.example.org"})


def test_aliases_are_refused():
    bomb = "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]"
    assert refusal_of(file_with(bomb)) == "It uses YAML's aliases, which are not read here."


def test_tags_that_make_objects_are_refused():
    text = file_with("x: !!python/object/apply:os.system ['true']")
    assert refusal_of(text).startswith("This is not YAML: could not determine a constructor")


def test_deep_nesting_is_refused():
    assert refusal_of(file_with("x: " + "[" * 5000)) == "Its lists and objects are nested more than 30 deep."


def test_a_name_given_twice_is_refused():
    assert refusal_of(file_with("title: Other")) == "It gives “title” twice."


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("cff-version: 1.2.0\ntitle: 'x", "This is not YAML: found unexpected end of stream at line 2."),
        ("- cff-version: 1.2.0", "This YAML describes no work."),
        ("", "This YAML describes no work."),
    ],
)
def test_what_is_no_work_is_unreadable(text, reason):
    assert refusal_of(text) == reason


def test_a_nul_is_unreadable():
    assert "#x0000" in refusal_of(file_with("abstract: a\x00b"))


def test_a_file_of_the_format_is_known_by_its_version():
    texts = (FULL, '---\n"cff-version": 1.1.0\n', "title: x\n", '{"cff-version": 1}', "")
    assert [cff.looks_like(text) for text in texts] == [True, True, False, False, False]


def test_a_thesis_comes_from_its_institution():
    lines = "preferred-citation:\n  type: thesis\n  title: On Engines\n  institution: {name: University of London}"
    _software, thesis = cff.parse(file_with(lines))
    assert (thesis.record.type, thesis.record.publisher) == ("thesis", "University of London")


def test_languages_and_editors_are_read():
    record = only_record(
        cff.parse(file_with("languages: [fra]\neditors: [{family-names: Somerville, given-names: Mary}]"))
    )
    assert (record.language, record.editors) == ("fr", ("Mary Somerville",))
