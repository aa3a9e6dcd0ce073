"""`manage.py refresh` as an operator meets it."""

import pytest
from django.core.management import CommandError, call_command

from papers.models import ImportBatch
from tests.factories import AuthorFactory
from tests.fetching.answers import ADA, openalex, openalex_work, orcid


@pytest.fixture
def ada(served):
    """A person with a profile, of whom OpenAlex lists a work of hers and one that is not, and ORCID none."""
    served.answer("/works?", openalex(openalex_work(1, "Notes"), openalex_work(2, "Economy", "Charles Babbage")))
    served.answer("/v3.0/", orcid(works=False))
    return AuthorFactory(display_name="Ada Lovelace", orcid=ADA, is_profile=True)


def run(capsys, *slugs: str) -> tuple[int, list[str], list[str]]:
    """Run the command; return its exit code and the lines of its output and of its errors."""
    try:
        call_command("refresh", *slugs)
        code = 0
    except SystemExit as end:
        code = end.code
    said = capsys.readouterr()
    return code, said.out.splitlines(), said.err.splitlines()


def test_what_each_service_lists_is_said(ada, capsys):
    code, lines, errors = run(capsys)
    new = f"1 new in the inbox as import {ImportBatch.objects.get().pk}"
    assert (code, lines, errors) == (
        1,
        [
            "Ada Lovelace, OpenAlex: left out: “Economy”: Ada Lovelace is not among its authors.",
            f"Ada Lovelace, OpenAlex: {new}, 0 here already, 0 proposed before, 1 left out.",
            "Ada Lovelace, ORCID: 0 new, 0 here already, 0 proposed before, 0 left out.",
        ],
        [],
    )


def test_a_clean_run(ada, served, capsys):
    served.answer("/works?", openalex())
    code, lines, errors = run(capsys, ada.slug)
    assert (code, len(lines), errors) == (0, 2, [])


def test_a_service_that_does_not_answer_is_a_problem(ada, served, capsys):
    served.answer("/v3.0/", status=503)
    code, lines, errors = run(capsys)
    assert (code, len(lines), errors) == (
        1,
        2,
        ["Ada Lovelace: ORCID is too busy to answer now (503); please try again later."],
    )


def test_everybody_is_asked_about(ada, capsys):
    AuthorFactory(display_name="A Profile without an iD", is_profile=True)
    AuthorFactory(display_name="A Co-author", orcid="0000-0002-9079-593X")
    code, lines, errors = run(capsys)
    assert (code, len(lines), errors) == (
        1,
        3,
        ["A Profile without an iD: No ORCID iD is given here, by which the services know a person; nothing was asked."],
    )


def test_a_person_without_a_profile_is_asked_about_where_named(ada, served, capsys):
    AuthorFactory(display_name="A Co-author", slug="co-author", orcid="0000-0002-9079-593X")
    run(capsys, "co-author")
    assert [ADA in path for path in served.asked] == [False, False]


def refusal(*slugs: str) -> tuple[int, str]:
    with pytest.raises(CommandError) as caught:
        call_command("refresh", *slugs)
    return caught.value.returncode, str(caught.value)


def test_a_person_who_is_not_there(served):
    assert refusal("nobody") == (2, "There is no person at nobody.")


def test_a_site_without_a_profile(served):
    assert refusal() == (2, "Nobody here has a profile: name a person by SLUG.")


@pytest.mark.django_db
def test_nothing_is_asked_where_fetching_is_off():
    assert refusal() == (
        2,
        "Fetching is off: whoever runs the site switches it on with FETCH=1 in its environment.",
    )
