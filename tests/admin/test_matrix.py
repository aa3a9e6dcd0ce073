"""Who gets what at every address of the admin: matrix.txt holds it, and the resolver says which addresses there are."""

import pytest

from tests.admin import matrix

METHODS = ["GET", "POST", "HEAD", "PUT", "DELETE", "OPTIONS"]
pytestmark = [pytest.mark.django_db, pytest.mark.sweep]


@pytest.fixture
def paths(db) -> dict[str, str]:
    return dict(matrix.questions())


def test_the_table_has_a_line_for_every_address(paths):
    table = matrix.table()
    missing = [name for name in paths if name not in table]
    browsers = [matrix.browser_of(who) for who in matrix.WHO] if missing else []
    lines = [matrix.line(name, [matrix.answered(each, paths[name]) for each in browsers]) for name in missing]
    assert not lines, "Add to tests/admin/matrix.txt, if this is what each is meant to get:\n" + "\n".join(lines)
    assert [name for name in table if name not in paths] == []


@pytest.mark.parametrize("who", matrix.WHO)
def test_everybody_gets_what_the_table_says_and_nothing_else_by_another_method(paths, who):
    browser, place = matrix.browser_of(who), matrix.WHO.index(who)
    expected = {name: answers[place] for name, answers in matrix.table().items() if name in paths}
    got = {name: {method: matrix.ask(browser, method, paths[name]) for method in METHODS} for name in expected}
    assert {name: matrix.said(answers) for name, answers in got.items()} == expected
    assert {name: odd for name, answers in got.items() if (odd := matrix.oddities(name, answers))} == {}
