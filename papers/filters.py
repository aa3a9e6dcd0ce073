"""The GET parameters of a list of papers, checked and turned into a queryset."""

import re
from dataclasses import replace

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import F
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from papers import identifiers
from papers.indexing import catch_up_if_free
from papers.models import Author, Category, Institution, Link, Paper, Venue
from papers.partial_dates import FIRST_YEAR, LAST_YEAR
from papers.search import MOST_TERMS, Term, parse

MOST_WORDS = 12
MOST_CHOICES = 50
RELEVANCE, CURATED, NEWEST, OLDEST, TITLE = "relevance", "curated", "newest", "oldest", "title"
SORTS = [(NEWEST, _("Newest")), (OLDEST, _("Oldest")), (TITLE, _("Title"))]
PROFILE_SORTS = [(CURATED, _("Selected")), *SORTS]
LONGEST_QUERY = 200
LONGEST_SHOWN, MOST_SHOWN = 60, 5  # of values that are not known
INDEXED_AT_ONCE = 500  # papers that a visitor's search may wait for


def split_words(text: str) -> list[str]:
    """Return the words of a search, at most twelve."""
    return text.split()[:MOST_WORDS]


def shortened(values: list[str]) -> str:
    """Return values that nobody knows as one text, the first few of them and their first letters."""
    shown = [value if len(value) <= LONGEST_SHOWN else f"{value[:LONGEST_SHOWN]}…" for value in values[:MOST_SHOWN]]
    return ", ".join([*shown, "…"] if len(values) > MOST_SHOWN else shown)


class SearchField(forms.CharField):
    """A query; any text is one. After cleaning, `notes` says what of it was left out and why."""

    notes: tuple | list = ()

    def clean(self, value):
        """Return the Search without the terms that no paper can meet or fail."""
        search = parse(super().clean(value))
        self.notes = [_("“%(term)s” says nothing to look for.") % {"term": term} for term in search.ignored]
        if search.late:
            said = _("Only %(most)s terms count: left out are %(terms)s.")
            self.notes.append(said % {"most": MOST_TERMS, "terms": shortened(search.late)})
        kept = []
        for term in search.terms:
            if problem := problem_of(term):
                self.notes.append(problem)
            else:
                kept.append(term)
        return replace(search, terms=tuple(kept))


def problem_of(term: Term) -> str:
    """Return what is wrong with the value that a term of a query gives for a field; "" where it can be met."""
    if term.field == "year" and not is_range_of_years(term.value):
        return _("“%(term)s”: give a year such as year:2020, or two as year:2019..2022.") % {"term": term.text}
    if term.field == "has" and term.value.lower() not in Link.Kind.values:
        kinds = ", ".join(Link.Kind.values)
        return _("“%(term)s”: known are %(kinds)s.") % {"term": term.text, "kinds": kinds}
    if term.field in identifiers.SCHEMES:
        try:
            identifiers.normalise(term.field, term.value)
        except ValueError as error:
            return f"“{term.text}”: {error}"
    return ""


def is_range_of_years(text: str) -> bool:
    """Return whether a text is a year, or two with ".." between them, of which one may be missing."""
    first, dots, last = text.partition("..")
    years = [year for year in (first, last) if year]
    if not years or not all(re.fullmatch("[0-9]{4}", year) for year in years):
        return False
    return bool(first or dots)


class SearchFilter(django_filters.Filter):
    """A filter by a query."""

    field_class = SearchField


class KeysField(forms.MultipleChoiceField):
    """Several keys, of which those that are not known are named in `unknown` and the others count."""

    unknown: tuple | list = ()

    def __init__(self, **kwargs):
        super().__init__(widget=forms.CheckboxSelectMultiple, **kwargs)

    def clean(self, value):
        """Return each known key once; raise ValidationError for too many."""
        keys = [key for key in dict.fromkeys(self.to_python(value)) if key]
        if len(keys) > MOST_CHOICES:
            raise ValidationError(_("Choose at most %(most)s."), params={"most": MOST_CHOICES})
        known = self.known(keys)
        self.unknown = [key for key in keys if key not in known]
        return list(dict.fromkeys(known[key] for key in keys if key in known))

    def known(self, keys: list[str]) -> dict[str, str]:
        """Return the keys that there are, each with what it is called now."""
        return {key: key for key in keys if key in dict(self.choices)}


