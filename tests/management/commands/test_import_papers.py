"""`manage.py import_papers` and `manage.py undo_import` as an operator meets them."""

import io
import json
import sys

import pytest
from django.core.management import CommandError, call_command

from papers.models import ImportBatch, Paper
from tests.fetching.answers import crossref

pytestmark = pytest.mark.django_db

WORKS = """@article{lovelace1843, author = {Ada Lovelace}, title = {Notes on the Engine}, year = 1843, volume = 3}
@book{babbage1832, author = {Charles Babbage}, title = {On the Economy of Machinery}, year = 1832}
"""
UNTITLED = "@article{nobody, author = {Ada Lovelace}}\n"


@pytest.fixture
def works(tmp_path):
    """A file with a bibliography of two works."""
    path = tmp_path / "works.bib"
    path.write_text(WORKS)
    return path


def run(capsys, *arguments: object) -> tuple[int, list[str]]:
    """Run the command; return its exit code and the lines that it prints."""
    try:
        call_command("import_papers", *map(str, arguments))
        code = 0
    except SystemExit as end:
        code = end.code
    return code, capsys.readouterr().out.splitlines()


def test_a_clean_import(capsys, works):
    code, lines = run(capsys, works)
    batch = ImportBatch.objects.get()
    assert (code, lines) == (
        0,
        [f"{works} (BibTeX, BibLaTeX): 2 new, 0 same, 0 changed, 0 conflicts, 0 refused. This is import {batch.pk}."],
    )
    assert list(Paper.objects.order_by("pk").values_list("citation_key", "status")) == [
        ("lovelace1843", "draft"),
        ("babbage1832", "draft"),
    ]
    assert (batch.file_name, batch.source, batch.user, len(batch.digest)) == ("works.bib", "bibtex", None, 64)


def test_a_dry_run_names_every_entry_and_writes_nothing(capsys, works):
    code, lines = run(capsys, "--dry-run", works)
    assert (code, lines) == (
        0,
        [
            f"{works}:1: lovelace1843: new",
            f"{works}:2: babbage1832: new",
            f"{works} (BibTeX, BibLaTeX): 2 new, 0 same, 0 changed, 0 conflicts, 0 refused. Nothing was written.",
        ],
    )
    assert (Paper.objects.exists(), ImportBatch.objects.exists()) == (False, False)


def test_changes_are_said_with_old_and_new(capsys, works):
    run(capsys, works)
    works.write_text(WORKS.replace("volume = 3", "volume = 4"))
    assert run(capsys, works)[1][0] == f"{works}:1: lovelace1843: changed: volume “3” → “4”."


def test_an_edit_is_kept_and_said(capsys, works):
    run(capsys, works)
    Paper.objects.filter(volume="3").update(volume="III")
    code, lines = run(capsys, works)
    assert (code, lines[0]) == (
        1,
        f"{works}:1: lovelace1843: conflict: volume was edited here and stays “III”; the file has “3”.",
    )
    run(capsys, works, "--on-conflict", "take")
    assert Paper.objects.get(citation_key="lovelace1843").volume == "3"


def test_a_refused_entry(capsys, works):
    works.write_text(WORKS + UNTITLED)
    code, lines = run(capsys, works)
    assert (code, lines[0]) == (
        1,
        f"{works}:3: nobody: refused: It has no title, without which a paper cannot be listed.",
    )
    assert Paper.objects.count() == 2


def test_a_file_that_is_no_bibliography(capsys, tmp_path, works):
    path = tmp_path / "letter.txt"
    path.write_text("Dear Charles,\n")
    with pytest.raises(SystemExit) as end:
        call_command("import_papers", str(path), str(works))
    said = capsys.readouterr()
    assert end.value.code == 2
    assert said.err.startswith(f"{path}: This is in no format that can be read; ")
    assert said.err.endswith(" Nothing of it was imported.\n")
    assert Paper.objects.count() == 2


def test_a_conflict_fails_where_told(capsys, works):
    run(capsys, works)
    Paper.objects.filter(volume="3").update(volume="III")
    assert run(capsys, works, "--on-conflict", "fail") == (2, [])
    assert ImportBatch.objects.count() == 1


