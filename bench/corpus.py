"""A seeded, synthetic library in the site's own JSON Lines: python -m bench.corpus 10000 > papers.jsonl

The same size and seed give the same bytes. Nothing in it is real. What it is made of follows real libraries where that
costs time: few papers have hundreds of authors and few people hundreds of papers, words come up as in a language, one
person in 200 has another's name, and a third of the people have an ORCID iD.
"""

import json
import sys
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path
from random import Random

from bench.words import EAST_ASIAN, Words, family_name, given_name, han_name
from papers.identifiers import orcid_check_character

SEED = 1843
SIZES = (21, 10_000, 100_000)
PEOPLE_PER_PAPER = 0.4  # 40,000 at 100,000 papers
INSTITUTIONS = 2_000
CATEGORIES = 40
VENUES = 500
VOCABULARY = 30_000
MOST_AUTHORS = 450
NAMESAKES = 0.005
NAME = ("name", "given", "family")
GROUP = 40  # people who write with each other
YEARS = range(1990, 2026)
LAST_YEARS_GROWTH = 1.08
LINK_SHARES = {"code": 0.25, "data": 0.08, "slides": 0.03, "video": 0.02}
TYPES = {"article": 0.4, "proceedings-paper": 0.3, "preprint": 0.24, "chapter": 0.03, "thesis": 0.02, "dataset": 0.01}


class World:
    """The people, institutions, venues and categories that the papers of a library share."""

    def __init__(self, random: Random, papers: int):
        self.institutions = [f"University of {family_name(random)} {number}" for number in range(INSTITUTIONS)]
        self.categories = [f"{area}.{letter}X" for area in ("cs", "math", "stat", "bio") for letter in "ABCDEFGHIJ"]
        self.venues = [_venue(random, number) for number in range(VENUES)]
        self.people = []
        for number in range(max(GROUP, int(papers * PEOPLE_PER_PAPER))):
            self.people.append(self._person(random, number))
        self.popularity = {
            name: list(accumulate(1 / (rank + 20) ** 0.7 for rank in range(len(getattr(self, name)))))
            for name in ("institutions", "categories", "venues", "people")
        }
        self.years = list(accumulate(LAST_YEARS_GROWTH**age for age in range(len(YEARS))))

    def _person(self, random: Random, number: int) -> dict[str, str]:
        if number and random.random() < NAMESAKES:
            person = {name: text for name, text in random.choice(self.people).items() if name in NAME}
        elif random.random() < EAST_ASIAN:
            person = {"name": han_name(random)}
        else:
            given, family = given_name(random), family_name(random)
            person = {"name": f"{given} {family}", "given": given, "family": family}
        if number % 3 == 0:
            digits = f"{number:015}"  # from a range that is given to nobody
            plain = digits + orcid_check_character(digits)
            person["orcid"] = "-".join(plain[start : start + 4] for start in range(0, 16, 4))
        return person | {"affiliation": random.choice(self.institutions)}

    def pick(self, random: Random, kind: str) -> int:
        """Return the number of one of a kind, the first ones far more often."""
        weights = self.popularity[kind]
        return random.choices(range(len(weights)), cum_weights=weights)[0]


def papers(size: int, seed: int = SEED) -> Iterator[dict]:
    """Yield the papers of a library of `size` as the objects of the site's JSON Lines."""
    random = Random(f"{seed} {size}")
    world, words = World(random, size), Words(random, VOCABULARY)
    for number in range(size):
        yield _paper(random, world, words, number)


def lines(size: int, seed: int = SEED) -> Iterator[str]:
    """Yield the lines of a library's file."""
    for paper in papers(size, seed):
        yield json.dumps(paper, ensure_ascii=False) + "\n"


def write(path: Path, size: int, seed: int = SEED) -> Path:
    """Write a library of `size` papers to a file, line by line, and return its path."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(lines(size, seed))
    return path


def _paper(random: Random, world: World, words: Words, number: int) -> dict:
    kind = random.choices(list(TYPES), weights=TYPES.values())[0]
    year = random.choices(YEARS, cum_weights=world.years)[0]
    month = random.randrange(1, 13)
    title = words.han_title() if random.random() < EAST_ASIAN else words.title(random.randrange(5, 16))
    authors = _authors(random, world)
    codes = {world.categories[world.pick(random, "categories")] for _ in range(random.choice((1, 1, 2, 3)))}
    paper = {
        "title": title,
        "type": kind,
        "language": "en",
        "abstract": words.text(random.randrange(80, 221)),
        "posted": f"{year}-{month:02}-{random.randrange(1, 29):02}",
        "authors": authors,
        "categories": sorted(codes),
        "institutions": list(dict.fromkeys(author["affiliation"] for author in authors))[:5],
        "identifiers": _identifiers(random, year, month, number),
    }
    if kind != "preprint":
        paper |= {"issued": str(year), **world.venues[world.pick(random, "venues")]}
    if kind == "article":
        first = random.randrange(1, 2000)
        paper |= {"volume": str(year - 1980), "issue": str(month), "pages": f"{first}-{first + 12}"}
    if number % 2:
        paper["citation_key"] = f"{authors[0].get('family', 'anon').lower()}{year}n{number}"
    if random.random() < 0.5:
        paper["keywords"] = list(dict.fromkeys(words.title(2) for _ in range(4)))
    if links := _links(random, number):
        paper["links"] = links
    return paper


def _authors(random: Random, world: World) -> list[dict[str, str]]:
    """Return as many authors as a heavy tail gives, most of them from one group."""
    count = min(int(2.2 * random.paretovariate(1.5)), MOST_AUTHORS, len(world.people) // 2)
    lead = world.pick(random, "people")
    group = lead - lead % GROUP
    chosen = {lead: None}
    while len(chosen) < count:
        is_near = len(chosen) < GROUP // 2 and random.random() < 0.8
        place = group + random.randrange(GROUP) if is_near else world.pick(random, "people")
        chosen[min(place, len(world.people) - 1)] = None
    return [world.people[place] for place in chosen]


def _identifiers(random: Random, year: int, month: int, number: int) -> list[list[str]]:
    found = []
    if random.random() < 0.75:
        found.append(["doi", f"10.5555/bench.{number}"])
    if year >= 2008 and random.random() < 0.6:
        found.append(["arxiv", f"{year % 100:02}{month:02}.{number % 100_000:05}"])
    return found


def _links(random: Random, number: int) -> list[dict[str, str]]:
    return [
        {"kind": kind, "url": f"https://{kind}.example.org/{number}"}
        for kind, share in LINK_SHARES.items()
        if random.random() < share
    ]


def _venue(random: Random, number: int) -> dict[str, str]:
    kind = random.choice(("journal", "conference", "conference", "workshop"))
    name = f"{kind.capitalize()} of {family_name(random)} {family_name(random)} {number}"
    return {"venue": name, "venue_short": f"{name[0]}{number}", "venue_kind": kind}


if __name__ == "__main__":
    sys.stdout.writelines(lines(int(sys.argv[1])))
