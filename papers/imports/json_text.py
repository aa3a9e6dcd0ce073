"""JSON read strictly: what no other program could read back, or a database hold, is refused with a sentence."""

import json
import math
import re
from collections.abc import Callable, Iterator

from django.utils.translation import gettext as _

from papers.imports.draft import Draft
from papers.imports.record import Entry, UnreadableFile

LONGEST_NUMBER = 30
DEEPEST = 60
NAME = re.compile(r'"([^"\\\n]{1,60})"\s*:')
HEAD = 100_000  # characters in which a format shows itself


def load(text: str) -> object:
    """Return what a JSON text says; raise ValueError with a sentence where it is broken."""
    try:
        value = DECODER.decode(text)
    except json.JSONDecodeError as error:
        raise ValueError(
            _("This is not JSON: %(what)s at line %(line)s, column %(column)s.")
            % {"what": error.msg, "line": error.lineno, "column": error.colno}
        ) from None
    except RecursionError:
        raise ValueError(_too_deep()) from None
    if text.count("[") + text.count("{") > DEEPEST and _depth_exceeds(value, DEEPEST):
        raise ValueError(_too_deep())
    return value


def load_file(text: str) -> object:
    """Return what a JSON file says; raise UnreadableFile with a sentence where it is broken."""
    try:
        return load(text)
    except ValueError as error:
        raise UnreadableFile(str(error)) from error


def entries_of(items: object, read: Callable[[Draft, dict], Entry]) -> Iterator[Entry]:
    """Yield what `read` makes of each object in a list, and a refused entry for anything else in it.

    Raise UnreadableFile where there is no list.
    """
    if not isinstance(items, list):
        raise UnreadableFile(_("This JSON holds no list of works."))
    for number, item in enumerate(items, 1):
        draft = Draft(place=_("item %(number)s") % {"number": number})
        yield read(draft, item) if isinstance(item, dict) else draft.refused(_("It is not an object."))


def kept(value: object) -> str:
    """Return a value as a text to keep: a text as it is, anything else as JSON, nothing for what says nothing."""
    if isinstance(value, str):
        return value
    if value is None or value == [] or value == {}:
        return ""
    return json.dumps(value, ensure_ascii=False)


def text_of(value: object) -> str:
    """Return a text or number as text, and "" for anything else."""
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""


def objects(value: object) -> list[dict]:
    """Return the objects in a list, the one object itself in a list, and nothing for anything else."""
    if isinstance(value, dict):
        return [value]
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def object_of(value: object) -> dict:
    """Return an object, an empty one for anything else."""
    return value if isinstance(value, dict) else {}


def texts(value: object) -> list[str]:
    """Return the texts in a list, or the one text itself in a list, without empty ones."""
    found = value if isinstance(value, list) else [value]
    return [text for item in found if (text := text_of(item))]


def names_in(text: str) -> set[str]:
    """Return the names of members that stand at the beginning of a JSON text; none where it is not JSON."""
    if text[:1] not in ("{", "[") and text[:1000].lstrip()[:1] not in ("{", "["):
        return set()
    return set(NAME.findall(text[:HEAD]))


def _number(text: str) -> int:
    if len(text) > LONGEST_NUMBER:
        raise ValueError(_("It holds a number of more than %(digits)s digits.") % {"digits": LONGEST_NUMBER})
    return int(text)


def _fraction(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(_("It holds a number that is too large: %(number)s.") % {"number": text[:LONGEST_NUMBER]})
    return number


def _constant(text: str) -> None:
    raise ValueError(_("It holds %(constant)s, which is no value of JSON.") % {"constant": text})


def _members(pairs: list[tuple[str, object]]) -> dict:
    members = dict(pairs)
    if len(members) < len(pairs):
        names = [name for name, _value in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(_("It gives “%(name)s” twice.") % {"name": twice[:60]})
    return members


def _too_deep() -> str:
    return _("Its lists and objects are nested more than %(levels)s deep.") % {"levels": DEEPEST}


def _depth_exceeds(value: object, limit: int) -> bool:
    level = [value]
    for _depth in range(limit):
        level = [inner for outer in level for inner in _inside(outer)]
        if not level:
            return False
    return True


def _inside(value: object) -> Iterator[object]:
    if isinstance(value, dict):
        yield from (inner for inner in value.values() if isinstance(inner, dict | list))
    elif isinstance(value, list):
        yield from (inner for inner in value if isinstance(inner, dict | list))


DECODER = json.JSONDecoder(
    object_pairs_hook=_members, parse_int=_number, parse_float=_fraction, parse_constant=_constant
)
