"""What a complete export says beyond papers' records, into the database, of the papers and people that it adds."""

from collections.abc import Iterator

from papers.cataloguing.ledger import Written
from papers.cataloguing.planned import PlannedEntry
from papers.cataloguing.rows import insert
from papers.cataloguing.taken import Taken
from papers.models import Address, AuthorName

OWN_FACTS = ("role", "corresponding", "equal_contribution", "profile_rank")
NO_FACTS = ("", False, False, None)


def own_facts(planned: PlannedEntry, position: int) -> tuple:
    """Return what is said of an author on this paper alone, beside name and affiliation, as OWN_FACTS name it."""
    if planned.site is None:
        return NO_FACTS
    author = planned.site.authors[position - 1]
    return author.role, author.corresponding, author.equal_contribution, author.profile_rank


def add_other_names(entries: list[Written]) -> None:
    """Write the other names of the people who were added, and enter who was given some with the entry that did."""
    names = []
    for entry in entries:
        for author, said in _made(entry, "authors", [person.author for person in entry.planned.people]):
            shown = {name.name: name.shown for name in said.names}
            names += [AuthorName(author=author, name=name, shown=is_shown) for name, is_shown in shown.items()]
            if shown:
                entry.made.setdefault("named", []).append(author.pk)
    insert(names)


def add_former_slugs(entries: list[Written], taken: Taken) -> None:
    """Write the former addresses of what was added, but for those that another record has or had."""
    Address.objects.bulk_create(
        Address(value=taken.take(slug), **{owner._meta.model_name: owner})
        for entry in entries
        for owner, said in _added(entry)
        for slug in said.former_slugs
        if not taken(slug)
    )


def _added(entry: Written) -> Iterator[tuple]:
    """Yield the paper, people and institutions that an entry added, each with what a complete export says of it."""
    if entry.planned.site and entry.is_new:
        yield entry.planned.paper, entry.planned.site
    yield from _made(entry, "authors", [person.author for person in entry.planned.people])
    yield from _made(entry, "institutions", entry.planned.institutions)


def _made(entry: Written, kind: str, records: list) -> Iterator[tuple]:
    made = set(entry.made.get(kind, ()))
    if entry.planned.site and made:
        for record, said in zip(records, getattr(entry.planned.site, kind), strict=True):
            if record.pk in made:
                yield record, said
