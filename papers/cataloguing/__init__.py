"""A bibliography's entries into the catalogue: a plan of what is new, the same or changed, applied and undone whole."""

from papers.cataloguing.intake import (
    Intake,
    NotPlannedError,
    apply_proposed,
    import_bibliography,
    plan_bibliography,
    propose_bibliography,
    take_in,
    take_in_file,
)
from papers.cataloguing.options import ConflictError, Options
from papers.cataloguing.undo import NotAppliedError, undo

__all__ = [
    "ConflictError",
    "Intake",
    "NotAppliedError",
    "NotPlannedError",
    "Options",
    "apply_proposed",
    "import_bibliography",
    "plan_bibliography",
    "propose_bibliography",
    "take_in",
    "take_in_file",
    "undo",
]
