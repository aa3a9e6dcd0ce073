"""Queries as they are typed: their words, their terms, and what both databases are asked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papers.search import MOST_TERMS, Search, Term, fold, fts5, marked, parse, tsqueries


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Kamilė Lukošiūtė", ["kamile", "lukosiute"]),
        ("Bartłomiej Ørsted", ["bartlomiej", "orsted"]),
        ("Straße, Æsir & İstanbul", ["strasse", "aesir", "istanbul"]),
        ("Kamile\u0307", ["kamile"]),
        ("GPT-3.5 turbo", ["gpt", "3.5", "turbo"]),
        ("C++ and C#.", ["c++", "and", "c#"]),
        ("arXiv:2306.16388", ["arxiv", "2306.16388"]),
        ("O’Brien's", ["obriens"]),
        ("state-of-the-art", ["state", "of", "the", "art"]),
        ("深度学习", ["深", "度", "学", "习"]),
        ("がぎ", ["が", "ぎ"]),
        ("한국어", ["한", "국", "어"]),
        ("x² ﬁne", ["x2", "fine"]),
        ("– … ???", []),
        ("", []),
        ("a" * 100, ["a" * 60]),
    ],
)
def test_words_of_a_text(text, words):
    assert fold(text) == words


@pytest.mark.parametrize(
    ("query", "terms"),
    [
        ("", ()),
        ("engine", (Term("engine", ("engine",)),)),
        ("GPT-3.5", (Term("GPT-3.5", ("gpt", "3.5")),)),
        ('"analytical engine"', (Term('"analytical engine"', ("analytical", "engine")),)),
        ('"analytical engine', (Term('"analytical engine', ("analytical", "engine")),)),
        ("-loom", (Term("-loom", ("loom",), excluded=True),)),
        ("weav*", (Term("weav*", ("weav",), is_prefix=True),)),
        ("author:Ada", (Term("author:Ada", ("ada",), part="people"),)),
        ('title:"the engine"', (Term('title:"the engine"', ("the", "engine"), part="title"),)),
        ("-venue:acl", (Term("-venue:acl", ("acl",), part="venue", excluded=True),)),
        ("year:2019..2022", (Term("year:2019..2022", field="year", value="2019..2022"),)),
        ("doi:10.1/a", (Term("doi:10.1/a", field="doi", value="10.1/a"),)),
        ("http://a.b", (Term("http://a.b", ("http", "a", "b")),)),
        ("AND", (Term("AND", ("and",)),)),
        ("engine engine", (Term("engine", ("engine",)),)),
    ],
)
def test_terms_of_a_query(query, terms):
    assert parse(query) == Search(terms)


def test_what_says_nothing_is_named():
    assert parse('- "" * engine ???').ignored == ("-", '""', "*", "???")


def test_what_comes_after_twelve_terms_is_named():
    query = " ".join(f"w{number}" for number in range(MOST_TERMS + 2))
    assert parse(query).late == ("w12", "w13")


@given(st.text(max_size=200))
def test_any_text_is_a_query(text):
    search = parse(text)
    assert len(search.terms) <= MOST_TERMS


@given(st.text(max_size=200))
def test_a_query_without_a_term_is_the_query_of_the_others(text):
    search = parse(text)
    if search.terms:
        assert parse(search.without(search.terms[0])).terms == search.terms[1:]


def test_both_databases_are_asked_the_same():
    terms = parse('"large language" wor* author:ask* GPT-3.5').terms
    assert (fts5(terms), tsqueries(terms)) == (
        '("large language") AND ("wor" *) AND (people : "ask" *) AND ("gpt 3.5")',
        {"": "('large' <-> 'language') & ('wor':*) & ('gpt' <-> '3.5')", "people": "('ask':*)"},
    )


def test_one_part_of_the_index_is_asked():
    terms = parse("engine author:ada").terms
    assert (fts5(terms, "title"), tsqueries(terms, "title")) == (
        '(title : "engine") AND (people : "ada")',
        {"title": "('engine')", "people": "('ada')"},
    )


# What was found


@pytest.mark.parametrize(
    ("text", "query", "hits"),
    [
        ("The Analytical Engine", "engine", ["Engine"]),
        ("The Analytical Engine", '"analytical engine"', ["Analytical Engine"]),
        ("Kamilė’s GPT-3.5", "kamiles gpt-3.5", ["Kamilė’s", "GPT-3.5"]),
        ("Weaving weavers", "weav*", ["Weaving", "weavers"]),
        ("深度学习", "度学", ["度学"]),
        ("Kamile\u0307 x", "kamile", ["Kamile\u0307"]),
        ("engine", "-engine", []),
        ("engine", "author:engine", []),
        ("engine", "year:2020", []),
        ("C++ code", "c++", ["C++"]),
    ],
)
def test_hits_are_marked(text, query, hits):
    pieces = marked(text, parse(query))
    assert ([piece for piece, hit in pieces if hit], "".join(piece for piece, _hit in pieces)) == (hits, text)


@pytest.mark.parametrize("query", ["engine", "engin*", "engines", "o'brien", "c++", "gpt-3.5", "engine loom", "3.5"])
def test_hits_in_plain_letters_are_those_beside_other_letters(query):
    text = "ENGINES, engine-like Engine's\tob'riens O'BRIEN c++/c# \nGPT-3.5; looms (loom) pre-engine"
    hits = [[piece for piece, hit in marked(shown, parse(query)) if hit] for shown in (text, f"{text} é")]
    assert (hits[0], bool(hits[0])) == (hits[1], True)


@given(st.text(max_size=60), st.text(max_size=20))
def test_marking_keeps_the_text(text, query):
    assert "".join(piece for piece, _hit in marked(text, parse(query))) == text
