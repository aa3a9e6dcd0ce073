"""What holds for every format: files are told apart by their content, and no content breaks a parser."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from papers.imports import SOURCES, detect, read
from papers.imports.record import UnreadableFile
from tests.imports import (
    test_acl_anthology,
    test_arxiv_atom,
    test_bibtex,
    test_cff,
    test_crossref,
    test_csl_json,
    test_csv_table,
    test_endnote,
    test_json_lines,
    test_openalex,
    test_orcid,
    test_pubmed,
    test_ris,
    test_wos,
)

SAMPLES = [
    ("pubmed", test_pubmed.TAGGED),
    ("pubmed", test_pubmed.XML),
    ("endnote", test_endnote.TAGGED),
    ("endnote", test_endnote.XML),
    ("arxiv", test_arxiv_atom.FEED.format(test_arxiv_atom.ENTRY)),
    ("orcid", json.dumps(test_orcid.RECORD)),
    ("orcid", json.dumps(test_orcid.WORK, indent=1)),
    ("orcid", test_orcid.XML),
    ("wos", test_wos.FULL),
    ("ris", test_ris.FULL),
    ("jsonl", test_json_lines.line_of(test_json_lines.FULL)),
    ("acl", json.dumps(test_acl_anthology.PAPER)),
    ("openalex", json.dumps(test_openalex.WORK)),
    ("crossref", json.dumps(test_crossref.WORK)),
    ("csl-json", json.dumps([test_csl_json.FULL])),
    ("cff", test_cff.FULL),
    ("bibtex", test_bibtex.FULL),
    ("csv", test_csv_table.table(test_csv_table.CELLS.keys(), test_csv_table.CELLS.values())),
]
TEXTS = [text for _name, text in SAMPLES]
OURS = sorted({name for name, _text in SAMPLES})


def entries_of(name, text):
    """Return the entries of a text; none where it is unreadable."""
    try:
        return list(SOURCES[name].parse(text))
    except UnreadableFile:
        return []


@pytest.mark.parametrize(("name", "text"), SAMPLES)
def test_a_file_is_told_by_its_content(name, text):
    assert detect(text) == name


@pytest.mark.parametrize(("name", "text"), SAMPLES)
def test_a_file_is_read_from_its_bytes(name, text):
    bibliography = read(text.encode())
    assert (bibliography.source, next(bibliography.entries).record is None) == (name, False)


def test_lines_of_ours_are_told_even_where_they_keep_what_another_format_is_known_by():
    line = json.dumps({"title": "x", "type": "book", "extra": {"reference-count": "3", "authorships": "[]", "id": "a"}})
    assert detect(line) == "jsonl"


@pytest.mark.parametrize("name", OURS)
def test_every_format_says_what_it_is(name):
    source = SOURCES[name]
    assert (bool(source.label), bool(source.extensions), [e for e in source.extensions if "." in e]) == (True, True, [])


def broken_at_every_place(text):
    """Yield the text cut off at many places, and with a character taken out, doubled or replaced there."""
    for place in range(0, len(text), max(1, len(text) // 60)):
        yield text[:place]
        yield text[:place] + text[place + 1 :]
        yield text[:place] + "\x00" + text[place:]
        yield text[:place] + "\ud800<&{[\"'\n" + text[place:]


@pytest.mark.parametrize(("name", "text"), SAMPLES)
def test_a_broken_file_is_refused_in_words(name, text):
    for broken in broken_at_every_place(text):
        for entry in entries_of(name, broken):
            assert entry.record is not None or entry.problems != ()


@pytest.mark.parametrize(("name", "text"), SAMPLES)
def test_a_refused_entry_can_be_named(name, text):
    for broken in broken_at_every_place(text):
        for entry in entries_of(name, broken):
            assert entry.record is not None or entry.label != ""


@pytest.mark.parametrize("name", OURS)
@pytest.mark.parametrize("text", [*TEXTS, "", "\n", "null", "[]", "{}", "[1]", "<a/>", "a,b", "\x00", "\ud800"])
def test_a_file_in_another_format_breaks_nothing(name, text):
    assert all(entry.record is not None or entry.problems for entry in entries_of(name, text))


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**20), 10**20)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@pytest.mark.parametrize(
    ("name", "members"),
    [
        ("orcid", test_orcid.WORK),
        (
            "jsonl",
            {"title": "x", "authors": [{"name": "y"}], "links": [], "identifiers": [], "extra": {}, "issued": ""},
        ),
        ("openalex", test_openalex.WORK),
        ("crossref", test_crossref.WORK),
        ("csl-json", test_csl_json.FULL),
    ],
)
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_members_of_any_kind_break_nothing(name, members, data):
    changed = data.draw(st.sampled_from(sorted(members)))
    text = json.dumps(members | {changed: data.draw(JSON)})
    (entry,) = entries_of(name, text)
    assert entry.record is not None or entry.problems


@pytest.mark.parametrize("name", OURS)
@settings(max_examples=60)
@given(text=st.text())
def test_any_text_at_all_breaks_nothing(name, text):
    assert SOURCES[name].looks_like(text) in (True, False)
    entries_of(name, text)


@pytest.mark.parametrize(
    "text", ["\n" * 300_000, "<!---->" * 50_000, "%0\n" * 100_000, "TY  - \n" * 50_000, "[" * 300_000]
)
def test_formats_are_told_in_no_time(text):
    assert [name for name in OURS if SOURCES[name].looks_like(text)] in ([], ["endnote"])
