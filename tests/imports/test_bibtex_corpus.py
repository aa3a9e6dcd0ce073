"""Real BibTeX files: every entry is accepted or refused, and 3,000 of them are compared field by field."""

import csv
import json
import re
import time
import unicodedata

import pytest

from papers.imports import read
from papers.imports.languages import language_code
from papers.imports.record import UnreadableFile
from papers.latex import has_latex

HEAD = re.compile(r"^[ \t]*@[ \t]*(?!comment|string|preamble)\w+\s*[{(]", re.MULTILINE | re.IGNORECASE)
CODECS = {
    "biber__encoding1.bib": "iso8859-15",
    "jabref__encoding-windows-1252-with-header.bib": "cp1252",
    "jabref__tiny-LE-withBOM.bib": "utf-16",
}
MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
PLAIN = str.maketrans("‘’“”–‐―—", "''\"\"----")


@pytest.fixture(scope="module")
def files(corpus):
    """The files that hold anything, by name."""
    folder = corpus / "corpus" / "bibtex"
    return {path.name: path for path in sorted(folder.glob("*.bib")) if path.stat().st_size}


@pytest.fixture(scope="module")
def entries(files):
    """The entries of each file."""
    return {name: list(read(path.read_bytes()).entries) for name, path in files.items()}


@pytest.fixture(scope="module")
def sample(corpus):
    """The 3,000 entries of the ACL Anthology with what its own data says of each paper."""
    folder = corpus / "corpus" / "anthology"
    start = time.monotonic()
    found = list(read((folder / "sample_shared_3000.bib").read_bytes()).entries)
    seconds = time.monotonic() - start
    lines = (folder / "sample_shared_3000.jsonl").read_text().splitlines()
    papers = {paper["bibkey"]: paper for paper in map(json.loads, lines)}
    return [(entry, papers[entry.record.citation_key]) for entry in found], seconds


def test_as_many_entries_are_accepted_or_refused_as_the_files_have_heads(files, entries):
    counted = {name: len(HEAD.findall(path.read_text(CODECS.get(name, "utf-8-sig")))) for name, path in files.items()}
    assert {name: len(found) for name, found in entries.items()} == counted


def test_as_many_entries_are_found_as_by_the_readers_of_the_manifest(corpus, entries):
    with (corpus / "corpus" / "manifest.tsv").open(newline="") as manifest:
        rows = [row for row in csv.DictReader(manifest, delimiter="\t") if row["format"] == "bibtex"]
    counts = {row["file"].rpartition("/")[2]: re.search(r"=(\d+)", row["reference_parse"]) for row in rows}
    known = {name: int(match[1]) for name, match in counts.items() if match and name in entries}
    assert (len(known) > 15, {name: len(entries[name]) for name in known}) == (True, known)


def test_every_entry_is_found_at_its_line(files, entries):
    wrong = []
    for name, found in entries.items():
        lines = files[name].read_text(CODECS.get(name, "utf-8-sig")).split("\n")
        wrong += [(name, entry.line) for entry in found if "@" not in lines[entry.line - 1]]
    assert wrong == []


def test_every_refusal_has_a_name_and_a_sentence(entries):
    refused = [entry for found in entries.values() for entry in found if entry.record is None]
    assert [entry for entry in refused if not entry.label or not entry.problems[-1].reason.endswith(".")] == []


def test_only_entries_without_a_title_and_what_is_no_paper_are_refused(entries):
    reasons = {entry.problems[-1].reason for found in entries.values() for entry in found if entry.record is None}
    assert sorted(reasons) == [
        "It has no title, without which a paper cannot be listed.",
        "It only groups other entries, which are read by themselves.",
    ]


def test_no_markup_is_left_in_names_and_titles(entries):
    # TUGboat writes about TeX: its titles name commands, which the files write with \char or \verb.
    records = [
        entry.record
        for name, found in entries.items()
        if name != "beebe__tugboat.bib"
        for entry in found
        if entry.record
    ]
    texts = [
        text
        for record in records
        for text in (record.title, record.venue, record.publisher, *(author.name for author in record.authors))
    ]
    assert [text for text in texts if has_latex(text)] == []


def test_nobody_is_called_others(entries):
    names = {
        author.name.lower()
        for found in entries.values()
        for entry in found
        if entry.record
        for author in entry.record.authors
    }
    assert names & {"others", "et al.", "et al"} == set()


def test_lists_that_are_cut_short_are_reported(files, entries):
    name = "rlhf-book__bib.bib"
    text = files[name].read_text()
    reported = [problem for entry in entries[name] for problem in entry.problems if "and others" in problem.reason]
    assert len(reported) == len(re.findall(r"and\s+others\s*[}\"]", text))


