"""A list of papers as a page shows it: one page of it, the filters in force, and the orders on offer."""

from dataclasses import dataclass, field
from functools import partial

from django.core.paginator import Page, Paginator
from django.http import QueryDict
from django.template import Context
from django.template.loader import get_template
from django.utils.translation import gettext as _

from papers.facets import DIMENSIONS, Counts, Facet, categories_of, counts_of
from papers.filters import RELEVANCE, PaperFilter, shortened
from papers.keeping import Content, content
from papers.list_addresses import ONE_VALUE, address, numbered
from papers.meant import meant
from papers.models import Author, Paper
from papers.models.finding import MOST_RANKED
from papers.models.listed import listed
from papers.search import Search

LIST_FACETS = tuple(DIMENSIONS)
PROFILE_FACETS = ("category", "institution", "venue", "has")
INSTITUTION_FACETS = ("category", "author", "venue", "has")
FILTERS = ("q", "year_min", "year_max", *DIMENSIONS)
MOST_WAYS_OUT = 8


@dataclass(frozen=True)
class Chip:
    """A filter in force, and the query string of the same list without it."""

    label: str
    url: str


@dataclass(frozen=True)
class SortChoice:
    """An order on offer, and the query string of the list in it."""

    label: str
    url: str
    current: bool


@dataclass(frozen=True)
class WayOut:
    """A filter to drop where nothing was found: its words, the query string without it, and what would come."""

    label: str
    url: str
    count: int


@dataclass(frozen=True)
class Offer:
    """What a query was meant to be: its text, and the query string of the list that it finds."""

    text: str
    url: str


@dataclass(frozen=True)
class Kept:
    """What was worked out before of the list called `name`: of all of it, or under the filters of `state`."""

    content: Content
    name: str
    state: str

    def of_list(self, what: tuple, make):
        """Return what `make` makes of the list under its filters."""
        return self.content.keep((self.name, self.state, *what), make)

    def of_all(self, what: tuple, make):
        """Return what `make` makes of the list without filters."""
        return self.content.keep((self.name, "[]", *what), make)


@dataclass(frozen=True)
class Listing:
    """One page of a filtered list of papers.

    `page` holds the keys of its papers, `cards` what it shows of each, as HTML. `counts` are of the papers under
    the filters, `unfiltered_total` is of all of the list; `chips` are the filters in force, `facets` those on offer;
    `errors` says which values were left out, `ignored` what else of the address means nothing. Where nothing was found,
    `meant` is what the query may have meant, and `ways_out` are the filters whose dropping brings papers, most first.
    """

    query: QueryDict
    page: Page
    cards: list[str]
    filter: PaperFilter
    counts: Counts
    unfiltered_total: int
    chips: list[Chip]
    sorts: list[SortChoice]
    owner: Author | None = None
    facets: list[Facet] = field(default_factory=list)
    ways_out: list[WayOut] = field(default_factory=list)
    meant: Offer | None = None
    clear_url: str = "?"
    errors: list[str] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)

    @property
    def total(self) -> int:
        """How many papers there are under the filters."""
        return self.counts.total

    @property
    def ranked(self) -> int:
        """How many papers were ranked where there are more; 0 where all were, or none."""
        return 0 if self.page.paginator.ranked is None else MOST_RANKED

    @property
    def changed(self) -> list:
        """When each paper of this page last changed for the public."""
        return [
            paper.changed
            for paper in Paper.objects.only("updated", "publish_at").in_bulk(self.page.object_list).values()
        ]

    @property
    def address(self) -> str:
        """The query string of its first page."""
        return address(self.query)

    @property
    def canonical(self) -> str:
        """The query string of this view of the list, "" for the plain list; in another order it is the same list."""
        plain = address(self.query, sort=[])
        return numbered(plain, self.page.number if self.sorts[0].current else 1).removesuffix("?")

    def papers_per_year(self) -> list[tuple[int, int, str]]:
        """Return each year with its papers under all filters but those by year, and the query string of that year's."""
        return [
            (year, count, address(self.query, year_min=[str(year)], year_max=[str(year)]))
            for year, count in self.counts.years
        ]

    @property
    def search(self) -> Search | None:
        """What was searched for, if anything was."""
        return self.filter.chosen.get("q")

    @property
    def is_filtered(self) -> bool:
        """Whether a filter is in force."""
        return bool(self.chips)


