"""An empty site with one profile, in the place of whatever the site holds."""

from collections.abc import Callable, Iterator

from django.core.files.storage import Storage
from django.db import models, transaction
from reversion.models import Revision

from papers.loading import STATEMENTS, is_untouched, load
from papers.models import (
    Affiliation,
    Author,
    Authorship,
    Identifier,
    ImportBatch,
    ImportEntry,
    Institution,
    Link,
    LoadedRecord,
    MergeRecord,
    Metric,
    NotSame,
    Page,
    Paper,
    PaperDraft,
    PaperInstitution,
    PreviewLink,
    Site,
    Venue,
    stored_names,
)

# In an order in which nothing is deleted that others still refer to.
EMPTIED = [
    *(ImportEntry, ImportBatch, MergeRecord, NotSame),
    *(Authorship, PaperInstitution, Identifier, Link, PaperDraft, PreviewLink, Paper),
    *(Affiliation, Metric, Author, Institution, Venue, Page, Site, LoadedRecord),
    Revision,  # with its versions, whose records are gone
]
COUNTED = [Paper, Author, Institution, Venue, Page]


class SiteEditedError(Exception):
    """The site holds work of its editors; the text says how much."""


def new_profile(name: str) -> Author:
    """Return an unsaved profile called `name`; raise ValidationError for what cannot be a name."""
    author = Author(display_name=" ".join(name.split()), is_profile=True)
    author.clean_fields()
    return author


def start_over(author: Author, sure: bool = False, then: Callable[[], object] = lambda: None) -> None:
    """Save `author` as the only content of the site beside its statements, in one transaction; categories and users
    stay.

    `then` is called within it, to bring in what the profile begins with; where it raises, everything stays as it was.

    Raises SiteEditedError where anything but an untouched fixture would be lost, unless `sure`. Pictures that nothing
    shows any more are deleted once the transaction has been committed.
    """
    with transaction.atomic():
        if not sure and not is_untouched():
            raise SiteEditedError(_contents())
        pictures = list(_pictures())
        for model in EMPTIED:
            model.objects.all().delete()
        author.save()
        Site(title=author.display_name[: Site._meta.get_field("title").max_length].rstrip()).save()
        load(STATEMENTS)
        then()
        transaction.on_commit(lambda: [storage.delete(picture) for storage, picture in pictures])


def _contents() -> str:
    counts = [(model.objects.count(), model._meta) for model in COUNTED]
    found = [
        f"{count} {meta.verbose_name if count == 1 else meta.verbose_name_plural}" for count, meta in counts if count
    ]
    return ", ".join(found) or "its own title and texts"


def _pictures() -> Iterator[tuple[Storage, str]]:
    for model in EMPTIED:
        for field in model._meta.concrete_fields:
            if isinstance(field, models.FileField):
                for name in model.objects.exclude(**{field.name: ""}).values_list(field.name, flat=True):
                    for picture in stored_names(field, name):
                        yield field.storage, picture
