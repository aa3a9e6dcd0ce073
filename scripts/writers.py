"""Prove that eight writers at once lose nothing and keep no reader waiting: seven editors in the admin and an import.

On each database, two editors put the papers of a profile in order, and the others add a line at a time to the abstracts
of three papers; all papers are published. Every line whose saving the site acknowledged is there in the end, each order
was made of the one before it, and the last one is there; one who was overtaken, or told to come later, begins anew.
Nobody is told of an error. 99 of 100 pages of a reader come within four times what they take when nobody writes; both
are measured in turns, in a process of the reader's own, since others share the machine. In the end the server, which
keeps lists until the content's version changes, shows what a process shows that has kept nothing.

    python -m scripts.writers [SECONDS]       30 seconds, where nothing else is said
"""

import asyncio
import re
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from itertools import count, takewhile
from pathlib import Path
from random import Random
from types import SimpleNamespace
from urllib.parse import urlencode

from bench.corpus import write
from scripts.overload import ORDINARY, Client, Heard, Visitor, fill
from scripts.running_site import ROOT, RunningSite, running_site
from scripts.scratch_databases import reopened, scratch_databases
from tests.admin.forms import filled

COPY = "overload"
EDITORS, ORDERING, SHARED = 7, 2, 3  # editors, those of them who put papers in order, and papers among the others
PAPERS = 500
TURNS = 3
SLOWEST = 4  # times what a page takes when nobody writes
SIGN_IN = """
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from papers.models import Author, Authorship, Paper
for number in range({editors}):
    client = Client()
    client.force_login(User.objects.create_superuser(f"editor{{number}}"))
    print(client.cookies[settings.SESSION_COOKIE_NAME].value)
print(*Paper.objects.order_by("pk").values_list("pk", flat=True)[:{shared}])
ada = Author.objects.create(display_name="Ada Lovelace", is_profile=True)
for rank, paper in enumerate(Paper.objects.order_by("-pk")[:{listed}], 1):
    place = paper.authorships.count() + 1
    Authorship.objects.create(paper=paper, author=ada, position=place, printed_name="Ada Lovelace", profile_rank=rank)
print(ada.pk)
"""
READ = "from papers.models import Paper; print(Paper.objects.get(pk={key}).abstract)"
ORDER = """
from papers.models import Author, Paper
ada = Author.objects.get(pk={key})
print(*Paper.objects.by(ada).curated_by(ada).values_list("pk", flat=True), sep=",")
"""
SHOW = """
from django.test import Client
for page in {pages}:
    print(Client(headers={{"host": "127.0.0.1"}}).get(page).content.decode())
"""
DONE = (0, 1)  # what import_papers ends with: 1 where some entries were refused
LISTED = 10  # papers of the profile that are put in order
Change = tuple[str, object]  # what a form sends when it is saved, and what that changes


def form_of(page: str, **added: str) -> str:
    """Return what a browser sends of a page's form, with some words added to its fields."""
    form = filled(SimpleNamespace(content=page.encode()))
    return urlencode(form | {name: form[name] + words for name, words in added.items()}, doseq=True)


def cookies_of(page: str, session: str) -> str:
    """Return the cookies that a browser sends with a page's form."""
    token = page.partition("csrftoken=")[2].partition(";")[0]
    return f"sessionid={session}; csrftoken={token}"


class Editors:
    """Editors who add lines to papers or put them in order, and what they were told is saved."""

    def __init__(self, port: int, sessions: list[str], papers: list[str], profile: str):
        self.port, self.sessions, self.papers, self.profile = port, sessions, papers, profile
        self.saved = defaultdict(list)
        self.moved: list[tuple[str, str]] = []  # the order that was there, and the paper that came first
        self.answers = Counter()
        self._lines = count(1)

    async def write(self, end: float) -> None:
        """Go on up to a moment, and hear what was asked for by then to its end."""
        numbers = range(len(self.sessions))
        await asyncio.gather(
            *((self._order if number < ORDERING else self._lengthen)(number, end) for number in numbers)
        )

    async def _order(self, number: int, end: float) -> None:
        """Bring one paper of the profile after another to the top."""
        random = Random(number)  # noqa: S311 - no secret

        def to_the_top(page: str) -> Change:
            shown = re.search(r'name="_shown" value="([0-9,]*)"', page)[1]
            paper = random.choice(shown.split(",")[1:])
            return f"{form_of(page)}&move=top%3A{paper}", (shown, paper)

        await self._save(number, f"/admin/papers/author/{self.profile}/order/", to_the_top, self.moved, end)

    async def _lengthen(self, number: int, end: float) -> None:
        """Add one line after another to the abstract of a paper."""

        def longer(page: str) -> Change:
            line = f"Line {number}.{next(self._lines)}."
            return form_of(page, abstract=f"\n\n{line}"), line

        paper = self.papers[number % len(self.papers)]
        await self._save(number, f"/admin/papers/paper/{paper}/change/", longer, self.saved[paper], end)

    async def _save(self, number: int, address: str, changed: Callable[[str], Change], saved: list, end: float) -> None:
        """Open a form, change it and save it, again and again, and note in `saved` what was acknowledged."""
        client, session = Client(self.port, number), self.sessions[number]
        while time.monotonic() < end:
            status, page = await client.ask(address, cookie=f"sessionid={session}")
            if status != 200:
                self.answers[f"form {status}"] += 1
                continue
            form, change = changed(page)
            status, _page = await client.ask(address, form, cookies_of(page, session))
            self.answers[status] += 1
            if status == 302:
                saved.append(change)


