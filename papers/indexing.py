"""The search indexes brought up to what the tables hold."""

from collections import defaultdict
from collections.abc import Iterable
from functools import partial

from django.db import connection, transaction
from django.db.models import Model

from papers import search_tables
from papers.faults import PATIENCE, giving_way
from papers.models import (
    Author,
    AuthorName,
    Authorship,
    Identifier,
    ImportBatch,
    Institution,
    MergeRecord,
    Paper,
    Venue,
)
from papers.search import BREAK, fold
from papers.search_tables import INDEXES, Index

AT_A_TIME = 250
MOST_WORDS = 16_000  # positions that a tsvector counts to
EVERYTHING = tuple(INDEXES)


def catch_up(most: int | None = None, kinds: tuple[str, ...] = EVERYTHING) -> int:
    """Index the records of some kinds that were written since they were indexed, `most` of each at the most; return
    how many still wait.
    """
    waiting = _waiting(kinds)
    for kind in kinds:
        done = 0
        while waiting[kind] and (most is None or done < most):
            done += _index_some(kind)
            waiting = _waiting(kinds)
        if done:
            _settle(INDEXES[kind])
    return sum(waiting.values())


def catch_up_if_free(most: int | None = None, milliseconds: int = PATIENCE, kinds: tuple[str, ...] = EVERYTHING) -> int:
    """Do what `catch_up` does, unless the database takes nothing for so long: then the next one will."""
    if not count_waiting(kinds):
        return 0
    with giving_way(milliseconds):
        return catch_up(most, kinds)
    return count_waiting(kinds)  # it gave way


def count_waiting(kinds: tuple[str, ...] = EVERYTHING) -> int:
    """Return how many records of some kinds were written since they were indexed."""
    return sum(_waiting(kinds).values())


@transaction.atomic
def read_all_again() -> int:
    """Have everything read anew by the next `catch_up`, forget what is gone, and return how many papers there are."""
    tables = {index.of for index in INDEXES.values()}
    with connection.cursor() as cursor:
        for statement in search_tables.notes(connection.vendor, everything=True, tables=tables):
            cursor.execute(statement)
    return Paper.objects.count()


def stale(kind: str) -> list[int]:
    """Return the keys of the records of a kind whose words the index has not as the tables have them, and of those
    that are gone.

    Records that wait to be read are left out. All records are read, 250 at a time.
    """
    index = INDEXES[kind]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {index.key} FROM {index.queue}")
        waiting = {key for (key,) in cursor.fetchall()}
        cursor.execute(f"SELECT {index.column(connection.vendor)} FROM {index.table}")
        indexed = {key for (key,) in cursor.fetchall()}
        cursor.execute(f"SELECT id FROM {index.of} ORDER BY id")
        keys = [key for (key,) in cursor.fetchall()]
        stale = sorted(indexed - set(keys))
        for start in range(0, len(keys), AT_A_TIME):
            some = keys[start : start + AT_A_TIME]
            agreeing = AGREEING[connection.vendor](cursor, index, TEXTS[kind](some))
            stale += [key for key in some if key not in agreeing and key not in waiting]
    return stale


def _waiting(kinds: tuple[str, ...]) -> dict[str, int]:
    """Return how many records of each kind wait."""
    indexes = [INDEXES[kind] for kind in kinds]
    counts = ", ".join(f"(SELECT count(DISTINCT {index.key}) FROM {index.queue})" for index in indexes)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {counts}")
        return dict(zip(kinds, cursor.fetchone(), strict=True))


@transaction.atomic
def _index_some(kind: str) -> int:
    """Index some of the records that wait, and return how many."""
    index = INDEXES[kind]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # Of two that read a record at once, the one that read it first might write it last.
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('papers_search'))")
        cursor.execute(f"SELECT DISTINCT {index.key} FROM {index.queue} LIMIT %s", [AT_A_TIME])
        keys = [key for (key,) in cursor.fetchall()]
        cursor.execute(*_among(f"DELETE FROM {index.queue} WHERE {index.key} IN", keys))
        texts = TEXTS[kind](keys)
        WRITERS[connection.vendor](cursor, index, keys, texts)
        _write_words(cursor, {word for parts in texts.values() for part in parts for word in part} - {BREAK})
    return len(keys)