def test_an_empty_file_is_refused_as_one(corpus):
    with pytest.raises(UnreadableFile) as error:
        read((corpus / "corpus" / "bibtex" / "bp__empty.bib").read_bytes())
    assert str(error.value) == "This file is empty."


def test_3000_entries_are_all_read_in_a_few_seconds(sample):
    pairs, seconds = sample
    assert (len(pairs), [entry.line for entry, _paper in pairs if entry.problems], seconds < 20) == (3000, [], True)


def plain(text):
    """Return a text with its spaces, quotes and dashes alike, which the two files write differently."""
    return " ".join(unicodedata.normalize("NFC", text or "").split()).translate(PLAIN)


def differences(sample, here, there):
    """Return what is different: the keys of the entries, with both values."""
    pairs = ((entry.label, here(entry.record), there(paper)) for entry, paper in sample[0])
    return [(label, one, other) for label, one, other in pairs if one != other]


FIELDS = {
    "title": (lambda record: plain(record.title), lambda paper: plain(paper["title"])),
    "year": (lambda record: record.issued.year, lambda paper: paper["year"]),
    "pages": (lambda record: plain(record.pages), lambda paper: plain(paper.get("pages"))),
    "publisher": (lambda record: plain(record.publisher), lambda paper: plain(paper.get("publisher"))),
    "address": (lambda record: plain(record.place), lambda paper: plain(paper.get("address"))),
    "volume": (lambda record: record.volume, lambda paper: paper.get("volume", "")),
    "language": (lambda record: record.language, lambda paper: language_code(paper.get("language", ""))),
    "id": (lambda record: dict(record.identifiers)["acl"], lambda paper: paper["id"]),
    "type": (
        lambda record: record.type,
        lambda paper: "article" if paper["type"] == "journal" else "proceedings-paper",
    ),
    "authors": (
        lambda record: [plain(author.name) for author in record.authors],
        lambda paper: [
            plain(f"{name.get('first') or ''} {name['last'].replace(', ', ' ')}") for name in paper["authors"]
        ],
    ),
    "given names": (
        lambda record: [plain(author.given) for author in record.authors],
        lambda paper: [plain(name.get("first")) for name in paper["authors"]],
    ),
}  # fmt: skip


@pytest.mark.parametrize("field", FIELDS)
def test_the_fields_of_3000_entries_are_those_of_the_anthology(sample, field):
    assert differences(sample, *FIELDS[field]) == []


def test_the_venues_of_3000_entries_are_those_of_the_anthology(sample):
    found = differences(
        sample,
        lambda record: plain(record.venue),
        lambda paper: plain(paper.get("journal") or paper["booktitle"]).replace("--", "-"),
    )
    # Where the Anthology's data names no journal, its booktitle is the journal's volume.
    volumes = {entry.label for entry, paper in sample[0] if paper["type"] == "journal" and "journal" not in paper}
    assert [label for label, _here, _there in found if label not in volumes] == []


def test_the_identifiers_of_3000_entries_are_those_of_the_anthology(sample):
    def there(paper):
        return {paper["doi"].lower().removeprefix("http://hdl.handle.net/")} if "doi" in paper else set()

    assert (
        differences(
            sample,
            lambda record: {value for scheme, value in record.identifiers if scheme in {"doi", "handle"}},
            there,
        )
        == []
    )


def test_the_abstracts_of_3000_entries_are_those_of_the_anthology_but_for_signs_it_writes_as_formulas(sample):
    wrong = differences(sample, lambda record: plain(record.abstract), lambda paper: plain(paper.get("abstract")))
    assert len(wrong) < 15


def month_words(text):
    """Return the words of a month field, months as three letters in lower case."""
    return [word[:3] for word in re.findall(r"[a-z]+|\d+", plain(text).lower())]


def test_the_months_of_3000_entries_are_read_or_kept(sample):
    def here(record):
        date = record.issued
        month = f"{date.month:02}" if date.month else ""
        return month_words(record.extra.get("month", "")) or [part for part in (month, str(date.day or "")) if part]

    def there(paper):
        words = month_words(paper.get("month", ""))
        days = [str(int(word)) for word in words if word.isdigit() and len(words) > 1]
        months = [word for word in words if word in MONTHS]
        if len(months) > 1 or len(days) > 1:
            return words
        return [f"{MONTHS.index(word) + 1:02}" for word in months] + days or [word.zfill(2) for word in words]

    assert differences(sample, here, there) == []
