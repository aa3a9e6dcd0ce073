"""A fixture file: a JSON list of records, each with its place in the file, so that every complaint can name it."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

BLANKS = re.compile(r"[ \t\n\r]*")
MEMBERS = {"model", "fields", "pk"}


class FixtureError(Exception):
    """A file that cannot be loaded; the text names file, record and field, and says what to do."""


@dataclass(frozen=True)
class Record:
    """One record of a file: its number there, counted from 1, the line it begins on, and what stands in it."""

    file: Path
    number: int
    line: int
    model: str
    fields: dict
    has_pk: bool = False

    def error(self, message: str, field: str = "", name: str = "") -> FixtureError:
        """Return an error with the place of this record, called `name` where it has a name, and its `field`."""
        record = f"{self.model} “{name}”" if name else self.model
        place = f", field {field}" if field else ""
        text = f"{self.file}, line {self.line}, record {self.number} ({record}){place}: {message}"
        return FixtureError("".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in text))


def read_records(path: Path) -> list[Record]:
    """Return the records of the JSON file at `path`; raise FixtureError for a file that holds anything else."""
    text = _read(path)
    try:
        elements = list(_elements(path, text))
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise FixtureError(f"{path} is not JSON: {error.msg} at {place}. Correct it and load it again.") from error
    return [_record(path, *element) for element in elements]


def _read(path: Path) -> str:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise FixtureError(f"{path} cannot be read ({error.strerror}): name a JSON file that can.") from error
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FixtureError(
            f"{path} is not UTF-8 (at byte {error.start + 1}): save it as UTF-8 and load it again."
        ) from error


def _elements(path: Path, text: str) -> Iterator[tuple[int, int, object]]:
    """Yield number, line and value of each element of the list that `text` holds."""
    decoder = json.JSONDecoder(object_pairs_hook=_object, parse_constant=_refuse_constant)
    place = _after_blanks(text, _list_start(path, text, decoder))
    number, line, counted = 0, 1, 0
    while number or text[place : place + 1] != "]":
        number, line, counted = number + 1, line + text.count("\n", counted, place), place
        value, place = _value(path, text, place, decoder, f"line {line}, record {number}")
        yield number, line, value
        place = _after_blanks(text, place)
        if text[place : place + 1] == "]":
            break
        if text[place : place + 1] != ",":
            raise json.JSONDecodeError("Expecting ',' delimiter", text, place)
        place = _after_blanks(text, place + 1)
    if (rest := _after_blanks(text, place + 1)) != len(text):
        raise json.JSONDecodeError("Extra data", text, rest)


def _list_start(path: Path, text: str, decoder: json.JSONDecoder) -> int:
    start = _after_blanks(text, 0)
    if text[start : start + 1] == "[":
        return start + 1
    _value(path, text, start, decoder, "line 1")
    raise FixtureError(f"{path} does not hold a list of records: it must begin with [ as the output of dumpdata does.")


def _value(path: Path, text: str, start: int, decoder: json.JSONDecoder, place: str) -> tuple[object, int]:
    try:
        return decoder.raw_decode(text, start)
    except json.JSONDecodeError:
        raise
    except RecursionError as error:
        raise FixtureError(f"{path}, {place}: lists or objects stand too deep in one another.") from error
    except ValueError as error:
        raise FixtureError(f"{path}, {place}: {error}. Correct it and load it again.") from error


def _after_blanks(text: str, start: int) -> int:
    return BLANKS.match(text, start).end()


def _object(pairs: list[tuple[str, object]]) -> dict:
    members = dict(pairs)
    if len(members) < len(pairs):
        names = [name for name, _value in pairs]
        raise ValueError(f"“{max(names, key=names.count)}” stands twice in one object")
    return members


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is no number")


def _record(path: Path, number: int, line: int, value: object) -> Record:
    place = f"{path}, line {line}, record {number}"
    if not isinstance(value, dict) or not isinstance(value.get("model"), str):
        raise FixtureError(f'{place}: a record must be an object like {{"model": "papers.paper", "fields": {{…}}}}.')
    if unknown := sorted(value.keys() - MEMBERS):
        raise FixtureError(f"{place}: a record has “model” and “fields” but no “{unknown[0]}”: take it out.")
    if not isinstance(value.get("fields"), dict):
        raise FixtureError(f"{place}: “fields” must be an object with the record's values.")
    return Record(path, number, line, value["model"], value["fields"], "pk" in value)
