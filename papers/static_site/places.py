"""Which file an address of the site becomes; None for what cannot be one."""

import posixpath
import re
from functools import lru_cache
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from django.urls import reverse

NOT_PUBLIC = re.compile(r"^/(admin|preview)/|/values/|/\.\.?/")
VERSION = "v"  # of a picture, so that caches see a new one


@lru_cache(maxsize=100_000)
def file_of(address: str) -> str | None:
    """Return the file, from the root of the copy, for a path with its query; None where there is none.

    A folder's page is its index.html, so that an address of the site is one of the copy too. Of the filters, a category
    of all papers has files of its own, and a year is the archive's.
    """
    parts = urlsplit(address)
    path, query = unquote(parts.path), dict(parse_qsl(parts.query))
    query.pop(VERSION, None)
    if NOT_PUBLIC.search(path) or not path.startswith("/"):
        return None
    if path == reverse("papers:paper_list") and _is_a_year(query):
        return file_of(reverse("papers:archive_of", args=[query["year_min"]]))
    filters = {"page", "category"} if path == reverse("papers:paper_list") else {"page"}
    if query.keys() - filters or (query and not path.endswith("/")):
        return None
    if not path.endswith("/"):
        return path[1:]
    words = [
        f"{name}-{quote(value, safe='')}" for name, value in sorted(query.items()) if (name, value) != ("page", "1")
    ]
    return path[1:] + ("-".join(words) or "index") + ".html"


def asked_for(address: str) -> str:
    """Return the path and query at which the site has what `file_of` keeps of an address."""
    parts = urlsplit(address)
    query = dict(parse_qsl(parts.query))
    if parts.path == reverse("papers:paper_list") and _is_a_year(query):
        return reverse("papers:archive_of", args=[query["year_min"]])
    return parts.path + (f"?{parts.query}" if parts.query else "")


def _is_a_year(query: dict[str, str]) -> bool:
    return (
        query.keys() == {"year_min", "year_max"}
        and query["year_min"] == query["year_max"]
        and (query["year_min"].isdigit())
    )


def link_between(file: str, other: str, fragment: str = "") -> str:
    """Return the relative link that leads from a file of the copy to another."""
    folder, _slash, name = other.rpartition("/")
    link = quote(f"{_way(posixpath.dirname(file), folder)}{name}")
    return f"{link}#{fragment}" if fragment else link


@lru_cache(maxsize=100_000)
def _way(folder: str, other: str) -> str:
    way = posixpath.relpath(other or ".", folder or ".")
    return "" if way == "." else f"{way}/"
