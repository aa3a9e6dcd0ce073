"""A list of papers as a page shows it: one page of it, the filters in force, and the orders on offer."""

from dataclasses import dataclass, field

from django.core.paginator import Page, Paginator
from django.http import QueryDict
from django.utils.translation import gettext as _

from papers.filters import PaperFilter
from papers.models import Author, Category, Institution
from papers.search import Search

FACETS = ("category", "institution", "author", "has")


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
class Listing:
    """One page of a filtered list of papers.

    `total` counts the papers under the filters, `unfiltered_total` all of the list; `chips` are the filters in force
    and `errors` says which parameters were left out.
    """

    page: Page
    filter: PaperFilter
    total: int
    unfiltered_total: int
    chips: list[Chip]
    sorts: list[SortChoice]
    owner: Author | None = None
    clear_url: str = "?"
    errors: list[str] = field(default_factory=list)

    @property
    def papers(self):
        """The papers of this page."""
        return self.page.object_list

    @property
    def search(self) -> Search | None:
        """What was searched for, if anything was."""
        return self.filter.form.cleaned_data.get("q")

    @property
    def is_filtered(self) -> bool:
        """Whether a filter is in force."""
        return bool(self.chips)


def list_papers(query: QueryDict, papers, owner=None, per_page: int = 50) -> Listing:
    """Return the page of `papers` that `query` asks for; with an `owner`, as that person's own list."""
    query = without_control_characters(query)
    paper_filter = PaperFilter(query, papers, owner)
    page = page_of(paper_filter.qs.for_list(owner), query, per_page)
    offer_choices(paper_filter.form, papers)
    chips = list(chips_of(paper_filter.form, query))
    total = page.paginator.count
    return Listing(
        page=page,
        filter=paper_filter,
        total=total,
        unfiltered_total=papers.count() if chips else total,
        chips=chips,
        sorts=list(sorts_of(paper_filter, query)),
        owner=owner,
        clear_url=address(query, **{name: [] for name in ("q", "year_min", "year_max", *FACETS)}),
        errors=[*errors_of(paper_filter.form), *paper_filter.notes],
    )


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


def offer_choices(form, papers) -> None:
    """Offer in `form` the categories and institutions that `papers` have."""
    categories = Category.objects.filter(papers__in=papers.order_by()).distinct()
    form.fields["category"].choices = [(category.code, category.name) for category in categories]
    institutions = Institution.objects.filter(paper_entries__paper__in=papers.order_by()).distinct().order_by("name")
    form.fields["institution"].choices = [(institution.slug, institution.label) for institution in institutions]


def errors_of(form):
    """Yield a sentence for every parameter that was left out."""
    for name, messages in form.errors.items():
        for message in messages:
            yield f"{form[name].label}: {message}"


def chips_of(form, query: QueryDict):
    """Yield a chip for every filter in force."""
    chosen = form.cleaned_data
    if search := chosen.get("q"):
        for term in search.terms:
            rest = search.without(term)
            yield Chip(f"“{term.text}”", address(query, q=[rest] if rest else []))
    for name in FACETS:
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


def address(query: QueryDict, **changes: list[str]) -> str:
    """Return the query string of the first page of the list with `changes` made; "?" for the plain list."""
    changed = query.copy()
    changed.pop("page", None)
    for name, values in changes.items():
        changed.setlist(name, values)
    return "?" + changed.urlencode()
