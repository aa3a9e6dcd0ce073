"""The reference profile's bibliography, read by biber, which LaTeX calls with biblatex."""

import re
import shutil
import subprocess

import pytest

from papers.imports.draft import LINK_KINDS
from tests.conftest import missing

# Fields of our own, which LaTeX passes over and our import reads.
OWN_FIELD = re.compile(rf"Field '(?:{'|'.join(LINK_KINDS)})' invalid in data model")


@pytest.fixture(scope="module")
def biber():
    """Return a function that has biber read a bibliography and returns what it complains of."""
    program = shutil.which("biber")
    if program is None:
        missing("biber", "install Debian's package biber")

    def read(path, *options: str) -> list[str]:
        command = [program, "--tool", "--nolog", "--output-file", str(path.with_suffix(".out")), *options, str(path)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, cwd=path.parent)
        assert path.with_suffix(".out").exists(), done.stdout + done.stderr
        return [line for line in done.stdout.splitlines() if not line.startswith("INFO")]

    return read


@pytest.mark.django_db
@pytest.mark.usefixtures("reference_profile")
def test_biber_finds_nothing_to_complain_of(biber, client, tmp_path):
    path = tmp_path / "papers.bib"
    path.write_bytes(b"".join(client.get("/papers.bib").streaming_content))
    assert biber(path) == []
    assert [line for line in biber(path, "--validate-datamodel") if not OWN_FIELD.search(line)] == []
    assert path.with_suffix(".out").read_text().count("@") == path.read_text().count("\n@") + 1


def test_biber_would_complain(biber, tmp_path):
    path = tmp_path / "papers.bib"
    path.write_text("@article{a, title = {T}, month = {Brumaire}, isbn = {1}}\n")
    assert len(biber(path)) == 2
