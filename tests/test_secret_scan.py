"""A secret that was ever committed is found, also where it was taken out again."""

import subprocess
import sys

import pytest

from scripts.running_site import ROOT

# In two parts, lest they be found here.
SECRETS = {
    "private key": ("-----BEGIN RSA ", "PRIVATE KEY-----"),
    "AWS key": ("AKIA", "ABCDEFGHIJKLMNOP"),
    "GitHub token": ("ghp_", "a1B2" * 10),
    "Slack token": ("xoxb-", "1234567890-abcdef"),
    "Django's key": ("SECRET_", f"KEY = '{'k#' * 25}'"),
    "password in an address": ("postgres://ada:", "countess@db.example.org/papers"),
}


def git(folder, *arguments) -> str:
    author = ["-c", "user.name=Ada Lovelace", "-c", "user.email=ada@example.org"]
    return subprocess.check_output(["git", "-C", folder, *author, *arguments], text=True)


def commit(folder, text: str) -> str:
    (folder / "notes.txt").write_text(text)
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "Note")
    return git(folder, "rev-parse", "HEAD")[:12]


def scan(folder) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-m", "scripts.secret_scan", folder], cwd=ROOT, capture_output=True, text=True
    )
    assert done.stderr == ""
    return done.returncode, done.stdout


@pytest.fixture
def history(tmp_path):
    git(tmp_path, "init", "--quiet")
    commit(tmp_path, "postgres://ada:secret@db.example.org and sk-" + "learn is a library\n")
    return tmp_path


def test_a_history_without_secrets_passes(history):
    assert scan(history) == (0, "")


@pytest.mark.parametrize("kind", SECRETS)
def test_a_secret_that_was_taken_out_again_is_found(history, kind):
    when = commit(history, f"one\n{''.join(SECRETS[kind])}\n")
    commit(history, "one\n")
    assert scan(history) == (1, f"{when} notes.txt: {kind}\n")


def test_a_secret_that_is_not_committed_yet_is_found(history):
    (history / "notes.txt").write_text("".join(SECRETS["AWS key"]))
    assert scan(history) == (1, "not committed yet notes.txt: AWS key\n")
