"""What docs/operating.md says of the environment, against what the code reads."""

import ast
import re

from profile_site.settings import OIDC_VARIABLES
from scripts.running_site import ROOT

READ_ELSEWHERE = {"LISTEN", "PORT", "PYTHON"}  # by `manage.py serve` and scripts/setup


def variables_in_the_table() -> list[str]:
    """Return the variables in the first column of the table of the environment."""
    section = (ROOT / "docs/operating.md").read_text().partition("\n## Environment\n")[2].partition("\n## ")[0]
    return re.findall(r"`([A-Z_]+)`", " ".join(re.findall(r"^\| (`.*?) \|", section, re.MULTILINE)))


def variables_in_the_settings() -> set[str]:
    """Return the names that settings.py reads from the environment."""
    names = set(OIDC_VARIABLES)
    for call in ast.walk(ast.parse((ROOT / "profile_site/settings.py").read_text())):
        if isinstance(call, ast.Call) and ast.unparse(call.func) in {"flag", "os.environ.get"}:
            names |= {word.value for word in call.args[:1] if isinstance(word, ast.Constant)}
    return names


def test_the_table_of_the_environment_names_every_variable_once():
    assert sorted(variables_in_the_table()) == sorted(variables_in_the_settings() | READ_ELSEWHERE)
