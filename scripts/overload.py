"""Prove that ordinary pages stay quick, and the server's memory level, while others ask too much of the site.

On each database, in ROUNDS and for SECONDS each: 200 connections that send or read a byte now and then, a flood of
sign-ins from 16 addresses, and 32 clients that ask for the most expensive pages there are. Meanwhile one visitor opens
ordinary pages. The program ends with a sentence where one page in a hundred takes longer than half a second, an answer
is neither a page nor a refusal, a refusal is slow, or the server has grown by more than a tenth since it was warm.

    python -m scripts.overload [SECONDS [PAPERS [ROUNDS]]]      30 seconds, 1,000 papers and 2 rounds, if not said
"""

import asyncio
import os
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Awaitable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count, cycle, takewhile
from pathlib import Path

from bench.corpus import write
from scripts.running_site import RunningSite, running_site
from scripts.scratch_databases import Databases, manage, reopened, scratch_databases

COPY = "overload"
SLOW, SIGNING_IN, GREEDY = 200, 16, 32  # clients
LONGEST_PAGE = 0.5  # seconds, for 99 of 100 ordinary pages
LONGEST_REFUSAL = 2.0  # seconds, for 99 of 100 answers 503 and 429
MOST_GROWTH = 1.1  # after the first round, in which everything was asked for once
SETTLING = 60  # seconds in which the server ends what it was asked for, at the most
IDLE = 0.05  # of a processor, which is what a server takes that was asked for nothing
REFUSALS = (503, 429)
PAUSE = 0.1  # seconds between two pages of the visitor
PATIENCE = 60  # seconds after which a client gives up
ORDINARY = ["/", "/papers/", "/authors/", "/institutions/", "/archive/"]
EXPENSIVE = [
    *("/papers.bib", "/papers.jsonl", "/papers.atom", "/papers.csv", "/sitemap.xml"),
    *("/papers/?q=a*", "/papers/?q=a*+-b*&sort=match", "/papers/?q=of&page=9", "/papers/values/author/"),
]


