"""Languages by name and code."""

import pytest

from papers.imports.languages import language_code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("en", "en"),
        ("eng", "en"),
        ("English", "en"),
        ("en_US", "en"),
        ("ger", "de"),
        ("Deutsch", "de"),
        ("pt-BR", "pt-BR"),
        ("Chinese", "zh"),
        ("Klingon", ""),
        ("", ""),
    ],
)
def test_a_language_has_one_code(text, code):
    assert language_code(text) == code
