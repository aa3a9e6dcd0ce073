import json

import pytest
from django.core.management import call_command

from papers.health import Check, Examined, Problem
from papers.management.commands import doctor
from tests.factories import PaperFactory

WELL = Examined(Check("database", list, stops=True), [])
TO_MEND = Examined(Check("index", list), [Problem("It is stale.", "manage.py reindex")])
STOPPED = Examined(Check("disk", list, stops=True), [Problem("It is full.", "Delete something.")])
LEFT_OUT = Examined(Check("triggers", list, needs_tables=True), None)


@pytest.mark.parametrize(
    ("examined", "code"), [([WELL], 0), ([WELL, TO_MEND], 1), ([TO_MEND, STOPPED], 2), ([WELL, LEFT_OUT], 0)]
)
def test_the_exit_code_tells_how_bad_it_is(examined, code):
    assert doctor.exit_code(examined) == code


def test_each_check_has_a_line_and_each_problem_two():
    assert doctor.as_text([WELL, TO_MEND, LEFT_OUT]).splitlines() == [
        "database        well",
        "index           to mend",
        "    It is stale.",
        "    → manage.py reindex",
        "triggers        not checked",
    ]


def test_a_program_reads_the_same():
    assert json.loads(doctor.as_json([TO_MEND, LEFT_OUT])) == [
        {"check": "index", "stops": False, "problems": [{"what": "It is stale.", "mend": "manage.py reindex"}]},
        {"check": "triggers", "stops": False, "problems": None},
    ]


@pytest.mark.django_db
def test_what_is_wrong_is_mended_as_the_doctor_says(settings, tmp_path, capsys):
    settings.DATA_DIR, settings.MEDIA_ROOT = tmp_path, tmp_path / "media"
    tmp_path.chmod(0o700)
    PaperFactory(title="Engine")
    with pytest.raises(SystemExit) as ended:
        call_command("doctor")
    assert (ended.value.code, "→ manage.py reindex" in capsys.readouterr().out) == (1, True)
    call_command("reindex")
    assert capsys.readouterr().out == "The search index has read 1 papers.\n"
    with pytest.raises(SystemExit) as ended:
        call_command("doctor")
    assert ended.value.code == 0
