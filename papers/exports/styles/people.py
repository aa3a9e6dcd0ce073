"""Names in references: turned round or not, given names in full or as initials, lists cut short."""

from collections.abc import Callable, Sequence

from papers.names import PersonName, abbreviate_given, is_east_asian, spaced_given, split_particles


def in_reading_order(name: PersonName, given: Callable[[str], str]) -> str:
    """Return "Laurens van der Maaten" or "Hal Daumé III", `given` saying how given names are written."""
    if whole := _whole(name):
        return whole
    return " ".join(part for part in (given(name.given), _curly(name.family), name.suffix) if part)


def inverted(name: PersonName, given: Callable[[str], str], particles_last: bool = False) -> str:
    """Return "Daumé, Hal, III" and "van der Maaten, Laurens", or "Maaten, Laurens van der"."""
    if whole := _whole(name):
        return whole
    first, family = given(name.given), name.family
    if particles_last:
        particles, family = split_particles(family)
        first = " ".join(part for part in (first, _curly(particles)) if part)
    return ", ".join(part for part in (_curly(family), first, name.suffix) if part)


def in_full(given: str) -> str:
    """Return given names in full."""
    return _curly(spaced_given(given))


def as_initials(given: str) -> str:
    """Return given names as initials."""
    return _curly(abbreviate_given(given))


def connected(people: Sequence[str], word: str, comma_before_two: bool = False) -> str:
    """Return "A", "A and B" and "A, B, and C" with `word` for "and", of two with a comma too where asked."""
    if len(people) < 2:
        return "".join(people)
    comma = "," if comma_before_two or len(people) > 2 else ""
    return f"{', '.join(people[:-1])}{comma} {word} {people[-1]}"


def _whole(name: PersonName) -> str:
    """Return a name that is not taken apart: in one piece, or in Chinese, Japanese or Korean script; else ""."""
    if not name.given:
        return _curly(str(name))
    return name.family + name.given if is_east_asian(name.family + name.given) else ""


def _curly(text: str) -> str:
    return text.replace("'", "’")
