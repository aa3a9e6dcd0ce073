"""What visitors ask of a library, as each contestant is asked it; no question is asked twice of one that could know."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import urlencode

from django.db.models import Count, Q

from bench.plainly import IN_WORDS
from papers.models import Author, Category, Paper
from papers.search import parse

PER_PAGE = 50
COMMON = "learning between results using model".split()
FEW = 4  # of those that are slow to find, for the plain way has to find the same
RARE = range(2, 9)  # papers that have a rare phrase; of the first LOOKED_AT, a rare word
LOOKED_AT = 10_000
CANDIDATES = 500
NARROW = range(10, 60)  # papers that a narrow filter leaves
THIRD = (0.28, 0.38)
FACETS = ("category", "venue", "type", "institutions", "authors", "has")


@dataclass(frozen=True)
class Question:
    """A question: the addresses at which the site, the plain way and Datasette answer it.

    `checked` names facets whose values all of them count alike: no choice is made in them. Datasette knows no facet
    that its own choice leaves whole.
    """

    site: str
    plain: str
    datasette: str
    checked: tuple[str, ...] = ()
    is_one_paper: bool = False
    has_same_papers: bool = True


@dataclass(frozen=True)
class Kind:
    """Questions of one kind; `most` is what the site may take, in constant responses."""

    name: str
    questions: list[Question] = field(default_factory=list)
    most: float = 0
    grows: bool = False  # whether 100,000 papers may take at most 1.3 times as long as 10,000
    in_plain: float = 0  # how many times as long the plain way is to take at 100,000
    in_datasette: float = 5


def kinds(variants: int) -> Iterator[Kind]:
    """Yield every kind of question with at most so many variants, drawn from what the library holds."""
    total = Paper.objects.published().count()
    newest = asked({}, "")
    last = asked({"page": -(-total // PER_PAGE)}, "", next=_token(total))
    yield Kind("newest page", [newest], grows=True)
    yield Kind("last page", [last], most=10)
    yield Kind("category, years, code", list(_shelves(variants)), grows=True)
    yield Kind("one author", list(_people(variants)), grows=True)
    yield Kind("one paper", list(_papers(variants, total)), grows=True)
    yield Kind("a third of all", list(_thirds(variants, total)), most=120, in_plain=10)
    yield Kind("narrow filter", list(_narrow(variants)), most=20)
    yield Kind("rare word", list(_rare_words(variants)), most=10)
    yield Kind("phrase", list(_phrases(variants)), most=10)
    yield Kind("common word, newest", list(_common(variants, sort="newest")))
    yield Kind("common word, ranked", list(_common(variants)), most=40, in_datasette=2)


def asked(query: dict, checked: str, **datasette: str) -> Question:
    """Return the question for a list under the filters of `query`."""
    site = urlencode(query, doseq=True)
    options = {"_sort_desc": "place", "_size": PER_PAGE, "_facet": ["category", "venue", "type"]}
    options |= {"_facet_array": ["institutions", "authors", "has"], "_facet_size": 10}
    options |= {f"_{name}" if name in {"next", "search"} else name: value for name, value in datasette.items()}
    return Question(
        f"/papers/?{site}" if site else "/papers/",
        f"/bench/plain/papers/?{site}",
        f"/library/papers?{urlencode(options, doseq=True)}",
        tuple(checked.split()),
    )


def _token(total: int) -> str:
    """Return where Datasette's last page begins: after the paper that stands before it."""
    before = (total - 1) % PER_PAGE + 2
    key = Paper.objects.published().newest().reverse().values_list("pk", flat=True)[before - 1]
    return f"{before},{key}"


def _shelves(variants: int) -> Iterator[Question]:
    codes = Category.objects.filter(papers__isnull=False).annotate(n=Count("papers")).order_by("-n", "pk")
    for place, code in enumerate(codes.values_list("code", flat=True)[:variants]):
        first, last = 2010 + place % 8, 2019 + place % 5
        query = {"category": code, "year_min": first, "year_max": last, "has": "code"}
        yield asked(query, "type", category=code, year__gte=first, year__lte=last, has__arraycontains="code")


