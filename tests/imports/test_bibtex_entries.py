"""Entries found in BibTeX files, the broken ones among them."""

import random

import pytest

from papers.imports import read
from papers.imports.bibtex import looks_like, parse
from papers.imports.record import UnreadableFile

GOOD = "@article{good, title = {Good}, author = {Lovelace, Ada}}\n"


def outcomes(text):
    """Return line, label and title of each entry, or the last reason for which it is refused."""
    return [
        (entry.line, entry.label, entry.record.title if entry.record else entry.problems[-1].reason)
        for entry in parse(text)
    ]


def doubts(text):
    """Return field and reason of each problem of an accepted entry."""
    return [(problem.field, problem.reason) for entry in parse(text) if entry.record for problem in entry.problems]


CUT_OFF = "The file ends in the middle of it: a closing brace is missing, or text is."
RUN_ON = "The next entry begins in the middle of it: a closing brace or quotation mark is missing."
UNTOLD = "Its fields cannot be told apart: a comma, an equals sign or a brace is missing or too many."
NO_TITLE = "It has no title, without which a paper cannot be listed."
NO_KEY = "It has no key, or no comma after it."
TOO_LONG = "It is longer than a million characters, which no entry of a bibliography is."


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("@article{a, title = {B", [(1, "a", CUT_OFF)]),
        ('@article{a, title = "B', [(1, "a", CUT_OFF)]),
        ("@article{a, title = {B},\n", [(1, "a", CUT_OFF)]),
        ("@article{a", [(1, "@article", CUT_OFF)]),
        ("\n@book{a, title = {B {c},\n year = 2000}\n", [(2, "a", CUT_OFF)]),
        ("@article{a, title = {B,\n}\n", [(1, "a", CUT_OFF)]),
        ("@article{a b c title = {B}}", [(1, "@article", NO_KEY)]),
        ("@article{title = {B}, year = 2000}", [(1, "@article", NO_KEY)]),
        ("@article{a, title}", [(1, "a", "There is no equals sign after “title”.")]),
        ("@article{a, title {B}}", [(1, "a", UNTOLD)]),
        ("@article{a}", [(1, "a", NO_TITLE)]),
        ("@article{a,}", [(1, "a", NO_TITLE)]),
        ("@article{a, title = {}}", [(1, "a", NO_TITLE)]),
        ("@{a, title = {B}}", [(1, "a", "It does not say what kind of entry it is, such as @article.")]),
        ("@in-book{a, title = {B}}", [(1, "a", "“@in-book” is no kind of entry that can be read.")]),
        ("@set{a, entryset = {b, c}}", [(1, "a", "It only groups other entries, which are read by themselves.")]),
        (
            "@xdata{a, publisher = {B}}",
            [(1, "a", "It holds fields for other entries, to which they were given, and is no paper itself.")],
        ),
    ],
)  # fmt: skip
def test_an_entry_that_cannot_be_read_is_refused_with_its_line_and_the_reason(text, found):
    assert outcomes(text) == found


@pytest.mark.parametrize("broken", ["@article{a, title = {B {c},\n year = 2000\n\n", '@article{a, title = "B}\n'])
def test_the_entries_after_a_broken_one_are_read(broken):
    assert outcomes(broken + GOOD) == [(1, "a", RUN_ON), (broken.count("\n") + 1, "good", "Good")]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("@Article(a, title = {B (c)})", [(1, "a", "B (c)")]),
        ("@article\n{a, title = {B}}", [(1, "a", "B")]),
        ("@ article {a, title = {B}}", [(1, "a", "B")]),
        ("@article{a, title = {B}} @article{c, title = {D}}", [(1, "a", "B"), (1, "c", "D")]),
        ("@article{, title = {B}}", [(1, "B", "B")]),
        ("@article{a b, title = {B}}", [(1, "a b", "B")]),
        ("@article{a, title = {B @ {c} d@e{f}}}", [(1, "a", "B @ c d@ef")]),
        ("@ARTICLE{a, TITLE = {B}}", [(1, "a", "B")]),
        ("@article{a, title = B # { c}}\n@string{B = {D}}", [(1, "a", "D c")]),
        ("@article{a,\n % written in haste\n title = {100% B},\n}", [(1, "a", "100% B")]),
        (r"@article{a, file = {C:\x\}, title = {B}}", [(1, "a", "B")]),
        (r"@article{a, title = {B \{ c}}", [(1, "a", "B { c")]),
        ('@article{a, title = "B {"}c{"} d"}', [(1, "a", 'B "c" d')]),
    ],
)
def test_unusual_entries_are_read(text, found):
    assert outcomes(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "% @article{a, title = {B}}\n@comment{c}",
        "%@book{a,\n%  title = {B}\n%}\n@comment{c}",
        "@comment{@article{a, title}}\n",
        "@comment{anything = at all, }\n",
        '@string{a = "b"}\n@preamble{"\\newcommand{\\x}{y}"}\n',
        "Write to me@example{org} about it. @comment{c}\n@comment{d}",
    ],
)
def test_comments_and_abbreviations_are_no_entries(text):
    assert outcomes(text) == []


@pytest.mark.parametrize("text", ["", "Just prose.", "% @article{a, title = {B}}\n", "Write to me@example{org}."])
def test_a_text_without_an_entry_is_refused(text):
    with pytest.raises(UnreadableFile) as error:
        outcomes(text)
    assert str(error.value) == "There is no BibTeX entry in this file."


def test_lines_are_counted_where_one_ends_in_a_backslash():
    assert [line for line, _label, _title in outcomes("@article{a, title = {B\\\n c}}\n" + GOOD)] == [1, 3]


