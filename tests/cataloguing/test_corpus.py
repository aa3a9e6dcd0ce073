"""Every real file into an empty site: planned, applied, planned again, undone."""

from collections import Counter
from pathlib import Path

import pytest

from papers import imports
from papers.cataloguing import import_bibliography, plan_bibliography, take_in, undo
from papers.models import Author, Category, ImportBatch, Institution, Paper, Venue

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
