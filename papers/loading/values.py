"""The values of a record, as a fixture writes them: read from a file, or taken from the database to be compared."""

import inspect
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache

from django.apps import apps
from django.core.exceptions import NON_FIELD_ERRORS, SuspiciousFileOperation, ValidationError
from django.core.serializers import sort_dependencies
from django.db import models

from papers.loading.fixture import FixtureError, Record
from papers.models.fields import validate_characters

APP = apps.get_app_config("papers")
# The lists of a paper: compared and written as a whole, since their positions are unique.
LISTS = {"papers.authorship": "author", "papers.paperinstitution": "institution"}
MADE_BY_SITE = {
    "papers.address",
    "papers.editorscope",
    "papers.paperdraft",
    "papers.previewlink",
    "papers.importbatch",
    "papers.importentry",
    "papers.loadedrecord",
}

Reference = Callable[[type[models.Model], str], object]


# Models and their fields


@cache
def loadable_models() -> list[type[models.Model]]:
    """Return the models whose records a fixture may hold, each after those that it refers to."""
    known = [model for model in APP.get_models() if hasattr(model, "natural_key")]
    return sort_dependencies([(APP, known)], allow_cycles=True)


@cache
def loadable_fields(model: type[models.Model]) -> dict[str, models.Field]:
    """Return the fields of `model` that a fixture gives, by name; the many-to-many ones come last."""
    own = [field for field in model._meta.concrete_fields if not (field.primary_key or field.generated)]
    many = [field for field in model._meta.many_to_many if field.remote_field.through._meta.auto_created]
    return {field.name: field for field in [*own, *many]}


@cache
def compared_fields(model: type[models.Model]) -> dict[str, models.Field]:
    """Return the loadable fields of `model` without the times that the site itself sets."""
    return {name: field for name, field in loadable_fields(model).items() if not sets_itself(field)}


def sets_itself(field: models.Field) -> bool:
    """Return whether `field` is a time that the site writes when a record is saved."""
    return getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False)


@cache
def key_fields(model: type[models.Model]) -> list[str]:
    """Return the names of the fields that make up the natural key of `model`; none for the site, which is only one."""
    parts = inspect.signature(model._default_manager.get_by_natural_key).parameters
    return [name for name in parts if name in loadable_fields(model)]


def key_text(model: type[models.Model], key: tuple) -> str:
    """Return model and natural key as LoadedRecord keeps them."""
    return "\t".join([model._meta.label_lower, *("" if part is None else str(part) for part in key)])


# From the database


def values_of(instance: models.Model) -> dict:
    """Return what a fixture would say of `instance`, apart from the times that the site itself sets."""
    return {name: fixture_value(instance, field) for name, field in compared_fields(type(instance)).items()}


def key_of(instance: models.Model) -> tuple:
    """Return the natural key of `instance`, each part as JSON holds it."""
    return tuple(_key_part(instance, instance._meta.get_field(name)) for name in key_fields(type(instance)))


def _key_part(instance: models.Model, field: models.Field) -> object:
    value = getattr(instance, field.name)
    return value.natural_key()[0] if field.is_relation else plain(field, value)


def fixture_value(instance: models.Model, field: models.Field) -> object:
    """Return what a fixture would say of `field`."""
    if field.many_to_many:
        return keys_of(getattr(instance, field.name).all())
    if field.is_relation:
        other = getattr(instance, field.name)
        return None if other is None else [*other.natural_key()]
    return plain(field, getattr(instance, field.name))


def keys_of(objects: Iterable[models.Model]) -> list[list]:
    """Return the natural keys of `objects`, sorted."""
    return sorted([*other.natural_key()] for other in objects)


def plain(field: models.Field, value: object) -> object:
    """Return `value` of `field` as JSON holds it, in one form for all that mean the same.

    A form gives back a text without the white space around it and with other line ends; that is no edit.
    """
    if value is None or isinstance(value, bool | int | dict):
        return value
    if isinstance(value, Decimal):
        return f"{value:.{field.decimal_places}f}"
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return str(value).replace("\r\n", "\n").strip()


# From a file


def model_of(record: Record) -> type[models.Model] | None:
    """Return the model of `record`, None for one that the site keeps by itself; raise FixtureError for another."""
    label = record.model.lower()
    known = {model._meta.label_lower: model for model in loadable_models()}
    if label in MADE_BY_SITE:
        return None
    if label in known:
        if record.has_pk:
            raise record.error("it has a “pk”: make the file with dumpdata --natural-primary --natural-foreign.")
        return known[label]
    if not label.startswith("papers."):
        raise record.error("only records of “papers” are loaded here: take this one out.")
    raise record.error(f"there is no such model; there are {', '.join(sorted(known))}.")


