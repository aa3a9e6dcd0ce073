"""What the search boxes of lists find: beginnings of words of a name, by an index that follows every change."""

import pytest

from papers.indexing import catch_up, stale
from papers.models import ImportBatch, MergeRecord, Venue
from tests.factories import AuthorFactory, ImportBatchFactory, MergeRecordFactory, MetricFactory, VenueFactory


def found(editor, name: str, words: str) -> list[str]:
    return [str(record) for record in editor.get(f"/admin/papers/{name}/", {"q": words}).context["cl"].result_list]


RECORDS = {
    "venue": (lambda name: VenueFactory(name=name, short_name=""), Venue, "name"),
    "importbatch": (lambda name: ImportBatchFactory(file_name=name), ImportBatch, "file_name"),
    "mergerecord": (lambda name: MergeRecordFactory(label=name), MergeRecord, "label"),
}


@pytest.mark.parametrize("name", RECORDS)
@pytest.mark.parametrize(
    ("words", "finds"), [("Jac", True), ("jacquard WORKS", True), ("work jacq", True), ("acquard", False)]
)
def test_names_are_found_by_how_their_words_begin(editor, name, words, finds):
    make, _model, _field = RECORDS[name]
    record = make("Jacquard Works")
    make("Weaving Mill")
    assert found(editor, name, words) == ([str(record)] if finds else [])


@pytest.mark.parametrize("name", RECORDS)
def test_the_index_follows_changes_and_deletions(editor, name):
    make, model, field = RECORDS[name]
    make("Jacquard Works")
    assert len(found(editor, name, "jacquard")) == 1
    model.objects.update(**{field: "Weaving Mill"})
    assert (found(editor, name, "jacquard"), len(found(editor, name, "weaving"))) == ([], 1)
    model.objects.all().delete()
    catch_up()
    assert stale(name) == []


def test_figures_are_found_by_the_name_of_their_person(editor):
    figure = MetricFactory(author=AuthorFactory(display_name="Ada Lovelace"))
    MetricFactory(author=AuthorFactory(display_name="Charles Babbage"))
    assert found(editor, "metric", "love") == [str(figure)]
