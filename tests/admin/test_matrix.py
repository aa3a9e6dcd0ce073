"""Who gets what at every address of the admin: matrix.txt holds it, and the resolver says which addresses there are."""

import pytest

from tests.admin import matrix

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
def test_everybody_gets_what_the_table_says(paths, who):
    browser, place = matrix.browser_of(who), matrix.WHO.index(who)
    expected = {name: answers[place] for name, answers in matrix.table().items() if name in paths}
    assert {name: matrix.answered(browser, paths[name]) for name in expected} == expected


@pytest.mark.parametrize("who", ["visitor", "confined", "superuser"])
def test_other_methods_open_nothing_else(paths, who):
    browser = matrix.browser_of(who)
    odd = []
    for name, path in paths.items():
        got = matrix.code(matrix.ask(browser, "GET", path))
        told = matrix.ask(browser, "OPTIONS", path)
        if name == "login" and got == "to":
            got = "ok"  # only on GET does Django lead on whoever is signed in
        others = [matrix.code(matrix.ask(browser, method, path)) for method in ("HEAD", "PUT", "DELETE")]
        if others not in ([got, "405", "405"], ["405"] * 3) or not (matrix.code(told) == got or told.content == b""):
            odd.append((name, got, others, matrix.code(told)))
    assert odd == []
