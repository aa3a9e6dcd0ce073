"""Prove that eight writers at once lose nothing and keep no reader waiting: seven editors in the admin and an import.

On each database, two or three editors each add a line at a time to the same paper's abstract. Every line whose saving
the site acknowledged is there in the end, however they got in each other's way; one who was overtaken, or told to
come later, begins anew. Nobody is told of an error. 99 of 100 pages of a reader come within four times what they take
when nobody writes.

    python -m scripts.writers [SECONDS]       30 seconds, where nothing else is said
"""

import asyncio
import sys
import tempfile
from collections import Counter, defaultdict
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import urlencode

from bench.corpus import write
from scripts.overload import ORDINARY, Client, Heard, during, fill, visit
from scripts.running_site import ROOT, RunningSite, running_site
from scripts.scratch_databases import reopened, scratch_databases
from tests.admin.forms import filled

COPY = "overload"
EDITORS, SHARED = 7, 3  # editors, and papers among them
PAPERS = 500
SLOWEST = 4  # times what a page takes when nobody writes
SIGN_IN = """
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from papers.models import Paper
for number in range({editors}):
    client = Client()
    client.force_login(User.objects.create_superuser(f"editor{{number}}"))
    print(client.cookies[settings.SESSION_COOKIE_NAME].value)
print(*Paper.objects.order_by("pk").values_list("pk", flat=True)[:{shared}])
"""
READ = "from papers.models import Paper; print(Paper.objects.get(pk={key}).abstract)"


def changed_form(page: str, **added: str) -> tuple[str, str]:
    """Return what a browser sends of a page's form with some words added to its fields, and the token of its cookie."""
    form = filled(SimpleNamespace(content=page.encode()))
    changed = {name: form[name] + words for name, words in added.items()}
    return urlencode(form | changed, doseq=True), page.partition("csrftoken=")[2].partition(";")[0]


class Editors:
    """Editors who add lines to papers, and the lines that they were told are saved."""

    def __init__(self, port: int, sessions: list[str], papers: list[str]):
        self.port, self.sessions, self.papers = port, sessions, papers
        self.saved = defaultdict(list)
        self.answers = Counter()

    async def write(self) -> None:
        """Go on until cancelled."""
        await asyncio.gather(*(self._one(number) for number in range(len(self.sessions))))

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


async def import_again_and_again(site: RunningSite, folder: Path) -> None:
    """Import one library after another, each in a process of its own."""
    for number in range(1000):
        library = write(folder / f"{number}.jsonl", 100 + number)
        process = await asyncio.create_subprocess_exec(
            sys.executable, "manage.py", "import_papers", str(library), "--verbosity=0", cwd=ROOT, env=site.environment
        )
        try:
            if await process.wait():
                raise RuntimeError(f"An import ended with {process.returncode}.")
        except asyncio.CancelledError:
            await process.wait()
            raise


async def prove(label: str, site: RunningSite, folder: Path, seconds: float) -> list[str]:
    """Let all of them write, and return a sentence for each thing that does not hold."""
    port = int(site.address.rpartition(":")[2])
    said = site.manage("shell", "-v0", "-c", SIGN_IN.format(editors=EDITORS, shared=SHARED)).split()
    editors, calm, busy = Editors(port, said[:EDITORS], said[EDITORS:]), Heard(), Heard()
    await during(seconds, visit(port, calm, ORDINARY))
    await during(seconds, visit(port, busy, ORDINARY), editors.write(), import_again_and_again(site, folder))
    print(
        f"{label}: reader, calm: {calm}\n  with eight writers: {busy}\n  editors: {dict(editors.answers)}", flush=True
    )
    wrong = []
    for paper, lines in editors.saved.items():
        there = site.manage("shell", "-v0", "-c", READ.format(key=paper))
        if lost := [line for line in lines if line not in there]:
            wrong.append(f"{label}: {len(lost)} of {len(lines)} lines that were saved are not there.")
    if strange := set(editors.answers) - {200, 302, 503, "form 503"}:
        wrong.append(f"{label}: editors were answered {strange}.")
    if {status for status, _seconds in busy.answers} != {200}:
        wrong.append(f"{label}: the reader was not always answered: {busy}.")
    if busy.slowest() > SLOWEST * calm.slowest():
        wrong.append(f"{label}: the reader's p99 went from {calm.slowest():.3f} to {busy.slowest():.3f} s.")
    if "locked" in (folder / "log").read_text():
        wrong.append(f"{label}: the server's log tells of a locked database.")
    return wrong


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
