"""What a load did, record by record."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Kept:
    """A record that a load did not write: its model, its natural key, the fields in question, and its rows."""

    model: str
    key: tuple
    fields: tuple[str, ...] = ()
    rows: int = 1  # more for the list of a paper's authors or institutions, which is one record

    def __str__(self):
        """Return one line that names the record."""
        record = " ".join([self.model, ", ".join(str(part) for part in self.key if part is not None)]).rstrip()
        rows = f" ({self.rows} rows)" if self.rows > 1 else ""
        return f"{record}{rows}: {', '.join(self.fields)}" if self.fields else f"{record}{rows}"


@dataclass
class Report:
    """How many records of a file were added, updated, removed and found the same; which were not written, and why."""

    added: int = 0
    updated: int = 0
    removed: int = 0  # rows that a newer file leaves out of a list
    same: int = 0
    made_by_site: int = 0  # records of tables that the site keeps by itself
    edited: list[Kept] = field(default_factory=list)  # changed here since a file brought them
    foreign: list[Kept] = field(default_factory=list)  # here before, from elsewhere, and different
    fixed: list[Kept] = field(default_factory=list)  # figures, which are never changed
    deleted: list[Kept] = field(default_factory=list)  # taken out here since a file brought them
    dependent: list[Kept] = field(default_factory=list)  # belong to a deleted one, or refer to it

    @property
    def left_alone(self) -> int:
        """The number of records that differ from the file and were not changed."""
        return sum(kept.rows for kept in [*self.edited, *self.foreign, *self.fixed])

    @property
    def left_out(self) -> int:
        """The number of records that were not brought back."""
        return sum(kept.rows for kept in [*self.deleted, *self.dependent])

    def lines(self, path: Path) -> Iterator[str]:
        """Yield the report on the file at `path`, a line at a time."""
        removed = f", {self.removed} removed" if self.removed else ""
        yield (
            f"{path}: {self.added} added, {self.updated} updated{removed}, {self.same} the same, "
            f"{self.left_alone} left alone, {self.left_out} left out."
        )
        for heading, records in (
            ("Left alone because somebody edited them here:", self.edited),
            ("Left alone because they were here already, from elsewhere, and differ from the file:", self.foreign),
            ("Left alone because a figure is never changed; withdraw it with a reason and add another:", self.fixed),
            ("Left out because somebody deleted them here; --restore brings them back:", self.deleted),
            ("Left out because they belong to a deleted record or refer to one:", self.dependent),
        ):
            if records:
                yield heading
                yield from (f"  {kept}" for kept in records)
        if self.made_by_site:
            yield f"Passed over: {self.made_by_site} records that the site keeps by itself."
