"""An entry of a bibliography with what becomes of it."""

from dataclasses import dataclass, field

from papers.cataloguing.people import Person
from papers.imports.record import Entry, PaperRecord, Problem
from papers.imports.site_record import SiteRecord
from papers.models import Category, ImportEntry, Paper, Venue

Outcome = ImportEntry.Outcome


@dataclass(frozen=True)
class Change:
    """A field's old and new value; `locked` where an editor gave the old one, so that the new one is only proposed."""

    old: object
    new: object
    locked: bool


@dataclass(eq=False)
class PlannedEntry:
    """What becomes of an entry: its outcome, and for one that is to be written what to write.

    `values` are all that the paper will say; `changes` those that differ from what it says now. `people`, `venue`,
    `institutions` and `categories` are known records or unsaved ones, in the paper's order. `site` is what a complete
    export says of it, where that is to be honoured.
    """

    position: int
    entry: Entry
    outcome: str = Outcome.REFUSED
    problems: list[Problem] = field(default_factory=list)
    paper: Paper | None = None
    values: dict = field(default_factory=dict)
    changes: dict[str, Change] = field(default_factory=dict)
    record: PaperRecord | None = None
    people: list[Person] = field(default_factory=list)
    venue: Venue | None = None
    institutions: list = field(default_factory=list)
    categories: list[Category] = field(default_factory=list)
    site: SiteRecord | None = None

    @property
    def primary_category(self) -> Category | None:
        """The first of the categories, unless a complete export says that there is none but cross-listings."""
        has_one = self.categories and (self.site is None or self.site.primary_category)
        return self.categories[0] if has_one else None

    @property
    def cross_listed(self) -> list[Category]:
        """The other categories."""
        return self.categories[1:] if self.primary_category else self.categories

    def refuse(self, reason: str, name: str = "") -> None:
        """Refuse the entry for a reason."""
        self.outcome = Outcome.REFUSED
        self.problems.append(Problem(name, reason))
