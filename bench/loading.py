"""A library of bench/corpus.py written straight to the tables, in seconds rather than by an import's minutes."""

from collections import defaultdict
from collections.abc import Iterable
from contextlib import closing

from django.db import connection, models, transaction
from django.utils import timezone

from bench.corpus import papers
from papers.indexing import catch_up
from papers.models import (
    Author,
    Authorship,
    Category,
    Identifier,
    Institution,
    Link,
    Paper,
    PaperInstitution,
    Venue,
)

AT_ONCE = 20_000  # papers, so that memory does not grow with the library


def load(size: int) -> None:
    """Write the library of `size` papers to empty tables, all of it published, and index its words."""
    library = _Library()
    with transaction.atomic():
        for number, paper in enumerate(papers(size), start=1):
            library.add(number, paper)
            if number % AT_ONCE == 0:
                library.write()
        library.write()
    catch_up()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


class _Library:
    """Rows that wait to be written, and the keys of the records that papers share."""

    def __init__(self):
        self.rows: dict[type[models.Model], list[dict]] = defaultdict(list)
        self.keys: dict[type[models.Model], dict] = defaultdict(dict)
        self.people: dict[int, int] = {}
        self.keys[Category] = dict(Category.objects.values_list("code", "pk"))
        self.next_category = max(self.keys[Category].values(), default=0) + 1

    def add(self, number: int, paper: dict) -> None:
        code, *_others = paper["categories"]
        self.rows[Paper].append(
            {
                "id": number,
                "slug": f"paper-{number}",
                "status": Paper.Status.PUBLISHED,
                "primary_category_id": self._category(code),
                "venue_id": self._venue(paper),
                **{name: paper[name] for name in ("title", "language", "abstract", "type", "posted")},
                **{name: paper[name] for name in ("issued", "volume", "issue", "pages") if name in paper},
            }
        )
        for position, person in enumerate(paper["authors"], start=1):
            self.rows[Authorship].append(
                {
                    "paper_id": number,
                    "author_id": self._person(person),
                    "position": position,
                    "printed_name": person["name"],
                }
            )
        for position, name in enumerate(paper["institutions"], start=1):
            place = {"paper_id": number, "institution_id": self._institution(name), "position": position}
            self.rows[PaperInstitution].append(place)
        self.rows[Identifier] += [
            {"paper_id": number, "scheme": scheme, "value": value} for scheme, value in paper["identifiers"]
        ]
        self.rows[Link] += [{"paper_id": number, **link} for link in paper.get("links", ())]

    def write(self) -> None:
        for model in (Category, Venue, Institution, Author, Paper, Authorship, PaperInstitution, Identifier, Link):
            _insert(model, self.rows.pop(model, []))

    def _category(self, code: str) -> int:
        return self._shared(Category, code, {"code": code, "short_code": code[-8:], "name": f"Studies of {code}"})

    def _venue(self, paper: dict) -> int | None:
        if "venue" not in paper:
            return None
        row = {"name": paper["venue"], "short_name": paper["venue_short"], "kind": paper["venue_kind"]}
        return self._shared(Venue, paper["venue"], row)

    def _institution(self, name: str) -> int:
        return self._shared(Institution, name, {"slug": f"place-{len(self.keys[Institution])}", "name": name})

    def _person(self, person: dict) -> int:
        names = {"given_name": person.get("given", ""), "family_name": person.get("family", "")}
        row = {
            "slug": f"person-{len(self.keys[Author])}",
            "display_name": person["name"],
            "sort_name": person["name"],
            "orcid": person.get("orcid"),
            **names,
        }
        return self._shared(Author, id(person), row)  # a person of the library is one object

    def _shared(self, model: type[models.Model], name, row: dict) -> int:
        keys = self.keys[model]
        if name not in keys:
            keys[name] = self.next_category + len(keys) if model is Category else len(keys) + 1
            self.rows[model].append({"id": keys[name], **row})
        return keys[name]


def _insert(model: type[models.Model], rows: list[dict]) -> None:
    fields = (
        [
            field
            for field in model._meta.concrete_fields
            if not field.generated and (not field.primary_key or "id" in rows[0])
        ]
        if rows
        else []
    )
    if not fields:
        return
    defaults = {field.attname: _default(field) for field in fields}
    columns = [connection.ops.quote_name(field.column) for field in fields]
    values = ([*(defaults | row).values()] for row in rows)
    _write(model._meta.db_table, columns, values)


def _default(field: models.Field):
    now = timezone.now() if getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False) else None
    return field.get_db_prep_save(now or field.get_default(), connection)


def _write(table: str, columns: list[str], rows: Iterable[list]) -> None:
    with closing(connection.connection.cursor()) as cursor:
        if connection.vendor == "sqlite":
            marks = ", ".join("?" * len(columns))
            cursor.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", rows)
            return
        with cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
