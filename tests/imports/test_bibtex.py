"""BibTeX and BibLaTeX entries as records."""

import pytest

from papers.exports import bibtex as written
from papers.imports import read
from papers.imports.bibtex import parse
from papers.imports.record import LinkRecord, PaperRecord, PersonRecord
from papers.partial_dates import PartialDate
from tests.imports.reading import only_record

FULL = r"""% Encoding: UTF-8
@InProceedings{lovelace-1843-notes,
  title         = {Notes on the {A}nalytical {E}ngine: {$O(n)$} Steps},
  author        = {Lovelace, Ada and van K{\"u}ster, Jr., Jan},
  editor        = "Hopper, Grace Brewster and {Weavers' Guild}",
  booktitle     = {Proceedings of the Engine Meeting},
  series        = {Engines},
  volume        = 3,
  number        = {2},
  pages         = {12--23},
  publisher     = {Weavers \& Sons},
  address       = {London},
  month         = oct,
  year          = {1843},
  abstract      = {It weaves {\it patterns}.

                   It does not think.},
  keywords      = {engines, {B}ernoulli numbers},
  langid        = {english},
  doi           = {https://doi.org/10.1000/Engines\_7},
  eprint        = {1905.00001v2},
  archivePrefix = {arXiv},
  primaryClass  = {cs.CL},
  url           = {https://example.org/notes.pdf},
  code          = {https://github.com/ada/engine},
  isbn          = {978-0-262-03384-8},
  annote        = {Read \emph{twice}},
  file          = {:/home/ada/notes.pdf:PDF},
}
"""


def record_of(fields, kind="article"):
    """Return the record of an entry with a title and fields."""
    return only_record(parse(f"@{kind}{{key, title = {{T}}, {fields}}}"))


def test_every_field_has_its_place():
    assert only_record(parse(FULL)) == PaperRecord(
        title="Notes on the Analytical Engine: $O(n)$ Steps",
        type="proceedings-paper",
        language="en",
        abstract="It weaves patterns.\n\nIt does not think.",
        issued=PartialDate(1843, 10),
        venue="Proceedings of the Engine Meeting",
        venue_kind="conference",
        series="Engines",
        volume="3",
        issue="2",
        pages="12-23",
        publisher="Weavers & Sons",
        place="London",
        citation_key="lovelace-1843-notes",
        authors=(
            PersonRecord("Ada Lovelace", "Ada", "Lovelace"),
            PersonRecord("Jan van Küster Jr.", "Jan", "van Küster", suffix="Jr."),
        ),
        editors=("Grace Brewster Hopper", "Weavers' Guild"),
        keywords=("engines", "Bernoulli numbers"),
        categories=("cs.CL",),
        identifiers=(("doi", "10.1000/engines_7"), ("arxiv", "1905.00001")),
        links=(
            LinkRecord("pdf", "https://example.org/notes.pdf"),
            LinkRecord("code", "https://github.com/ada/engine"),
        ),
        extra={"isbn": "978-0-262-03384-8", "annote": r"Read \emph{twice}"},
    )


@pytest.mark.parametrize(
    ("kind", "paper_type", "kept"),
    [
        ("article", "article", None),
        ("inproceedings", "proceedings-paper", None),
        ("conference", "proceedings-paper", "conference"),
        ("incollection", "chapter", None),
        ("inbook", "chapter", "inbook"),
        ("book", "book", None),
        ("proceedings", "book", "proceedings"),
        ("phdthesis", "thesis", None),
        ("mastersthesis", "thesis", "mastersthesis"),
        ("techreport", "report", None),
        ("report", "report", "report"),
        ("misc", "preprint", None),
        ("online", "preprint", "online"),
        ("unpublished", "preprint", "unpublished"),
        ("dataset", "dataset", "dataset"),
        ("software", "software", "software"),
        ("nonsense", "preprint", "nonsense"),
    ],
)
def test_kinds_become_types_and_stay_where_they_would_be_lost(kind, paper_type, kept):
    record = record_of("", kind)
    assert (record.type, record.extra.get("entrytype")) == (paper_type, kept)