def test_abbreviations_are_put_in():
    text = '@string{acm = "The {ACM} of " # ny}\n@string(ny = {New York})\n@book{a, title = {B}, publisher = ACM # "!"}'
    (entry,) = parse(text)
    assert (entry.record.publisher, entry.problems) == ("The ACM of New York!", ())


def test_the_last_of_several_definitions_before_an_entry_counts():
    text = "@string{x = {1}}\n@book{a, title = x}\n@string{x = {2}}\n@book{b, title = x}"
    assert [title for _line, _label, title in outcomes(text)] == ["1", "2"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "@article{a, title = {B}, journal = jomch}",
            [("journal", "The abbreviation “jomch” is explained nowhere in this file and was left as it is.")],
        ),
        (
            "@article{a,\n title = {B}\n author = {Lovelace, Ada}\n year = 2000 }",
            [
                ("author", "A comma is missing before this field."),
                ("year", "A comma is missing before this field."),
            ],
        ),
        (
            "@article{a, title = {B}, note = {c}, note = {d}}",
            [("note", "It is given twice; the first was taken, “d” was only kept.")],
        ),
        ("@article{a, title = {B}, note = {c}, note = {c}}", []),
        (
            "@article{a, title = {B}}, year = {2000}}\n",
            [("", "A brace too many ends it in line 1: from “year” on, nothing was read.")],
        ),
        ("@article{a, title = Some Title}", [("title", "Its text is not as a whole in braces or quotation marks.")]),
        (f"{GOOD}\n{GOOD}", [("key", "The entry in line 1 has the same key.")]),
    ],
)  # fmt: skip
def test_what_was_read_with_doubt_is_reported(text, found):
    assert doubts(text) == found


def test_fields_without_commas_between_them_are_read():
    (entry,) = parse('@article{a, title = {B} author = {Lovelace, Ada} year = 2000 journal = "C" # " d"}')
    record = entry.record
    assert (record.title, record.authors[0].name, str(record.issued), record.venue) == (
        "B",
        "Ada Lovelace",
        "2000",
        "C d",
    )


def test_a_second_value_is_kept_with_the_first():
    (entry,) = parse("@article{a, title = {B}, note = {c}, note = {d}}")
    assert entry.record.extra == {"note": "c\nd"}


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (
            b"@article{a, title = {B \x00 c}}",
            "“B \ufffd c” holds a character that cannot be stored (a NUL or half of a pair).",
        ),
        (
            b"@article{a, title = {B \xed\xa0\x80 c}}",
            "“B \ufffd c” holds a character that could not be read: the file is damaged, or its encoding unknown.",
        ),
    ],
)  # fmt: skip
def test_characters_that_cannot_be_kept_refuse_their_entry_alone(content, reason):
    entries = list(read(content + b"\n" + GOOD.encode()).entries)
    assert [entry.record.title if entry.record else entry.problems[-1].reason for entry in entries] == [reason, "Good"]


@pytest.mark.parametrize(
    ("text", "reasons"),
    [
        ("@article{a, title = {" + "a " * 1_000_000 + "}}", [TOO_LONG]),
        ("@article{a, title = " + "{" * 100_000 + "B" + "}" * 100_000 + "}", ["B"]),
        ("@article{a, title = " + "{" * 100_000 + "\n" + GOOD, [RUN_ON, "Good"]),
        ("@article{a, title = {B} " + " ".join(f"f{number} = {{c}}" for number in range(5000)) + "}", ["B"]),
        ("@a{" * 50_000, [NO_KEY]),
        (
            "@string{s0 = {x}}\n"
            + "\n".join(f"@string{{s{number} = s{number - 1} # s{number - 1}}}" for number in range(1, 60))
            + "\n@book{a, title = s59}",
            [NO_TITLE],
        ),
    ],
    ids=["long", "deep", "unclosed", "commas", "heads", "doubling"],
)  # fmt: skip
def test_hostile_files_are_read_or_refused(text, reasons):
    assert [reason for _line, _label, reason in outcomes(text)] == reasons


def test_damage_anywhere_breaks_nothing():
    chance = random.Random(7)  # noqa: S311
    text = "".join(
        f'@string{{s{number} = "x"}}\n@article{{k{number}, title = {{A {{B}} \\"o}}, author = "C, D and {{E}}", '
        f"year = 2000 # s{number}, crossref = {{k{number + 1}}}}}\n"
        for number in range(20)
    )
    for _attempt in range(150):
        damaged = list(text)
        for _change in range(chance.randrange(1, 40)):
            place = chance.randrange(len(damaged))
            damaged[place] = chance.choice(["{", "}", '"', "@", ",", "=", "#", "%", "\\", "\n", "\x00", "$", "", "~"])
        for entry in parse("".join(damaged) + GOOD):
            assert entry.label != ""
            assert entry.record is not None or entry.problems != ()


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        (GOOD, True),
        ("Some words first.\n\n  @Book {a,", True),
        ("@comment{jabref-meta: databaseType:bibtex;}", True),
        ('@string{a = "b"}', True),
        ("@article{,", True),
        ("@article{title = {B}}", True),
        ("", False),
        ("@media (min-width: 40em) { a { color: red } }", False),
        ("@page { margin: 1cm }", False),
        ("mail me at user@example.org (soon)", False),
        ('{"title": "@article{a, b}"}', False),
        ("TY  - JOUR\nTI  - x\n", False),
    ],
)
def test_bibtex_is_told_by_its_entries(text, answer):
    assert looks_like(text) is answer
