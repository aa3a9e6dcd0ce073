"""Where measurements are made: databases with empty tables, files of libraries, and processes that run on them."""

from dataclasses import dataclass
from pathlib import Path

from bench.corpus import write
from scripts.running_site import environment
from scripts.scratch_databases import Databases, reopened


@dataclass(frozen=True)
class Ground:
    """A folder for files, and the `arguments` by which the databases of each label are reopened."""

    folder: Path
    databases: dict[str, list[str]]

    def library(self, size: int) -> Path:
        """Return the file of a library of so many papers, written once."""
        path = self.folder / f"{size}.jsonl"
        return path if path.exists() else write(path, size)

    def opened(self, label: str) -> Databases:
        """Return the databases of a label."""
        return reopened(self.databases[label])

    def environment(self, label: str, copy: str) -> dict[str, str]:
        """Return the environment of a process that works on one of their copies."""
        return environment(DATABASE_URL=self.opened(label).url(copy), DATA_DIR=self.folder)
