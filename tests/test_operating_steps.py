"""The steps of docs/operating.md, carried out on a machine that has nothing but the code and the packages."""

import json
import re
import shutil
import signal
import subprocess
import tarfile
from pathlib import Path

import pytest

from scripts.running_site import ROOT, environment, free_port, wait_for_page
from tests.conftest import REFERENCE_PROFILE

pytestmark = pytest.mark.make

FAILING = """
from django.db import migrations

def fail(apps, schema_editor):
    raise ValueError("a mistake in the migration")

class Migration(migrations.Migration):
    dependencies = [("papers", "{last}")]
    operations = [migrations.RunPython(fail)]
"""


def steps(section: str) -> list[str]:
    """Return the commands of the first example in a section."""
    text = (ROOT / "docs/operating.md").read_text().partition(f"\n## {section}\n")[2]
    return re.search(r"```sh\n(.*?)```", text, re.DOTALL)[1].splitlines()


def run(folder: Path, step: str, **variables) -> subprocess.CompletedProcess:
    """Run a step as it stands in the documentation, from a folder."""
    return subprocess.run(
        ["bash", "-c", step], cwd=folder, env=environment(**variables), capture_output=True, text=True, timeout=300
    )


@pytest.fixture(scope="module")
def machine(tmp_path_factory) -> Path:
    """A folder with profile_site/, as `git clone` leaves it, and the packages installed."""
    folder = tmp_path_factory.mktemp("machine")
    left_out = shutil.ignore_patterns(".git", ".venv*", "node_modules", "var", "__pycache__", ".*_cache")
    shutil.copytree(ROOT, folder / "profile_site", ignore=left_out)
    packages = folder / "profile_site" / ".venv"
    packages.mkdir()
    for path in (ROOT / ".venv").resolve().iterdir():
        (packages / path.name).symlink_to(path)
    return folder


@pytest.fixture(scope="module")
def restored(machine) -> tuple[Path, Path]:
    """The archive of a site with the reference profile, and the data folder of the machine it was restored on."""
    first, second = machine / "first", machine / "second"
    here = machine / "profile_site"
    load = f".venv/bin/python manage.py migrate -v0 && .venv/bin/python manage.py load_profile {REFERENCE_PROFILE}"
    assert run(here, load, DATA_DIR=first).returncode == 0
    (backup,) = steps("Backup")
    assert run(here, backup, DATA_DIR=first).returncode == 0
    (archive,) = (first / "backups").iterdir()
    clone, restore, _serve = steps("Restore")
    assert clone == "git clone ADDRESS-OF-THIS-REPOSITORY profile_site"  # which the fixture `machine` stands for
    done = run(machine, restore.replace("/path/to/archive.tar.gz", str(archive)), DATA_DIR=second)
    assert done.returncode == 0, done.stderr
    return archive, second


def digests(archive: Path) -> dict[str, str]:
    with tarfile.open(archive) as tar:
        return json.load(tar.extractfile("manifest.json"))["files"]


def test_a_site_restored_by_the_written_steps_is_served_and_equal(machine, restored):
    archive, data = restored
    port = free_port()
    server = subprocess.Popen(
        ["bash", "-c", f"exec {steps('Restore')[-1]}"],
        cwd=machine,
        env=environment(DATA_DIR=data, PORT=port),
        start_new_session=True,
        stdout=subprocess.DEVNULL,
    )
    try:
        page = wait_for_page(f"http://127.0.0.1:{port}/", server)
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=30)
    assert re.search(r"<h1[^>]*>\s*(.*?)\s*<", page)[1] == "Amanda Askell"
    assert run(machine / "profile_site", steps("Backup")[0], DATA_DIR=data).returncode == 0
    (again,) = (data / "backups").iterdir()
    assert digests(again) == digests(archive)


def test_an_upgrade_that_fails_puts_the_packages_back_and_names_the_way_back(machine, restored):
    here = machine / "profile_site"
    (here / ".venv" / "of-the-old-release").touch()
    last = sorted(path.stem for path in (here / "papers" / "migrations").glob("0*.py"))[-1]
    migration = here / "papers" / "migrations" / "9999_next.py"
    migration.write_text(FAILING.format(last=last))
    try:
        done = run(here, steps("Upgrade")[-1], DATA_DIR=restored[1])
    finally:
        migration.unlink()
    assert [line for line in done.stderr.splitlines() if line.startswith("profile_site: ")] == [
        "profile_site: the upgrade failed; database and packages are as they were.",
        "profile_site: to run the release before it, bring back its code",
    ]
    assert "ValueError: a mistake in the migration" in done.stderr
    assert (here / ".venv" / "of-the-old-release").exists()
    assert sorted(path.name for path in here.glob(".venv*")) == [".venv"]


def test_an_upgrade_to_the_same_release_changes_nothing(machine, restored):
    here = machine / "profile_site"
    done = run(here, steps("Upgrade")[-1], DATA_DIR=restored[1])
    assert (done.returncode, done.stdout.splitlines()[-1]) == (
        0,
        "The database is that of this release; /, /papers/, /admin/login/ answer.",
    )
    assert sorted(path.name for path in here.glob(".venv*")) == [".venv"]
