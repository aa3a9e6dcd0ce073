"""Prove that eight writers at once lose nothing and keep no reader waiting: seven editors in the admin and an import.

On each database, two editors put the papers of a profile in order, and the others add a line at a time to the abstracts
of three papers. Every line whose saving the site acknowledged is there in the end, and the order is the one that was
acknowledged last, however they got in each other's way; one who was overtaken, or told to come later, begins anew.
Nobody is told of an error. 99 of 100 pages of a reader come within four times what they take when nobody writes; both
are measured in turns, since others may share the machine. In the end the server, which keeps lists until the content's
version changes, shows what a process shows that has kept nothing.

    python -m scripts.writers [SECONDS]       30 seconds, where nothing else is said
"""

import asyncio
import re
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import suppress
from itertools import count
from pathlib import Path
from random import Random
from types import SimpleNamespace
from urllib.parse import urlencode

from bench.corpus import write
from scripts.overload import ORDINARY, Client, Heard, during, fill, visit
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
print(*Paper.objects.by(ada).curated_by(ada).values_list("pk", flat=True))
"""
SHOW = """
from django.test import Client
for page in {pages}:
    print(Client(headers={{"host": "127.0.0.1"}}).get(page).content.decode())
"""
DONE = (0, 1)  # what import_papers ends with: 1 where some entries were refused
LISTED = 10  # papers of the profile that are put in order


def changed_form(page: str, **added: str) -> tuple[str, str]:
    """Return what a browser sends of a page's form with some words added to its fields, and the token of its cookie."""
    form = filled(SimpleNamespace(content=page.encode()))
    changed = {name: form[name] + words for name, words in added.items()}
    return urlencode(form | changed, doseq=True), page.partition("csrftoken=")[2].partition(";")[0]


class Editors:
    """Editors who add lines to papers or put them in order, and what they were told is saved."""

    def __init__(self, port: int, sessions: list[str], papers: list[str], profile: str):
        self.port, self.sessions, self.papers, self.profile = port, sessions, papers, profile
        self.saved = defaultdict(list)
        self.tried: list[tuple[str, str]] = []  # the order that was there, and the paper that was to come first
        self.moved: list[tuple[str, str]] = []  # those that were acknowledged
        self.answers = Counter()

    async def write(self) -> None:
        """Go on until cancelled."""
        others = range(ORDERING, len(self.sessions))
        await asyncio.gather(*map(self._order, range(ORDERING)), *map(self._one, others))

    async def _order(self, number: int) -> None:
        """Bring one paper of the profile after another to the top."""
        random = Random(number)  # noqa: S311 - no secret
        client, session = Client(self.port, number), f"sessionid={self.sessions[number]}"
        address = f"/admin/papers/author/{self.profile}/order/"
        while True:
            with suppress(OSError, TimeoutError):
                status, page = await client.ask(address, cookie=session)
                if status != 200:
                    self.answers[f"form {status}"] += 1
                    continue
                shown = re.search(r'name="_shown" value="([0-9,]*)"', page)[1]
                chosen = random.choice(shown.split(",")[1:])
                form, token = changed_form(page)
                self.tried.append((shown, chosen))
                status, _page = await client.ask(
                    address, f"{form}&move=top%3A{chosen}", f"{session}; csrftoken={token}"
                )
                self.answers[status] += 1
                if status == 302:
                    self.moved.append((shown, chosen))

    async def _one(self, number: int) -> None:
        client, paper = Client(self.port, number), self.papers[number % len(self.papers)]
        address, session, line = f"/admin/papers/paper/{paper}/change/", f"sessionid={self.sessions[number]}", 0
        while True:
            with suppress(OSError, TimeoutError):
                status, page = await client.ask(address, cookie=session)
                if status != 200:
                    self.answers[f"form {status}"] += 1
                    continue
                line += 1
                form, token = changed_form(page, abstract=f"\n\nLine {number}.{line}.")
                status, page = await client.ask(address, form, f"{session}; csrftoken={token}")
                self.answers[status] += 1
                if status == 302:
                    self.saved[paper].append(f"Line {number}.{line}.")


async def import_again_and_again(site: RunningSite, folder: Path, first: int) -> None:
    """Import one library after another, each in a process of its own, and each another."""
    for number in count(first):
        library = write(folder / f"{number}.jsonl", 100 + number)
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "manage.py",
            "import_papers",
            str(library),
            cwd=ROOT,
            env=site.environment,
            stdout=asyncio.subprocess.DEVNULL,
        )
        try:
            if await process.wait() not in DONE:
                raise RuntimeError(f"An import ended with {process.returncode}.")
        except asyncio.CancelledError:
            await process.wait()
            raise


async def prove(label: str, site: RunningSite, folder: Path, seconds: float) -> list[str]:
    """Let all of them write, and return a sentence for each thing that does not hold."""
    port = int(site.address.rpartition(":")[2])
    said = site.manage("shell", "-v0", "-c", SIGN_IN.format(editors=EDITORS, shared=SHARED, listed=LISTED)).split()
    papers, profile = said[EDITORS:-1], said[-1]
    editors, calm, busy = Editors(port, said[:EDITORS], papers, profile), Heard(), Heard()
    for turn in range(TURNS):
        await during(seconds / TURNS, visit(port, calm, ORDINARY))
        writers = editors.write(), import_again_and_again(site, folder, turn * 50)
        await during(seconds / TURNS, visit(port, busy, ORDINARY), *writers)
    print(
        f"{label}: reader, calm: {calm}\n  with eight writers: {busy}\n  editors: {dict(editors.answers)}", flush=True
    )
    wrong = []
    for paper, lines in editors.saved.items():
        there = site.manage("shell", "-v0", "-c", READ.format(key=paper))
        if lost := [line for line in lines if line not in there]:
            wrong.append(f"{label}: {len(lost)} of {len(lines)} lines that were saved are not there.")
    wrong += [f"{label}: {sentence}" for sentence in misplaced(editors, site, profile)]
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


def misplaced(editors: Editors, site: RunningSite, profile: str) -> Iterator[str]:
    """Yield a sentence where two editors moved a paper of the same order, or where the last move is not there.

    The last one may not have been acknowledged, where its editor left at the end of a turn.
    """
    moved = editors.moved
    if not moved:
        yield "no order was saved."
        return
    if lost := len(set(moved)) - len({shown for shown, _paper in moved}):  # the same move twice is no loss
        yield f"{lost} of {len(moved)} orders were saved over another."
    keys = site.manage("shell", "-v0", "-c", ORDER.format(key=profile)).split()
    made = {",".join([paper, *(key for key in shown.split(",") if key != paper)]) for shown, paper in editors.tried}
    wanted = made - {shown for shown, _paper in moved}
    if wanted and ",".join(keys) not in wanted:
        yield f"the order is {keys}, which nobody saved last: {wanted}."


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
    with tempfile.TemporaryDirectory(prefix="profile_site-") as name, scratch_databases(COPY) as found:
        for label, arguments in found.items():
            databases, folder = reopened(arguments), Path(name) / label
            folder.mkdir()
            fill(databases, PAPERS, folder)
            with running_site(folder, folder / "log", DATABASE_URL=databases.url(COPY)) as site:
                wrong += asyncio.run(prove(label, site, folder, seconds))
    if wrong:
        sys.exit("\n".join(f"profile_site: {sentence}" for sentence in wrong))


if __name__ == "__main__":
    main()
