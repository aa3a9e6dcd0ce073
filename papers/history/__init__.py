"""What records were: their states as versions, the differences between them, and the way back."""

from papers.history.difference import difference, differing, label_of
from papers.history.state import State, state_of
from papers.history.versions import (
    deleted_versions,
    keep_version,
    keep_versions,
    recover,
    restore,
    state_in,
    versions_kept,
    versions_of,
)
from papers.history.writing import NotWrittenError

__all__ = [
    "NotWrittenError",
    "State",
    "deleted_versions",
    "difference",
    "differing",
    "keep_version",
    "keep_versions",
    "label_of",
    "recover",
    "restore",
    "state_in",
    "state_of",
    "versions_kept",
    "versions_of",
]
