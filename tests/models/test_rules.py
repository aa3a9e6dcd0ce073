"""Rules that hold for the tables of every model, whoever writes to them."""

import pytest
from django.apps import apps
from django.db import DatabaseError, models
from django.db.models.lookups import Exact

from papers.models import (
    Address,
    CheckedAddress,
    EditorScope,
    ImportBatch,
    ImportEntry,
    MergeRecord,
    NotSame,
    OpenForm,
    PaperDraft,
    PreviewLink,
)
from papers.models.fields import NulPosition, PartialDateField, WebAddressField
from tests.factories import FACTORIES
from tests.sql import write

pytestmark = pytest.mark.django_db

MODELS = sorted(apps.get_app_config("papers").get_models(), key=lambda model: model._meta.label)
# Of this database alone, in no fixture.
MADE_HERE = {
    Address,
    CheckedAddress,
    EditorScope,
    ImportBatch,
    ImportEntry,
    MergeRecord,
    NotSame,
    OpenForm,
    PaperDraft,
    PreviewLink,
}
TEXT = (models.CharField, models.TextField, models.FileField)


def text_fields(model) -> list[models.Field]:
    """Return the columns that hold text which a writer gives."""
    return [f for f in model._meta.fields if isinstance(f, TEXT) and not f.generated]


TEXT_COLUMNS = [(model, field) for model in MODELS for field in text_fields(model)]
URL_COLUMNS = [(model, field) for model, field in TEXT_COLUMNS if isinstance(field, models.URLField)]
DATE_COLUMNS = [(model, field) for model, field in TEXT_COLUMNS if isinstance(field, PartialDateField)]
CHOICE_COLUMNS = [(model, field) for model, field in TEXT_COLUMNS if field.choices]


def column(pair) -> str:
    """Return the name by which a test of a column goes."""
    return pair.__name__ if isinstance(pair, type) else pair.name if isinstance(pair, models.Field) else repr(pair)


def record(model):
    """Return a record of a model."""
    if model is Address:
        return Address.objects.get(page=FACTORIES[apps.get_model("papers", "Page")]())
    return FACTORIES[model]()


def columns_of(condition) -> set[str]:
    """Return the columns named anywhere in a condition."""
    if isinstance(condition, models.F):
        return {condition.name}
    if isinstance(condition, models.Q):
        return set().union(*map(columns_of, condition.children))
    if isinstance(condition, tuple):
        return {condition[0].partition("__")[0]}
    return set().union(set(), *map(columns_of, condition.get_source_expressions()))


def is_about_nul(constraint) -> bool:
    return isinstance(constraint, models.CheckConstraint) and all(
        isinstance(part, Exact) and isinstance(part.lhs, NulPosition) for part in constraint.condition.children
    )


def covered(model, chosen) -> set[str]:
    """Return the columns named in the `chosen` constraints of a model."""
    found = [columns_of(constraint.condition) for constraint in model._meta.constraints if chosen(constraint)]
    return set().union(*found)


@pytest.mark.parametrize("model", MODELS, ids=column)
def test_every_text_column_is_guarded_against_nul(model):
    assert covered(model, is_about_nul) == {field.name for field in text_fields(model)}


@pytest.mark.parametrize("model", MODELS, ids=column)
def test_every_url_is_guarded_against_other_schemes(model):
    urls = {field.name for field in text_fields(model) if isinstance(field, models.URLField)}
    assert covered(model, lambda constraint: constraint.name.endswith("_web_addresses")) == urls


@pytest.mark.parametrize(("model", "field"), URL_COLUMNS, ids=column)
def test_every_url_is_a_web_address_field(model, field):
    assert type(field) is WebAddressField


@pytest.mark.parametrize(("model", "field"), TEXT_COLUMNS, ids=column)
def test_nul_is_refused(model, field):
    obj = record(model)
    with pytest.raises((DatabaseError, ValueError)):
        write(obj, field.column, "a\0b")


@pytest.mark.parametrize("url", ["javascript:alert(1)", "//example.org", "ftp://example.org", "data:text/html,x", " "])
@pytest.mark.parametrize(("model", "field"), URL_COLUMNS, ids=column)
def test_other_than_web_addresses_are_refused(model, field, url):
    obj = record(model)
    with pytest.raises(DatabaseError):
        write(obj, field.column, url)


@pytest.mark.parametrize("url", ["https://example.org/a", "http://example.org/a"])
@pytest.mark.parametrize(("model", "field"), URL_COLUMNS, ids=column)
def test_web_addresses_are_kept(model, field, url):
    obj = record(model)
    write(obj, field.column, url)
    assert getattr(model.objects.get(pk=obj.pk), field.name) == url


IMPOSSIBLE_DATES = [
    *("", "999", "0999", "2200", "20x3", "x023", "2023-", "2023-6", "2023-00", "2023-13", "2023/06", "2023.06.28"),
    *("2023-06-00", "2023-06-31", "2023-02-29", "1900-02-29", "2023-06-2", "2023-06-28T", "28-06-2023", "20230628"),
    *("２０２３", "2023-06 28", "June 2023", "12:00", "now", "-2023-01-0"),
]


@pytest.mark.parametrize("date", IMPOSSIBLE_DATES)
@pytest.mark.parametrize(("model", "field"), DATE_COLUMNS, ids=column)
def test_impossible_dates_are_refused(model, field, date):
    obj = record(model)
    with pytest.raises(DatabaseError):
        write(obj, field.column, date)


@pytest.mark.parametrize("date", ["1000", "2199", "2023-01", "2023-12", "2023-06-30", "2024-02-29", "2000-02-29"])
@pytest.mark.parametrize(("model", "field"), DATE_COLUMNS, ids=column)
def test_possible_dates_are_kept(model, field, date):
    obj = record(model)
    write(obj, field.column, date)
    assert str(getattr(model.objects.get(pk=obj.pk), field.name)) == date


@pytest.mark.parametrize(("model", "field"), CHOICE_COLUMNS, ids=column)
def test_unknown_choices_are_refused(model, field):
    obj = record(model)
    with pytest.raises(DatabaseError):
        write(obj, field.column, "unknown")


@pytest.mark.parametrize("model", [model for model in MODELS if model not in MADE_HERE], ids=column)
def test_a_natural_key_finds_its_record(model):
    obj = record(model)
    if not hasattr(obj, "natural_key"):
        assert not isinstance(obj._meta.pk, models.AutoField)
        return
    assert model.objects.get_by_natural_key(*obj.natural_key()) == obj


@pytest.mark.parametrize("model", [model for model in MODELS if model not in MADE_HERE], ids=column)
def test_a_natural_key_survives_json(model):
    """As in a fixture, where days and numbers are text."""
    obj = record(model)
    if hasattr(obj, "natural_key"):
        key = [part if part is None else str(part) for part in obj.natural_key()]
        assert model.objects.get_by_natural_key(*key) == obj


@pytest.mark.parametrize("model", MODELS, ids=column)
def test_a_record_goes_by_words_of_its_own(model):
    obj = record(model)
    assert str(obj) not in {"", f"{model.__name__} object ({obj.pk})"}
