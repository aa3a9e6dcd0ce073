"""Some of an answer's entries are read as they were in the whole."""

import pytest

from papers.fetching import Fetched
from papers.fetching.selecting import selected
from papers.imports import read
from tests.fetching.answers import arxiv, crossref, openalex, openalex_work, orcid, orcid_work


def records(answer: Fetched) -> list:
    return [entry.record for entry in read(answer.content, answer.source).entries]


@pytest.mark.parametrize(
    ("source", "content"),
    [
        ("openalex", openalex(*[openalex_work(number, f"Note {number}") for number in (1, 2, 3)])),
        ("orcid", orcid(*[orcid_work(f"Note {number}") for number in (1, 2, 3)])),
        ("arxiv", arxiv("2306.00001", "2306.00002", "2306.00003")),
    ],
)
def test_the_entries_chosen_are_those_of_the_whole(source, content):
    whole = Fetched("works", content.encode(), source)
    assert records(selected(whole, {1, 3})) == [records(whole)[0], records(whole)[2]]


def test_the_one_work_of_an_answer_is_itself():
    whole = Fetched("works", crossref().encode(), "crossref")
    assert records(selected(whole, {1})) == records(whole)


def test_a_group_without_a_work_has_no_place():
    whole = Fetched("works", orcid({"work-summary": []}, orcid_work("Note 1"), orcid_work("Note 2")).encode(), "orcid")
    assert [record.title for record in records(selected(whole, {2}))] == ["Note 2"]
