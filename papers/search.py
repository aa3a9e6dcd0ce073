"""What somebody types into a search box: read as terms, folded as the index is, and written for either database.

A text is folded to words of lower-case letters without accents, parted by spaces; the index holds such words in four
parts (`PARTS`), and so a query says the same to SQLite's FTS5 and to PostgreSQL's tsvector. Any text at all is a query.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

LONGEST_WORD = 60  # letters
MOST_TERMS = 12
REMEMBERED = 20_000  # parts of shown texts, which come again and again
PARTS = {"title": "A", "people": "B", "venue": "C", "rest": "D"}  # of the index, with PostgreSQL's weights
BREAK = "|"  # no word: what stands on its two sides is no phrase

# Letters that are not a letter with an accent, though a keyboard without them writes them so.
LOOKALIKES = {
    "ł": "l",
    "ø": "o",
    "đ": "d",
    "ð": "d",
    "ħ": "h",
    "ı": "i",
    "ŧ": "t",
    "ŋ": "n",
    "æ": "ae",
    "œ": "oe",
    "þ": "th",
}
APOSTROPHES = "'’ʼ`´"
EAST_ASIAN = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\U00020000-\U0003134f]")
# Numbers keep their points (3.5, 2306.16388) and languages their marks (c++, c#).
WORD = re.compile(r"[^\W_]*\d(?:\.\d+)+|[^\W_]+(?:\+\+|#)?")


def fold(text: str) -> list[str]:
    """Return the words of a text as the index has them; each Chinese, Japanese or Korean character is one."""
    folded = unicodedata.normalize("NFC", text).translate(FOLDED)
    return [word[:LONGEST_WORD] for word in WORD.findall(folded)]


class _Folded(dict):
    """Every character by its number, folded when it is first asked for."""

    def __missing__(self, number: int) -> str:
        self[number] = folded = _fold_character(chr(number))
        return folded


def _fold_character(character: str) -> str:
    if character in APOSTROPHES:
        return ""
    if EAST_ASIAN.fullmatch(character):
        return f" {character} "
    parts = unicodedata.normalize("NFKD", character)
    letters = unicodedata.normalize("NFKC", "".join(part for part in parts if unicodedata.category(part) != "Mn"))
    return "".join(LOOKALIKES.get(letter, letter) for letter in letters.casefold())


FOLDED = _Folded()


# A query

TERM = re.compile(r'(?P<text>(?P<minus>-?)(?:(?P<field>[a-z]+):)?(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+)))')
WORD_FIELDS = {"author": "people", "title": "title", "venue": "venue"}
VALUE_FIELDS = ("category", "year", "has", "doi", "arxiv")


@dataclass(frozen=True)
class Term:
    """One part of a query, as it was typed in `text`.

    Words to be found one after the other, in `part` of the index ("" for any), the last of them a beginning where
    `is_prefix`; or, without words, the `value` of a `field`.
    """

    text: str
    words: tuple[str, ...] = ()
    part: str = ""
    is_prefix: bool = False
    field: str = ""
    value: str = ""
    excluded: bool = False


@dataclass(frozen=True)
class Search:
    """A query: all of its terms are to be met. `ignored` holds what was typed and says nothing, `late`
    what came after the terms that count.
    """

    terms: tuple[Term, ...] = ()
    ignored: tuple[str, ...] = ()
    late: tuple[str, ...] = ()

    @property
    def wanted(self) -> list[Term]:
        """The terms whose words are to be found."""
        return [term for term in self.terms if term.words and not term.excluded]

    @property
    def unwanted(self) -> list[Term]:
        """The terms whose words are not to be found."""
        return [term for term in self.terms if term.words and term.excluded]

    @property
    def values(self) -> list[Term]:
        """The terms that give a value of a field."""
        return [term for term in self.terms if term.field]

    @property
    def text(self) -> str:
        """The query as it may be typed, without what was ignored."""
        return " ".join(term.text for term in self.terms)

    def without(self, left_out: Term) -> str:
        """Return the text of the query without one of its terms."""
        return " ".join(term.text for term in self.terms if term is not left_out)


def as_name(search: Search, part: str = "") -> Search:
    """Return a query as one for names, each word of which may begin a word of the name unless it stands in quotes; an
    empty one where it asks for what only papers have. `part` is that of the index of papers that holds such names.
    """
    if any(term.field or term.part not in ("", part) for term in search.terms):
        return Search()
    return Search(tuple(_as_name(term) for term in search.terms))


def _as_name(term: Term) -> Term:
    may_begin = not term.excluded and '"' not in term.text and len("".join(term.words)) > 1
    return replace(term, part="", is_prefix=term.is_prefix or may_begin)


def parse(text: str) -> Search:
    """Return the query that a text is; every text is one."""
    terms, ignored, late = [], [], []
    for match in TERM.finditer(text):
        term = _term(match)
        if term is None:
            ignored.append(match["text"])
        elif len(terms) == MOST_TERMS:
            late.append(match["text"])
        elif all(term != other for other in terms):
            terms.append(term)
    return Search(tuple(terms), tuple(ignored), tuple(late))


def _term(match: re.Match) -> Term | None:
    text, excluded, field = match["text"], bool(match["minus"]), match["field"] or ""
    typed = match["phrase"] if match["word"] is None else match["word"]
    if field in VALUE_FIELDS:
        return Term(text, field=field, value=typed, excluded=excluded) if typed else None
    if field and field not in WORD_FIELDS:
        typed, field = f"{field} {typed}", ""  # "http://…" and "Title: subtitle" are words
    words = tuple(fold(typed))
    if not words:
        return None
    is_prefix = match["word"] is not None and typed.endswith("*")
    return Term(text, words, WORD_FIELDS.get(field, ""), is_prefix, excluded=excluded)


# For the databases


def fts5(terms: list[Term], part: str = "") -> str:
    """Return terms as FTS5 reads them, all to be met; those that name no part of the index in `part` if it is given."""
    return " AND ".join(_fts5(term, term.part or part) for term in terms)


def _fts5(term: Term, part: str) -> str:
    # Folded words hold no quotation mark.
    phrase = f'"{" ".join(term.words)}"{" *" if term.is_prefix else ""}'
    return f"({part} : {phrase})" if part else f"({phrase})"


def tsqueries(terms: list[Term], part: str = "") -> dict[str, str]:
    """Return what `fts5` does as PostgreSQL reads it in place of tsqueries: one for each part of the index that is
    asked, all to be met, that for all of it under "".
    """
    asked: dict[str, list[str]] = {}
    for term in terms:
        asked.setdefault(term.part or part, []).append(_tsquery(term))
    return {place: " & ".join(queries) for place, queries in asked.items()}


def _tsquery(term: Term) -> str:
    *most, last = term.words
    words = [*(f"'{word}'" for word in most), f"'{last}':*" if term.is_prefix else f"'{last}'"]
    return f"({' <-> '.join(words)})"


# What was found, in the text as it is shown


def marked(text: str, search: Search | None, parts: tuple[str, ...] = ("title", "rest")) -> list[tuple[str, bool]]:
    """Return a text in pieces, each with whether it is one that the query looks for in one of `parts`."""
    sought = [term for term in search.wanted if not term.part or term.part in parts] if search else []
    hits = _hits(text, sought) if sought else []
    pieces, done = [], 0
    for start, end in hits:
        pieces += [(text[done:start], False), (text[start:end], True)]
        done = end
    return [piece for piece in [*pieces, (text[done:], False)] if piece[0]]


OTHER_LETTER = rf"[^\W_{EAST_ASIAN.pattern[1:-1]}]"
SHOWN_WORD = re.compile(
    rf"{EAST_ASIAN.pattern}|[^\W_]*\d(?:\.\d+)+|(?:{OTHER_LETTER}+|[{APOSTROPHES}\u0300-\u036f])+(?:\+\+|\#)?"
)


CHUNK = re.compile(r"\S+")  # no word goes beyond one


def _hits(text: str, terms: list[Term]) -> list[tuple[int, int]]:
    """Return start and end of what the terms find, in order, none overlapping another."""
    words, spans = [], []
    for start, end in _chunks(text, terms):
        for word, first, last in _words_in(text[start:end]):
            words.append(word)
            spans.append((start + first, start + last))
    found = []
    for term in terms:
        length, first = len(term.words), term.words[0]
        found += [
            (spans[place][0], spans[place + length - 1][1])
            for place in range(len(words) - length + 1)
            if words[place].startswith(first) and _is_there(term, words[place : place + length])
        ]
    return _united(sorted(found))


def _chunks(text: str, terms: list[Term]) -> Iterator[tuple[int, int]]:
    """Yield start and end of the parts of a text between its spaces; where single words are looked for in plain
    letters, of those alone in which they may stand.
    """
    if not text.isascii() or any(len(term.words) > 1 for term in terms):
        yield from (match.span() for match in CHUNK.finditer(text))
        return
    end = 0
    for match in _letters_of(tuple(term.words[0] for term in terms)).finditer(text):
        if match.start() >= end:
            start, end = match.span()
            while start and not text[start - 1].isspace():
                start -= 1
            while end < len(text) and not text[end].isspace():
                end += 1
            yield start, end


@lru_cache
def _letters_of(words: tuple[str, ...]) -> re.Pattern:
    """Return what finds the letters of words, large or small, apostrophes among them."""
    among = f"[{APOSTROPHES}]*"
    return re.compile("|".join(among.join(map(re.escape, word)) for word in words), re.IGNORECASE)


@lru_cache(maxsize=REMEMBERED)
def _words_in(chunk: str) -> tuple[tuple[str, int, int], ...]:
    """Return the folded words of a part of a text, each with where it stands there."""
    return tuple((word, *match.span()) for match in SHOWN_WORD.finditer(chunk) for word in fold(match[0]))


def _is_there(term: Term, words: list[str]) -> bool:
    *most, last = term.words
    return words[:-1] == most and (words[-1].startswith(last) if term.is_prefix else words[-1] == last)


def _united(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    united = []
    for start, end in spans:
        if united and start <= united[-1][1]:
            united[-1] = (united[-1][0], max(end, united[-1][1]))
        else:
            united.append((start, end))
    return united