@dataclass
class Heard:
    """What clients of one kind were answered: the status and the seconds to the last byte; 0 where there was none."""

    answers: list[tuple[int, float]] = field(default_factory=list)

    def seconds(self, *statuses: int) -> list[float]:
        """Return, in order, the seconds of the answers with one of the statuses, or of all."""
        return sorted(seconds for status, seconds in self.answers if not statuses or status in statuses)

    def slowest(self, *statuses: int) -> float:
        """Return the seconds within which 99 of 100 of those answers came."""
        seconds = self.seconds(*statuses)
        return seconds[int(len(seconds) * 0.99)] if seconds else 0

    def __iadd__(self, other: "Heard") -> "Heard":
        """Add what was answered another time."""
        self.answers += other.answers
        return self

    def __bool__(self):
        """Return whether there was any answer."""
        return bool(self.answers)

    def __str__(self):
        """Return the number of answers with each status, and their median and 99th percentile."""
        parts = []
        for status, number in sorted(Counter(status for status, _seconds in self.answers).items()):
            seconds = self.seconds(status)
            median = seconds[len(seconds) // 2]
            parts.append(f"{number} × {status or 'nothing'} ({median:.3f} s, p99 {self.slowest(status):.3f} s)")
        return ", ".join(parts)


class Client:
    """A client of the server at `port`, at an address of its own on this machine."""

    def __init__(self, port: int, number: int = 0):
        self.port = port
        self.address = f"127.0.{number // 250}.{number % 250 + 1}"

    async def open(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """Return the two ends of a new connection."""
        return await asyncio.open_connection("127.0.0.1", self.port, local_addr=(self.address, 0))

    async def ask(self, path: str, form: str = "", cookie: str = "") -> tuple[int, str]:
        """Return the status and the whole answer to a GET, or to the POST of a form."""
        head = f"{'POST' if form else 'GET'} {path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\nConnection: close\r\n"
        if form:
            head += f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(form)}\r\n"
        head += f"Cookie: {cookie}\r\n" if cookie else ""
        reader, writer = await self.open()
        try:
            writer.write(f"{head}\r\n{form}".encode())
            answer = await asyncio.wait_for(reader.read(), PATIENCE)
        finally:
            writer.close()
        return int(answer[9:12] or 0), answer.decode(errors="replace")

    async def hear(self, heard: Heard, path: str, form: str = "", cookie: str = "") -> None:
        """Ask, and keep the status and how long it took."""
        start, status = time.monotonic(), 0
        with suppress(OSError, TimeoutError):
            status, _text = await self.ask(path, form, cookie)
        heard.answers.append((status, time.monotonic() - start))


# What others do. Each of these goes on until it is cancelled.


async def dawdle(port: int, heard: Heard) -> None:
    """Hold connections: a third each sends its head slowly, sends a form slowly, and reads a long file slowly."""
    starts = [
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ",
        b"POST /admin/login/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100000\r\n\r\nusername=",
        b"GET /papers.jsonl HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
    ]

    async def one(number: int) -> None:
        while True:
            with suppress(OSError):
                reader, writer = await Client(port, number).open()
                writer.write(starts[number % 3])
                try:
                    while not reader.at_eof():
                        await asyncio.sleep(1)
                        if number % 3 == 2:
                            await reader.read(100)
                        else:
                            writer.write(b"a")
                            await writer.drain()
                finally:
                    writer.close()
            await asyncio.sleep(1)  # the server has ended it: come again

    await asyncio.gather(*(one(number) for number in range(SLOW)))


async def sign_in(port: int, heard: Heard) -> None:
    """Try one password after another, for another user each time."""

    async def one(number: int) -> None:
        client = Client(port, number)
        token = cookie = ""
        for attempt in count():
            with suppress(OSError, TimeoutError):
                if not cookie:
                    _status, page = await client.ask("/admin/login/")
                    cookie = "".join(re.findall(r"(?i)set-cookie: ([^;]*csrftoken=[^;]*)", page)[:1])
                    token = "".join(re.findall(r'name="csrfmiddlewaretoken" value="([^"]*)"', page)[:1])
                form = f"csrfmiddlewaretoken={token}&username=ada{attempt % 7}&password=engine{attempt}"
                await client.hear(heard, "/admin/login/", form, cookie)

    await asyncio.gather(*(one(number) for number in range(SIGNING_IN)))


async def be_greedy(port: int, heard: Heard) -> None:
    """Ask for one expensive page after another."""

    async def one(number: int) -> None:
        for page in cycle(EXPENSIVE[number % len(EXPENSIVE) :] + EXPENSIVE[: number % len(EXPENSIVE)]):
            await Client(port, number).hear(heard, page)

    await asyncio.gather(*(one(number) for number in range(GREEDY)))


OTHERS = {
    "200 slow connections": dawdle,
    "a flood of sign-ins": sign_in,
    "32 clients of the most expensive pages": be_greedy,
}


class Visitor:
    """A visitor of ordinary pages, in a process of their own: they wait for the site alone, not for this program."""

    def __init__(self, processes: Executor, port: int, pages: list[str]):
        self.processes, self.port, self.pages = processes, port, pages

    async def heard(self, seconds: float, *others: Awaitable) -> Heard:
        """Return what the visitor is answered in so many seconds, in which `others` go on."""
        visiting = asyncio.get_running_loop().run_in_executor(self.processes, visit, self.port, self.pages, seconds)
        going = [asyncio.ensure_future(each) for each in others]
        ended, _going = await asyncio.wait([visiting, *going], return_when=asyncio.FIRST_COMPLETED)
        for task in going:
            task.cancel()
        await asyncio.gather(*going, return_exceptions=True)
        for task in ended:
            task.result()
        return await visiting


def visit(port: int, pages: list[str], seconds: float) -> Heard:
    """Open one page after another for so many seconds, as one visitor does, and return what was answered."""

    async def go(heard: Heard, end: float) -> Heard:
        for page in takewhile(lambda _page: time.monotonic() < end, cycle(pages)):
            await Client(port, 1000).hear(heard, page)
            await asyncio.sleep(PAUSE)
        return heard

    return asyncio.run(go(Heard(), time.monotonic() + seconds))


async def settled(pid: int) -> None:
    """Wait until a process has nothing more to do, or for SETTLING."""
    end, before = time.monotonic() + SETTLING, 0.0
    while time.monotonic() < end and (now := processor(pid)) - before > IDLE:
        before = now
        await asyncio.sleep(1)


def processor(pid: int) -> float:
    """Return the seconds of processor that a process has taken."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def memory(pid: int) -> int:
    """Return the bytes of memory that a process and those that it started have, what they share counted once."""
    parents = {}
    for status in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            parents[int(status.parent.name)] = int(status.read_text().rpartition(")")[2].split()[1])
    family = {pid}
    while more := {child for child, parent in parents.items() if parent in family} - family:
        family |= more
    total = 0
    for member in family:
        with suppress(OSError):
            rollup = Path(f"/proc/{member}/smaps_rollup").read_text()
            total += int(re.search(r"^Pss: +([0-9]+)", rollup, re.M)[1]) * 1024
    return total


async def prove(label: str, site: RunningSite, processes: Executor, seconds: float, rounds: int) -> list[str]:
    """Put each load on a site and print what was heard; return a sentence for each thing that does not hold."""
    port = int(site.address.rpartition(":")[2])
    _status, page = await Client(port).ask("/papers/")
    pages = ORDINARY + re.findall(r'href="(/papers/[a-z0-9-]+/)"', page)[:5]
    if pages == ORDINARY:
        raise RuntimeError("The site shows no papers, so its pages cost nothing.")
    visitor, wrong, used = Visitor(processes, port, pages), [], []
    print(f"{label}: nobody else: {await visitor.heard(min(seconds, 10))}", flush=True)
    for _round in range(rounds):
        for name, others in OTHERS.items():
            heard = Heard()
            pages_heard = await visitor.heard(seconds, others(port, heard))
            print(f"{label}: {name}: {heard or 'no answers counted'}\n  meanwhile a visitor: {pages_heard}", flush=True)
            wrong += [f"{label}, {name}: {sentence}" for sentence in faults(pages_heard, heard)]
        await settled(site.pid)
        used.append(memory(site.pid))
    print(f"{label}: memory after each round: {', '.join(f'{each / 1e6:.0f} MB' for each in used)}")
    if used[-1] > MOST_GROWTH * used[0]:
        wrong.append(f"{label}: memory grew from {used[0] / 1e6:.0f} to {used[-1] / 1e6:.0f} MB.")
    return wrong


def faults(visitor: Heard, others: Heard) -> Iterator[str]:
    """Yield a sentence for each thing that does not hold of what a visitor and the others heard."""
    if (slowest := visitor.slowest()) > LONGEST_PAGE:
        yield f"an ordinary page took {slowest:.2f} s."
    if unanswered := [status for status, _seconds in visitor.answers if status != 200]:
        yield f"{len(unanswered)} of {len(visitor.answers)} ordinary pages were not answered, but {set(unanswered)}."
    if strange := {status for status, _seconds in others.answers} - {200, *REFUSALS}:
        yield f"others were answered {strange}."
    if (slowest := others.slowest(*REFUSALS)) > LONGEST_REFUSAL:
        yield f"a refusal took {slowest:.2f} s."


def fill(databases: Databases, papers: int, folder: Path) -> None:
    """Make the database with so many published papers."""
    databases.renew(COPY)
    library = write(folder / "library.jsonl", papers)
    manage("import_papers", "--publish", str(library), url=databases.url(COPY), data=folder)


def main() -> None:
    """Put the loads on a site with SQLite, and on one with PostgreSQL where it answers."""
    seconds, papers, rounds = map(int, sys.argv[1:] + ["30", "1000", "2"][len(sys.argv) - 1 :])
    wrong = []
    with (
        ProcessPoolExecutor(1) as processes,
        tempfile.TemporaryDirectory(prefix="profile_site-") as name,
        scratch_databases(COPY) as found,
    ):
        for label, arguments in found.items():
            databases, folder = reopened(arguments), Path(name) / label
            folder.mkdir()
            fill(databases, papers, folder)
            with running_site(folder, folder / "log", DATABASE_URL=databases.url(COPY)) as site:
                wrong += asyncio.run(prove(label, site, processes, seconds, rounds))
    if wrong:
        sys.exit("\n".join(f"profile_site: {sentence}" for sentence in wrong))


if __name__ == "__main__":
    main()
