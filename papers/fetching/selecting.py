"""Some of the entries of an answer, in the format that it came in."""

import json
from collections.abc import Callable, Collection
from xml.etree import ElementTree as ET

from papers.fetching.fetch import Fetched
from papers.imports import crossref, json_text, orcid
from papers.imports.encodings import decode

ENTRY = "{http://www.w3.org/2005/Atom}entry"


def selected(answer: Fetched, positions: Collection[int]) -> Fetched:
    """Return an answer that can be read, with the entries at some positions alone, the first of all being 1."""
    return Fetched(answer.name, SELECT[answer.source](answer.content, positions), answer.source)


def _at(items: list, positions: Collection[int]) -> list:
    return [item for position, item in enumerate(items, 1) if position in positions]


def _openalex(content: bytes, positions: Collection[int]) -> bytes:
    works = json_text.object_of(json_text.load(decode(content).text)).get("results")
    return json.dumps({"results": _at(works, positions)}).encode()


def _crossref(content: bytes, positions: Collection[int]) -> bytes:
    works = crossref.works_in(decode(content).text)
    return json.dumps({"message-type": "work-list", "message": {"items": _at(works, positions)}}).encode()


def _orcid(content: bytes, positions: Collection[int]) -> bytes:
    record = json_text.object_of(json_text.load(decode(content).text))
    groups = _at(orcid.groups_in(record), positions)
    kept = {name: record.get(name) for name in ("orcid-identifier", "person")}
    return json.dumps(kept | {"activities-summary": {"works": {"group": groups}}}).encode()


def _arxiv(content: bytes, positions: Collection[int]) -> bytes:
    # It was read before by papers.imports, which refuses declared entities.
    feed = ET.fromstring(content)  # noqa: S314 # nosec B314
    entries = feed.findall(ENTRY)
    for entry in entries:
        if entry not in _at(entries, positions):
            feed.remove(entry)
    return ET.tostring(feed)


SELECT: dict[str, Callable[[bytes, Collection[int]], bytes]] = {
    "openalex": _openalex,
    "crossref": _crossref,
    "orcid": _orcid,
    "arxiv": _arxiv,
}