@pytest.mark.parametrize(
    ("kind", "fields", "field", "value"),
    [
        ("article", "journaltitle = {J}, journalsubtitle = {S}", "venue", "J: S"),
        ("article", "journal = {J}, shortjournal = {K}", "venue_short", "K"),
        ("inproceedings", "booktitle = {Second Workshop on Engines}", "venue_kind", "workshop"),
        ("incollection", "booktitle = {B}", "venue_kind", "book"),
        ("book", "series = {S}", "venue", "S"),
        ("misc", "howpublished = {Leaflet}", "venue", "Leaflet"),
        ("misc", "journal = {J}", "type", "article"),
        ("phdthesis", "school = {U}", "publisher", "U"),
        ("report", "institution = {I}", "publisher", "I"),
        ("book", "location = {L}", "place", "L"),
        ("article", "issue = {4}", "issue", "4"),
        ("article", "pages = {1 -- 2}", "pages", "1-2"),
        ("article", "pages = {e12}", "pages", "e12"),
        ("article", "langid = {ngerman}", "language", "de"),
        ("article", "language = {French}", "language", "fr"),
        ("article", "language = {zho}", "language", "zh"),
        ("article", "keywords = {a, b; c}", "keywords", ("a, b", "c")),
        ("article", "note = {Retracted}", "notice", "retraction"),
        ("article", "subtitle = {S}", "title", "T: S"),
    ],
)
def test_fields_of_both_dialects_are_read(kind, fields, field, value):
    assert getattr(record_of(fields, kind), field) == value


def test_a_collection_without_a_title_is_called_by_its_booktitle():
    record = only_record(parse("@collection{a, booktitle = {B}}"))
    assert (record.title, record.extra) == ("B", {"entrytype": "collection"})


@pytest.mark.parametrize(
    "fields",
    [
        "journal = {arXiv preprint arXiv:1905.00001}",
        "journal = {arXiv e-prints}, eprint = {1905.00001}",
        "journal = {CoRR}, volume = {abs/1905.00001}",
        "eprint = {1905.00001}, eprinttype = {arxiv}",
        "eprint = {arXiv:1905.00001v3}",
        "url = {http://arxiv.org/abs/1905.00001}",
        r"note = {arXiv:1905.00001 [cs.CL]}",
        "doi = {10.48550/arXiv.1905.00001}",
    ],
)
def test_what_is_only_on_arxiv_is_a_preprint_with_its_number(fields):
    record = record_of(f"{fields}, year = 2019")
    assert (record.type, record.venue, str(record.posted), dict(record.identifiers)["arxiv"]) == (
        "preprint",
        "",
        "2019",
        "1905.00001",
    )


def test_an_article_that_is_also_on_arxiv_is_an_article():
    record = record_of("journal = {Memoirs}, eprint = {1905.00001}, archiveprefix = {arXiv}, year = 2019")
    assert (record.type, record.venue, str(record.issued)) == ("article", "Memoirs", "2019")


@pytest.mark.parametrize(
    ("fields", "identifier"),
    [
        ("doi = {http://dx.doi.org/10.1109/MIC.2008.67}", ("doi", "10.1109/mic.2008.67")),
        ("doi = {http://doi.acm.org/10.1145/820127.820136}", ("doi", "10.1145/820127.820136")),
        ("doi = {http://hdl.handle.net/2065/12144}", ("handle", "2065/12144")),
        ("url = {https://aclanthology.org/P19-1001/}", ("acl", "P19-1001")),
        ("url = {https://openreview.net/forum?id=zl16jLb91v}", ("openreview", "zl16jLb91v")),
        ("eprint = {hep-th/9901001}, eprinttype = {arxiv}", ("arxiv", "hep-th/9901001")),
        ("eprint = {32376956}, eprinttype = {pubmed}", ("pmid", "32376956")),
        ("pmcid = {PMC7239045}", ("pmcid", "PMC7239045")),
    ],
)
def test_identifiers_are_known_in_every_form(fields, identifier):
    assert record_of(fields).identifiers == (identifier,)


