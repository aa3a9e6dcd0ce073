"""What services list of a person's works reaches the inbox once, and no page."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from papers.cataloguing import NotPlannedError, Options, apply_proposed
from papers.fetching import FetchError
from papers.inbox import Found, dismiss, refresh
from papers.models import Authorship, ImportBatch, Paper
from tests.factories import AuthorFactory, AuthorNameFactory, IdentifierFactory, PaperFactory
from tests.fetching.answers import arxiv, crossref, crossref_work, openalex, openalex_work, orcid, orcid_work


def counts(person) -> list:
    """Return of each service its label and the numbers of works that are new, here, known and left out."""
    return [
        (found.label, len(found.new), found.here, found.known, len(found.left_out))
        if isinstance(found, Found)
        else str(found)
        for found in refresh(person)
    ]


def waiting() -> list[tuple[str, list[str]]]:
    """Return the lists in the inbox, each with the titles of its works."""
    batches = ImportBatch.objects.inbox().order_by("pk")
    return [(batch.file_name, [entry.title for entry in batch.entries.all()]) for batch in batches]


def test_a_new_work_waits_and_is_on_no_page(ada, served):
    served.answer("/works?", openalex(openalex_work(1, "Notes on the Engine", "Charles Babbage", "Ada Lovelace")))
    assert counts(ada) == [("OpenAlex", 1, 0, 0, 0), ("ORCID", 0, 0, 0, 0)]
    assert waiting() == [("New works of Ada Lovelace (OpenAlex)", ["Notes on the Engine"])]
    assert not Paper.objects.exists()


def test_a_second_time_adds_nothing(ada, served):
    served.answer("/works?", openalex(openalex_work(1, "Notes on the Engine")))
    served.answer("/v3.0/", orcid(orcid_work("On the Loom")))
    first, again = counts(ada), counts(ada)
    assert first == [("OpenAlex", 1, 0, 0, 0), ("ORCID", 1, 0, 0, 0)]
    assert again == [("OpenAlex", 0, 0, 1, 0), ("ORCID", 0, 0, 1, 0)]
    assert len(waiting()) == 2


def test_what_the_site_has_is_not_new(ada, served):
    paper = PaperFactory(title="Another title", authors=[ada])
    IdentifierFactory(paper=paper, scheme="doi", value="10.1000/engine")
    served.answer("/works?", openalex(openalex_work(1, "Notes on the Engine", doi="https://doi.org/10.1000/engine")))
    assert counts(ada)[0] == ("OpenAlex", 0, 1, 0, 0)


def test_a_preprint_is_known_by_arxiv_s_id_and_by_its_doi(ada, served):
    paper = PaperFactory(title="Another title", authors=[ada])
    IdentifierFactory(paper=paper, scheme="arxiv", value="2306.16388")
    served.answer("/v3.0/", orcid(orcid_work("Notes on the Engine", "10.48550/arXiv.2306.16388")))
    assert counts(ada)[1] == ("ORCID", 0, 1, 0, 0)


def test_a_work_of_which_orcid_names_only_the_person_is_known_by_title_and_year(ada, served):
    PaperFactory(title="Notes on the Engine", issued="1843", authors=[AuthorFactory(), ada])
    served.answer("/v3.0/", orcid(orcid_work("Notes on the Engine")))
    assert counts(ada)[1] == ("ORCID", 0, 1, 0, 0)


def test_a_work_without_the_person_is_left_out_and_said(ada, served):
    AuthorNameFactory(author=ada, name="Augusta King", shown=False)
    works = [
        openalex_work(1, "Economy", "Charles Babbage"),
        openalex_work(2, "By another name", "Augusta King"),
        openalex_work(3, "By initials", "A. King"),
        {"id": "https://openalex.org/W4", "authorships": []},
    ]
    served.answer("/works?", openalex(*works))
    found = next(refresh(ada))
    assert ([record.title for record in found.new.values()], found.left_out) == (
        ["By another name"],
        [
            "“Economy”: Ada Lovelace is not among its authors.",
            "“By initials”: Ada Lovelace is not among its authors.",
            "“https://openalex.org/W4”: It has no title, without which a paper cannot be listed.",
        ],
    )


def test_works_that_are_left_out_cost_no_query_each(ada, served):
    def queries(count: int) -> int:
        works = [openalex_work(number, f"Note {number}", "Charles Babbage") for number in range(count)]
        served.answer("/works?", openalex(*works))
        with CaptureQueriesContext(connection) as caught:
            next(refresh(ada))
        return len(caught)

    assert queries(5) == queries(90)


def test_a_work_that_orcid_alone_lists_is_looked_up(ada, served):
    served.answer("/v3.0/", orcid(orcid_work("Notes", "10.1000/engine"), orcid_work("On the Loom")))
    authors = [{"given": "Charles", "family": "Babbage"}, {"given": "Ada", "family": "Lovelace"}]
    served.answer("/works/", crossref(crossref_work(author=authors)))
    assert counts(ada) == [("OpenAlex", 0, 0, 0, 0), ("Crossref", 1, 0, 0, 0), ("ORCID", 1, 0, 1, 0)]
    assert waiting() == [
        ("New works of Ada Lovelace (Crossref)", ["Notes on the Engine"]),
        ("New works of Ada Lovelace (ORCID)", ["On the Loom"]),
    ]


def test_a_preprint_that_orcid_alone_lists_is_looked_up_at_arxiv(ada, served):
    served.answer("/v3.0/", orcid(orcid_work("Preprint", "10.48550/arXiv.2306.16388")))
    served.answer("/api/query", arxiv("2306.16388"))
    assert counts(ada) == [("OpenAlex", 0, 0, 0, 0), ("arXiv", 1, 0, 0, 0), ("ORCID", 0, 0, 1, 0)]


def test_what_cannot_be_looked_up_is_proposed_as_orcid_has_it(ada, served):
    served.answer("/v3.0/", orcid(orcid_work("Notes", "10.1000/gone")))
    assert counts(ada) == [("OpenAlex", 0, 0, 0, 0), ("ORCID", 1, 0, 0, 0)]


def test_a_service_that_does_not_answer_is_said_and_the_other_asked(ada, served):
    served.answer("/works?", status=429)
    served.answer("/v3.0/", orcid(orcid_work("On the Loom")))
    assert counts(ada) == ["OpenAlex is too busy to answer now (429); please try again later.", ("ORCID", 1, 0, 0, 0)]


def test_a_person_without_an_orcid_id_is_never_asked_for_by_name(served):
    (said,) = refresh(AuthorFactory(display_name="Charles Babbage"))
    assert (type(said), str(said), served.asked) == (
        FetchError,
        "No ORCID iD is given here, by which the services know a person; nothing was asked.",
        [],
    )


# Taken and dismissed


@pytest.fixture
def list_of_two(ada, served):
    """A list of two works in the inbox."""
    served.answer("/works?", openalex(openalex_work(1, "First", "A. Lovelace"), openalex_work(2, "Second")))
    next(refresh(ada))
    return ImportBatch.objects.inbox().get()


def test_one_that_is_taken_is_a_draft_of_the_person_s_and_the_other_is_not_proposed_again(ada, list_of_two):
    apply_proposed(list_of_two, Options(accepted={1: None}))
    assert list(Authorship.objects.values_list("author", "paper__title", "paper__status")) == [
        (ada.pk, "First", "draft")
    ]
    assert (counts(ada)[0], waiting()) == (("OpenAlex", 0, 1, 1, 0), [])


def test_none_of_what_is_dismissed_is_proposed_again(ada, list_of_two):
    dismiss(list_of_two)
    assert (counts(ada)[0], waiting(), Paper.objects.exists()) == (("OpenAlex", 0, 0, 2, 0), [], False)
    list_of_two.refresh_from_db()
    assert (list_of_two.status, list_of_two.content) == ("dismissed", None)


def test_a_list_that_is_deleted_is_forgotten(ada, list_of_two):
    list_of_two.delete()
    assert counts(ada)[0] == ("OpenAlex", 2, 0, 0, 0)


def test_a_list_is_dismissed_once_and_taken_no_more(list_of_two):
    dismiss(list_of_two)
    with pytest.raises(NotPlannedError) as again:
        dismiss(list_of_two)
    with pytest.raises(NotPlannedError) as taken:
        apply_proposed(list_of_two, Options())
    assert (str(again.value), str(taken.value)) == (
        f"Import {list_of_two.pk} is not in the inbox any more.",
        f"Import {list_of_two.pk} was dismissed before.",
    )