def name_of(record: Record, model: type[models.Model]) -> str:
    """Return the natural key of `record` as the file has it, for a message."""
    parts = [record.fields.get(name) for name in key_fields(model)]
    return ", ".join(" ".join(map(str, part)) if isinstance(part, list) else str(part) for part in parts if part)


def read_fields(record: Record, model: type[models.Model], refer: Reference) -> dict:
    """Return the values that `record` gives to fields of `model`; those to which `refer` leads are what it returns.

    Raises FixtureError for an unknown field and for a value of the wrong kind.
    """
    known = loadable_fields(model)
    name = name_of(record, model)
    computed = {field.name for field in model._meta.concrete_fields if field.generated}  # dumpdata writes them too
    if unknown := sorted(record.fields.keys() - known.keys() - computed):
        message = f"{model._meta.label} has no such field; it has {', '.join(known)}."
        raise record.error(message, unknown[0], name)
    values = {}
    for field_name in [name for name in record.fields if name in known]:
        try:
            values[field_name] = _read_value(known[field_name], record.fields[field_name], refer)
        except ValidationError as error:
            raise record.error(" ".join(error.messages), field_name, name) from error
    return values


def _read_value(field: models.Field, raw: object, refer: Reference) -> object:
    if field.many_to_many:
        if not isinstance(raw, list):
            raise ValidationError("This must be a list of natural keys, such as [[“cs.CL”], [“cs.LG”]].")
        return [_read_reference(field, key, refer) for key in raw]
    if raw is None:
        if not field.null:
            raise ValidationError("This cannot be null; an empty text is “”.")
        return None
    if field.is_relation:
        return _read_reference(field, raw, refer)
    _check_kind(field, raw)
    if isinstance(raw, float):
        raw = str(raw)  # as the file has it: 88.1, and not the sum of powers of two that comes nearest
    if isinstance(field, models.FileField):
        _check_stored(field, raw)
    value = field.to_python(raw)
    if isinstance(value, datetime) and value.tzinfo is None:
        raise ValidationError("This must be a time with its zone, such as “2026-12-24T18:30:00Z”.")
    return value


def _read_reference(field: models.Field, key: object, refer: Reference) -> object:
    """Return what `refer` finds; each model that others point to has a natural key of one part."""
    model = field.related_model
    if not isinstance(key, list) or len(key) != 1 or not isinstance(key[0], str):
        raise ValidationError("This must be a natural key in a list, such as [“ada-lovelace”].")
    validate_characters(key[0])
    found = refer(model, key[0])
    if found is None:
        wanted = f"There is no {model._meta.label} “{key[0]}”, in the file or on the site"
        raise ValidationError(f"{wanted}: add it or correct the name.")
    return found


def _check_kind(field: models.Field, raw: object) -> None:
    kinds, wanted = _kinds(field)
    if not isinstance(raw, kinds) or (isinstance(raw, bool) and bool not in kinds):
        raise ValidationError(f"This must be {wanted}.")


def _kinds(field: models.Field) -> tuple[tuple[type, ...], str]:
    if isinstance(field, models.BooleanField):
        return (bool,), "true or false"
    if isinstance(field, models.IntegerField):
        return (int,), "a whole number"
    if isinstance(field, models.DecimalField):
        return (int, float, str), "a number"
    if isinstance(field, models.JSONField):
        return (dict,), "an object in curly brackets"
    return (str,), "a text in quotation marks"


def _check_stored(field: models.FileField, name: str) -> None:
    try:
        missing = name and not field.storage.exists(name)
    except (SuspiciousFileOperation, ValueError) as error:
        raise ValidationError("This must be the path of a file in the site's media folder.") from error
    if missing:
        raise ValidationError("There is no such file in the site's media folder: put it there or leave this empty.")


def invalid(record: Record, model: type[models.Model], error: ValidationError) -> FixtureError:
    """Return the first complaint of `error` as one about `record`."""
    field, complaints = next(iter(error.update_error_dict({}).items()))
    messages = " ".join(ValidationError(complaints).messages)
    return record.error(messages, "" if field == NON_FIELD_ERRORS else field, name_of(record, model))
