"""The synthetic library that measurements are made on."""

import json

from bench.corpus import CATEGORIES, SIZES, lines, papers, write
from papers.imports import json_lines


def test_a_seed_gives_the_same_bytes():
    assert list(lines(50)) == list(lines(50))


def test_another_seed_gives_others():
    assert list(lines(50)) != list(lines(50, seed=1))


def test_a_file_has_a_line_for_each_paper(tmp_path):
    assert len(write(tmp_path / "papers.jsonl", SIZES[0]).read_text().splitlines()) == SIZES[0]


def test_every_line_is_read_as_it_is_meant():
    entries = list(json_lines.parse("".join(lines(300))))
    assert [entry.problems for entry in entries] == [()] * 300
    assert [entry.record.title for entry in entries] == [paper["title"] for paper in papers(300)]


def test_few_papers_have_very_many_authors():
    counts = sorted(len(paper["authors"]) for paper in papers(3000))
    assert (counts[1500], counts[-1]) == (3, 217)


def test_a_library_has_its_share_of_people_and_all_categories():
    library = list(papers(2000))
    people = {json.dumps(author, sort_keys=True) for paper in library for author in paper["authors"]}
    categories = {code for paper in library for code in paper["categories"]}
    assert (len(people), len(categories)) == (800, CATEGORIES)
