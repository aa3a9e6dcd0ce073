"""Whether a site holds what files brought, and nothing else."""

from collections import defaultdict

from django.db import models

from papers.loading import values
from papers.models import Category, LoadedRecord


def is_untouched() -> bool:
    """Return whether every record is as a file left it and none was added or deleted; categories do not count."""
    loaded = defaultdict(dict)
    for record in LoadedRecord.objects.all():
        loaded[record.key.partition("\t")[0]][record.key] = record.fields
    return all(
        _present(model) == loaded[model._meta.label_lower]
        for model in values.loadable_models()
        if model is not Category
    )


def _present(model: type[models.Model]) -> dict:
    """Return what the site holds of `model`, by the keys under which files would have brought it."""
    relations = [name for name, field in values.compared_fields(model).items() if field.is_relation]
    rows = model.objects.prefetch_related(*relations)
    if model._meta.label_lower not in values.LISTS:
        return {values.key_text(model, values.key_of(row)): values.values_of(row) for row in rows}
    lists = defaultdict(list)
    for row in rows.order_by("position"):
        lists[values.key_text(model, values.key_of(row)[:1])].append(values.values_of(row))
    return dict(lists)
