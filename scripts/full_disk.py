"""Prove that on a full disk pages go on, a save is answered 503 and leaves nothing, and no restart is needed: as root.

SQLite's file, or the files of a PostgreSQL of this machine, lie on a small file system in memory that is then filled.

    python -m scripts.full_disk
"""

import asyncio
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg

from scripts.overload import ORDINARY, Client, fill
from scripts.running_site import RunningSite, running_site
from scripts.scratch_databases import Databases, Sqlite, reopened, scratch_databases
from scripts.writers import COPY, READ, SIGN_IN, changed_form

MEGABYTES = 150
PAPERS = 200
FULL = "The server has no room left on its disk."


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


async def prove(label: str, site: RunningSite, disk: Path) -> None:
    """Fill the disk, look, make room again; end the program with a sentence where something does not hold."""
    port = int(site.address.rpartition(":")[2])
    session, paper = site.manage("shell", "-v0", "-c", SIGN_IN.format(editors=1, shared=1)).split()
    client, address, cookie = Client(port), f"/admin/papers/paper/{paper}/change/", f"sessionid={session}"
    _status, page = await client.ask(address, cookie=cookie)
    long = " ".join(f"word{number}" for number in range(400_000 // 10))
    form, token = changed_form(page, abstract=long[:200_000])

    async def save() -> tuple[int, str]:
        return await client.ask(address, form, f"{cookie}; csrftoken={token}")

    filler = filled_up(disk)
    for url in [*ORDINARY, address, *ORDINARY]:
        status, _page = await client.ask(url, cookie=cookie)
        expect(status == 200, f"{label}: with a full disk {url} is answered {status}")
    status, page = await save()
    expect((status, FULL in page) == (503, True), f"{label}: a save on a full disk is answered {status}")
    filler.unlink()
    expect("word1 " not in site.manage("shell", "-v0", "-c", READ.format(key=paper)), f"{label}: something is saved")
    status, _page = await save()
    expect(status == 302, f"{label}: with room again a save is answered {status}")
    expect("word1 " in site.manage("shell", "-v0", "-c", READ.format(key=paper)), f"{label}: it is not saved")
    print(f"{label}: {2 * len(ORDINARY) + 1} pages read on a full disk, a save 503 with nothing saved, then 302")


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