def _people(variants: int) -> Iterator[Question]:
    people = Author.objects.annotate(n=Count("authorships")).filter(n__in=range(18, 24)).order_by("pk")
    for slug in people.values_list("slug", flat=True)[:variants]:
        question = asked({"author": slug}, "type", authors__arraycontains=slug)
        yield Question(f"/authors/{slug}/", question.plain, question.datasette, ("venue",))


def _papers(variants: int, total: int) -> Iterator[Question]:
    for place in range(variants):
        key = total // 3 + place * 7
        slug = f"paper-{key}"
        address = f"papers/{slug}/"
        yield Question(f"/{address}", f"/bench/plain/{address}", f"/library/papers/{key}", is_one_paper=True)


def _thirds(variants: int, total: int) -> Iterator[Question]:
    yield asked({"type": "proceedings-paper"}, "category has", type="proceedings-paper")
    counts = dict(Paper.objects.published().values_list("year").annotate(n=Count("pk")).order_by("year"))
    years = sorted(counts)
    spans = [(first, last) for first in years for last in years if first <= last]
    found = 1
    for first, last in spans:
        share = sum(counts[year] for year in range(first, last + 1)) / total
        if THIRD[0] <= share <= THIRD[1] and found < variants:
            found += 1
            yield asked({"year_min": first, "year_max": last}, "type category has", year__gte=first, year__lte=last)


def _narrow(variants: int) -> Iterator[Question]:
    cells = Paper.objects.published().filter(venue=None).values_list("primary_category__code", "year", "type")
    cells = cells.annotate(n=Count("pk")).filter(n__in=NARROW).order_by("n", "primary_category__code", "year", "type")
    for code, year, kind, _n in cells[:variants]:
        query = {"category": code, "type": kind, "year_min": year, "year_max": year}
        yield asked(query, "has", category=code, type=kind, year=year)


def _rare_words(variants: int) -> Iterator[Question]:
    """Yield the words in the fewest papers, and in no longer word, which the plain way would find too."""
    papers = Counter()
    for abstract in Paper.objects.order_by("pk").values_list("abstract", flat=True)[:LOOKED_AT]:
        papers.update({word.strip(".").lower() for word in abstract.split()})
    rare = [word for word, number in papers.items() if len(word) > 8 and number in RARE]
    found = 0
    for _number, word in sorted((_count(word), word) for word in sorted(rare)[:CANDIDATES]):
        if found < min(variants, FEW) and _is_plain(word):
            found += 1
            yield asked({"q": word}, "type has", search=word)


def _phrases(variants: int) -> Iterator[Question]:
    found = 0
    for title in Paper.objects.order_by("pk").values_list("title", flat=True)[:2000]:
        first, second = title.lower().split()[1:3] if len(title.split()) > 3 else ("", "")
        phrase = f'"{first} {second}"'
        if (
            found < min(variants, FEW)
            and len(second) > 4
            and len(first) > 3
            and _count(phrase) in RARE
            and _is_plain(phrase)
        ):
            found += 1
            yield asked({"q": phrase}, "type has", search=phrase)


def _common(variants: int, **order: str) -> Iterator[Question]:
    for word in [word for word in COMMON if _is_plain(word)][: min(variants, FEW)]:
        question = asked({"q": word} | order, "type has", search=word)
        if order:
            yield question
            continue
        ranked = (
            "select papers.* from papers join papers_fts on papers.rowid = papers_fts.rowid "
            f"where papers_fts match '{word}' order by rank limit {PER_PAGE}"
        )
        yield Question(
            question.site, question.plain, f"/library?{urlencode({'sql': ranked})}", ("type",), has_same_papers=False
        )


def _count(query: str) -> int:
    return Paper.objects.published().found_by(parse(query)).count()


@lru_cache
def _is_plain(query: str) -> bool:
    """Whether a part of a word finds what the word does."""
    words = query.strip('"')
    conditions = Q(*((f"{path}__icontains", words) for path in IN_WORDS), _connector=Q.OR)
    return Paper.objects.published().filter(conditions).distinct().count() == _count(query)
