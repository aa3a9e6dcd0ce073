"""New papers into the database, with the rows that belong to them."""

from collections.abc import Callable

from papers.cataloguing.ledger import Written
from papers.cataloguing.planned import PlannedEntry
from papers.cataloguing.restoring import OWN_FACTS, own_facts
from papers.cataloguing.rows import insert_values, next_keys
from papers.cataloguing.taken import Taken
from papers.cataloguing.values import COLUMNS, digests
from papers.citation_keys import citation_key
from papers.models import Authorship, Identifier, Link, Paper, PaperInstitution

ABSENT = {name: None if Paper._meta.get_field(column).null else "" for name, column in COLUMNS.items()}
PAPER_COLUMNS = (
    *("id", "slug", "status", "publish_at", "retire_at", "notice", "notice_url"),
    *COLUMNS.values(),
    *("venue", "primary_category", "extra", "imported"),
)


def add_papers(added: list[Written], status: str, new_slug: Callable[[Paper], str]) -> None:
    """Write the papers of entries that are new."""
    keys = Taken(Paper.objects, "citation_key", {_key_of(entry.planned, lambda key: False) for entry in added})
    for entry in added:
        planned = entry.planned
        if not planned.values["citation_key"] and planned.site is None:
            planned.values["citation_key"] = _key_of(planned, keys)
        keys.take(planned.values["citation_key"])
        planned.paper.title = planned.values["title"]
        if not planned.site:
            planned.paper.status = status
        planned.paper.slug = new_slug(planned.paper)
        if planned.site:
            entry.before["written"] = digests(planned.values)
    for entry, key in zip(added, next_keys(Paper, len(added)), strict=True):
        entry.planned.paper.pk = key
    insert_values(Paper, PAPER_COLUMNS, (_row(entry.planned) for entry in added))


def add_rows(entries: list[Written]) -> None:
    """Write the rows that belong to new papers: who wrote them, where, and what they are known by."""
    added = [entry.planned for entry in entries]
    insert_values(
        Authorship,
        ("paper", "position", "author", "printed_name", "affiliation", *OWN_FACTS),
        (
            (planned.paper.pk, position, person.author.pk, *printed, *own_facts(planned, position))
            for planned in added
            for position, (person, printed) in enumerate(zip(planned.people, planned.values["authors"], strict=True), 1)
        ),
    )
    insert_values(
        PaperInstitution,
        ("paper", "position", "institution"),
        (
            (planned.paper.pk, position, institution.pk)
            for planned in added
            for position, institution in enumerate(planned.institutions, 1)
        ),
    )
    insert_values(
        Paper.cross_listed.through,
        ("paper", "category"),
        ((planned.paper.pk, category.pk) for planned in added for category in planned.cross_listed),
    )
    insert_values(
        Identifier,
        ("paper", "scheme", "value"),
        ((planned.paper.pk, *pair) for planned in added for pair in planned.values["identifiers"]),
    )
    insert_values(
        Link,
        ("paper", "position", "kind", "url", "label"),
        (
            (planned.paper.pk, position, *link)
            for planned in added
            for position, link in enumerate(planned.values["links"], 1)
        ),
    )


def _key_of(planned: PlannedEntry, taken: Callable[[str], bool]) -> str:
    """Return the citation key that the entry has, or a new one made as `Paper.assign_citation_key` makes it."""
    if key := planned.values["citation_key"]:
        return key
    date = planned.values["posted"] or planned.values["issued"]
    families = [person.author.family_name or person.author.display_name for person in planned.people]
    return citation_key(families, int(date[:4]) if date else None, planned.values["title"], taken)


def _row(planned: PlannedEntry) -> tuple:
    """Return all that a new paper says in its own row, as `PAPER_COLUMNS` name its values."""
    paper = planned.paper
    return (
        *(paper.pk, paper.slug, str(paper.status), paper.publish_at, paper.retire_at, paper.notice, paper.notice_url),
        *[planned.values[name] or absent for name, absent in ABSENT.items()],
        planned.venue and planned.venue.pk,
        planned.primary_category and planned.primary_category.pk,
        planned.values["extra"],
        digests(planned.values) if planned.site is None else planned.site.imported or {},
    )
