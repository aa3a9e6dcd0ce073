"""Hostile requests by the thousand: every address, parameter, header and method, as a visitor and as an editor.

    python -m scripts.fuzzing [NUMBER [PAPERS [SEED]]]

On each database. The addresses come from the resolver, their parts and parameters from what the site holds and from
HOSTILE. The same seed asks the same. Every request is taken back, lest one stand in the next one's way. Ends with 1 and
a line for each answer that is wrong: an error, one that took longer than 2 s (of processor time with SQLite, by the
clock with PostgreSQL, which works elsewhere), markup that somebody asked for, a redirect elsewhere, a cookie for a
visitor, what an editor sees and caches may share, another host's name.
"""

import logging
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.cookies import SimpleCookie
from itertools import islice
from random import Random
from urllib.parse import quote, urlencode, urlsplit

from django.conf import settings
from django.core.signals import request_finished
from django.db import close_old_connections, connection, transaction

from scripts.running_site import ROOT, environment
from scripts.scratch_databases import reopened, scratch_databases

SEED, NUMBER, PAPERS = 1843, 5_000, 100_000
LONGEST = 2.0  # seconds
CHUNKS = 100  # of a file that is written while it is sent
COPY, HERE = "fuzzed", "here"
HOST = "localhost"
ELSEWHERE = "elsewhere.example"
HOSTILE = [
    *(
        '"><fz9 onfz9=1>',
        "'><script>fz9()</script>",
        "</script><fz9>",
        "</textarea></title><fz9>",
        "<!--<fz9>",
        "]]><fz9>",
    ),
    *(
        "javascript:fz9()",
        f"//{ELSEWHERE}/",
        f"https://{ELSEWHERE}/",
        f"/\\{ELSEWHERE}",
        f"\t//{ELSEWHERE}",
        "data:text/html,<fz9>",
    ),
    *(
        "a\r\nSet-Cookie: fz9=1",
        "a\nLocation: /",
        "\x00",
        "a\x00b",
        "\ufffe",
        "\u202e",
        "\x1b[31m",
        "\u0000\u0001\u0002",
    ),
    *(
        "' OR 1=1 --",
        "'; DROP TABLE papers_paper; --",
        '"',
        "'",
        "\\",
        "%",
        "%%s",
        "_",
        "*",
        "(",
        ")))",
        "NEAR(",
        'title:"',
        "AND OR",
    ),
    *("1e999999", "-1", "0", "99999999999999999999", "NaN", "Infinity", "١٢٣", "1_0", "0x1F", "+1", "", " ", "9" * 400),
    *("../../../etc/passwd", "..%2f..%2fsecret_key", "/etc/passwd", "file:///etc/passwd", "C:\\", ".", "..", "~root"),
    *(
        "{{7*7}}",
        "{% debug %}",
        "${7*7}",
        "%n%n%n",
        "__class__",
        "a" * 1500,
        "𝔞" * 100,
        "e\u0301" * 200,
        "-" * 300,
        "a:" * 300,
    ),
]
RAW = ["%00", "%ff%fe", "%ed%a0%80", "%c0%ae%c0%ae/", "%", "%zz", "%2e%2e/", ";a=b", "%0d%0aSet-Cookie:%20fz9=1"]
PARAMETERS = [
    *("q", "page", "sort", "year_min", "year_max", "category", "institution", "author", "venue", "type", "has", "find"),
    *("next", "format", "p", "o", "all", "e", "_popup", "_to_field", "_changelist_filters", "id__in", "pk", "slug"),
    *("action", "_selected_action", "select_across", "post", "term", "app_label", "model_name", "field_name", "search"),
    *(
        "title",
        "display_name",
        "is_profile__exact",
        "authors__id__exact",
        "status__exact",
        "status__regex",
        "created__year",
    ),
    *("ids", "kept", "digest", "days", "username", "password", "csrfmiddlewaretoken", "nowhere", "q[]", "__proto__"),
]
HEADERS = [
    *(
        "X-Forwarded-Host",
        "X-Forwarded-For",
        "X-Forwarded-Proto",
        "X-Forwarded-Port",
        "X-Host",
        "X-Original-URL",
        "Forwarded",
    ),
    *(
        "X-HTTP-Method-Override",
        "X-Rewrite-URL",
        "Referer",
        "Origin",
        "Accept",
        "Accept-Encoding",
        "Accept-Language",
        "Range",
    ),
    *(
        "If-None-Match",
        "If-Modified-Since",
        "If-Range",
        "Content-Type",
        "Cookie",
        "Authorization",
        "User-Agent",
        "X-Request-ID",
    ),
]
METHODS = ["GET"] * 12 + ["POST"] * 5 + ["HEAD", "OPTIONS", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND", "GET\tX"]


@dataclass(frozen=True)
class Hostile:
    """A request: as a visitor or an editor."""

    number: int
    method: str
    path: str
    as_editor: bool
    headers: dict[str, str] = field(default_factory=dict)
    data: dict[str, str] = field(default_factory=dict)

    def __str__(self):
        """Return what was asked, short enough for a line."""
        who = "editor" if self.as_editor else "visitor"
        return f"{self.number} {self.method!r} {self.path[:200]!r} as {who} {self.headers} {str(self.data)[:200]}"


# What is asked


def requests(seed: int, number: int, routes: list[str], known: dict[str, list[str]]) -> Iterator[Hostile]:
    """Yield hostile requests; `known` is what the site holds, by the names that addresses give their parts."""
    random = Random(seed)
    public = [route for route in routes if not route.startswith("admin/")]
    for place in range(number):
        as_editor = random.random() < 0.5
        # Every address has its turn; otherwise a visitor asks mostly for what a visitor may see.
        some = routes if as_editor or random.random() < 0.2 else public
        route = routes[place // 3 % len(routes)] if place % 3 == 0 else random.choice(some)
        query = urlencode(_pairs(random, 3), errors="replace") if random.random() < 0.7 else ""
        query += f"&{random.choice(PARAMETERS)}={random.choice(RAW)}" if random.random() < 0.2 else ""
        method = random.choice(METHODS)
        yield Hostile(
            place,
            method,
            "/" + _filled(random, route, known) + (f"?{query}" if query else ""),
            as_editor,
            {random.choice(HEADERS): _header(random) for _time in range(random.randrange(3))},
            dict(_pairs(random, 6)) if method == "POST" else {},
        )


def _filled(random: Random, route: str, known: dict[str, list[str]]) -> str:
    def part(found: re.Match) -> str:
        name = found[1] or found[2]
        if random.random() < 0.6 and known.get(name):
            return quote(random.choice(known[name]))
        return random.choice(RAW) if random.random() < 0.2 else quote(random.choice(HOSTILE), safe="/")

    plain = re.sub(r"\(\?P<(\w+)>[^()]*\)|<(?:\w+:)?(\w+)>", part, route)
    return plain.replace("^", "").rstrip("$") + ("" if random.random() < 0.95 else random.choice(RAW))


def _pairs(random: Random, most: int) -> list[tuple[str, str]]:
    return [(random.choice(PARAMETERS), random.choice(HOSTILE)) for _time in range(random.randrange(most))]


def _header(random: Random) -> str:
    """Return the value of a header; a server lets no line break through."""
    value = random.choice([ELSEWHERE, f"https://{ELSEWHERE}/", "bytes=0-,0-,0-", "gzip;q=1e999", "*", *HOSTILE])
    return re.sub("[\r\n\x00]", "", value).encode("utf-8").decode("latin-1")


# What is wrong with an answer


class Markup(HTMLParser):
    """Whether a page has a tag, an attribute or an address that a request brought along."""

    def __init__(self, html: str):
        super().__init__()
        self.foreign: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        """Note what is foreign."""
        names = [name for name, _value in attrs if name.startswith("onfz9")]
        schemes = [value for name, value in attrs if name in {"href", "src", "action"} and _runs(value)]
        self.foreign += [*(["<fz9>"] if tag == "fz9" else []), *names, *schemes]

    def handle_data(self, data):
        """Note a script that a request brought along."""
        if self.get_starttag_text() == "<script>" and data.strip() == "fz9()":
            self.foreign.append(data)


def _runs(address: str | None) -> bool:
    return re.sub(r"[\x00-\x20]", "", address or "").lower().startswith(("javascript:", "data:"))


def complaints(asked: Hostile, response, seconds: float, longest: float = LONGEST) -> list[str]:
    """Return what is wrong with the answer to a request."""
    content = response.getvalue()
    kind = response.headers.get("Content-Type", "")
    location = urlsplit(response.headers.get("Location", ""))
    is_public = not asked.path.startswith("/admin")
    own = {"", HOST, urlsplit(getattr(settings, "OIDC_OP_AUTHORIZATION_ENDPOINT", "")).netloc}
    wrong = {
        f"status {response.status_code}": response.status_code >= 500,
        f"{seconds:.1f} s": seconds > longest,
        f"leads to {response.headers.get('Location')}": location.netloc not in own
        or response.headers.get("Location", "").startswith(("//", "/\\")),
        "a cookie on a public page": is_public and bool(response.cookies),
        "another host's name in the page": ELSEWHERE in " ".join(asked.headers.values())
        and ELSEWHERE.encode() in content
        and ELSEWHERE not in asked.path + str(asked.data),
        "caches may share what an editor sees": asked.as_editor
        and "Cookie" in response.headers.get("Vary", "")
        and not {"private", "no-store"} & set(re.split("[, ]+", response.headers.get("Cache-Control", ""))),
    }
    said = [what for what, is_so in wrong.items() if is_so]
    if kind.startswith(("text/html", "image/svg")):
        said += [f"markup {what}" for what in Markup(content.decode(errors="replace")).foreign]
    return said


def ask(asked: Hostile, client):
    """Return the answer and the seconds it took; what it wrote is taken back."""
    cookies = SimpleCookie(client.cookies)
    clock = time.process_time if connection.vendor == "sqlite" else time.monotonic
    begun = clock()
    with transaction.atomic():
        response = client.generic(
            asked.method,
            asked.path,
            urlencode(asked.data, errors="replace"),
            FORM,
            headers={**asked.headers, "Host": HOST},
        )
        if response.streaming:
            begin = list(islice(response.streaming_content, CHUNKS))
            give_up(response)
            response.streaming_content = begin
        seconds = clock() - begun
        transaction.set_rollback(True)
    client.cookies = cookies
    return response, seconds


def give_up(response) -> None:
    """Close what was not sent to its end, as a server does; the connection to the database stays open."""
    request_finished.disconnect(close_old_connections)
    response.close()
    request_finished.connect(close_old_connections)


FORM = "application/x-www-form-urlencoded"


def known_parts() -> dict[str, list[str]]:
    """Return what the site holds that addresses name: some of each kind, by the name of the part."""
    from papers.exports import FORMATS
    from papers.facets import DIMENSIONS
    from papers.models import Author, Institution, Page, Paper
    from papers.sitemaps import SITEMAPS

    slugs = [
        slug
        for model in (Paper, Author, Institution, Page)
        for slug in model.objects.order_by("pk").values_list("slug", flat=True)[:20]
    ]
    keys = [
        str(pk) for model in (Paper, Author) for pk in model.objects.order_by("pk").values_list("pk", flat=True)[:5]
    ]
    return {
        "slug": slugs,
        "object_id": [*keys, "1"],
        "number": ["1", "2"],
        "id": keys,
        "name": list(DIMENSIONS),
        "file_format": [made.extension for made in FORMATS.values()],
        "section": list(SITEMAPS),
        "year": ["2023", "1990", "0", "9999"],
        "app_label": ["papers", "auth"],
    }


def fuzz(number: int, seed: int, longest: float = LONGEST) -> Iterator[str]:
    """Ask, and yield a line for each thing that is wrong."""
    from django.contrib.auth import get_user_model
    from django.test import Client

    from scripts.routes import routes

    visitor, editor = (Client(raise_request_exception=False) for _who in range(2))
    editor.force_login(get_user_model().objects.create_superuser(f"fuzzer-{seed}"))
    every = sorted({route for _name, route in routes()})
    for asked in requests(seed, number, every, known_parts()):
        response, seconds = ask(asked, editor if asked.as_editor else visitor)
        for complaint in complaints(asked, response, seconds, longest):
            yield f"{complaint}: {asked}"


# On large sites


def main(number: int = NUMBER, papers: int = PAPERS, seed: int = SEED) -> int:
    """Fuzz a site with as many papers as asked for on each database, and return 1 where anything is wrong."""
    wrong = 0
    with tempfile.TemporaryDirectory(prefix="profile_site-") as folder, scratch_databases(COPY) as found:
        for label, arguments in found.items():
            databases = reopened(arguments)
            databases.renew(COPY)
            print(f"{label}:", flush=True)
            command = [sys.executable, "-m", "scripts.fuzzing", HERE, str(number), str(papers), str(seed)]
            variables = environment(DATABASE_URL=databases.url(COPY), DATA_DIR=folder)
            variables |= {"DJANGO_SETTINGS_MODULE": "profile_site.settings"}
            wrong |= subprocess.run(command, cwd=ROOT, env=variables).returncode
    return wrong


def on_this_database(number: int, papers: int, seed: int) -> int:
    """Fill empty tables, fuzz the site, and return 1 where anything is wrong."""
    import django
    from django.core.management import call_command

    django.setup()
    logging.disable()

    from bench.loading import load

    load(papers)
    call_command("collectstatic", interactive=False, verbosity=0)
    wrong = list(fuzz(number, seed))
    print(*wrong, f"{number} hostile requests at {papers:,} papers (seed {seed}): {len(wrong)} complaints.", sep="\n")
    return int(bool(wrong))


if __name__ == "__main__":
    if HERE in sys.argv:
        sys.exit(on_this_database(*map(int, sys.argv[2:])))
    sys.exit(main(*map(int, sys.argv[1:])))
