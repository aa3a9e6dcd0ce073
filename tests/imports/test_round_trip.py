"""What the site writes, it reads."""

from dataclasses import replace

import pytest

from papers.cataloguing import import_bibliography, take_in
from papers.exports import FORMATS, bibtex, json_lines
from papers.exports.records import record_of
from papers.imports import read
from papers.imports.record import LinkRecord, PaperRecord, PersonRecord
from papers.models import Paper
from papers.partial_dates import PartialDate
from tests.exports.reading import only_entry
from tests.imports.reading import only_record

pytestmark = pytest.mark.django_db


def expected(paper):
    """Return the record of all that the public may know of a paper."""
    fields = record_of(paper)
    fields["authors"] = tuple(PersonRecord(**person) for person in fields["authors"])
    fields["links"] = tuple(LinkRecord(**link) for link in fields["links"])
    return PaperRecord(**fields)


def there_and_back(paper, name):
    """Return the record read from the paper's file in a format, which is told by its content."""
    bibliography = read("".join(FORMATS[name].render([paper])).encode())
    assert bibliography.source == name
    return only_record(bibliography.entries)


def test_json_lines_come_back_whole(full_paper):
    assert there_and_back(full_paper, "jsonl") == expected(full_paper)


def test_a_table_comes_back_without_orcids(full_paper):
    record = expected(full_paper)
    authors = tuple(replace(author, orcid="", affiliation="") for author in record.authors)
    assert there_and_back(full_paper, "csv") == replace(record, authors=authors)


def test_ris_comes_back_but_for_what_it_cannot_hold(full_paper):
    record = expected(full_paper)
    found = there_and_back(full_paper, "ris")
    assert replace(found, identifiers=tuple(sorted(found.identifiers))) == replace(
        record,
        abstract="An engine. It weaves.",
        posted=None,
        authors=tuple(replace(author, orcid="", affiliation="") for author in record.authors),
        categories=(),
        institutions=(),
        identifiers=tuple(sorted(record.identifiers)),
        links=(LinkRecord("pdf", "https://example.org/notes.pdf"),),
        extra={"L3": "https://example.org/code;a"},
    )


def test_csl_json_comes_back_but_for_what_it_cannot_hold(full_paper):
    record = expected(full_paper)
    assert there_and_back(full_paper, "csl-json") == replace(
        record,
        authors=tuple(replace(author, orcid="", affiliation="") for author in record.authors),
        categories=(),
        institutions=(),
        identifiers=(
            ("doi", "10.1000/engines.7"),
            ("isbn", "9780262033848"),
            ("arxiv", "1905.00001"),
            ("pmid", "32376956"),
        ),
        links=(),
    )


def test_complete_lines_keep_what_the_site_alone_knows(full_paper):
    paper = Paper.objects.for_full_export().get(pk=full_paper.pk)
    (entry,) = read("".join(json_lines.render_full([paper])).encode()).entries
    site = entry.site
    assert entry.record == expected(full_paper)
    assert (site.slug, site.status, site.notice_text) == ("notes", "published", "Withdrawn by the authors.")
    assert [author.slug for author in site.authors][:2] == ["ada", "laurens"]
    assert [place.short_name for place in site.institutions] == ["UoL"]


def test_a_preprint_comes_back_as_one(full_paper):
    full_paper.type, full_paper.venue, full_paper.issued = Paper.Type.PREPRINT, None, None
    full_paper.notice_kind = ""
    found = {name: there_and_back(full_paper, name) for name in ("ris", "csl-json", "csv", "jsonl")}
    assert {name: (record.type, record.posted, record.issued) for name, record in found.items()} == dict.fromkeys(
        found, ("preprint", PartialDate(2019, 5, 28), None)
    )


def test_latex_that_a_bibliography_had_is_written_back_as_it_was():
    note = r"In \emph{Proc.}~5, \& {\"U}ber $x_1$ 50\%"
    text = (
        f"@book{{notes, title = {{Notes}}, addendum = {{{note}}}, note = {{{note}}}, annote = {{{note}}}, year = 1843}}"
    )
    import_bibliography(take_in(text.encode(), "works.bib"))
    paper = Paper.objects.for_page().get()
    for _time in range(2):
        written = bibtex.described_entry(paper)
        fields = {name: field.value for name, field in only_entry(written).fields_dict.items()}
        assert (fields["addendum"], fields["note"], "annote" in fields) == (note, note, False)
        paper.extra = only_record(read(written.encode()).entries).extra


def test_a_title_that_is_a_program_comes_back_as_a_title_but_for_its_braces(full_paper):
    full_paper.title = r"On \write18{rm} & \input{/etc/passwd} in $x_1 \in \mathcal{A}$"
    found = there_and_back(full_paper, "bibtex").title
    assert found == r"On \write18rm & \input/etc/passwd in $x_1 \in \mathcal{A}$"