class RecordKeysField(KeysField):
    """Keys of existing records, such as category codes, or slugs that they once had.

    `records` returns those that the public may know of. `choices` are only what a page offers; the key of any of the
    records is valid. After cleaning, `labels` holds the name of each.
    """

    def __init__(self, *, records, key, **kwargs):
        self.records, self.key = records, key
        self.labels = {}
        super().__init__(**kwargs)

    def known(self, keys: list[str]) -> dict[str, str]:
        """Return the keys that records have or, as slugs, once had, each with what it is now."""
        known = {}
        self.labels = {}
        for path in (self.key, "addresses__value")[: 2 if self.key == "slug" else 1]:
            missing = [key for key in keys if key not in known]
            for record in self.records().filter(**{f"{path}__in": missing}).annotate(asked=F(path)) if missing else ():
                known[record.asked] = key = getattr(record, self.key)
                self.labels[key] = getattr(record, "label", str(record))
        return known


class KeysFilter(django_filters.Filter):
    """A filter by several of some values."""

    field_class = KeysField


class RecordKeysFilter(django_filters.Filter):
    """A filter by keys of existing records."""

    field_class = RecordKeysField


class YearFilter(django_filters.Filter):
    """A filter by a year that a date can have."""

    field_class = forms.IntegerField

    def __init__(self, *args, **kwargs):
        kwargs |= {"min_value": FIRST_YEAR, "max_value": LAST_YEAR}
        super().__init__(*args, **kwargs)


class PaperFilterForm(forms.Form):
    """The form of a list's filters."""

    def clean(self):
        """Drop a range of years that ends before it begins; name the keys that are not known, and keep the others."""
        first, last = self.cleaned_data.get("year_min"), self.cleaned_data.get("year_max")
        if first and last and first > last:
            self.add_error("year_max", _("The last year lies before the first."))
            del self.cleaned_data["year_min"]
        for name, field in self.fields.items():
            if unknown := getattr(field, "unknown", ()):
                known = self.cleaned_data[name]
                self.add_error(name, _("Not known here: %(keys)s.") % {"keys": shortened(unknown)})
                self.cleaned_data[name] = known
        return self.cleaned_data


