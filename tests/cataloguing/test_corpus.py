"""Every real file into an empty site: planned, applied, planned again, undone."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db.models import Count, Q

from papers import imports
from papers.cataloguing import import_bibliography, plan_bibliography, take_in, take_in_file, undo
from papers.models import Author, Authorship, Category, ImportBatch, ImportEntry, Institution, Paper, Venue
from papers.names import fold

pytestmark = [pytest.mark.django_db, pytest.mark.corpus]

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "corpus"
COUNTED = (Author, Category, Institution, Paper, Venue)


def corpus_files() -> list[Path]:
    """Return the real files beside the repository, by name; the folder that CORPUS names is checked by the fixture."""
    return sorted(path for path in FOLDER.rglob("*") if path.is_file() and path.name != "manifest.tsv")


def rows() -> dict:
    return {model.__name__: model.objects.count() for model in COUNTED}


@pytest.mark.parametrize("path", corpus_files(), ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_file_is_planned_applied_planned_again_and_undone(path, corpus):
    content = path.read_bytes()
    try:
        entries = list(imports.read(content).entries)
    except imports.UnreadableFile:
        pytest.skip("refused whole: see tests/imports")
    before = rows()
    planned = plan_bibliography(take_in(content, path.name))
    assert rows() == before
    batch = import_bibliography(take_in(content, path.name))
    assert (batch.counts, sum(batch.counts.values())) == (planned, len(entries))
    assert Paper.objects.count() == planned["new"]
    again = take_in(content, path.name)
    changed = {}
    plan_bibliography(
        again, tell=lambda part: changed.update({entry.entry.label: entry.changes for entry in part if entry.changes})
    )
    assert changed == {}
    assert Counter(again.batch.counts) == Counter(
        same=planned["new"], refused=planned["refused"], new=0, changed=0, conflict=planned["conflict"]
    )
    assert undo(batch) == []
    assert rows() == before
    assert ImportBatch.objects.get().status == "undone"


# Who is who, in the hard cases


@pytest.fixture
def hard_cases(corpus) -> list[dict]:
    """The papers of the hard cases as their source has them, imported into the site."""
    path = corpus / "corpus" / "anthology" / "hard_cases_shared.jsonl"
    import_bibliography(take_in_file(path))
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def credited(papers: list[dict]) -> Iterator[tuple[dict, Authorship]]:
    """Yield each author of the source with the authorship that was made of it."""
    for paper in papers:
        rows = Authorship.objects.filter(paper__citation_key=paper["bibkey"]).select_related("author")
        yield from zip(paper["authors"], rows, strict=True)


def test_one_orcid_is_one_person_and_two_are_two(hard_cases):
    people = defaultdict(set)
    for author, row in credited(hard_cases):
        if "orcid" in author:
            people[author["orcid"]].add(row.author_id)
    assert {orcid: len(found) for orcid, found in people.items()} == dict.fromkeys(people, 1)
    assert len(set().union(*people.values())) == len(people)


def test_people_whom_the_source_tells_apart_are_apart(hard_cases):
    told = defaultdict(set)
    for author, row in credited(hard_cases):
        if "id" in author:
            told[row.author_id].add(author["id"])
    assert [ids for ids in told.values() if len(ids) > 1] == []


def test_only_an_orcid_makes_one_person_of_two_names(hard_cases):
    names = defaultdict(set)
    for author, row in credited(hard_cases):
        if "orcid" not in author:
            names[row.author_id].add(fold(f"{author['first']} {author['last']}"))
    assert [found for found in names.values() if len(found) > 1] == []


def test_nobody_who_agrees_in_nothing_is_one_person(hard_cases):
    on_papers, affiliations, orcids = defaultdict(list), defaultdict(list), defaultdict(set)
    for author, row in credited(hard_cases):
        on_papers[row.author_id].append(row.paper_id)
        affiliations[row.author_id].append(fold(author.get("affiliation", "")))
        orcids[row.author_id].add(author.get("orcid", ""))
    unfounded = []
    for person, papers in on_papers.items():
        others = Author.objects.filter(authorships__paper__in=papers).exclude(pk=person).distinct()
        shares = others.annotate(shared=Count("authorships", filter=Q(authorships__paper__in=papers)))
        alike = len(set(affiliations[person])) < len(affiliations[person])
        if len(papers) > 1 and not (alike or orcids[person] - {""} or shares.filter(shared__gt=1).exists()):
            unfounded.append(person)
    assert unfounded == []


def test_whatever_was_not_sure_is_in_the_report(hard_cases):
    namesakes = Counter(fold(name) for name in Author.objects.values_list("display_name", flat=True))
    reported = {
        fold(reason.partition("“")[2].partition("”")[0])
        for problems in ImportEntry.objects.values_list("problems", flat=True)
        for _field, reason in problems
    }
    printed_twice = Counter()
    for paper in hard_cases:
        names = Counter(fold(f"{author['first']} {author['last']}".strip()) for author in paper["authors"])
        printed_twice.update({name: count - 1 for name, count in names.items() if count > 1})
    several = {name for name, count in namesakes.items() if count - printed_twice[name] > 1}
    assert several - reported == set()