async def import_again_and_again(site: RunningSite, folder: Path, first: int, end: float) -> None:
    """Import one library after another up to a moment, each in a process of its own, and each another."""
    command = [sys.executable, "manage.py", "import_papers", "--publish"]
    for number in takewhile(lambda _number: time.monotonic() < end, count(first)):
        library = write(folder / f"{number}.jsonl", 100 + number)
        process = await asyncio.create_subprocess_exec(
            *command, str(library), cwd=ROOT, env=site.environment, stdout=asyncio.subprocess.DEVNULL
        )
        if await process.wait() not in DONE:
            raise RuntimeError(f"An import ended with {process.returncode}.")


async def prove(label: str, site: RunningSite, processes: Executor, folder: Path, seconds: float) -> list[str]:
    """Let all of them write, and return a sentence for each thing that does not hold."""
    port = int(site.address.rpartition(":")[2])
    said = site.manage("shell", "-v0", "-c", SIGN_IN.format(editors=EDITORS, shared=SHARED, listed=LISTED)).split()
    papers, profile = said[EDITORS:-1], said[-1]
    editors, reader = Editors(port, said[:EDITORS], papers, profile), Visitor(processes, port, ORDINARY)
    calm, busy, ordered = Heard(), Heard(), ("shell", "-v0", "-c", ORDER.format(key=profile))
    first = site.manage(*ordered).strip()
    for turn in range(TURNS):
        calm += await reader.heard(seconds / TURNS)
        end = time.monotonic() + seconds / TURNS
        writers = editors.write(end), import_again_and_again(site, folder, turn * 50, end)
        heard, *_ended = await asyncio.gather(reader.heard(seconds / TURNS), *writers)
        busy += heard
    print(
        f"{label}: reader, calm: {calm}\n  with eight writers: {busy}\n  editors: {dict(editors.answers)}", flush=True
    )
    wrong = []
    for paper, lines in editors.saved.items():
        there = site.manage("shell", "-v0", "-c", READ.format(key=paper))
        if lost := [line for line in lines if line not in there]:
            wrong.append(f"{label}: {len(lost)} of {len(lines)} lines that were saved are not there.")
    last = site.manage(*ordered).strip()
    wrong += [f"{label}: {sentence}" for sentence in misplaced(editors.moved, first, last)]
    wrong += [f"{label}: {page} is not what a new process shows." for page in await outdated(site, port)]
    if strange := set(editors.answers) - {200, 302, 503, "form 503"}:
        wrong.append(f"{label}: editors were answered {strange}.")
    if {status for status, _seconds in busy.answers} != {200}:
        wrong.append(f"{label}: the reader was not always answered: {busy}.")
    if busy.slowest() > SLOWEST * calm.slowest():
        wrong.append(f"{label}: the reader's p99 went from {calm.slowest():.3f} to {busy.slowest():.3f} s.")
    if "locked" in (folder / "log").read_text():
        wrong.append(f"{label}: the server's log tells of a locked database.")
    return wrong


def misplaced(moved: list[tuple[str, str]], first: str, last: str) -> Iterator[str]:
    """Yield a sentence where two editors moved a paper of the same order, or where the last move is not there.

    Whoever moves a paper takes one order away and leaves another, so that the last one alone is left. A second editor
    who makes the same move is told that it is there.
    """
    left = Counter([first, *(topped(shown, paper) for shown, paper in moved)])
    left.subtract(shown for shown, _paper in moved)
    for (shown, paper), times in Counter(moved).items():
        there_already = min(times - 1, max(-left[shown], 0))
        left[shown] += there_already
        left[topped(shown, paper)] -= there_already
    for order, number in left.items():
        if number < 0:
            yield f"{1 - number} moves were made of the order {order}: {[move for move in moved if move[0] == order]}."
    if left[last] != 1:
        yield f"the order is {last}, which nobody saved last."


def topped(order: str, paper: str) -> str:
    """Return an order with one of its papers at the top."""
    return ",".join([paper, *(key for key in order.split(",") if key != paper)])


async def outdated(site: RunningSite, port: int) -> list[str]:
    """Return the pages that the server shows otherwise than a process that has kept nothing."""
    shown = [(await Client(port).ask(page))[1].partition("\r\n\r\n")[2] for page in ORDINARY]
    fresh = [site.manage("shell", "-v0", "-c", SHOW.format(pages=[page])) for page in ORDINARY]
    return [page for page, one, other in zip(ORDINARY, shown, fresh, strict=True) if lines(one) != lines(other)]


def lines(page: str) -> list[str]:
    """Return what a page says, without its addresses, which name the server's port."""
    return re.sub(r"http://127\.0\.0\.1(:\d+)?", "", page).split()


def main() -> None:
    """Let them write to a site with SQLite, and to one with PostgreSQL where it answers."""
    seconds = int(sys.argv[1]) if len(sys.argv) > 1 else 30
    wrong = []
    with (
        ProcessPoolExecutor(1) as processes,
        tempfile.TemporaryDirectory(prefix="profile_site-") as name,
        scratch_databases(COPY) as found,
    ):
        for label, arguments in found.items():
            databases, folder = reopened(arguments), Path(name) / label
            folder.mkdir()
            fill(databases, PAPERS, folder)
            with running_site(folder, folder / "log", DATABASE_URL=databases.url(COPY)) as site:
                wrong += asyncio.run(prove(label, site, processes, folder, seconds))
    if wrong:
        sys.exit("\n".join(f"profile_site: {sentence}" for sentence in wrong))


if __name__ == "__main__":
    main()