def list_papers(
    query: QueryDict, papers, owner=None, per_page: int = 50, facets=LIST_FACETS, name: str = "", helps: bool = True
) -> Listing:
    """Return the page of `papers` that `query` asks for, with `facets` to choose from; with an `owner`, as that
    person's own list. Where nothing is found it `helps` with what would be.

    Counts are kept for the list called `name`, which no other papers may have; without one they are made anew.
    """
    asked = without_control_characters(query)
    paper_filter = PaperFilter(asked, papers, owner)
    query = in_force(paper_filter)
    kept = kept_of(name, paper_filter)
    categories = partial(kept.of_all, ("categories",), partial(categories_of, papers))
    counts = kept.of_list(("counts", *facets), lambda: counts_of(paper_filter, facets, categories))
    total = counts.total
    page = paginator_of(paper_filter, per_page, total).get_page(asked.get("page"))
    chips = list(chips_of(paper_filter.form, query))
    return Listing(
        query=query,
        page=page,
        cards=cards_of(page, paper_filter.chosen.get("q"), owner, kept.content),
        filter=paper_filter,
        counts=counts,
        unfiltered_total=kept.of_all(("total",), papers.count) if chips else total,
        chips=chips,
        sorts=list(sorts_of(paper_filter, query)),
        owner=owner,
        facets=counts.offered(paper_filter),
        ways_out=ways_out(chips, papers, owner) if helps and not total else [],
        meant=offer_of(paper_filter, query) if helps and not total else None,
        clear_url=address(query, **{name: [] for name in FILTERS}),
        errors=[*errors_of(paper_filter.form), *paper_filter.notes],
        ignored=list(ignored(asked, {*paper_filter.filters, "page"}, page)),
    )


def kept_of(name: str, paper_filter: PaperFilter) -> Kept:
    """Return what is kept of the list called `name` under the filters in force: nothing while papers wait to be found
    by their words, or where it has no name.
    """
    seen = content() if name else Content("")
    paper_filter.catch_up()
    return Kept(Content("") if paper_filter.waiting else seen, name, paper_filter.state)


def cards_of(page: Page, search: Search | None, owner: Author | None, content: Content) -> list[str]:
    """Return what a page shows of each paper, as HTML: drawn once for all visitors, but for the marks of a search."""

    def draw(keys: list[int]) -> dict[int, str]:
        card = get_template("papers/_paper_card.html").template
        papers = listed(keys, owner)
        return {key: card.render(Context({"paper": papers[key], "owner": owner, "search": search})) for key in papers}

    seen = Content("") if search and search.wanted else content
    return seen.keep_each(("card", owner.pk if owner else None), page.object_list, draw)


class PaperPaginator(Paginator):
    """Pages of so many papers as were counted before, those nearer to the end read from there.

    Where there are `ranked` ones, they are the first 2,000 of the papers in an order of their own.
    """

    def __init__(self, papers, per_page: int, count: int, ranked=None):
        super().__init__(papers.values_list("pk", flat=True), per_page)
        self.count = count
        self.ranked = None if ranked is None else ranked.values_list("pk", flat=True)

    def page(self, number) -> Page:
        """Return a page, loaded; raise InvalidPage where there is none."""
        number = self.validate_number(number)
        start = (number - 1) * self.per_page
        end = min(start + self.per_page, self.count)
        first = [] if self.ranked is None else list(self.ranked[start:end])
        return Page(first + self.between(start + len(first), end), number, self)

    def between(self, start: int, end: int) -> list[int]:
        """Return the papers from one place up to another."""
        if start < self.count / 2:
            return list(self.object_list[start:end])
        return list(self.object_list.reverse()[self.count - end : self.count - start])[::-1]


def paginator_of(paper_filter: PaperFilter, per_page: int, total: int) -> PaperPaginator:
    """Return the pages of `paper_filter.qs`, which has `total` papers."""
    if paper_filter.order != RELEVANCE:
        return PaperPaginator(paper_filter.qs, per_page, total)
    papers, search = paper_filter.papers, paper_filter.chosen["q"]
    if total <= MOST_RANKED:
        return PaperPaginator(papers.all_by_relevance(search), per_page, total)
    return PaperPaginator(papers.newest(), per_page, total, ranked=papers.newest_by_relevance(search))


