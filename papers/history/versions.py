"""Versions of records: each the whole state, with who made it, when, and why.

They are kept in django-reversion's tables, but not by its signals: one row a version, whatever belongs to the record.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.contrib.contenttypes.models import ContentType
from django.db import DEFAULT_DB_ALIAS, models, transaction
from django.db.models import Exists, Max, OuterRef
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from reversion.models import Revision, Version

from papers.history.state import State, states_of
from papers.history.writing import NotWrittenError, upload_fields, without_lost_files, writable, write

FORMAT = "state"
FOUND = _("As it was found: from an import, a command, or before versions were kept.")
AT_A_TIME = 200
# Whether a paper is shown is decided today, not by what an old version says; the digests tell of the last import.
DECIDED_NOW = frozenset({"status", "publish_at", "retire_at", "imported"})


# Keeping


@contextmanager
def versions_kept(model: type[models.Model], keys: Iterable, user, comment: str) -> Iterator[None]:
    """Keep a version of each record that is changed within, and one of what it was before, where there is none.

    Everything is one transaction.
    """
    keys = list(keys)
    with transaction.atomic():
        keep_versions(model, keys, None, str(FOUND))
        yield
        keep_versions(model, keys, user, comment)


def keep_versions(model: type[models.Model], keys: Iterable, user, comment: str, *, always: bool = False) -> None:
    """Keep a version of each of these records that is not what its newest version says; of all where `always`."""
    keys = list(keys)
    for start in range(0, len(keys), AT_A_TIME):
        part = keys[start : start + AT_A_TIME]
        states = states_of(model, part)
        newest = {} if always else newest_states(model, states)
        new = {key: state for key, state in states.items() if newest.get(key) != state}
        if new:
            _insert(model, new, user, comment)


def keep_version(record: models.Model, user, comment: str) -> None:
    """Keep a version of one record, unless its newest says the same."""
    keep_versions(type(record), [record.pk], user, comment)


def _insert(model: type[models.Model], states: dict[object, State], user, comment: str) -> None:
    called = {record.pk: str(record) for record in model._base_manager.filter(pk__in=states)}
    kind = ContentType.objects.get_for_model(model)
    revision = Revision.objects.create(user=user, comment=comment, date_created=timezone.now())
    Version.objects.bulk_create(
        Version(
            revision=revision,
            content_type=kind,
            object_id=str(key),
            db=DEFAULT_DB_ALIAS,
            format=FORMAT,
            serialized_data=state.as_text(),
            object_repr=called[key],
        )
        for key, state in states.items()
    )


# Reading


def versions_of(model: type[models.Model], keys: Iterable):
    """Return the versions of the records with these primary keys, newest first."""
    return Version.objects.filter(
        content_type=ContentType.objects.get_for_model(model), object_id__in=list(map(str, keys)), format=FORMAT
    ).order_by("-pk")


def newest_states(model: type[models.Model], keys: Iterable) -> dict[object, State]:
    """Return the newest version's state of each of these records that has one."""
    newest = versions_of(model, keys).order_by().values("object_id").annotate(newest=Max("pk")).values("newest")
    found = Version.objects.filter(pk__in=newest).values_list("object_id", "serialized_data")
    return {model._meta.pk.to_python(key): State.from_text(text) for key, text in found}


def state_in(version: Version) -> State:
    """Return the state that a version keeps."""
    return State.from_text(version.serialized_data)


def deleted_versions(model: type[models.Model]):
    """Return the newest version of each record that is no longer there, the last deleted first."""
    kind = ContentType.objects.get_for_model(model)
    there = model._base_manager.filter(pk=Cast(OuterRef("object_id"), models.BigIntegerField()))
    gone = Version.objects.filter(~Exists(there), content_type=kind, format=FORMAT)
    newest = gone.order_by().values("object_id").annotate(newest=Max("pk")).values("newest")
    return Version.objects.filter(pk__in=newest).select_related("revision__user").order_by("-pk")


# Going back


def restore(record: models.Model, version: Version, user, comment: str) -> list[str]:
    """Make `record` what `version` says, as a new version, and return a sentence for each thing that could not be.

    Uploads stay as they are, and so does whether a paper is shown. Raises NotWrittenError where it cannot be restored,
    and IntegrityError where the database refuses.
    """
    model = type(record)
    with versions_kept(model, [record.pk], user, comment):
        record = model._base_manager.select_for_update(no_key=True).get(pk=record.pk)
        state, said = writable(model, record.pk, state_in(version))
        write(record, state, keep=DECIDED_NOW | upload_fields(model))
    return said


def recover(model: type[models.Model], version: Version, user, comment: str, *, as_draft: bool) -> tuple:
    """Bring back the deleted record that `version` keeps, under its old primary key, and return it with a sentence for
    each thing that could not be brought back.

    A paper comes back as a draft where `as_draft`. Raises NotWrittenError where it is there again or cannot be.
    """
    with transaction.atomic():
        record = model(pk=model._meta.pk.to_python(version.object_id))
        if model._base_manager.filter(pk=record.pk).exists():
            raise NotWrittenError(_("It is there already."))
        state, said = writable(model, record.pk, state_in(version))
        state, lost = without_lost_files(model, state)
        write(record, state, keep={"status", "publish_at", "retire_at"} if as_draft else frozenset())
        keep_version(record, user, comment)
    return record, [*said, *lost]
