"""Who an author in a bibliography is: somebody known here, or a new person where that is not sure.

On a known paper by position and printed name; else by ORCID iD; else by the full name where a co-author or an
affiliation agrees. A surname with initials never makes two people one.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from papers.cataloguing.among import among
from papers.imports.record import PersonRecord, Problem
from papers.models import Address, Affiliation, Author, AuthorName, Authorship
from papers.names import MOST_REMEMBERED, fold, slug_for, split_name


@dataclass(slots=True)
class KnownAuthor:
    """What an import needs of an author known here: thousands of these cost little, as many records of models much."""

    pk: int
    display_name: str
    family_name: str
    orcid: str | None
    slug: str


@dataclass(eq=False)
class Person:
    """A person known here, or about to be: `author` is an unsaved record for a new one.

    `papers` are the papers that the person is on, by primary key, or what stands for it; `new_orcid` is the iD that
    the bibliography adds to a person without one.
    """

    author: Author | KnownAuthor
    names: set[str]
    papers: set = field(default_factory=set)
    affiliations: set[str] = field(default_factory=set)
    new_orcid: str = ""

    @property
    def orcid(self) -> str:
        """The ORCID iD, also one that is only planned."""
        return self.author.orcid or self.new_orcid


class People:
    """The people that a number of entries may mean, and those that they add."""

    def __init__(self, records: Iterable[PersonRecord], owner: Author | None = None):
        self.by_name: dict[str, list[Person]] = defaultdict(list)
        self.by_orcid: dict[str, Person] = {}
        self.by_key: dict[int, Person] = {}
        self.owner = owner
        self._load(list(records))

    def _load(self, records: list[PersonRecord]) -> None:
        names = {record.name for record in records}
        orcids = {record.orcid for record in records if record.orcid}
        keys = set(Author.objects.filter(among("display_name", names)).values_list("pk", flat=True))
        keys |= set(AuthorName.objects.filter(among("name", names)).values_list("author", flat=True))
        slugs = {slug_for(name, "") for name in names} - {""}
        addresses = Address.objects.filter(among("value", slugs), author__isnull=False)
        keys |= set(addresses.values_list("author", flat=True))
        keys |= set(Author.objects.filter(among("orcid", orcids)).values_list("pk", flat=True))
        if self.owner:
            keys.add(self.owner.pk)
        known = Author.objects.filter(among("pk", keys)).order_by("sort_name", "pk")
        for row in known.values_list("pk", "display_name", "family_name", "orcid", "slug"):
            author = KnownAuthor(*row)
            self.know(Person(author, {fold(author.display_name)}))
        for key, name in AuthorName.objects.filter(among("author", keys)).values_list("author", "name"):
            self._name(self.by_key[key], fold(name))
        on_papers = Authorship.objects.filter(among("author", keys)).order_by()
        for key, paper in on_papers.values_list("author", "paper"):
            self.by_key[key].papers.add(paper)
        printed = on_papers.exclude(affiliation="").values_list("author", "affiliation").distinct()
        stated = Affiliation.objects.filter(among("author", keys)).order_by()
        for key, place in (*printed, *stated.values_list("author", "institution__name")):
            self.by_key[key].affiliations.add(fold(place))

    def know(self, person: Person) -> Person:
        """Take a person among those that later entries may mean, and return them."""
        for name in person.names:
            self.by_name[name].append(person)
        if person.author.orcid:
            self.by_orcid[person.author.orcid] = person
        if person.author.pk:
            self.by_key[person.author.pk] = person
        return person

    def _name(self, person: Person, name: str) -> None:
        if name not in person.names:
            person.names.add(name)
            self.by_name[name].append(person)

    # Deciding

    def known(self, author: Author) -> Person:
        """Return the person of an author who stands on a known paper."""
        return self.by_key.get(author.pk) or self.know(Person(author, {fold(author.display_name)}))

    def of_paper(
        self, records: tuple[PersonRecord, ...], paper: int, standing: dict[int, Author], places: Iterable[str] = ()
    ) -> tuple[list[Person], list[Problem]]:
        """Return the people of one paper in its order, and what was not sure.

        `paper` is its primary key, or a negative number for a new one; `standing` are those who stand on it now under
        the same printed name, by place; `places` are the institutions that it names.
        """
        asked = _Asked(self, records, standing, {fold(place) for place in places})
        people = [asked.who(place, record) for place, record in enumerate(records)]
        for person, record in zip(people, records, strict=True):
            person.papers.add(paper)
            if record.affiliation:
                person.affiliations.add(fold(record.affiliation))
        return people, asked.problems

    def add(self, record: PersonRecord, with_orcid: bool) -> Person:
        """Return a new person."""
        orcid = record.orcid if with_orcid else ""
        return self.know(Person(new_author(record, orcid), {fold(record.name)}))

    def lend(self, person: Person, orcid: str) -> None:
        """Plan to give a person without an ORCID iD the one in the bibliography, unless another has it."""
        if orcid and not person.orcid and orcid not in self.by_orcid:
            person.new_orcid = orcid
            self.by_orcid[orcid] = person


class _Asked:
    """The question who the authors of one paper are."""

    def __init__(self, people: People, records: tuple, standing: dict[int, Author], places: set[str]):
        self.people = people
        self.places = places
        self.problems: list[Problem] = []
        self.used: set[Person] = set()
        self.sure: dict[int, Person] = {}
        for place, author in standing.items():
            self._be_sure(place, people.known(author))
        for place, record in enumerate(records):
            if place not in self.sure:
                self._find_sure(place, record)
        self.candidates = {
            place: [self.sure[place]] if place in self.sure else self._namesakes(record)
            for place, record in enumerate(records)
        }

    @cached_property
    def on_paper(self) -> Counter:
        """How many places of this paper may be filled by people of another, by its key."""
        counts = Counter()
        for found in self.candidates.values():
            counts.update(found[0].papers if len(found) == 1 else set().union(*[person.papers for person in found]))
        return counts

    def _be_sure(self, place: int, person: Person) -> None:
        if person not in self.used:
            self.sure[place] = person
            self.used.add(person)

    def _find_sure(self, place: int, record: PersonRecord) -> None:
        owner, name = self.people.owner, fold(record.name)
        person = self.people.by_orcid.get(record.orcid) if record.orcid else None
        if person and share_a_word(person.names, name):
            self._be_sure(place, person)
        elif person:
            self.problems.append(
                Problem(
                    "authors",
                    _("The ORCID iD %(orcid)s of “%(name)s” is that of %(other)s here; taken for somebody else.")
                    % {"orcid": record.orcid, "name": record.name, "other": person.author.display_name},
                )
            )
        elif owner and name in self.people.by_key[owner.pk].names:
            self._be_sure(place, self.people.by_key[owner.pk])

    def _namesakes(self, record: PersonRecord) -> list[Person]:
        return [
            person
            for person in self.people.by_name.get(fold(record.name), ())
            if person not in self.used and not (record.orcid and person.orcid and person.orcid != record.orcid)
        ]

    def who(self, place: int, record: PersonRecord) -> Person:
        person = self.sure.get(place)
        if person is None:
            namesakes = [person for person in self.candidates[place] if person not in self.used]
            agreeing = [person for person in namesakes if self._agrees(person, record)] if is_full(record) else []
            if len(agreeing) == 1:
                person = agreeing[0]
            else:
                person = self.people.add(record, with_orcid=record.orcid not in self.people.by_orcid)
                self._say_unsure(record, len(namesakes))
            self.used.add(person)
        self.people.lend(person, record.orcid)
        return person

    def _agrees(self, person: Person, record: PersonRecord) -> bool:
        """Whether a co-author of this paper is on another paper of the person's, or an affiliation is the same."""
        affiliations = {fold(record.affiliation)} - {""} | self.places
        if not affiliations.isdisjoint(person.affiliations):
            return True
        return any(self.on_paper[paper] > 1 for paper in person.papers)

    def _say_unsure(self, record: PersonRecord, namesakes: int) -> None:
        if namesakes:
            self.problems.append(
                Problem(
                    "authors",
                    ngettext(
                        "“%(name)s” may be the one known here; added as a new person.",
                        "“%(name)s” may be one of %(count)d known here; added as a new person.",
                        namesakes,
                    )
                    % {"name": record.name, "count": namesakes},
                )
            )


def new_author(record: PersonRecord, orcid: str) -> Author:
    """Return an unsaved author under the name in a bibliography; a name that it does not part is parted by its form."""
    author = Author(display_name=record.name, orcid=orcid or None)
    if record.family:
        author.given_name, author.family_name = record.given[:200], record.family[:200]
    author.fill_names()
    author.sort_name = author.sort_name[:200]
    return author


def is_full(record: PersonRecord) -> bool:
    """Whether a name has a given name that is written out, or is in one piece, as a group's is."""
    return _is_full(record.given or split_name(record.name).given)


@lru_cache(maxsize=MOST_REMEMBERED)
def _is_full(given: str) -> bool:
    return not given or any(len(word) > 1 for word in re.split(r"[\s.-]+", given))


def share_a_word(names: set[str], name: str) -> bool:
    """Whether one of `names`, all folded, has a word of more than one letter in common with `name`."""
    words = {word for word in re.split(r"[^a-z0-9]+", name) if len(word) > 1}
    return any(words & set(re.split(r"[^a-z0-9]+", other)) for other in names) or name in names
