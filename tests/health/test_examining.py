"""Which checks are made, and when one is left out."""

from papers.health import Check, Examined, Problem, examine

BROKEN = Problem("It is broken.", "Mend it.")


def test_a_check_of_the_tables_is_left_out_where_the_database_cannot_be_used():
    checks = [
        Check("database", lambda: [BROKEN], stops=True),
        Check("index", lambda: [BROKEN], needs_tables=True),
        Check("disk", list),
    ]
    assert [one.problems for one in examine(checks)] == [[BROKEN], None, []]


def test_any_other_problem_leaves_none_out():
    checks = [Check("disk", lambda: [BROKEN]), Check("index", list, needs_tables=True)]
    assert examine(checks) == [Examined(checks[0], [BROKEN]), Examined(checks[1], [])]
