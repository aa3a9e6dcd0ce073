"""The settings, the folder and the disk, each broken once."""

import os
import shutil
from collections import namedtuple

import pytest
from django.core.checks import Warning as CheckWarning
from django.core.checks import register, registry

from papers.health import Problem, surroundings


@pytest.fixture
def folder(settings, tmp_path):
    """A data folder as the site makes it."""
    tmp_path.chmod(0o700)
    (tmp_path / "secret_key").touch(0o600)
    settings.DATA_DIR = tmp_path
    return tmp_path


def test_a_site_as_it_comes_has_nothing_to_mend(folder):
    found = [*surroundings.unsafe_settings(), *surroundings.open_files(), *surroundings.little_room()]
    assert found == []


def test_a_warning_of_django_s_own_checks_is_passed_on():
    def check(app_configs, **kwargs):
        return [CheckWarning("The engine is cold.", hint="Light the fire.", id="engine.W001")]

    register(check)
    try:
        found = list(surroundings.unsafe_settings())
    finally:
        registry.registry.registered_checks.discard(check)
    assert found == [Problem("The engine is cold. (engine.W001)", "Light the fire.")]


def test_a_public_site_is_held_to_the_checks_for_one(settings):
    settings.PUBLIC_URL, settings.BEHIND_TLS_PROXY = "https://papers.example.org", True
    settings.SECURE_SSL_REDIRECT = False
    assert "(security.W008)" in " ".join(problem.what for problem in surroundings.unsafe_settings())


def test_a_public_site_without_a_trusted_proxy_leads_to_itself(settings):
    settings.PUBLIC_URL = "https://papers.example.org"
    assert [problem for problem in surroundings.unsafe_settings() if "BEHIND_TLS_PROXY" in problem.what] == [
        Problem(
            "Every page leads to itself without end: PUBLIC_URL is set, BEHIND_TLS_PROXY is not.",
            "Have the proxy set X-Forwarded-Proto itself, then set BEHIND_TLS_PROXY=1.",
        )
    ]


def test_a_folder_that_everyone_may_look_into(folder):
    folder.chmod(0o755)
    assert list(surroundings.open_files()) == [
        Problem(f"Every user of this machine may look into {folder}.", f"chmod o-rwx {folder}")
    ]


def test_a_key_that_others_may_read(folder):
    key = folder / "secret_key"
    key.chmod(0o640)
    assert list(surroundings.open_files()) == [
        Problem(f"Others may read {key}, with which sessions are signed.", f"chmod 600 {key}")
    ]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may give a file away")
def test_a_file_of_another_user(folder):
    file = folder / "db.sqlite3"
    file.touch()
    os.chown(file, 65534, -1)
    assert [problem.what for problem in surroundings.open_files()] == [
        f"{file} belongs to another user than the one who runs this."
    ]


def test_a_disk_that_is_nearly_full(folder, monkeypatch):
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: usage(10**12, 10**12, 199 * 1024 * 1024))
    assert list(surroundings.little_room()) == [
        Problem(
            "The disk of the data folder has 199 MB left, less than 200 MB.",
            f"Delete or move what is not needed on the disk of {folder}: old backups first.",
        )
    ]
