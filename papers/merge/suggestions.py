"""Records that are likely the same, with the reason. Each table is read once, however many records there are.

The same name alone is no reason among people: namesakes are normal. They need a co-author in common, and never stand
on the same paper.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import combinations

from django.db import models
from django.utils.translation import gettext as _

from papers.merge.likeness import abbreviation, initials_agree, initials_key, is_initials, name_key, place_key
from papers.models import Author, AuthorName, Authorship, Institution, NotSame, ProfileLink, Venue

ORCID = re.compile(r"\d{4}-\d{4}-\d{4}-\d{3}[\dX]")
ROR = re.compile(r"ror\.org/([0-9a-z]{9})")
LARGEST_TEAM = 30  # authors of a paper that says something of who works with whom
FEW = 4  # people of a name, among whom a difference in accents alone is a reason
LOOKED_BACK = 5  # records of a group with which each is compared


@dataclass(frozen=True)
class Suggestion:
    """Two records that are likely the same, the lower primary key first, and why."""

    first: int
    second: int
    reason: str


class Found:
    """The suggestions so far, one a pair, without those that were found not to be the same."""

    def __init__(self, model_name: str):
        self.refused = NotSame.objects.pairs(model_name)
        self.reasons: dict[tuple[int, int], str] = {}

    def add(self, one: int, other: int, reason: str) -> bool:
        """Suggest two records, unless they are the same one or refused; return whether they are suggested."""
        pair = (one, other) if one < other else (other, one)
        if one == other or pair in self.refused:
            return False
        self.reasons.setdefault(pair, reason)
        return True

    def chain(self, keys: Iterable[int], reason: str, agree: Callable[[int, int], bool] = lambda _a, _b: True) -> None:
        """Suggest each of the records with the nearest before it that agrees: as many pairs as records, at the most."""
        before: list[int] = []
        for key in dict.fromkeys(keys):
            for other in reversed(before[-LOOKED_BACK:]):
                if agree(other, key) and self.add(other, key, reason):
                    break
            before.append(key)

    def suggestions(self) -> list[Suggestion]:
        """Return the suggestions, in the order in which they were found."""
        return [Suggestion(*pair, reason) for pair, reason in self.reasons.items()]


def suggest(model: type[models.Model]) -> list[Suggestion]:
    """Return which people, institutions or venues are likely the same, the surest first."""
    found = Found(model._meta.model_name)
    FINDERS[model](found)
    return found.suggestions()


# People


@dataclass
class _People:
    names: dict[str, dict[int, str]] = field(default_factory=lambda: defaultdict(dict))  # key → person → as written
    parts: dict[int, tuple[str, str]] = field(default_factory=dict)
    orcids: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))

    def read(self) -> None:
        rows = Author.objects.order_by("pk").values_list(
            "pk", "display_name", "given_name", "family_name", "orcid", "homepage"
        )
        for key, name, given, family, orcid, homepage in rows:
            self.names[name_key(name)][key] = name
            self.parts[key] = (given, family)
            for one in {orcid, *ORCID.findall(homepage if "orcid.org" in homepage else "")} - {None}:
                self.orcids[one].append(key)
        for key, name in AuthorName.objects.order_by("pk").values_list("author", "name"):
            self.names[name_key(name)].setdefault(key, name)
        links = ProfileLink.objects.filter(url__contains="orcid.org/").order_by("pk")
        for key, url in links.values_list("author", "url"):
            for orcid in ORCID.findall(url):
                self.orcids[orcid].append(key)

    def by_initial(self) -> dict[tuple[str, str], list[int]]:
        """Return the people by family name and initial, where some have only initials and others more."""
        groups = defaultdict(list)
        for key, (given, family) in self.parts.items():
            if given and family:
                groups[initials_key(given, family)].append(key)
        return {
            name: keys for name, keys in groups.items() if len({is_initials(self.parts[key][0]) for key in keys}) > 1
        }


def _find_people(found: Found) -> None:
    people = _People()
    people.read()
    for orcid, keys in people.orcids.items():
        found.chain(keys, _("same ORCID iD %(orcid)s") % {"orcid": orcid})
    same = {name: persons for name, persons in people.names.items() if name and len(persons) > 1}
    initial = people.by_initial()
    company = _Company({key for group in (*same.values(), *initial.values()) for key in group})
    for persons in same.values():
        if len(persons) <= FEW:
            _few_of_a_name(found, persons, company)
        for keys in company.sharing(persons):
            found.chain(keys, _("same name and co-authors"), company.apart)
    for keys in initial.values():
        for together in company.sharing(keys):
            _full_and_initial(found, together, people, company)


def _few_of_a_name(found: Found, persons: dict[int, str], company: "_Company") -> None:
    for one, other in combinations(persons, 2):
        if persons[one] != persons[other] and company.apart(one, other):
            found.add(one, other, _("names that differ in accents, case or punctuation alone"))


def _full_and_initial(found: Found, keys: list[int], people: _People, company: "_Company") -> None:
    def agree(one: int, other: int) -> bool:
        first, second = people.parts[one][0], people.parts[other][0]
        return is_initials(first) != is_initials(second) and initials_agree(first, second) and company.apart(one, other)

    found.chain(keys, _("initials that fit the name, and co-authors"), agree)


class _Company:
    """Who of some people wrote with whom, and on which papers each stands."""

    def __init__(self, people: set[int]):
        self.papers: dict[int, set[int]] = defaultdict(set)
        self.coauthors: dict[int, set[int]] = defaultdict(set)
        teams = defaultdict(list)
        for paper, author in Authorship.objects.order_by().values_list("paper_id", "author_id").iterator(10_000):
            teams[paper].append(author)
        for paper, team in teams.items():
            for author in people.intersection(team):
                self.papers[author].add(paper)
                if len(team) <= LARGEST_TEAM:
                    self.coauthors[author].update(team)

    def apart(self, one: int, other: int) -> bool:
        """Return whether two people never stand on the same paper."""
        return self.papers[one].isdisjoint(self.papers[other])

    def sharing(self, keys: Iterable[int]) -> Iterator[list[int]]:
        """Yield those of the people, two or more, who share a co-author, for each co-author."""
        by_coauthor = defaultdict(list)
        for key in keys:
            for coauthor in self.coauthors[key] - {key}:
                by_coauthor[coauthor].append(key)
        return (together for together in by_coauthor.values() if len(together) > 1)


# Institutions and venues


def _find_places(found: Found, rows: Iterable[tuple[int, str, str, str]]) -> None:
    """Suggest places by their primary keys, names, short names and identifiers elsewhere."""
    names, shorts, marks = defaultdict(list), defaultdict(list), defaultdict(list)
    for key, name, short, mark in rows:
        names[place_key(name)].append(key)
        if short:
            shorts[place_key(short)].append(key)
        for text in filter(None, {abbreviation(name), *mark}):
            marks[text].append(key)
    for mark, keys in marks.items():
        if len(mark) == len("05dxps055") and mark[0] == "0":
            found.chain(keys, _("same ROR id %(ror)s") % {"ror": mark})
    for name, keys in names.items():
        if name:
            found.chain(keys, _("same name, but for case, accents, years or idle words"))
    for name, keys in names.items():
        for other in (*shorts.get(name, ()), *marks.get(name, ())):
            found.chain([*keys[:1], other], _("the name of one is the abbreviation of the other"))


def _find_institutions(found: Found) -> None:
    rows = Institution.objects.order_by("pk").values_list("pk", "name", "short_name", "ror", "homepage")
    _find_places(found, ((k, name, short, [ror, *ROR.findall(page)]) for k, name, short, ror, page in rows))


def _find_venues(found: Found) -> None:
    rows = Venue.objects.order_by("pk").values_list("pk", "name", "short_name")
    _find_places(found, ((key, name, short, []) for key, name, short in rows))


FINDERS = {Author: _find_people, Institution: _find_institutions, Venue: _find_venues}
