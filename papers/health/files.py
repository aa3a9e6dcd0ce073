"""Uploads: rows that name a file that is not there, and files that no row names."""

import os
import time
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import models

from papers.health.problems import Problem, some
from papers.models import MergeRecord, stored_names

JUST_UPLOADED = 60 * 60  # seconds: its record may not be saved yet


def missing_files() -> Iterator[Problem]:
    """Yield which records name files that are not there."""
    for field in _upload_fields():
        meta = field.model._meta
        lost = [
            f"{record} (number {record.pk})"
            for record in field.model.objects.exclude(**{field.name: ""}).only(
                "pk", *_shown_by(field.model), field.name
            )
            if not all(map(field.storage.exists, stored_names(field, getattr(record, field.name).name)))
        ]
        if lost:
            yield Problem(
                f"{len(lost)} {meta.verbose_name_plural} lack the file of their {field.verbose_name}: {some(lost)}.",
                f"Copy {settings.MEDIA_ROOT} back from a backup, or upload it again in the admin.",
            )


def _shown_by(model) -> list[str]:
    return [name for name in ("title", "display_name", "name") if name in {f.name for f in model._meta.concrete_fields}]


def orphaned_files() -> Iterator[Problem]:
    """Yield which files of the folder of uploads no record names, nor a merge that may be undone."""
    named = {stored for field in _upload_fields() for stored in _all_stored(field)}
    newest = time.time() - JUST_UPLOADED
    orphans = [
        name
        for name, changed in _files(settings.MEDIA_ROOT)
        if name not in named and changed < newest and not _kept_by_a_merge(name)
    ]
    if orphans:
        yield Problem(
            f"No record names {len(orphans)} files in {settings.MEDIA_ROOT}: {some(orphans)}.",
            "Delete them there, after a backup.",
        )


def _upload_fields() -> Iterator[models.FileField]:
    for model in apps.get_app_config("papers").get_models():
        yield from (field for field in model._meta.concrete_fields if isinstance(field, models.FileField))


def _all_stored(field: models.FileField) -> Iterator[str]:
    for name in field.model.objects.exclude(**{field.name: ""}).values_list(field.name, flat=True):
        yield from stored_names(field, name)


def _files(folder: Path) -> Iterator[tuple[str, float]]:
    for here, _folders, files in os.walk(folder):
        for file in sorted(files):
            path = Path(here) / file
            yield path.relative_to(folder).as_posix(), path.stat().st_mtime


def _kept_by_a_merge(name: str) -> bool:
    """Return whether a merge names the file, or the whole picture from which it was made."""
    stem = Path(name).name.partition("-")[0].partition(".")[0]
    return MergeRecord.objects.naming(stem).exists()
