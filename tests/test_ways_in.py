"""The Makefile as a newcomer meets it: what `make run` says and serves, and the sentence for each thing gone wrong."""

import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from scripts.running_site import ROOT, environment, free_port, wait_for_page

pytestmark = pytest.mark.make


def command(target: str, **variables) -> dict:
    """Return the arguments with which Popen runs `make target` from another folder."""
    return {
        "args": ["make", "-C", str(ROOT), target],
        "cwd": "/",
        "env": environment(**variables),
        "stdin": subprocess.DEVNULL,
        "stdout": subprocess.PIPE,
        "stderr": subprocess.PIPE,
        "text": True,
        "start_new_session": True,
    }


def sentences(target: str, **variables) -> list[str]:
    """Run a target that must fail and return the lines it leaves on the terminal, make's own left out."""
    done = subprocess.run(**command(target, **variables), timeout=60)
    assert done.returncode != 0
    return [line for line in (done.stdout + done.stderr).splitlines() if not line.startswith("make")]


def run_and_interrupt(data: Path, meanwhile: Callable[[], None] = lambda: None) -> tuple[str, str, str, int]:
    """Run the site, open its home page, press Ctrl-C; return the page, both outputs and the exit code.

    `meanwhile` is called before Ctrl-C.
    """
    port = free_port()
    with subprocess.Popen(**command("run", DATA_DIR=data, PORT=port)) as server:
        page = wait_for_page(f"http://127.0.0.1:{port}/", server)
        meanwhile()
        os.killpg(server.pid, signal.SIGINT)
        output, errors = server.communicate(timeout=30)
    return page, output.replace(str(port), "PORT"), errors, server.returncode


def test_make_run_serves_the_reference_profile_and_names_the_next_steps(tmp_path):
    page, output, errors, code = run_and_interrupt(tmp_path / "data")
    assert re.findall(r"<h1[^>]*>\s*(.*?)\s*</h1>", page, re.DOTALL) == ["Amanda Askell"]
    assert output.split("\n\n")[1] == (
        "The site is at http://127.0.0.1:PORT/ (Ctrl-C stops it). In another terminal:\n"
        "  make editor                    makes a user who may sign in at http://127.0.0.1:PORT/admin/\n"
        "  make new NAME='Ada Lovelace'   starts a site of your own, with that profile\n"
    )
    assert (errors, code) == ("", -signal.SIGINT)


def test_a_site_that_runs_keeps_its_database_in_one_file(tmp_path):
    copy = tmp_path / "copy.sqlite3"
    run_and_interrupt(tmp_path / "data", lambda: shutil.copy(tmp_path / "data" / "db.sqlite3", copy))
    with closing(sqlite3.connect(copy)) as database:
        assert database.execute("SELECT count(*) FROM papers_paper").fetchone() == (21,)


def test_make_run_keeps_what_is_in_the_data_folder(tmp_path):
    data = tmp_path / "data"
    run_and_interrupt(data)
    manage(
        data, "shell", "--no-imports", "-c", "from papers.models import Author; Author.objects.update(bio='Edited.')"
    )
    page, _output, errors, code = run_and_interrupt(data)
    assert "Edited." in page
    assert (errors, code) == ("", -signal.SIGINT)


def manage(data: Path, *arguments: str) -> str:
    """Run a management command on a data folder and return what it prints."""
    python = ROOT / ".venv" / "bin" / "python"
    return subprocess.check_output(
        [python, "manage.py", *arguments], cwd=ROOT, env=environment(DATA_DIR=data), text=True
    )


def test_busy_port(tmp_path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert sentences("run", DATA_DIR=tmp_path, PORT=port) == [
            f"profile_site: port {port} is busy: stop what runs there or choose another, such as PORT=8001."
        ]


@pytest.mark.parametrize("port", ["http", "0", "65536", "-1", "8000.5", "٨٠٠٠"])
def test_impossible_port(tmp_path, port):
    assert sentences("run", DATA_DIR=tmp_path, PORT=port) == [
        f"profile_site: PORT={port} is not a port: give a number from 1 to 65535, such as PORT=8001."
    ]


@pytest.mark.parametrize(
    ("variables", "sentence"),
    [
        ({"DATABASE_URL": "oracle://db"}, "DATABASE_URL starts with “oracle”"),
        ({"DATABASE_URL": "postgres://nobody@127.0.0.1:port/none"}, "DATABASE_URL cannot be read"),
        ({"DATABASE_URL": "sqlite:///db.sqlite3"}, "DATABASE_URL does not give the whole path"),
        ({"DATABASE_URL": "sqlite:////nowhere/at/all/db.sqlite3"}, "unable to open database file"),
        ({"DATABASE_URL": "postgres://nobody@127.0.0.1:1/none"}, "refused"),
        ({"DATA_DIR": "/dev/null/data"}, "DATA_DIR=/dev/null/data cannot be created"),
        ({"DEBUG": "perhaps"}, "DEBUG=perhaps is neither yes nor no"),
        ({"PUBLIC_URL": "papers.example.org"}, "PUBLIC_URL=papers.example.org must be https://"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_wrong_variable_ends_in_one_sentence(tmp_path, variables, sentence):
    lines = sentences("run", **{"DATA_DIR": tmp_path, "PORT": free_port()} | variables)
    told = [line for line in lines if not line.startswith("Preparing")]
    assert len(told) == 1
    assert told[0].startswith("profile_site: ")
    assert sentence in told[0]


def test_make_new_asks_for_a_name(tmp_path):
    assert sentences("new", DATA_DIR=tmp_path) == ["profile_site: say whose profile: make new NAME='Ada Lovelace'"]


def test_make_new_starts_an_empty_site_whatever_the_name_is_written_with(tmp_path):
    done = subprocess.run(**command("new", DATA_DIR=tmp_path, NAME="Conan O'Brien & Co"), timeout=120)
    listed = "from papers.models import Author, Paper; print(*Author.objects.all(), Paper.objects.count())"
    assert (done.returncode, done.stderr) == (0, "")
    assert manage(tmp_path, "shell", "--no-imports", "-c", listed) == "Conan O'Brien & Co 0\n"
