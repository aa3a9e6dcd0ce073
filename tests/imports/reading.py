"""What the tests of parsers say again and again."""

from papers.imports.record import Entry, PaperRecord, Problem


def only_record(entries) -> PaperRecord:
    """Return the record of the one entry, which has no problems."""
    (entry,) = entries
    assert entry.problems == ()
    return entry.record


def only_problem(entry: Entry) -> Problem:
    """Return the one problem of an entry."""
    (problem,) = entry.problems
    return problem


def names(record: PaperRecord) -> list[str]:
    """Return the names of the authors."""
    return [author.name for author in record.authors]
