"""A command on a machine where the site never ran."""

import os
import subprocess
import sys

import pytest

from tests.conftest import ROOT


@pytest.mark.parametrize("arguments", [["create_editor"], ["new_profile", "--name", "Ada Lovelace"]])
def test_the_tables_are_made_first(arguments, tmp_path):
    inherited = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "PORT"}}
    environment = inherited | {"DATA_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "profile_site.settings"}
    done = subprocess.run(
        [sys.executable, ROOT / "manage.py", *arguments], cwd="/", env=environment, capture_output=True, text=True
    )
    assert (done.stderr, done.returncode) == ("", 0)
    assert done.stdout.splitlines()[-1] != ""
