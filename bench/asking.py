"""One library, its contestants and the questions put to them in turn: python -m bench.asking load|ask SIZE FOLDER.

`ask` prints as JSON, for each kind of question, the ratios of each round; it ends with 1 and says which where two
contestants answer differently.
"""

import html
import json
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http.client import HTTPConnection
from pathlib import Path

import django

if __name__ == "__main__":
    django.setup()

from django.core.management import call_command

from bench import datasette, serving
from bench.loading import load
from bench.questions import Kind, Question, kinds
from scripts.running_site import ROOT, free_port, wait_for_page

ROUNDS = 7
ROUNDS_OF_OTHERS = 3
CONSTANTS = 5  # before and after each question
CONSTANT = "/bench/constant/"


class Client:
    """Asks one server, each time over a connection that is there before the clock starts."""

    def __init__(self, port: int):
        self.connection = HTTPConnection("127.0.0.1", port, timeout=120)

    def get(self, address: str) -> tuple[float, str]:
        """Return how long an answer took, and the answer; end the program where it is none."""
        self.connection.close()  # a server may have closed it while the others were asked
        self.connection.connect()
        start = time.perf_counter()
        self.connection.request("GET", address)
        response = self.connection.getresponse()
        body = response.read()
        seconds = time.perf_counter() - start
        if response.status != 200:
            sys.exit(f"profile_site: {address} was answered with {response.status}: {body[-600:].decode()}")
        return seconds, body.decode()


@contextmanager
def served(command: list[str], address: str) -> Iterator[None]:
    """Run a server for the duration."""
    with subprocess.Popen(command, cwd=ROOT, stdout=sys.stderr) as server:
        try:
            wait_for_page(address, server)
            yield
        finally:
            server.terminate()


# What an answer says


def answer_of_page(page: str) -> dict:
    """Return what a page of the site or of the plain way says: papers in all, those shown, values of facets."""
    total = re.search(r'<h2 id="papers"[^>]*>\s*([\d,]+)', page)
    options = re.findall(
        r'name="(\w+)" value="([^"]*)"[^>]*>\s*<span>[^<]*</span>\s*<span class="count">([\d,]+)</span>', page
    )
    facets: dict[str, list] = {}
    for name, value, count in options:
        facets.setdefault(name, []).append((html.unescape(value), _number(count)))
    shown = re.findall(r'<h3 class="title"[^>]*><a href="/papers/([^/]+)/"', page)
    return {"total": _number(total[1]) if total else None, "papers": shown, "facets": facets}


def answer_of_datasette(text: str) -> dict:
    """Return the same of Datasette's JSON."""
    said = json.loads(text)
    facets = {
        name: [(row["value"], row["count"]) for row in facet["results"]]
        for name, facet in said.get("facet_results", {}).items()
    }
    slug = said["columns"].index("slug")
    return {
        "total": said.get("filtered_table_rows_count"),
        "papers": [row[slug] for row in said["rows"]],
        "facets": facets,
    }


def _number(text: str) -> int:
    return int(text.replace(",", ""))


def check_equal(question: Question, site: Client, library: Client) -> None:
    """End the program where the contestants' answers to a question differ."""
    if question.is_one_paper:
        pages = [site.get(question.site)[1], site.get(question.plain)[1], library.get(f"{question.datasette}.json")[1]]
        if len({title in page for page in pages for title in [_title(pages[0])]}) > 1:
            sys.exit(f"profile_site: {question.site} and {question.datasette} show other papers.")
        return
    path, _, query = question.datasette.partition("?")
    found = [
        answer_of_page(site.get(question.site)[1]),
        answer_of_page(site.get(question.plain)[1]),
        answer_of_datasette(library.get(f"{path}.json?{query}")[1]),
    ]
    known = [answer for answer in found if answer["total"] is not None]
    parts = [("total", [answer["total"] for answer in known])]
    compared = found if question.has_same_papers else found[:2]
    parts.append(("papers", [sorted(answer["papers"][:50]) for answer in compared]))
    parts += [(name, [_counts(answer["facets"].get(name, [])) for answer in known]) for name in question.checked]
    for part, answers in parts:
        if any(answer != answers[0] for answer in answers):
            sys.exit(f"profile_site: other {part} at {question.site}: {answers}")


def _counts(rows: list[tuple]) -> list[int]:
    """Return the ten largest counts; which of the values with the same count come first is for each to say."""
    return sorted((count for value, count in rows if value is not None and count), reverse=True)[:9]


def _title(page: str) -> str:
    return html.unescape(re.search(r"<h1[^>]*>([^<]*)</h1>", page)[1])


# Taking turns


def ratios(kind: Kind, site: Client, library: Client) -> dict:
    """Return the ratios of each round: the site in constant responses, the others in the site's time."""
    found = {"site": [], "plain": [], "datasette": [], "ms": []}
    for turn in range(ROUNDS):
        question = kind.questions[turn % len(kind.questions)]
        before = [site.get(CONSTANT)[0] for _ in range(CONSTANTS)]
        seconds = site.get(question.site)[0]
        after = [site.get(CONSTANT)[0] for _ in range(CONSTANTS)]
        found["ms"].append(seconds * 1000)
        found["site"].append(seconds / statistics.median(before + after))
        if turn < ROUNDS_OF_OTHERS:
            found["plain"].append(site.get(question.plain)[0] / seconds)
            found["datasette"].append(library.get(question.datasette)[0] / seconds)
    return found


def ask(size: int, folder: Path) -> None:
    """Put every question to every contestant and print the ratios."""
    call_command("collectstatic", interactive=False, verbosity=0)
    file = folder / f"{size}" / "library.db"
    file.parent.mkdir(exist_ok=True)
    if not file.exists():
        datasette.write(file)
    ports = free_port(), free_port()
    found = {}
    with ExitStack() as stack:
        stack.enter_context(served(serving.command(ports[0]), f"http://127.0.0.1:{ports[0]}{CONSTANT}"))
        stack.enter_context(served(datasette.command(file, ports[1]), f"http://127.0.0.1:{ports[1]}/-/versions.json"))
        site, library = Client(ports[0]), Client(ports[1])
        for kind in kinds(ROUNDS + 1):
            if not kind.questions:
                sys.exit(f"profile_site: the library of {size} papers has no question of the kind “{kind.name}”.")
            check_equal(kind.questions[-1], site, library)
            asked = Kind(kind.name, kind.questions[: max(1, len(kind.questions) - 1)])
            limits = {name: getattr(kind, name) for name in ("most", "grows", "in_plain", "in_datasette")}
            found[kind.name] = ratios(asked, site, library) | limits
    print(json.dumps(found))


def main() -> None:
    """Do what the arguments ask for."""
    task, size, folder = sys.argv[1:]
    if task == "load":
        load(int(size))
    else:
        ask(int(size), Path(folder))


if __name__ == "__main__":
    main()