class PaperFilter(django_filters.FilterSet):
    """Which papers of a list to show, and in what order.

    A parameter that makes no sense is reported by its field and left out; the others still count. With an `owner` the
    list is that person's own, and starts in the order that the owner gave it if there is one.
    """

    q = SearchFilter(method="filter_words", label=_("Words"), max_length=LONGEST_QUERY)
    category = RecordKeysFilter(
        method="filter_category", label=_("Category"), records=Category.objects.public, key="code"
    )
    institution = RecordKeysFilter(
        method="filter_institution", label=_("Institution"), records=Institution.objects.public, key="slug"
    )
    author = RecordKeysFilter(method="filter_author", label=_("Author"), records=Author.objects.public, key="slug")
    venue = RecordKeysFilter(method="filter_venue", label=_("Venue"), records=Venue.objects.public, key="name")
    type = KeysFilter(method="filter_type", label=_("Type"), choices=Paper.Type.choices)
    year_min = YearFilter(field_name="year", lookup_expr="gte", label=_("Year from"))
    year_max = YearFilter(field_name="year", lookup_expr="lte", label=_("Year to"))
    has = KeysFilter(method="filter_links", label=_("Has"), choices=Link.Kind.choices)
    sort = django_filters.ChoiceFilter(method="filter_order", label=_("Sort"), choices=SORTS, empty_label=None)

    waiting: int | None = None  # papers that the query cannot find yet, once that was asked

    class Meta:
        model = Paper
        fields = []
        form = PaperFilterForm

    def __init__(self, data, queryset, owner=None):
        super().__init__(data, queryset)
        self.owner = owner
        self.sorts = PROFILE_SORTS if owner and owner.has_curated_list else SORTS
        query = self.data.get("q", "").strip()
        if len(query) <= LONGEST_QUERY and parse(query).wanted:
            self.sorts = [(RELEVANCE, _("Best match")), *self.sorts]
        self.filters["sort"].extra["choices"] = self.sorts

    @property
    def chosen(self) -> dict:
        """The values in force, by parameter."""
        self.form.is_valid()
        return self.form.cleaned_data

    @property
    def state(self) -> str:
        """The filters in force: the same text for every list under the same filters."""
        return repr(sorted((name, value) for name, value in self.chosen.items() if name != "sort" and value))

    @property
    def notes(self) -> list[str]:
        """What of the query was left out, and how many papers it could not find yet."""
        notes = list(self.form.fields["q"].notes)
        if self.waiting:
            said = ngettext(
                "%(number)d paper changed a moment ago and is not found by its words yet.",
                "%(number)d papers changed a moment ago and are not found by their words yet.",
                self.waiting,
            )
            notes.append(said % {"number": self.waiting})
        return notes

    @property
    def order(self) -> str:
        """The order in force."""
        return self.chosen.get("sort") or self.sorts[0][0]

    @property
    def qs(self):
        """The chosen papers in the chosen order."""
        papers = self.papers
        if self.order == CURATED:
            return papers.curated_by(self.owner)
        if self.order == RELEVANCE:
            return papers.by_relevance(self.chosen["q"])
        return {NEWEST: papers.newest, OLDEST: papers.oldest, TITLE: papers.by_title}[self.order]()

    @property
    def papers(self):
        """The chosen papers, in no order."""
        return super().qs.dated(self.chosen.get("year_min"), self.chosen.get("year_max"))

    @property
    def is_narrowed(self) -> bool:
        """Whether a filter is in force."""
        return any(value.terms if name == "q" else value for name, value in self.chosen.items() if name != "sort")

    def papers_without(self, *names: str):
        """Return the papers that pass all filters in force but those called `names`, in no order."""
        papers = self.queryset.order_by()
        for name, paper_filter in self.filters.items():
            if name not in names:
                papers = paper_filter.filter(papers, self.chosen.get(name))
        return papers

    def catch_up(self) -> None:
        """Have the search index read what was written a moment ago, once, where the query asks it."""
        query = self.chosen.get("q")
        if query and query.terms and self.waiting is None:
            self.waiting = catch_up_if_free(INDEXED_AT_ONCE, kinds=("paper",))

    def filter_words(self, papers, name, value):
        """Keep the papers that meet the query, those included that were written a moment ago."""
        self.catch_up()
        return papers.found_by(value)

    def filter_category(self, papers, name, value):
        """Keep the papers whose primary category is one of those."""
        return papers.filter(primary_category__code__in=value)

    def filter_institution(self, papers, name, value):
        """Keep the papers that name one of the institutions."""
        return papers.at_any(value)

    def filter_author(self, papers, name, value):
        """Keep the papers of one of the people."""
        return papers.by_any(value)

    def filter_venue(self, papers, name, value):
        """Keep the papers of one of the venues."""
        return papers.filter(venue__name__in=value)

    def filter_type(self, papers, name, value):
        """Keep the papers of one of the types."""
        return papers.filter(type__in=value)

    def filter_links(self, papers, name, value):
        """Keep the papers that have a link of every kind."""
        for kind in value:
            papers = papers.with_link(kind)
        return papers

    def filter_order(self, papers, name, value):
        """Leave the papers as they are: `qs` puts them in order."""
        return papers
