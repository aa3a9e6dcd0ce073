"""What an editor decides about a merge: which value of each column stays, and what becomes of whatever comes twice."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from django.db import models
from django.db.models import Count
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from papers.merge.rows import as_json, columns
from papers.models import Author, AuthorName, Authorship, Metric
from papers.models.fields import NormalisedField

MOST_DOUBLES = 100  # papers that are asked about one by one
TOGETHER = {"display_name": ("given_name", "family_name", "sort_name")}
SHOWN, SEARCHED, FORGOTTEN = "shown", "searched", "forgotten"


@dataclass(frozen=True)
class Option:
    """One answer."""

    value: str
    text: str
    picture: str = ""


@dataclass(frozen=True)
class Question:
    """What is asked, and the answer that stands unless the editor gives another; None where one has to be given.

    `answer` is the one given, or the default.
    """

    name: str
    label: str
    options: tuple[Option, ...]
    default: str | None
    help: str = ""
    answer: str | None = None

    @property
    def chosen(self) -> str:
        """The text of the answer."""
        return next((option.text for option in self.options if option.value == self.answer), "")

    def answered(self, given: dict[str, str]) -> "Question":
        """Return the question with the answer among those given, where that is one of its options."""
        answer = given.get(self.name)
        is_known = answer in {option.value for option in self.options}
        return replace(self, answer=answer if is_known else self.default)


@dataclass(frozen=True)
class Records:
    """The records that become one: the one that stays comes first."""

    kept: models.Model
    gone: tuple[models.Model, ...]

    @property
    def all(self) -> tuple[models.Model, ...]:
        """The records, the one that stays first."""
        return (self.kept, *self.gone)

    @property
    def model(self) -> type[models.Model]:
        """What they are."""
        return type(self.kept)

    def by_key(self, key: str) -> models.Model:
        """Return the record with a primary key, given as text."""
        return next(record for record in self.all if str(record.pk) == key)


def records_to_merge(records: Iterable[models.Model]) -> Records:
    """Return the records in the order in which they stay: a profile, then the one with most papers, then the oldest."""
    found = list(records)
    papers = _paper_counts(type(found[0]), [record.pk for record in found])
    found.sort(key=lambda record: (not getattr(record, "is_profile", False), -papers.get(record.pk, 0), record.pk))
    return Records(found[0], tuple(found[1:]))


def _paper_counts(model: type[models.Model], keys: list[int]) -> dict[int, int]:
    counted = {"author": "authorships", "institution": "paper_entries", "venue": "papers"}[model._meta.model_name]
    rows = model.objects.filter(pk__in=keys).order_by().annotate(number=Count(counted))
    return dict(rows.values_list("pk", "number"))


# The columns


def column_groups(model: type[models.Model]) -> dict[str, tuple[str, ...]]:
    """Return the columns that are chosen together, under the name of the first: a picture with its size."""
    editable = [f for f in model._meta.concrete_fields if f.editable and not f.primary_key and not f.generated]
    pictures = [f.name for f in editable if isinstance(f, models.FileField)]
    groups = {}
    for name in [f.name for f in editable]:
        if not any(name.startswith(f"{picture}_") for picture in pictures):
            groups[name] = (name, *TOGETHER.get(name, ()))
    for name in pictures:
        groups[name] += tuple(f.name for f in model._meta.concrete_fields if f.name.startswith(f"{name}_"))
    together = {name for names in TOGETHER.values() for name in names}
    return {name: names for name, names in groups.items() if name not in together}


def values_of(record: models.Model, names: tuple[str, ...]) -> dict:
    """Return what a record holds in columns, by the name of their attribute, as JSON."""
    known = {field.name: field for field in columns(type(record)).values()}
    return {known[name].attname: as_json(known[name], record) for name in names}


def column_questions(records: Records) -> Iterator[Question]:
    """Yield a question for each column in which the records differ."""
    groups = column_groups(records.model)
    for name in sorted(groups, key=lambda name: name == "slug"):
        names = groups[name]
        values = {str(record.pk): values_of(record, names) for record in records.all}
        distinct = {}
        for key, value in values.items():
            if value not in distinct.values():
                distinct[key] = value
        if len(distinct) > 1:
            yield _column_question(records, name, distinct)


def _column_question(records: Records, name: str, distinct: dict[str, dict]) -> Question:
    column = records.model._meta.get_field(name)
    filled = [key for key, value in distinct.items() if value[column.attname] not in (None, "", False)]
    must_be_given = isinstance(column, NormalisedField) and len(filled) > 1
    return Question(
        f"column-{name}",
        capfirst(str(column.verbose_name)),
        tuple(_option(records.by_key(key), column) for key in distinct),
        None if must_be_given else filled[0] if filled else next(iter(distinct)),
        _help(column, must_be_given),
    )


def _help(column: models.Field, must_be_given: bool) -> str:
    if must_be_given:
        return _("Each of them has one: two people or places, or a mistake? Choose the right one to go on.")
    return _("The others lead here from now on.") if column.name == "slug" else ""


def _option(record: models.Model, column: models.Field) -> Option:
    value = getattr(record, column.name)
    if isinstance(value, bool):
        return Option(str(record.pk), _("yes") if value else _("no"))
    if isinstance(column, models.FileField):
        return Option(str(record.pk), "" if value else _("none"), value.url if value else "")
    if column.name == "display_name":
        return Option(str(record.pk), f"{value} ({record.sort_name})")
    text = getattr(record, f"get_{column.name}_display", lambda: value)()
    return Option(str(record.pk), str(text) if text else _("empty"))


def name_column(model: type[models.Model]) -> str:
    """Return the column with the name of a person, institution or venue."""
    return "display_name" if model is Author else "name"


def name_questions(records: Records) -> Iterator[Question]:
    """Yield a question for each name that would otherwise be lost."""
    column = name_column(records.model)
    names = dict.fromkeys(getattr(record, column) for record in records.all)
    if len(names) < 2:
        return
    known = _other_names(records)
    options = (
        Option(SEARCHED, _("only found by a search")),
        Option(SHOWN, _("shown as another name")),
        Option(FORGOTTEN, _("not kept")),
    )
    for record in records.all:
        name = getattr(record, column)
        if name in names and name not in known:
            del names[name]
            yield Question(f"name-{record.pk}", name, options, SEARCHED)


def _other_names(records: Records) -> set[str]:
    if records.model is not Author:
        return set()
    return set(AuthorName.objects.filter(author__in=records.all).values_list("name", flat=True))


# People alone


def double_authorships(records: Records) -> dict[int, list[Authorship]]:
    """Return the authorships of papers on which more than one of the people stands, by paper, in their order."""
    rows = Authorship.objects.filter(author__in=records.all)
    twice = rows.order_by().values("paper").annotate(number=Count("pk")).filter(number__gt=1).values("paper")
    found = defaultdict(list)
    for row in rows.filter(paper__in=twice).select_related("paper").order_by("paper", "position"):
        found[row.paper_id].append(row)
    return dict(found)


def double_questions(doubles: dict[int, list[Authorship]]) -> Iterator[Question]:
    """Yield a question for each of the first papers on which the person would stand twice."""
    for key, rows in list(doubles.items())[:MOST_DOUBLES]:
        options = tuple(Option(str(row.author_id), _place(row)) for row in rows)
        yield Question(f"paper-{key}", rows[0].paper.title, options, options[0].value)


def _place(row: Authorship) -> str:
    said = {"place": row.position, "name": row.printed_name}
    return _("place %(place)d, printed “%(name)s”") % said


def figure_questions(records: Records) -> Iterator[Question]:
    """Yield a question for each kind of figure that several of the people have in force."""
    by_kind = defaultdict(list)
    for record in records.all:
        for metric in Metric.objects.current_for(record):
            by_kind[metric.kind].append(metric)
    for kind, metrics in by_kind.items():
        if len(metrics) > 1:
            options = tuple(Option(str(metric.author_id), _figure(metric)) for metric in metrics)
            yield Question(f"figure-{kind}", capfirst(metrics[0].get_kind_display()), options, options[0].value)


def _figure(metric: Metric) -> str:
    said = {"value": f"{metric.shown_value}{metric.unit}", "source": metric.source, "day": metric.received_on}
    return _("%(value)s (%(source)s, received on %(day)s)") % said