def _settle(index: Index) -> None:
    """Have PostgreSQL put new words where they belong in its indexes: until then each search reads through them."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for column in ("document", *index.derived):
                cursor.execute("SELECT gin_clean_pending_list(%s::regclass)", [index.gin(column)])


def _among(statement: str, keys: list[int]) -> tuple[str, list[int]]:
    return f"{statement} ({', '.join(['%s'] * len(keys))})", keys


# The words of a record


def _texts_of_papers(keys: list[int]) -> dict[int, list[list[str]]]:
    """Return the folded words of each paper that there is, in the order of the index's parts."""
    people = _names(keys)
    identifiers = _joined(Identifier.objects.filter(paper__in=keys).order_by("pk").values_list("paper", "value"))
    papers = Paper.objects.filter(pk__in=keys).order_by()
    former = MergeRecord.objects.former_names("venue")
    return {
        key: [
            fold(title),
            people[key],
            [*fold(f"{venue or ''} {short or ''}"), *_broken(former.get(place, []))],
            [*fold(abstract), *identifiers[key]],
        ]
        for key, title, abstract, place, venue, short in papers.values_list(
            "pk", "title", "abstract", "venue", "venue__name", "venue__short_name"
        )
    }


def _names(keys: list[int]) -> dict[int, list[str]]:
    """Return the words of the names of each paper's authors: as printed there, as shown and as others know them."""
    authorships = Authorship.objects.filter(paper__in=keys).order_by("paper", "position")
    rows = list(authorships.values_list("paper", "author", "printed_name", "author__display_name"))
    others = defaultdict(list)
    for author, name in AuthorName.objects.filter(author__in={row[1] for row in rows}).values_list("author", "name"):
        others[author].append(name)
    return _joined(
        (paper, name)
        for paper, author, printed, shown in rows
        for name in dict.fromkeys([printed, shown, *sorted(others[author])])
    )


def _texts_of_people(keys: list[int]) -> dict[int, list[list[str]]]:
    """Return the folded words of each person's names: as shown and as others know them."""
    shown = Author.objects.filter(pk__in=keys).order_by().values_list("pk", "display_name")
    others = AuthorName.objects.filter(author__in=keys).order_by("name").values_list("author", "name")
    return {key: [words] for key, words in _joined([*shown, *others]).items()}


def _texts_of_places(model: type[Institution | Venue], keys: list[int]) -> dict[int, list[list[str]]]:
    """Return the folded words of the names of each institution or venue, those included from before a merge."""
    rows = model.objects.filter(pk__in=keys).order_by().values_list("pk", "name", "short_name")
    former = MergeRecord.objects.former_names(model._meta.model_name)
    return {key: [[*fold(name), BREAK, *fold(short), *_broken(former.get(key, []))]] for key, name, short in rows}


def _texts_of(model: type[Model], field: str, keys: list[int]) -> dict[int, list[list[str]]]:
    """Return the folded words of one field of each record."""
    rows = model.objects.filter(pk__in=keys).order_by().values_list("pk", field)
    return {key: [fold(text)] for key, text in rows}


TEXTS = {
    "paper": _texts_of_papers,
    "author": _texts_of_people,
    "institution": partial(_texts_of_places, Institution),
    "venue": partial(_texts_of_places, Venue),
    "importbatch": partial(_texts_of, ImportBatch, "file_name"),
    "mergerecord": partial(_texts_of, MergeRecord, "label"),
}


def _broken(names: list[str]) -> list[str]:
    """Return the words of names, each after a break."""
    return [word for name in names for word in (BREAK, *fold(name))]


def _joined(rows: Iterable[tuple[int, str]]) -> dict[int, list[str]]:
    """Return the words of each paper's texts, with a break before each text, over which no phrase reaches."""
    words = defaultdict(list)
    for paper, text in rows:
        words[paper] += [BREAK, *fold(text)]
    return words


