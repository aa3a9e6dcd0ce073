"""Where backups lie, how they are written whole or not at all, and the uploads that go with them."""

import fcntl
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from papers.backup.errors import BackupError

PART = ".part"  # the ending of a file that is still being written


def backup_folder() -> Path:
    """Return the folder for backups where no other is given."""
    return settings.DATA_DIR / "backups"


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Make a folder for its owner alone, and keep it to this process; raise BackupError where another has it.

    What a process left there that was killed while it wrote is removed.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise BackupError(f"Another backup or restore is at work in {folder}: wait for its end.") from error
        for left in folder.glob(f".*{PART}"):
            left.unlink()
        yield
    finally:
        os.close(descriptor)


@contextmanager
def written_whole(path: Path) -> Iterator[BinaryIO]:
    """Give a file to write to, for its owner alone, that is at `path` once all of it is on the disk, else nowhere."""
    part = path.with_name(f".{path.name}{PART}")
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        part.rename(path)
        _sync(path.parent)
    finally:
        part.unlink(missing_ok=True)


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def uploads() -> list[str]:
    """Return the names of all uploaded files, and of the published PDFs among them, relative to MEDIA_ROOT."""
    root = Path(settings.MEDIA_ROOT)
    return sorted(path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file())


class Stage:
    """Links to uploads, which keep their content though the site deletes them; a context, at whose end they go."""

    def __init__(self):
        self.folder = settings.DATA_DIR / "backing-up"
        self.taken: set[str] = set()

    def __enter__(self) -> "Stage":
        """Begin with an empty folder, whatever a killed one left there; raise BackupError where another is at work."""
        self.lock = held(self.folder)
        self.lock.__enter__()
        clear(self.folder)
        return self

    def __exit__(self, *error) -> None:
        """Remove the links."""
        clear(self.folder)
        self.lock.__exit__(*error)

    def take(self, names: Iterable[str]) -> set[str]:
        """Link the uploads of these names, but for those that are linked; return the names of those that are gone."""
        gone = set()
        for name in set(names) - self.taken:
            place = self.folder / name
            place.parent.mkdir(parents=True, exist_ok=True)
            try:
                _link(settings.MEDIA_ROOT / name, place)
            except FileNotFoundError:
                gone.add(name)
            else:
                self.taken.add(name)
        return gone

    def names(self) -> list[str]:
        """Return the names of all that are linked."""
        return sorted(self.taken)

    def open(self, name: str) -> BinaryIO:
        """Open one that is linked."""
        return (self.folder / name).open("rb")


def _link(upload: Path, place: Path) -> None:
    """Link an upload, or copy it where the disk has no links or the uploads lie on another."""
    try:
        place.hardlink_to(upload)
    except FileNotFoundError:
        raise
    except OSError:
        shutil.copyfile(upload, place)


def clear(folder: Path) -> None:
    """Delete all that is in a folder."""
    for path in folder.iterdir():
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()
