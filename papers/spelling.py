"""Words that a misspelt one may have been meant to be: near by letters left out, put in, changed or swapped."""

from string import ascii_lowercase

SHORTEST = 3  # letters of a word that may be misspelt
LONG = 6  # letters from which on two mistakes are forgiven
KEPT = 2  # first letters of which a word with two mistakes keeps all


def mistakes_forgiven(word: str) -> int:
    """Return how many mistakes a word may have: none where it is short or holds a digit."""
    if len(word) < SHORTEST or any(letter.isdigit() for letter in word):
        return 0
    return 2 if len(word) >= LONG else 1


def one_mistake_away(word: str) -> set[str]:
    """Return what a word may be with one mistake put right, in Latin letters and its own."""
    letters = sorted({*ascii_lowercase, *word})
    halves = [(word[:place], word[place:]) for place in range(len(word) + 1)]
    left_out = {before + after[1:] for before, after in halves if after}
    swapped = {before + after[1] + after[0] + after[2:] for before, after in halves if len(after) > 1}
    changed = {before + letter + after[1:] for before, after in halves if after for letter in letters}
    put_in = {before + letter + after for before, after in halves for letter in letters}
    return (left_out | swapped | changed | put_in) - {word, ""}


def may_be(word: str, other: str) -> bool:
    """Return whether two words have so many letters in common that they may be few mistakes away from each other."""
    return len({*word} ^ {*other}) <= 2 * mistakes_forgiven(word)


def distance(one: str, other: str, most: int) -> int:
    """Return how many mistakes lie between two words, where two neighbours swapped are one mistake; `most` + 1 where
    there are more than `most`. This is the optimal string alignment distance.
    """
    if abs(len(one) - len(other)) > most:
        return most + 1
    before, row = [], list(range(len(other) + 1))
    for place, letter in enumerate(one, start=1):
        before, above, row = row, before, [place]
        for column, its in enumerate(other, start=1):
            least = min(before[column] + 1, row[-1] + 1, before[column - 1] + (letter != its))
            if place > 1 and column > 1 and letter == other[column - 2] and one[place - 2] == its:
                least = min(least, above[column - 2] + 1)
            row.append(least)
        if min(row) > most:
            return most + 1
    return row[-1]
