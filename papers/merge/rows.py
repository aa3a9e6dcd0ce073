"""Rows as JSON, exact to the microsecond, so that one that was deleted can be written again as it was."""

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _


def model_of(label: str) -> type[models.Model]:
    """Return the model called `label`, such as "papers.author"."""
    return apps.get_model(label)


def columns(model: type[models.Model]) -> dict[str, models.Field]:
    """Return the columns that a writer gives, by the name of their attribute."""
    return {field.attname: field for field in model._meta.concrete_fields if not field.generated}


def as_json(field: models.Field, row: models.Model) -> object:
    """Return what a row holds in a column, as JSON."""
    value = field.value_from_object(row)
    if value is None or isinstance(value, (bool, int, float, dict, list)) or type(value) is str:
        return value
    return field.value_to_string(row)


def stored(row: models.Model) -> dict:
    """Return all that a row holds, as JSON."""
    return {name: as_json(field, row) for name, field in columns(type(row)).items()}


def made(model: type[models.Model], values: dict) -> models.Model:
    """Return an unsaved row that holds what `stored` returned."""
    known = columns(model)
    return model(**{name: _from_json(known[name], value) for name, value in values.items() if name in known})


def insert(row: models.Model) -> None:
    """Write a new row exactly as it is, its number and times included."""
    row.save_base(raw=True, force_insert=True)


def reason_against(row: models.Model) -> str:
    """Return in a sentence why a row cannot be written any more; "" where it can."""
    for field in row._meta.concrete_fields:
        key = getattr(row, field.attname)
        if field.is_relation and key is not None and not field.related_model.objects.filter(pk=key).exists():
            return _("%(field)s %(key)s is gone") % {"field": field.verbose_name, "key": key}
    try:
        row.validate_unique()
        row.validate_constraints()
    except ValidationError as error:
        return " ".join(error.messages)
    return ""


def relations(model: type[models.Model]) -> list[models.ForeignObjectRel]:
    """Return every relation by which rows of any table point to records of a model."""
    return [
        field
        for field in model._meta.get_fields(include_hidden=True)
        if field.auto_created and not field.concrete and (field.one_to_many or field.one_to_one)
    ]


def is_used(record: models.Model) -> bool:
    """Return whether any row but its own addresses points to a record."""
    return any(
        relation.related_model._base_manager.filter(**{relation.field.name: record}).exists()
        for relation in relations(type(record))
        if relation.related_model._meta.label_lower != "papers.address"
    )


def _from_json(field: models.Field, value: object) -> object:
    return field.target_field.to_python(value) if field.is_relation else field.to_python(value)
