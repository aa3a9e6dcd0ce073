"""How a plan is applied, and what ends it."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib.auth.base_user import AbstractBaseUser


class ConflictError(Exception):
    """An entry cannot be settled without its importer; the text says which and why."""


@dataclass(frozen=True)
class Options:
    """How a plan is applied.

    `on_conflict` says what becomes of values that an editor gave: "skip" leaves them, "take" overwrites them, "fail"
    applies nothing at all. `full` honours what a complete export says beyond the records: addresses, statuses, who is
    who. `accepted` names the entries to apply by position (None: all), each with the names of the fields to write,
    locked ones too, or None for those that are not locked. `drafts_by` is an importer who may not publish: what changes
    of published papers becomes drafts of that user's over them.
    """

    publish: bool = False
    on_conflict: str = "skip"
    full: bool = False
    accepted: Mapping[int, frozenset[str] | None] | None = None
    drafts_by: AbstractBaseUser | None = None