# For the databases


def _write_sqlite(cursor, index: Index, keys: list[int], texts: dict[int, list[list[str]]]) -> None:
    cursor.execute(*_among(f"DELETE FROM {index.table} WHERE rowid IN", keys))
    columns = ", ".join(["rowid", *index.parts])
    places = ", ".join(["%s"] * (1 + len(index.parts)))
    cursor.executemany(
        f"INSERT INTO {index.table} ({columns}) VALUES ({places})",
        [(key, *(" ".join(part) for part in parts)) for key, parts in texts.items()],
    )


def _agreeing_sqlite(cursor, index: Index, texts: dict[int, list[list[str]]]) -> set[int]:
    columns = ", ".join(["rowid", *index.parts])
    cursor.execute(*_among(f"SELECT {columns} FROM {index.table} WHERE rowid IN", list(texts)))
    return {key for key, *row in cursor.fetchall() if row == [" ".join(part) for part in texts[key]]}


def _agreeing_postgresql(cursor, index: Index, texts: dict[int, list[list[str]]]) -> set[int]:
    cursor.execute(
        f"SELECT {index.key} FROM {index.table} JOIN unnest(%s::bigint[], %s::text[]) AS own (id, words) "
        f"ON id = {index.key} WHERE document = words::tsvector",
        [list(texts), [_tsvector(parts, index.parts.values()) for parts in texts.values()]],
    )
    return {key for (key,) in cursor.fetchall()}


def _write_postgresql(cursor, index: Index, keys: list[int], texts: dict[int, list[list[str]]]) -> None:
    cursor.executemany(
        f"INSERT INTO {index.table} ({index.key}, document) VALUES (%s, %s::tsvector) "
        f"ON CONFLICT ({index.key}) DO UPDATE SET document = EXCLUDED.document",
        [(key, _tsvector(parts, index.parts.values())) for key, parts in texts.items()],
    )


def _write_words(cursor, words: set[str]) -> None:
    cursor.executemany(
        "INSERT INTO papers_search_word (term) VALUES (%s) ON CONFLICT DO NOTHING", [(word,) for word in sorted(words)]
    )


def _tsvector(parts: list[list[str]], weights: Iterable[str]) -> str:
    """Return the words of a record as PostgreSQL reads them in place of a tsvector, each with its places and weight."""
    places, place = defaultdict(list), 0
    for words, weight in zip(parts, weights, strict=True):
        for word in words:
            place += 1
            if word != BREAK and place <= MOST_WORDS:
                places[word].append(f"{place}{weight}")
        place += 1  # no phrase reaches from one part into the next
    return " ".join(f"'{word}':{','.join(there)}" for word, there in places.items())


WRITERS = {"sqlite": _write_sqlite, "postgresql": _write_postgresql}
AGREEING = {"sqlite": _agreeing_sqlite, "postgresql": _agreeing_postgresql}


# Forgetting


def forget_words(words: Iterable[str]) -> None:
    """Forget those of the folded words that no record in an index has any more, on SQLite in its file too."""
    vendor = connection.vendor
    with connection.cursor() as cursor:
        for word in set(words):
            asked = [HOLDS[vendor].format(table=index.table) for index in INDEXES.values()]
            cursor.execute(" UNION ALL ".join(asked), [QUOTED[vendor](word)] * len(asked))
            if not cursor.fetchone():
                cursor.execute("DELETE FROM papers_search_word WHERE term = %s", [word])
        if vendor == "sqlite":
            for index in INDEXES.values():
                cursor.execute(f"INSERT INTO {index.table} ({index.table}) VALUES ('optimize')")


HOLDS = {
    "sqlite": "SELECT 1 FROM {table} WHERE {table} MATCH %s",
    "postgresql": "SELECT 1 FROM {table} WHERE document @@ %s::tsquery",
}
QUOTED = {
    "sqlite": lambda word: '"{}"'.format(word.replace('"', '""')),
    "postgresql": lambda word: "'{}'".format(word.replace("\\", "\\\\").replace("'", "''")),
}
