"""What a query that finds nothing was meant to be: its misspelt words replaced by words that there are."""

from collections.abc import Callable
from dataclasses import replace

from django.db import connection

from papers.models import Author, AuthorName, Institution, MergeRecord, Venue
from papers.search import Search, Term, fold
from papers.spelling import KEPT, distance, may_be, mistakes_forgiven, one_mistake_away

MOST_MENDED = 2  # misspelt words of a query
MOST_READ = 5_000  # words that begin as the misspelt one and are about as long
MOST_TRIED = 8  # words in its place that are looked for
LAST = "\U0010ffff"

Count = Callable[[Search], int]


def meant(search: Search, count: Count) -> Search | None:
    """Return what `search` was meant to be, None where no word seems misspelt or nothing else would be found.

    `count` says how many of the records that the visitor may see a query finds, up to some number: it alone decides
    what is offered, so that a word that hidden records alone have is as good as none.
    """
    unknown = [(term, word) for term in search.wanted for word in term.words if not count(_alone(term, word))]
    if not 0 < len(unknown) <= MOST_MENDED:
        return None
    nearest = {(term, word): _nearest(term, word, count) for term, word in unknown}
    offered = replace(search, terms=tuple(_mended(term, nearest) for term in search.terms))
    return offered if offered != search and count(offered) else None


def _alone(term: Term, word: str) -> Search:
    return Search((replace(term, words=(word,)),))


def _nearest(term: Term, word: str, count: Count) -> str:
    """Return the word most like `word` that is found and may be shown, of several the commonest; the word itself where
    there is none.
    """
    found = [(away, -count(_alone(term, other)), other) for away, other in _like(word)]
    best = sorted(entry for entry in found if entry[1])
    return next((other for _away, _times, other in best if _may_be_shown(term, other, count)), word)


def _may_be_shown(term: Term, word: str, count: Count) -> bool:
    """Whether a word that is found may be offered: it is of no name that only helps to find, or a title has it too."""
    if not _is_hidden_of_a_person(word) and not _is_former_of_a_place(word):
        return True
    return term.part in {"", "title"} and count(_alone(replace(term, part="title"), word)) > 0


def _is_hidden_of_a_person(word: str) -> bool:
    """Whether some person has a word in a name that is not shown, and in none that is."""
    people = Author.objects.found_by(Search((Term(word, (word,)),)))
    names = AuthorName.objects.filter(author__in=people).values_list("author", "author__display_name", "name", "shown")
    hidden, shown = set(), set()
    for person, display_name, name, is_shown in names:
        if word in fold(name):
            (shown if is_shown else hidden).add(person)
        if word in fold(display_name):
            shown.add(person)
    return bool(hidden - shown)


def _is_former_of_a_place(word: str) -> bool:
    """Whether some institution or venue that others became was called so before, and no page says so."""
    for model in (Institution, Venue):
        former = MergeRecord.objects.former_names(model._meta.model_name)
        places = {key for key, names in former.items() if any(word in fold(name) for name in names)}
        for place in model.objects.filter(pk__in=places):
            shown = [place.name, place.short_name, *MergeRecord.objects.other_names(place)]
            if word not in fold(" ".join(shown)):
                return True
    return False


def _like(word: str) -> list[tuple[int, str]]:
    """Return the nearest words that an index ever held, with how many mistakes they are away."""
    forgiven = mistakes_forgiven(word)
    if not forgiven:
        return []
    near = sorted(one_mistake_away(word))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT term FROM papers_search_word WHERE term IN ({', '.join(['%s'] * len(near))})", near)
        like = {other for (other,) in cursor.fetchall()}
        if forgiven > 1:
            cursor.execute(
                "SELECT term FROM papers_search_word WHERE term > %s AND term < %s AND length(term) BETWEEN %s AND %s "
                "ORDER BY term LIMIT %s",
                [word[:KEPT], word[:KEPT] + LAST, len(word) - forgiven, len(word) + forgiven, MOST_READ],
            )
            like |= {other for (other,) in cursor.fetchall() if may_be(word, other)}
    ranked = sorted((distance(word, other, forgiven), other) for other in like - {word})
    return [(away, other) for away, other in ranked if away <= forgiven][:MOST_TRIED]


def _mended(term: Term, nearest: dict[tuple[Term, str], str]) -> Term:
    """Return a term with the nearest words in the place of those that nothing has."""
    words = tuple(nearest.get((term, word), word) for word in term.words)
    return term if words == term.words else replace(term, words=words, text=_text(term, words))


def _text(term: Term, words: tuple[str, ...]) -> str:
    field = term.text.partition(":")[0] + ":" if term.part else ""
    typed = f'"{" ".join(words)}"' if len(words) > 1 else words[0]
    return f"{field}{typed}{'*' if term.is_prefix and len(words) == 1 else ''}"
