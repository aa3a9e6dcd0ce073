"""The search index brought up to what the tables hold."""

from collections import defaultdict
from collections.abc import Iterable

from django.db import connection, transaction

from papers import search_tables
from papers.faults import PATIENCE, giving_way
from papers.models import AuthorName, Authorship, Identifier, Paper
from papers.search import BREAK, PARTS, fold

AT_A_TIME = 250
MOST_WORDS = 16_000  # positions that a tsvector counts to


def catch_up(most: int | None = None) -> int:
    """Index the papers that were written since they were indexed, `most` at the most; return how many still wait."""
    done = 0
    while count_waiting() and (most is None or done < most):
        done += _index_some()
    return count_waiting()


def catch_up_if_free(most: int | None = None, milliseconds: int = PATIENCE) -> int:
    """Do what `catch_up` does, unless the database takes nothing for so long: then the next one will."""
    if not count_waiting():
        return 0
    with giving_way(milliseconds):
        return catch_up(most)
    return count_waiting()  # it gave way


def count_waiting() -> int:
    """Return how many papers were written since they were indexed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(DISTINCT paper_id) FROM papers_search_queue")
        return cursor.fetchone()[0]


@transaction.atomic
def read_all_again() -> int:
    """Have all papers read anew by the next `catch_up`, forget those that are gone, and return how many there are."""
    with connection.cursor() as cursor:
        for statement in search_tables.notes(connection.vendor, everything=True):
            cursor.execute(statement)
    return Paper.objects.count()


def stale_papers() -> list[int]:
    """Return the keys of the papers whose words the index has not as the tables have them, and of those that are gone.

    Papers that wait to be read are left out. All papers are read, 250 at a time.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT paper_id FROM papers_search_queue")
        waiting = {key for (key,) in cursor.fetchall()}
        cursor.execute(search_tables.indexed(connection.vendor))
        indexed = {key for (key,) in cursor.fetchall()}
    keys = list(Paper.objects.order_by("pk").values_list("pk", flat=True))
    stale = sorted(indexed - set(keys))
    for start in range(0, len(keys), AT_A_TIME):
        some = keys[start : start + AT_A_TIME]
        with connection.cursor() as cursor:
            agreeing = AGREEING[connection.vendor](cursor, some, _texts(some))
        stale += [key for key in some if key not in agreeing and key not in waiting]
    return stale


@transaction.atomic
def _index_some() -> int:
    """Index some of the papers that wait, and return how many."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # Of two that read a paper at once, the one that read it first might write it last.
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('papers_search'))")
        cursor.execute("SELECT DISTINCT paper_id FROM papers_search_queue LIMIT %s", [AT_A_TIME])
        keys = [key for (key,) in cursor.fetchall()]
        cursor.execute(*_among("DELETE FROM papers_search_queue WHERE paper_id IN", keys))
        WRITERS[connection.vendor](cursor, keys, _texts(keys))
    return len(keys)


def _among(statement: str, keys: list[int]) -> tuple[str, list[int]]:
    return f"{statement} ({', '.join(['%s'] * len(keys))})", keys


# The words of a paper


def _texts(keys: list[int]) -> dict[int, list[list[str]]]:
    """Return the folded words of each paper that there is, in the order of `PARTS`."""
    people = _names(keys)
    identifiers = _joined(Identifier.objects.filter(paper__in=keys).order_by("pk").values_list("paper", "value"))
    papers = Paper.objects.filter(pk__in=keys).order_by()
    return {
        key: [fold(title), people[key], fold(f"{venue or ''} {short or ''}"), [*fold(abstract), *identifiers[key]]]
        for key, title, abstract, venue, short in papers.values_list(
            "pk", "title", "abstract", "venue__name", "venue__short_name"
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


def _joined(rows: Iterable[tuple[int, str]]) -> dict[int, list[str]]:
    """Return the words of each paper's texts, with a break before each text, over which no phrase reaches."""
    words = defaultdict(list)
    for paper, text in rows:
        words[paper] += [BREAK, *fold(text)]
    return words


# For the databases


def _write_sqlite(cursor, keys: list[int], texts: dict[int, list[list[str]]]) -> None:
    cursor.execute(*_among("DELETE FROM papers_search WHERE rowid IN", keys))
    cursor.executemany(
        "INSERT INTO papers_search (rowid, title, people, venue, rest) VALUES (%s, %s, %s, %s, %s)",
        [(key, *(" ".join(part) for part in parts)) for key, parts in texts.items()],
    )


def _agreeing_sqlite(cursor, keys: list[int], texts: dict[int, list[list[str]]]) -> set[int]:
    cursor.execute(*_among("SELECT rowid, title, people, venue, rest FROM papers_search WHERE rowid IN", keys))
    return {key for key, *row in cursor.fetchall() if row == [" ".join(part) for part in texts[key]]}


def _agreeing_postgresql(cursor, keys: list[int], texts: dict[int, list[list[str]]]) -> set[int]:
    cursor.execute(
        "SELECT paper_id FROM papers_search JOIN unnest(%s::bigint[], %s::text[]) AS own (id, words) "
        "ON id = paper_id WHERE document = words::tsvector",
        [keys, [_tsvector(texts[key]) for key in keys]],
    )
    return {key for (key,) in cursor.fetchall()}


def _write_postgresql(cursor, keys: list[int], texts: dict[int, list[list[str]]]) -> None:
    cursor.executemany(
        "INSERT INTO papers_search (paper_id, document) VALUES (%s, %s::tsvector) "
        "ON CONFLICT (paper_id) DO UPDATE SET document = EXCLUDED.document",
        [(key, _tsvector(parts)) for key, parts in texts.items()],
    )
    words = {word for parts in texts.values() for part in parts for word in part}
    cursor.execute(
        "INSERT INTO papers_search_word SELECT unnest(%s::text[]) ON CONFLICT DO NOTHING", [sorted(words - {BREAK})]
    )


def _tsvector(parts: list[list[str]]) -> str:
    """Return the words of a paper as PostgreSQL reads them in place of a tsvector, each with its places and weight."""
    places, place = defaultdict(list), 0
    for words, weight in zip(parts, PARTS.values(), strict=True):
        for word in words:
            place += 1
            if word != BREAK and place <= MOST_WORDS:
                places[word].append(f"{place}{weight}")
        place += 1  # no phrase reaches from one part into the next
    return " ".join(f"'{word}':{','.join(there)}" for word, there in places.items())


WRITERS = {"sqlite": _write_sqlite, "postgresql": _write_postgresql}
AGREEING = {"sqlite": _agreeing_sqlite, "postgresql": _agreeing_postgresql}
