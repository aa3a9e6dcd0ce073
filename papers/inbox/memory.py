"""What was in a person's inbox before, taken, dismissed or still waiting."""

from papers.cataloguing.works import identifying, same_identifiers
from papers.imports.record import PaperRecord
from papers.models import Author, ImportBatch
from papers.names import fold


def keys_of(record: PaperRecord) -> list[str]:
    """Return what tells a work that was proposed: its identifiers, its title, and that it had no identifier."""
    identifiers = _identifiers(record)
    title = _title(record)
    return sorted([*identifiers, f"title:{title}", *([] if identifiers else [f"bare:{title}"])])


class Memory:
    """The works that were proposed to a person."""

    def __init__(self, person: Author):
        batches = ImportBatch.objects.filter(owner=person).values_list("known_by", flat=True)
        self.keys = {key for keys in batches for key in keys}

    def holds(self, record: PaperRecord) -> bool:
        """Whether a work was proposed: by an identifier, or by the title where one of the two has no identifier."""
        identifiers = _identifiers(record)
        title = _title(record)
        return bool(self.keys & (identifiers | {f"bare:{title}"} if identifiers else {f"title:{title}"}))


def _identifiers(record: PaperRecord) -> set[str]:
    pairs = same_identifiers(identifying(record.identifiers))
    return {f"{scheme}:{value}" for scheme, value in pairs}


def _title(record: PaperRecord) -> str:
    date = record.posted or record.issued
    return f"{date.year if date else ''} {fold(record.title)}"
