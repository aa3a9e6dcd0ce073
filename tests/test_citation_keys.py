"""Citation keys."""

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papers.citation_keys import citation_key


def free(key):
    return False


@pytest.mark.parametrize(
    ("families", "year", "title", "expected"),
    [
        (["Lovelace"], 1843, "Notes on the Analytical Engine", "lovelace-1843-notes"),
        (["Askell", "Brundage"], 2019, "The Role of Cooperation", "askell-brundage-2019-role"),
        (["Askell", "Brundage", "Hadfield"], 2019, "The Role of Cooperation", "askell-etal-2019-role"),
        (["Durmus"] * 18, 2023, "Towards Measuring the Representation", "durmus-etal-2023-towards"),
        (["Hatfield-Dodds"], 2022, "On the Few-Shot", "hatfield-dodds-2022-few"),
        (["van der Berg"], 2022, "In-context Learning", "van-der-berg-2022-context"),
        (["O’Hara"], 2022, "Don't Stop", "ohara-2022-dont"),
        (["Lukošiūtė"], 2022, "Élan vital", "lukosiute-2022-elan"),
        (["王"], 2022, "大型语言模型", "wang-2022-da"),
        ([], 2019, "An Untold Story", "anonymous-2019-untold"),
        (["🎉"], 2019, "An Untold Story", "anonymous-2019-untold"),
        (["Lovelace"], None, "Notes", "lovelace-nd-notes"),
        (["Lovelace"], 1843, "What Is It", "lovelace-1843-what"),
        (["Lovelace"], 1843, "…", "lovelace-1843"),
        (["Lovelace"], 1843, r"$\mathcal{O}(n)$ Sorting with \textsc{Engines}", "lovelace-1843-o"),
        (["Lovelace"], 1843, r"\textbf{Engines} of {Analysis}", "lovelace-1843-engines"),
    ],
)
def test_a_key_names_authors_year_and_first_word(families, year, title, expected):
    assert citation_key(families, year, title, free) == expected


TITLE = "Language Models (Mostly) Know What They Know"


@pytest.mark.parametrize(
    ("taken", "expected"),
    [
        (["kadavath-2022-language"], "kadavath-2022-language-models"),
        (["kadavath-2022-language", "kadavath-2022-language-models"], "kadavath-2022-language-models-mostly"),
    ],
)
def test_a_clash_adds_the_next_words_of_the_title(taken, expected):
    assert citation_key(["Kadavath"], 2022, TITLE, taken.__contains__) == expected


def test_a_clash_of_whole_titles_adds_a_number():
    taken = ["lovelace-1843-notes", "lovelace-1843-notes-2"]
    assert citation_key(["Lovelace"], 1843, "The Notes", taken.__contains__) == "lovelace-1843-notes-3"


def test_a_clash_without_a_title_adds_a_number():
    assert citation_key(["Lovelace"], 1843, "", ["lovelace-1843"].__contains__) == "lovelace-1843-2"


@given(st.lists(st.text(max_size=20), max_size=5), st.none() | st.integers(1000, 2199), st.text(max_size=60), st.data())
def test_a_key_is_plain_and_free_whatever_it_is_made_from(families, year, title, data):
    taken = {citation_key(families, year, title, free)}
    second = citation_key(families, year, title, taken.__contains__)
    assert second not in taken
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", second)


@pytest.mark.corpus
def test_nearly_all_keys_begin_as_those_of_the_anthology(corpus):
    lines = (corpus / "corpus" / "anthology" / "sample_shared_3000.jsonl").read_text(encoding="utf-8").splitlines()
    papers = [json.loads(line) for line in lines]
    same = [
        paper["bibkey"].startswith(
            citation_key([author["last"] for author in paper["authors"]], paper["year"], paper["title"], free)
        )
        for paper in papers
    ]
    assert sum(same) / len(same) > 0.97
