"""Prove that where nothing can be written pages go on, a save is answered 503 and leaves nothing, and no restart is
needed: on a full disk, and while another holds the database for 30 seconds. As root.

SQLite's file, or the files of a PostgreSQL of this machine, lie on a small file system in memory that is then filled.

    python -m scripts.unwritable
"""

import asyncio
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import psycopg
from psycopg import sql

from scripts.overload import ORDINARY, Client, fill
from scripts.running_site import RunningSite, running_site
from scripts.scratch_databases import Databases, Sqlite, reopened, scratch_databases
from scripts.writers import COPY, READ, SIGN_IN, cookies_of, form_of

MEGABYTES = 150
PAPERS = 200
LOCKED = 30  # seconds
FULL = "The server has no room left on its disk."
BUSY = "Somebody else is writing just now"
TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"


@contextmanager
def small_disk(folder: Path) -> Iterator[Path]:
    """Have a small file system at a folder for the duration."""
    folder.mkdir(exist_ok=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={MEGABYTES}m,mode=755", "tmpfs", folder], check=True)
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


def filled_up(folder: Path) -> Path:
    """Return a file that takes all room that is left."""
    path = folder / "filler"
    with suppress(OSError), path.open("wb", buffering=0) as file:
        while True:
            file.write(b"0" * 4096)
    return path


@contextmanager
def moved(databases: Databases, disk: Path) -> Iterator[RunningSite]:
    """Serve a site whose database lies on that disk."""
    folder = disk if isinstance(databases, Sqlite) else Path(tempfile.mkdtemp(prefix="profile_site-"))
    if isinstance(databases, Sqlite):
        file = disk / "db.sqlite3"
        shutil.copyfile(databases.name(COPY), file)
        with running_site(folder, folder / "log", DATABASE_URL=f"sqlite:///{file}") as site:
            yield site
        return
    space = disk / "space"
    space.mkdir()
    shutil.chown(space, "postgres", "postgres")
    with psycopg.connect(databases.server, autocommit=True) as connection:
        connection.execute(f"CREATE TABLESPACE profile_site_small LOCATION '{space}'")
        connection.execute(f"ALTER DATABASE {databases.name(COPY)} SET TABLESPACE profile_site_small")
        try:
            with running_site(folder, folder / "log", DATABASE_URL=databases.url(COPY)) as site:
                yield site
        finally:
            connection.execute(f"DROP DATABASE {databases.name(COPY)} WITH (FORCE)")
            connection.execute("DROP TABLESPACE profile_site_small")
            shutil.rmtree(folder)


@contextmanager
def locked(url: str) -> Iterator[None]:
    """Hold, from another connection, what whoever writes to a database waits for."""
    if url.startswith("sqlite:///"):
        connection = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)
        connection.execute("BEGIN IMMEDIATE")
    else:
        connection = psycopg.connect(url)
        for (table,) in connection.execute(TABLES).fetchall():
            connection.execute(sql.SQL("LOCK TABLE {} IN EXCLUSIVE MODE").format(sql.Identifier(table)))
    with closing(connection):
        yield


class Editor:
    """An editor who has the form of a paper open, to add a word to its abstract."""

    def __init__(self, label: str, site: RunningSite):
        self.label, self.site = label, site
        self.client = Client(int(site.address.rpartition(":")[2]))
        said = site.manage("shell", "-v0", "-c", SIGN_IN.format(editors=1, shared=1, listed=1))
        self.session, self.paper, _profile = said.split()
        self.address = f"/admin/papers/paper/{self.paper}/change/"

    async def open(self, words: str) -> None:
        """Open the form, and write `words`."""
        _status, page = await self.client.ask(self.address, cookie=f"sessionid={self.session}")
        self.form, self.cookies = form_of(page, abstract=words), cookies_of(page, self.session)

    async def look(self, when: str) -> int:
        """Open ordinary pages and the form, and return how many were shown; end the program where one is not."""
        urls = [*ORDINARY, self.address, *ORDINARY]
        for url in urls:
            status, _page = await self.client.ask(url, cookie=self.cookies)
            expect(status == 200, f"{self.label}: {when} {url} is answered {status}")
        return len(urls)

    async def save(self, sentence: str, when: str) -> None:
        """Send the form, which is to be refused with a sentence; end the program where it is not."""
        status, page = await self.client.ask(self.address, self.form, self.cookies)
        expect((status, sentence in page) == (503, True), f"{self.label}: {when} a save is answered {status}")

    async def save_after_all(self, word: str, when: str) -> None:
        """Send the form again, of which nothing may be there yet; end the program where it is not taken."""
        expect(not self.has(word), f"{self.label}: {when} something was saved")
        status, _page = await self.client.ask(self.address, self.form, self.cookies)
        expect(status == 302 and self.has(word), f"{self.label}: after {when} a save is answered {status}")

    def has(self, word: str) -> bool:
        """Whether the abstract has a word, as another process reads it."""
        return f"{word} " in self.site.manage("shell", "-v0", "-c", READ.format(key=self.paper))


async def prove(label: str, site: RunningSite, disk: Path) -> None:
    """Fill the disk, look, make room again; hold the database, look, let go. End the program where a page is not shown,
    a save not refused, or something saved."""
    editor = Editor(label, site)
    await editor.open(" ".join(f"word{number}" for number in range(20_000)))
    filler = filled_up(disk)
    pages = await editor.look("with a full disk")
    await editor.save(FULL, "with a full disk")
    filler.unlink()
    await editor.save_after_all("word1", "a full disk")
    print(f"{label}: {pages} pages read on a full disk, a save 503 with nothing saved, then 302", flush=True)
    await editor.open(" Looms too.")
    pages = saves = 0
    end = time.monotonic() + LOCKED
    with locked(site.environment["DATABASE_URL"]):
        while time.monotonic() < end:
            pages += await editor.look("while the database is locked")
            await editor.save(BUSY, "while the database is locked")
            saves += 1
    await editor.save_after_all("Looms", "a locked database")
    print(
        f"{label}: {pages} pages read in {LOCKED} s of a locked database, {saves} saves 503, then one 302", flush=True
    )


def expect(holds: bool, otherwise: str) -> None:
    """End the program with a sentence where something does not hold."""
    if not holds:
        sys.exit(f"profile_site: {otherwise}.")


def main() -> None:
    """Fill the disk of SQLite, and of PostgreSQL where it answers."""
    if os.geteuid():
        sys.exit("profile_site: a full disk is made of a file system in memory: run it as root.")
    with tempfile.TemporaryDirectory(prefix="profile_site-") as name, scratch_databases(COPY) as found:
        Path(name).chmod(0o755)  # PostgreSQL's user has to get there
        for label, arguments in found.items():
            databases, folder = reopened(arguments), Path(name) / label
            folder.mkdir()
            fill(databases, PAPERS, folder)
            with small_disk(folder / "disk") as disk, moved(databases, disk) as site:
                asyncio.run(prove(label, site, disk))


if __name__ == "__main__":
    main()
