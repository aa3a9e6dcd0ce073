"""What a paper says and what an entry says of it, in one form that can be compared, kept as JSON and digested.

A value is a text, a list or an object, under the name that it has in `papers.imports.record.PaperRecord`; authors are
pairs of a name and an affiliation as printed, links are lists of kind, address and label.
"""

import hashlib
import json
from collections.abc import Callable

from papers.exports.records import record_of
from papers.imports.record import PaperRecord
from papers.models import Paper

COLUMNS = {name: name for name in "title type language abstract volume issue pages publisher place".split()} | {
    "posted": "posted",
    "issued": "issued",
    "editors": "editors",
    "keywords": "keywords",
    "notice": "notice_kind",
    "citation_key": "citation_key",
}
RELATIONS = ("venue", "categories", "institutions", "authors", "identifiers", "links", "extra")
FIELDS = (*COLUMNS, *RELATIONS)
_in_json = json.JSONEncoder(ensure_ascii=False, sort_keys=True).encode


def digest(value: object) -> str:
    """Return ten hexadecimal digits that stand for a value."""
    return hashlib.blake2b(_in_json(value).encode(), digest_size=5).hexdigest()


EMPTY_DIGESTS = {name: digest("") for name in (*COLUMNS, "venue")} | {
    **{name: digest([]) for name in RELATIONS if name != "venue"},
    "extra": digest({}),
}


def present_values(paper: Paper) -> dict:
    """Return what a paper says, its relations preloaded by `for_page`."""
    record = record_of(paper)
    return _values(record, people=[(person["name"], person["affiliation"]) for person in record["authors"]]) | {
        "links": [[link["kind"], link["url"], link["label"]] for link in record["links"]]
    }


def wanted_values(record: PaperRecord) -> dict:
    """Return what an entry says; a value that it does not give is empty."""
    fields = vars(record)
    return _values(fields, people=[(person.name, person.affiliation) for person in record.authors]) | {
        "links": [[link.kind, link.url, link.label] for link in record.links]
    }


def _values(record: dict, people: list[tuple[str, str]]) -> dict:
    return {name: str(record[name] or "") for name in (*COLUMNS, "venue") if name not in {"editors", "keywords"}} | {
        "editors": "\n".join(_parts(record["editors"], "\n")),
        "keywords": "; ".join(_parts(record["keywords"], ";")),
        "categories": _with_others_sorted(record["categories"]),
        "institutions": list(dict.fromkeys(record["institutions"])),
        "authors": [list(person) for person in people],
        "identifiers": [list(pair) for pair in record["identifiers"]],
        "extra": dict(record["extra"]),
    }


def _parts(texts: tuple[str, ...], separator: str) -> list[str]:
    return [part.strip() for text in texts for part in text.split(separator) if part.strip()]


def _with_others_sorted(codes: tuple[str, ...]) -> list[str]:
    """Return the primary category and then the others in the order of their codes."""
    return [*codes[:1], *sorted(set(codes[1:]) - set(codes[:1]))]


# Edited by hand?


def is_locked(paper: Paper, name: str, value: object) -> bool:
    """Whether the value that a paper has was not written by an import: an editor gave it, or took it out."""
    return is_edited(paper.imported, name, value)


def is_edited(written: dict[str, str], name: str, value: object) -> bool:
    """Whether a value is another than the one of which the digest was `written`."""
    return digest(value) != written.get(name, EMPTY_DIGESTS[name])


def digests(values: dict) -> dict[str, str]:
    """Return the digest of each value that is not empty, as `Paper.imported` keeps them."""
    return {name: digest(value) for name, value in values.items() if value}


# Merging what a source says into what is there


def merged(present: dict, wanted: dict) -> dict:
    """Return `wanted` as the paper would have it afterwards: a source that says nothing of a field empties nothing."""
    return {
        name: MERGED.get(name, _later)(present[name], value) if value else present[name]
        for name, value in wanted.items()
    }


def _later(_present: object, wanted: object) -> object:
    return wanted


def _earlier(present: object, wanted: object) -> object:
    return present or wanted


def _more_exact(present: str, wanted: str) -> str:
    return present if present.startswith(wanted) else wanted


def _with_new_identifiers(present: list, wanted: list) -> list:
    return [*present, *[pair for pair in wanted if pair not in present]]


def _with_new_links(present: list, wanted: list) -> list:
    known = {url for _kind, url, _label in present}
    return [*present, *[link for link in wanted if link[1] not in known]]


def _with_affiliations(present: list, wanted: list) -> list:
    """Return the wanted authors, each with the affiliation that is known where the source is silent on it."""
    known = dict(map(tuple, present))
    return [[name, affiliation or known.get(name, "")] for name, affiliation in wanted]


def _with_new_texts(present: dict, wanted: dict) -> dict:
    return present | wanted


MERGED: dict[str, Callable] = {
    "posted": _more_exact,
    "issued": _more_exact,
    "citation_key": _earlier,  # others cite it
    "identifiers": _with_new_identifiers,
    "links": _with_new_links,
    "authors": _with_affiliations,
    "extra": _with_new_texts,
}
