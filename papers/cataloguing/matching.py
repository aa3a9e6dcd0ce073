"""Who the people in a pasted list of authors are, with the reason and with others who may be meant.

The rules are those of an import (`people.py`): whoever is not sure to be known is a new person, unless the editor says
otherwise. A surname with initials makes nobody known, but those it may be are offered.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from papers.cataloguing.people import People, new_author
from papers.cataloguing.taken import Taken
from papers.imports.record import PersonRecord
from papers.models import Address, Author
from papers.names import PersonName, fold, slug_for, unique_slug

MOST_OFFERED = 10  # for each name
MOST_NAMESAKES = 5000  # people with one of the family names


@dataclass
class Match:
    """A name of the list: the person that it is, None for a new one, why, and who else may be meant."""

    name: PersonName
    author: Author | None
    why: str
    offered: list[Author] = field(default_factory=list)


def match_people(paper, names: list[PersonName]) -> list[Match]:
    """Return who `names`, the authors of `paper`, are, in a fixed number of queries."""
    records = [PersonRecord(str(name), name.given, name.family) for name in names]
    people = People(records)
    standing = _standing(paper, records)
    places = paper.institutions.values_list("name", flat=True)
    found, _problems = people.of_paper(tuple(records), paper.pk, standing, places)
    similar = _similar(names)
    authors = Author.objects.in_bulk(people.by_key)
    matches = []
    for place, (name, person) in enumerate(zip(names, found, strict=True)):
        known = [authors[other.author.pk] for other in people.by_name.get(fold(str(name)), ()) if other.author.pk]
        author = authors.get(person.author.pk)
        offered = {one.pk: one for one in [*([author] if author else []), *known, *similar(name)]}
        matches.append(
            Match(
                name,
                author,
                _why(author, place in standing, len(known), len(offered)),
                [*offered.values()][:MOST_OFFERED],
            )
        )
    _count_papers(matches)
    return matches


def _standing(paper, records: list[PersonRecord]) -> dict[int, Author]:
    """Return those who are on the paper already under one of the names, by place in the list."""
    waiting = defaultdict(list)
    for row in paper.authorships.select_related("author"):
        for name in {fold(row.printed_name), fold(row.author.display_name)}:
            waiting[name].append(row.author)
    standing, used = {}, set()
    for place, record in enumerate(records):
        author = next((one for one in waiting[fold(record.name)] if one.pk not in used), None)
        if author:
            standing[place] = author
            used.add(author.pk)
    return standing


def _similar(names: list[PersonName]):
    """Return what tells those who may be meant by a name: with its family name, and no other initial."""
    families = {name.family for name in names if name.family}
    by_family = defaultdict(list)
    for author in Author.objects.filter(family_name__in=families).order_by("pk")[:MOST_NAMESAKES]:
        by_family[fold(author.family_name)].append(author)

    def similar(name: PersonName) -> list[Author]:
        return [author for author in by_family[fold(name.family)] if _may_be(name.given, author.given_name)]

    return similar


def _may_be(given: str, other: str) -> bool:
    """Return whether two given names may be one: “A.”, “Ada” and “Ada K.” may, “Ada” and “Anna” may not."""
    pairs = zip(*(fold(text).replace(".", " ").split() for text in (given, other)), strict=False)
    return all(one == two or (1 in (len(one), len(two)) and one[0] == two[0]) for one, two in pairs)


def _why(author: Author | None, stands: bool, known: int, offered: int) -> str:
    if author:
        return _("on this paper already") if stands else _("same name, and a co-author or a place agrees")
    if known:
        return ngettext(
            "one person of this name is known; not sure to be the same",
            "%(count)d people of this name are known; not sure which",
            known,
        ) % {"count": known}
    if offered:
        return ngettext(
            "%(count)d similar name is known; not sure to be the same",
            "%(count)d similar names are known; not sure which",
            offered,
        ) % {"count": offered}
    return _("nobody of this name is known")


def _count_papers(matches: list[Match]) -> None:
    """Give each person offered the number of their papers, `paper_number`."""
    offered = [author for match in matches for author in match.offered]
    counts = dict(
        Author.objects.filter(pk__in={author.pk for author in offered})
        .order_by()
        .annotate(number=Count("authorships"))
        .values_list("pk", "number")
    )
    for author in offered:
        author.paper_number = counts[author.pk]


def add_people(names: Iterable[PersonName]) -> list[Author]:
    """Add a person for each of `names`, even where two are the same, and return them in order."""
    authors = [new_author(PersonRecord(str(name), name.given, name.family), "") for name in names]
    wanted = {slug_for(author.slug_source(), fallback="author") for author in authors}
    taken = Taken(Address.objects, "value", wanted)
    for author in authors:
        author.slug = taken.take(unique_slug(slug_for(author.slug_source(), fallback="author"), taken))
    return Author.objects.bulk_create(authors)