def test_a_book_has_its_isbn_but_a_part_of_it_does_not():
    fields = "isbn = {0-262-03384-4 (print), 978-0-262-03384-8}"
    assert (record_of(fields, "book").identifiers, record_of(fields, "inbook").identifiers) == (
        (("isbn", "9780262033848"),),
        (),
    )


def test_an_impossible_identifier_is_kept_and_reported():
    (entry,) = parse("@article{a, title = {B}, doi = {none}}")
    assert (entry.record.extra, entry.record.identifiers, entry.problems[0].field) == ({"doi": "none"}, (), "doi")


@pytest.mark.parametrize(
    "field",
    [
        "file = {notes.pdf:PDF}",
        "bdsk-file-1 = {YnBsaXN0}",
        "local-url = {file://localhost/Users/ada/x.pdf}",
        "url = {file:///home/ada/x.pdf}",
        "pdf = {notes.pdf}",
    ],
)
def test_paths_on_somebody_s_disk_are_dropped(field):
    record = record_of(field)
    assert (record.extra, record.links) == ({}, ())


def test_what_has_no_place_is_kept_as_it_is_written():
    assert record_of(r"abstractnote = {A {B} \& c,\n   d}, url = {https://example.org/}, Ids = {x}").extra == {
        "abstractnote": r"A {B} \& c,\n d",
        "url": "https://example.org/",
        "ids": "x",
    }


def test_others_are_reported_and_are_nobody():
    (entry,) = parse("@article{a, title = {B}, author = {Lovelace, Ada and Hopper, Grace and others}}")
    assert ([author.name for author in entry.record.authors], [problem.reason for problem in entry.problems]) == (
        ["Ada Lovelace", "Grace Hopper"],
        ["The list ends with “and others”: it names the first 2 people only."],
    )


def test_names_that_cannot_be_told_apart_refuse_their_entry():
    (entry,) = parse("@article{a, title = {B}, author = {Lovelace, A., Hopper, G.}}")
    assert (entry.record, entry.problems[-1].field) == (None, "authors")


def test_commands_of_unknown_meaning_are_reported():
    (entry,) = parse(r"@article{a, title = {The \VAX\ and \foo{us}}}")
    assert (entry.record.title, [problem.reason for problem in entry.problems]) == (
        "The VAX and us",
        ["These LaTeX commands are not known; please look at what became of them: \\VAX, \\foo."],
    )


def test_commands_of_the_file_s_preamble_are_known():
    text = r'@preamble{"\newcommand{\noopsort}[1]{}" # "\newcommand{\VAX}{Vax}"}' + "\n"
    record = only_record(parse(text + r"@book{a, title = {The \VAX}, year = {{\noopsort{1973b}}1981}}"))
    assert (record.title, str(record.issued)) == ("The Vax", "1981")


def test_a_file_in_an_old_encoding_is_read_and_the_guess_reported():
    bibliography = read("@book{a, title = {Größe}}".encode("cp1252"))
    assert (only_record(bibliography.entries).title, bibliography.encoding, len(bibliography.doubts)) == (
        "Größe",
        "windows-1252",
        1,
    )


@pytest.mark.django_db
def test_what_the_site_writes_it_reads(full_paper):
    record = only_record(read("".join(written.render([full_paper])).encode()).entries)
    assert (
        record.title,
        record.type,
        record.citation_key,
        [author.name for author in record.authors],
        [author.family for author in record.authors if author.given],
        record.editors,
        (record.venue, record.volume, record.issue, record.pages, record.publisher, record.place),
        record.issued,
    ) == (
        full_paper.title,
        full_paper.type,
        full_paper.citation_key,
        [credit.printed_name for credit in full_paper.authorships.all()],
        ["Lovelace", "van der Maaten"],
        tuple(full_paper.editors.splitlines()),
        (
            full_paper.venue.name,
            full_paper.volume,
            full_paper.issue,
            full_paper.pages,
            full_paper.publisher,
            full_paper.place,
        ),
        full_paper.issued,
    )
