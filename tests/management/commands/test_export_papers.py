"""`manage.py export_papers` as an operator meets it."""

import json

import pytest
from django.core.management import CommandError, call_command

from papers.starting_over import EMPTIED
from tests.factories import AuthorFactory, AuthorNameFactory, PaperFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def works():
    """Two published papers and a draft, of a person with a search-only name."""
    ada = AuthorFactory(display_name="Ada Lovelace", slug="ada")
    AuthorNameFactory(author=ada, name="A. Byron", shown=False)
    PaperFactory(title="Notes", posted="1843", authors=[ada], slug="notes")
    PaperFactory(title="Sketch", posted="1844", authors=[ada], slug="sketch")
    PaperFactory(title="Secret", status="draft", authors=[ada], slug="secret")


def export(capsys, *arguments: object) -> str:
    call_command("export_papers", *map(str, arguments))
    return capsys.readouterr().out


@pytest.mark.parametrize("extension", ["bib", "ris", "csl.json", "csv", "jsonl", "txt"])
def test_the_public_form_is_what_the_site_s_list_sends(works, capsys, client, extension):
    sent = b"".join(client.get(f"/papers.{extension}").streaming_content).decode()
    assert export(capsys, "--format", extension) == sent


def test_the_complete_form_holds_drafts_and_search_only_names_and_comes_back(works, capsys, tmp_path):
    path = tmp_path / "site.jsonl"
    export(capsys, "--full", "--output", path)
    lines = [json.loads(line) for line in path.read_text().splitlines()]
    assert [(line["title"], line["site"]["status"]) for line in lines] == [
        ("Notes", "published"),
        ("Sketch", "published"),
        ("Secret", "draft"),
    ]
    assert lines[0]["site"]["authors"][0]["names"] == [{"name": "A. Byron", "shown": False}]
    for model in EMPTIED:
        model.objects.all().delete()
    call_command("import_papers", "--full", str(path))
    capsys.readouterr()
    assert export(capsys, "--full") == path.read_text()


def test_without_full_nothing_but_the_published_is_written(works, capsys):
    text = export(capsys)
    assert [json.loads(line)["title"] for line in text.splitlines()] == ["Sketch", "Notes"]
    assert ("Byron" in text, "site" in text) == (False, False)


def test_a_format_does_not_go_with_the_complete_form():
    with pytest.raises(CommandError, match=r"^--full writes JSON Lines: leave --format bib out\.$"):
        call_command("export_papers", "--full", "--format", "bib")


def test_a_file_is_written_whole_or_not_at_all(works, tmp_path):
    (tmp_path / "site.jsonl").mkdir()
    with pytest.raises(CommandError, match=r"site\.jsonl cannot be written: Is a directory\.$"):
        call_command("export_papers", "--output", str(tmp_path / "site.jsonl"))
    assert [each.name for each in tmp_path.iterdir()] == ["site.jsonl"]


def test_other_formats_are_not_taken_in_as_complete(capsys, tmp_path):
    path = tmp_path / "works.bib"
    path.write_text("@book{notes, title = {Notes}}")
    with pytest.raises(SystemExit) as end:
        call_command("import_papers", "--full", str(path))
    said = f"{path}: It is not what export_papers --full writes. Nothing of it was imported."
    assert (end.value.code, capsys.readouterr().err.strip()) == (2, said)
