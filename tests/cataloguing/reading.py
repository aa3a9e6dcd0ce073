"""Bibliographies for these tests, from records, and what becomes of them."""

from papers.cataloguing.options import Options
from papers.cataloguing.plan import plan
from papers.cataloguing.save import apply
from papers.imports.record import Entry, PaperRecord, PersonRecord
from papers.models import ImportBatch


def person(name: str, **more: str) -> PersonRecord:
    """Return an author."""
    return PersonRecord(name=name, **more)


def record(title: str = "Sketch of the Analytical Engine", *authors: str | PersonRecord, **fields) -> PaperRecord:
    """Return a record with authors by name."""
    people = tuple(author if isinstance(author, PersonRecord) else person(author) for author in authors)
    return PaperRecord(title=title, authors=people, **fields)


def entries(*records: PaperRecord) -> list[Entry]:
    return [Entry(each.citation_key or each.title, number, each) for number, each in enumerate(records, 1)]


def planned(*records: PaperRecord, **more) -> list:
    """Return the plan of the records, without applying it."""
    return [entry for part in plan(entries(*records), **more) for entry in part]


def applied(*records: PaperRecord, owner=None, **options) -> ImportBatch:
    """Apply the plan of the records and return the batch."""
    batch = ImportBatch(file_name="works.bib", source="bibtex")
    apply(batch, plan(entries(*records), owner), Options(**options))
    return batch


def outcomes(*records: PaperRecord) -> list[str]:
    return [str(entry.outcome) for entry in planned(*records)]


def reasons(*records: PaperRecord) -> list[str]:
    return [problem.reason for entry in planned(*records) for problem in entry.problems]
