"""An archive: a compressed tar with the rows of each table, the uploads, and last a manifest of all that.

    database/papers_paper.jsonl     a row a line, as `rows.lines` writes them
    media/portraits/0f3a….webp      an upload
    manifest.json                   versions, migrations, tables with their columns and counts, a digest of each file

The manifest comes last, so that an archive whose end is missing has none.
"""

import gzip
import hashlib
import io
import json
import tarfile
import tempfile
import time
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Self

from papers.backup.errors import ArchiveError

FORMAT = 1
MANIFEST = "manifest.json"
PIECE = 1 << 20
# What tarfile and gzip raise, depending on where the damage is.
UNREADABLE = (tarfile.TarError, gzip.BadGzipFile, EOFError, zlib.error, ValueError, KeyError, TypeError)


@dataclass
class Table:
    """What an archive says of a table; `last` is the highest number that a row of it ever had."""

    columns: list[str]
    rows: int
    last: int | None


@dataclass
class Manifest:
    """What an archive says of itself.

    `missing` are uploads that a record names and the site lacks, `left_out` the tables that are not in it.
    """

    made: str
    release: str
    versions: dict[str, str]
    migrations: list[list[str]]
    has_media: bool
    left_out: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    tables: dict[str, Table] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    format: int = FORMAT

    @property
    def rows(self) -> int:
        """The number of rows in all tables."""
        return sum(table.rows for table in self.tables.values())

    @property
    def uploads(self) -> list[str]:
        """The names of the uploads."""
        return [name.removeprefix("media/") for name in self.files if name.startswith("media/")]


def member(table: str) -> str:
    """Return the name of a table's rows in an archive."""
    return f"database/{table}.jsonl"


class Writer:
    """An archive that is being written to a file, which has to stay open until this is left."""

    def __init__(self, file: BinaryIO, manifest: Manifest):
        self.manifest = manifest
        self.tar = tarfile.open(fileobj=file, mode="w:gz", compresslevel=6)  # noqa: SIM115 - closed by `finish`

    def __enter__(self) -> Self:
        """Return this archive."""
        return self

    def __exit__(self, kind, error, trace) -> None:
        """Let go of what is half written, where something failed."""
        if kind:
            with suppress(OSError):
                self.tar.fileobj.close()

    def add_rows(self, table: str, columns: list[str], found: Iterable[bytes], last: int | None) -> None:
        """Write the rows of a table."""
        with tempfile.TemporaryFile() as spool:
            count = 0
            for line in found:
                spool.write(line)
                count += 1
            size = spool.tell()
            spool.seek(0)
            self._add(member(table), size, spool)
        self.manifest.tables[table] = Table(columns, count, last)

    def add_upload(self, name: str, file: BinaryIO, size: int) -> None:
        """Write an upload."""
        self._add(f"media/{name}", size, file)

    def finish(self) -> None:
        """Write the manifest and the end."""
        content = json.dumps(asdict(self.manifest), ensure_ascii=False, indent=1).encode()
        self._add(MANIFEST, len(content), io.BytesIO(content), listed=False)
        self.tar.close()

    def _add(self, name: str, size: int, file: BinaryIO, listed: bool = True) -> None:
        about = tarfile.TarInfo(name)
        about.size, about.mode, about.mtime = size, 0o600, int(time.time())
        digesting = _Digesting(file)
        self.tar.addfile(about, digesting)
        if listed:
            self.manifest.files[name] = digesting.digest.hexdigest()


class _Digesting:
    """A file whose content is digested as it is read."""

    def __init__(self, file: BinaryIO):
        self.file = file
        self.digest = hashlib.sha256()

    def read(self, size: int) -> bytes:
        piece = self.file.read(size)
        self.digest.update(piece)
        return piece


@dataclass(frozen=True)
class Contents:
    """An archive that was unpacked into a folder, each file the one that the manifest names."""

    manifest: Manifest
    folder: Path

    @contextmanager
    def lines(self, table: str) -> Iterator[BinaryIO]:
        """Give the rows of a table."""
        with (self.folder / member(table)).open("rb") as file:
            yield file


def unpack(path: Path, folder: Path) -> Contents:
    """Unpack an archive into an empty folder; raise ArchiveError for a file that is none, or not whole."""
    try:
        with tarfile.open(path, "r:gz") as tar:
            digests = {about.name: _unpack_one(tar, about, folder) for about in tar}
        manifest = _manifest(folder)
    except FileNotFoundError as error:
        raise ArchiveError(f"{error.filename} is not there.") from error
    except UNREADABLE as error:
        raise ArchiveError(f"{path} is no whole archive of a site ({error}): take another.") from error
    digests.pop(MANIFEST)
    if wrong := sorted(
        name for name in digests.keys() | manifest.files.keys() if digests.get(name) != manifest.files.get(name)
    ):
        raise ArchiveError(f"{path} is damaged: {wrong[0]} is not what was written. Take another.")
    return Contents(manifest, folder)


def _unpack_one(tar: tarfile.TarFile, about: tarfile.TarInfo, folder: Path) -> str:
    """Write a member of an archive below a folder, and return its digest."""
    parts = PurePosixPath(about.name).parts
    if (
        not about.isreg()
        or about.name.startswith("/")
        or ".." in parts
        or parts[0] not in {"database", "media", MANIFEST}
    ):
        raise ArchiveError(f"There is something else in this archive ({about.name}): it is none of a site.")
    path = folder.joinpath(*parts)
    path.parent.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256()
    with tar.extractfile(about) as packed, path.open("xb") as file:
        while piece := packed.read(PIECE):
            digest.update(piece)
            file.write(piece)
    return digest.hexdigest()


def _manifest(folder: Path) -> Manifest:
    path = folder / MANIFEST
    if not path.exists():
        raise ValueError("its end is missing")
    said = json.loads(path.read_text(encoding="utf-8"))
    if said["format"] != FORMAT:
        raise ArchiveError(f"This archive is in the format {said['format']}, which this release cannot read.")
    manifest = Manifest(**said)
    manifest.tables = {name: Table(**table) for name, table in said["tables"].items()}
    return manifest
