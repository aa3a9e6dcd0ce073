"""A record of a fixture as it should be on the site: checked, with what it refers to."""

from dataclasses import dataclass
from functools import cached_property

from django.core.exceptions import ValidationError
from django.db import models

from papers.loading import values
from papers.loading.fixture import Record
from papers.models.address import Addressed

LEFT_OUT = object()  # what a reference to a record that was deleted by hand leads to


@dataclass
class Entry:
    """An unsaved instance of a record, and what of it the file gives."""

    record: Record
    instance: models.Model
    given: frozenset[str]  # names of the compared fields that the file gives
    many: dict[str, list]  # related objects by field name
    missing: frozenset[str]  # names of the fields that refer to something deleted by hand

    @property
    def model(self) -> type[models.Model]:
        """The model of the record."""
        return type(self.instance)

    @cached_property
    def key(self) -> tuple:
        """The natural key, with references as the file writes them."""
        return tuple(self._key_part(name) for name in values.key_fields(self.model))

    def _key_part(self, name: str) -> object:
        field = self.model._meta.get_field(name)
        return self.record.fields[name][0] if field.is_relation else values.plain(field, getattr(self.instance, name))

    @property
    def values(self) -> dict:
        """The given values as a fixture holds them, references led to the records that the site has."""
        fields = values.compared_fields(self.model)
        own = {name: values.fixture_value(self.instance, fields[name]) for name in self.given - self.many.keys()}
        return own | {name: values.keys_of(objects) for name, objects in self.many.items()}

    def identity(self) -> dict | None:
        """Return the look-up that finds this record on the site, None where it belongs to a deleted one."""
        names = values.key_fields(self.model)
        return None if self.missing.intersection(names) else {name: getattr(self.instance, name) for name in names}

    def clean(self) -> None:
        """Let the model check and complete the record; raise FixtureError for what it refuses."""
        try:
            self.instance.clean()
        except ValidationError as error:
            raise values.invalid(self.record, self.model, error) from error


def read_entry(record: Record, model: type[models.Model], refer: values.Reference) -> Entry:
    """Return `record` checked field by field; raise FixtureError for the first that is wrong.

    A record with an address is not cleaned yet: which slugs are taken depends on what it is on the site.
    """
    found = values.read_fields(record, model, refer)
    missing = {
        name for name, value in found.items() if value is LEFT_OUT or (isinstance(value, list) and LEFT_OUT in value)
    }
    compared = {name: found[name] for name in found.keys() & values.compared_fields(model).keys() - missing}
    many = {name: compared[name] for name in compared if isinstance(compared[name], list)}
    instance = model(**{name: value for name, value in compared.items() if name not in many})
    entry = Entry(record, instance, frozenset(compared), many, frozenset(missing))
    _check_fields(entry)
    if not isinstance(instance, Addressed):
        entry.clean()
    return entry


def _check_fields(entry: Entry) -> None:
    references = [field for field in entry.model._meta.concrete_fields if field.is_relation]
    name = values.name_of(entry.record, entry.model)
    for field in references:
        if not field.null and field.name not in entry.given | entry.missing:
            raise entry.record.error("a record of this kind needs it: add it.", field.name, name)
    if isinstance(entry.instance, Addressed) and not entry.instance.slug:
        raise entry.record.error("a file must give it, so that a second load finds the record.", "slug")
    try:
        entry.instance.clean_fields(exclude=[field.name for field in references])
    except ValidationError as error:
        raise values.invalid(entry.record, entry.model, error) from error
