"""What is on the site already: records under the names that a file gives them, and what files brought before."""

from django.db import models

from papers.loading import values
from papers.loading.entries import LEFT_OUT
from papers.models import LoadedRecord
from papers.models.address import Addressed


class Present:
    """The site's records as a file refers to them, and the LoadedRecords, read once and written at the end."""

    def __init__(self):
        self.loaded = LoadedRecord.objects.in_bulk()
        self.remembered = {}
        self.references = {}  # (model, natural key in the file) -> the record on the site, or LEFT_OUT

    # Records

    def refer(self, model: type[models.Model], key: str):
        """Return the record of `model` that `key` means, LEFT_OUT if somebody deleted it, None if there is none."""
        if (model, key) not in self.references:
            (name,) = values.key_fields(model)
            self.references[model, key] = self.find(model, {name: key}, self.base(model, (key,)))
        return self.references[model, key]

    def find(self, model: type[models.Model], identity: dict, base: LoadedRecord | None) -> models.Model | None:
        """Return the record with this natural key or, where that was edited, the row that a file once filled."""
        rows = model._default_manager.select_for_update(of=("self",))
        found = rows.filter(**identity).first()
        if not found and issubclass(model, Addressed):
            found = rows.filter(addresses__value=identity["slug"]).first()
        return found or (rows.filter(pk=base.row).first() if base and base.row else None)

    def rows(self, model: type[models.Model], paper: models.Model) -> list[models.Model]:
        """Return the rows of one of `paper`'s lists, in order."""
        rows = model.objects.select_for_update(of=("self",)).select_related(
            "paper", values.LISTS[model._meta.label_lower]
        )
        return list(rows.filter(paper=paper).order_by("position"))

    # What files brought before

    def base(self, model: type[models.Model], key: tuple) -> LoadedRecord | None:
        """Return what a file last gave the record whose natural key there is `key`."""
        return self.loaded.get(values.key_text(model, key))

    def current(self, model: type[models.Model], fields: dict) -> dict:
        """Return stored values with each reference under the natural key that its record has now."""
        known = values.compared_fields(model)
        return {
            name: self._current_value(known[name], value) if name in known and known[name].is_relation else value
            for name, value in fields.items()
        }

    def _current_value(self, field: models.Field, value: list | None) -> list | None:
        if not value:
            return value
        if field.many_to_many:
            return sorted(self._current_key(field.related_model, key) for key in value)
        return self._current_key(field.related_model, value)

    def _current_key(self, model: type[models.Model], key: list) -> list:
        found = self.refer(model, key[0])
        return key if found in (None, LEFT_OUT) else [*found.natural_key()]

    def remember(self, model: type[models.Model], key: tuple, fields: dict | list, row: int | None = None) -> None:
        """Keep what a file gave a record, to be saved at the end."""
        text = values.key_text(model, key)
        base = self.loaded.get(text)
        if not base or (base.fields, base.row) != (fields, row):
            self.remembered[text] = LoadedRecord(key=text, fields=fields, row=row)

    def save_remembered(self) -> None:
        """Write what was remembered."""
        LoadedRecord.objects.bulk_create(
            self.remembered.values(),
            update_conflicts=True,
            unique_fields=["key"],
            update_fields=["fields", "row", "loaded"],
        )