def in_force(paper_filter: PaperFilter) -> QueryDict:
    """Return the parameters that say what the filter does, without defaults and what was left out."""
    query = QueryDict(mutable=True)
    for name, value in paper_filter.chosen.items():
        if name == "q":
            query["q"] = value.text
        elif name == "sort":
            query["sort"] = "" if value == paper_filter.sorts[0][0] else value
        else:
            query.setlist(name, value if isinstance(value, list) else [str(value)] if value else [])
    return query


def ignored(asked: QueryDict, known: set[str], page: Page | None = None):
    """Yield a sentence for each thing in the address of a list with the parameters `known` that says nothing there, or
    that others overrule.
    """
    if unknown := [name for name in asked if name not in known]:
        yield _("Not known here and left out: %(names)s.") % {"names": shortened(unknown)}
    for name in ONE_VALUE:
        if name in known and len(set(asked.getlist(name))) > 1:
            yield _("Of several values of “%(name)s” the last one counts.") % {"name": name}
    number = asked.get("page")
    if page and number and number != str(page.number):
        yield _("There is no page “%(asked)s”: this is page %(number)s.") % {
            "asked": shortened([number]),
            "number": page.number,
        }


def ways_out(chips: list[Chip], papers, owner) -> list[WayOut]:
    """Return the filters whose dropping would bring papers, most first."""
    ways = [
        WayOut(chip.label, chip.url, PaperFilter(QueryDict(chip.url[1:]), papers, owner).qs.count())
        for chip in chips[:MOST_WAYS_OUT]
        if len(chips) > 1
    ]
    return sorted((way for way in ways if way.count), key=lambda way: -way.count)


def offer_of(paper_filter: PaperFilter, query: QueryDict) -> Offer | None:
    """Return what the query was meant to be, where that finds papers under the other filters in force."""
    search = paper_filter.chosen.get("q")
    offered = meant(search, lambda other: counted_up_to(paper_filter.queryset.found_by(other))) if search else None
    if offered and paper_filter.papers_without("q").found_by(offered).exists():
        return Offer(offered.text, address(query, q=[offered.text]))
    return None


def counted_up_to(records, most: int = 100) -> int:
    """Return how many records there are, `most` where there are more."""
    return records.order_by()[:most].count()


def chosen_papers(query: QueryDict, papers, owner=None):
    """Return all of `papers` that `query` asks for in its order: what `list_papers` shows a page of."""
    return PaperFilter(without_control_characters(query), papers, owner).qs


def page_of(records, query: QueryDict, per_page: int) -> Page:
    """Return the page of `records` that `query` asks for, loaded; the nearest there is for an impossible number."""
    page = Paginator(records, per_page).get_page(query.get("page"))
    page.object_list = list(page.object_list)
    return page


def without_control_characters(query: QueryDict) -> QueryDict:
    """Return the parameters without the characters that a database refuses."""
    clean = QueryDict(mutable=True)
    for name, values in query.lists():
        clean.setlist(name, ["".join(c for c in value if c.isprintable() or c.isspace()) for value in values])
    return clean


def errors_of(form):
    """Yield a sentence for every parameter that was left out."""
    for name in form.fields:
        for message in form.errors.get(name, []):
            yield f"{form[name].label}: {message}"


def chips_of(form, query: QueryDict):
    """Yield a chip for every filter in force."""
    chosen = form.cleaned_data
    if search := chosen.get("q"):
        for term in search.terms:
            rest = search.without(term)
            shown = term.text.strip('"') if term.text.startswith('"') else term.text
            yield Chip(f"“{shown}”", address(query, q=[rest] if rest else []))
    for name in DIMENSIONS:
        for value in dict.fromkeys(chosen.get(name) or []):
            others = [other for other in query.getlist(name) if other != value]
            yield Chip(label_of(form.fields[name], value), address(query, **{name: others}))
    if first := chosen.get("year_min"):
        yield Chip(_("from %(year)s") % {"year": first}, address(query, year_min=[]))
    if last := chosen.get("year_max"):
        yield Chip(_("to %(year)s") % {"year": last}, address(query, year_max=[]))


def label_of(form_field, value: str) -> str:
    """Return the words for a chosen value."""
    labels = getattr(form_field, "labels", None) or dict(form_field.choices)
    return str(labels[value])


def sorts_of(paper_filter: PaperFilter, query: QueryDict):
    """Yield the orders on offer; the first is the default and needs no parameter."""
    for name, label in paper_filter.sorts:
        url = address(query, sort=[] if name == paper_filter.sorts[0][0] else [name])
        yield SortChoice(str(label), url, current=name == paper_filter.order)