def test_the_format_is_overridden(capsys, works):
    assert run(capsys, works, "--format", "ris", "--dry-run") == (
        1,
        [f"{works} (RIS): no entry was found. Nothing was written."],
    )


def test_a_report_in_json(capsys, works):
    _code, lines = run(capsys, "--json", "--dry-run", works)
    first, _second, summary = map(json.loads, lines)
    assert first == {
        "file": str(works),
        "position": 1,
        "line": 1,
        "label": "lovelace1843",
        "outcome": "new",
        "paper": "notes-on-the-engine",
        "changes": {},
        "problems": [],
    }
    assert (summary["format"], summary["counts"]["new"], summary["import"]) == ("bibtex", 2, None)


def test_standard_input(capsys, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(WORKS.encode())))
    assert run(capsys, "-", "--publish")[0] == 0
    assert set(Paper.objects.values_list("status", flat=True)) == {"published"}


def test_json_lines_are_read_line_by_line(capsys, tmp_path):
    path = tmp_path / "works.jsonl"
    lines = [json.dumps({"title": f"Engine {number}", "type": "book", "authors": []}) for number in range(3)]
    path.write_bytes("\n".join(lines).encode() + b'\n{"title": "\xff", "type": "book", "authors": []}\n')
    code, said = run(capsys, path)
    assert (code, said[-1].partition(": ")[2].partition(". ")[0]) == (
        1,
        "3 new, 0 same, 0 changed, 0 conflicts, 1 refused",
    )


def test_a_file_that_is_not_there(capsys):
    with pytest.raises(CommandError) as caught:
        call_command("import_papers", "nowhere.bib")
    assert "there is no file nowhere.bib" in str(caught.value)


# Fetching


def test_an_identifier_is_fetched(capsys, served):
    served.answer("/works/", crossref())
    code, lines = run(capsys, "https://doi.org/10.1000/engine", "--publish")
    batch = ImportBatch.objects.get()
    counts = "1 new, 0 same, 0 changed, 0 conflicts, 0 refused"
    assert (code, lines) == (0, [f"DOI 10.1000/engine (Crossref): {counts}. This is import {batch.pk}."])
    assert (batch.file_name, Paper.objects.get().title) == ("Crossref: 10.1000/engine", "Notes on the Engine")


def test_a_file_of_that_name_comes_before_the_identifier(capsys, served, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "2306.16388").write_text(WORKS)
    assert (run(capsys, "2306.16388")[0], served.asked) == (0, [])


def test_what_cannot_be_fetched_is_refused_and_the_rest_imported(capsys, served, works):
    with pytest.raises(SystemExit) as end:
        call_command("import_papers", "10.1000/gone", str(works))
    assert (end.value.code, Paper.objects.count()) == (2, 2)
    assert capsys.readouterr().err == (
        "DOI 10.1000/gone: Crossref does not know 10.1000/gone. DOIs of other agencies, such as DataCite, are not "
        "there. Nothing of it was imported.\n"
    )


def test_an_identifier_is_refused_where_fetching_is_off(capsys):
    with pytest.raises(SystemExit) as end:
        call_command("import_papers", "10.1000/engine")
    assert end.value.code == 2
    assert capsys.readouterr().err == (
        "DOI 10.1000/engine: Fetching is off: whoever runs the site switches it on with FETCH=1 in its environment. "
        "Nothing of it was imported.\n"
    )


# Undoing


def test_an_import_is_undone(capsys, works):
    run(capsys, works)
    batch = ImportBatch.objects.get()
    call_command("undo_import", str(batch.pk))
    assert capsys.readouterr().out == f"Import {batch.pk} of works.bib is undone.\n"
    assert not Paper.objects.exists()


def test_what_was_edited_since_is_named(capsys, works):
    run(capsys, works)
    batch = ImportBatch.objects.get()
    Paper.objects.filter(volume="3").update(volume="III")
    with pytest.raises(SystemExit) as end:
        call_command("undo_import", str(batch.pk))
    assert (end.value.code, capsys.readouterr().out.splitlines()[0]) == (
        1,
        "“Notes on the Engine” stays: edited since in volume.",
    )


@pytest.mark.parametrize("number", ["7"])
def test_an_import_that_never_was(number):
    with pytest.raises(CommandError) as caught:
        call_command("undo_import", number)
    assert str(caught.value) == "There is no import 7."
