"""The forms of the admin, empty and filled, as those who hear or enlarge a page find them."""

import pytest

from tests.browser.checkers import axe_violations

pytestmark = pytest.mark.browser

PAGES = [
    "/admin/",
    "/admin/papers/paper/add/",
    "/admin/papers/author/add/",
    "/admin/papers/institution/add/",
    "/admin/papers/metric/add/",
    "/admin/papers/importbatch/add/",
    "/admin/papers/paper/",
    "/admin/auth/user/add/",
    "/admin/auth/group/add/",
]


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("path", PAGES)
def test_forms_and_lists_are_accessible_and_fit(visit, signed_in, path, width):
    visited = visit(path, width=width, storage_state=signed_in)
    assert (axe_violations(visited.page), visited.overflow) == ([], 0)
