"""`manage.py new_profile` as an operator meets it."""

import io
import pty
import sys

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command

from papers.models import Author, Paper
from tests.factories import PaperFactory
from tests.loading import load_engine

pytestmark = pytest.mark.django_db


def new_profile(capsys, *arguments: str) -> list[str]:
    """Run the command and return the lines that it prints."""
    call_command("new_profile", *arguments)
    return capsys.readouterr().out.splitlines()


def refusal(*arguments: str) -> str:
    with pytest.raises(CommandError) as caught:
        call_command("new_profile", *arguments)
    return str(caught.value)


@pytest.fixture
def terminal(monkeypatch):
    """A terminal as standard input; what is written to it is what somebody types."""
    typing, shown = pty.openpty()
    with open(shown) as stdin, open(typing, "wb", buffering=0) as keys:  # noqa: PTH123 - descriptors
        monkeypatch.setattr(sys, "stdin", stdin)
        yield keys


@pytest.fixture
def pipe(monkeypatch):
    """A standard input that is no terminal."""
    monkeypatch.setattr(sys, "stdin", io.StringIO("yes\n"))


def test_next_steps_on_an_empty_site(capsys):
    assert new_profile(capsys, "--name", "Ada Lovelace") == [
        "The site is empty but for Ada Lovelace: http://127.0.0.1:8000/ (make run serves it).",
        "make editor makes a user. Sign in at http://127.0.0.1:8000/admin/ and add the first paper.",
    ]


def test_next_steps_where_there_is_an_editor(capsys):
    get_user_model().objects.create_user("ada", is_staff=True)
    lines = new_profile(capsys, "--name", "Ada Lovelace")
    assert lines[1:] == ["Sign in at http://127.0.0.1:8000/admin/ and add the first paper."]


def test_an_untouched_profile_is_replaced_unasked(capsys, tmp_path, pipe):
    load_engine(tmp_path)
    new_profile(capsys, "--name", "O'Brien")
    assert [author.display_name for author in Author.objects.all()] == ["O'Brien"]


def test_edits_are_not_deleted_without_a_terminal(pipe):
    PaperFactory()
    assert refusal("--name", "Ada Lovelace") == (
        "This site has been edited: 1 paper. Nothing was changed; manage.py new_profile --yes deletes them unasked."
    )
    assert Paper.objects.exists()


def test_yes_deletes_edits(capsys, pipe):
    PaperFactory()
    new_profile(capsys, "--name", "Ada Lovelace", "--yes")
    assert not Paper.objects.exists()


def test_edits_are_deleted_when_somebody_types_yes(capsys, terminal):
    PaperFactory()
    terminal.write(b"yes\n")
    lines = new_profile(capsys, "--name", "Ada Lovelace")
    assert lines[0].startswith("This site has been edited: 1 paper. Type yes to delete them: ")
    assert not Paper.objects.exists()


@pytest.mark.parametrize("typed", [b"no\n", b"\n", b"y\n", b"\x04"])
def test_any_other_answer_changes_nothing(typed, terminal):
    PaperFactory()
    terminal.write(typed)
    assert refusal("--name", "Ada Lovelace") == "Nothing was changed."
    assert Paper.objects.exists()


def test_an_empty_name():
    assert refusal("--name", " ") == (
        "“ ” cannot be a name: This field cannot be blank. Give one such as NAME='Ada Lovelace'."
    )


# With a bibliography

WORKS = """@article{a, author = {Ada Lovelace and Luigi Menabrea}, title = {Notes on the Engine}, year = 1843}
@article{b, author = {Lovelace, Ada}, title = {On Looms}, year = 1844}
@article{c, author = {A. Lovelace}, title = {On Flying}, year = 1828}
@article{d, author = {Ada Lovelace}}
"""


def test_a_bibliography_gives_the_profile_its_papers(capsys, tmp_path, client):
    path = tmp_path / "works.bib"
    path.write_text(WORKS)
    lines = new_profile(capsys, "--name", "Ada Lovelace", "--from", str(path))
    assert lines == [
        f"{path}: 3 papers, 2 of them by Ada Lovelace.",
        f"Entries left out: 1; manage.py import_papers --dry-run {path} says why.",
        "The others name nobody “Ada Lovelace”; give other spellings as other names of the person.",
        "The site is Ada Lovelace's: http://127.0.0.1:8000/ (make run serves it).",
        "make editor makes a user. Sign in at http://127.0.0.1:8000/admin/ and go on.",
    ]
    page = client.get("/authors/ada-lovelace/").content.decode()
    assert ("Notes on the Engine" in page, "On Looms" in page, "On Flying" in page) == (True, True, False)


def test_a_bibliography_that_cannot_be_read_changes_nothing(capsys, tmp_path):
    load_engine(tmp_path)
    path = tmp_path / "letter.txt"
    path.write_text("Dear Charles,")
    assert refusal("--name", "Ada Lovelace", "--from", str(path)).endswith(" Nothing was changed.")
    assert Paper.objects.exists()
