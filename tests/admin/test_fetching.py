"""An editor fetches works by their identifiers."""

from papers.models import ImportBatch, Paper
from tests.admin.forms import messages
from tests.fetching.answers import crossref, crossref_work, orcid

ADD = "/admin/papers/importbatch/add/"


def ask(editor, *lines: str, **more):
    return editor.post(ADD, {"identifiers": "\n".join(lines), **more}, follow=True)


def test_a_doi_leads_to_its_plan_and_from_there_to_a_draft(editor, served):
    served.answer("/works/", crossref())
    page = ask(editor, " https://doi.org/10.1000/engine ", "")
    batch = ImportBatch.objects.get()
    assert [row.entry.title for row in page.context["rows"]] == ["Notes on the Engine"]
    assert (batch.file_name, batch.source, batch.status) == ("Crossref: 10.1000/engine", "crossref", "planned")
    editor.post(f"/admin/papers/importbatch/{batch.pk}/change/", {"entry": ["1"], "apply": "1"})
    assert Paper.objects.values_list("title", "status").get() == ("Notes on the Engine", "draft")


def test_several_make_a_plan_for_each_service(editor, served):
    served.answer("/works/10.1000%2Fa", crossref(crossref_work("10.1000/a", "First")))
    served.answer("/works/10.1000%2Fb", crossref(crossref_work("10.1000/b", "Second")))
    served.answer("/v3.0/", orcid())
    page = ask(editor, "10.1000/a", "0000-0002-1825-0097", "10.1000/b", "10.1000/gone")
    assert sorted(ImportBatch.objects.values_list("file_name", flat=True)) == [
        "Crossref: 10.1000/a, 10.1000/b",
        "ORCID: 0000-0002-1825-0097",
    ]
    assert messages(page) == [
        "Crossref does not know 10.1000/gone. DOIs of other agencies, such as DataCite, are not there."
    ]


def test_what_cannot_be_fetched_is_said_on_the_form(editor, served):
    served.answer("/works/", status=503)
    page = ask(editor, "10.1000/engine")
    assert page.context["form"].non_field_errors() == [
        "Crossref is too busy to answer now (503); please try again later."
    ]
    assert not ImportBatch.objects.exists()


def test_what_is_no_identifier_is_said_before_anything_is_asked(editor, served):
    page = ask(editor, "10.1000/engine", "http://169.254.169.254/latest/", "Dear Charles,")
    assert page.context["form"].errors["identifiers"] == [
        "“http://169.254.169.254/latest/” is no DOI, arXiv id, PubMed id or ORCID iD, nor the address of one.",
        "“Dear Charles,” is no DOI, arXiv id, PubMed id or ORCID iD, nor the address of one.",
    ]
    assert served.asked == []


def test_no_more_are_asked_for_than_a_service_will_bear(editor, served):
    page = ask(editor, *[f"10.1000/{number}" for number in range(21)])
    assert (page.context["form"].errors["identifiers"], served.asked) == (["Give at most 20 at once."], [])


def test_the_form_says_how_fetching_is_switched_on(editor, settings):
    shown = editor.get(ADD)
    assert ("identifiers" in shown.context["form"].fields, "FETCH=1" in shown.content.decode()) == (False, True)
    settings.FETCH = True
    shown = editor.get(ADD)
    assert ("identifiers" in shown.context["form"].fields, "FETCH=1" in shown.content.decode()) == (True, False)


def test_identifiers_that_are_sent_though_fetching_is_off_ask_nothing(editor, served, settings):
    settings.FETCH = False
    page = ask(editor, "10.1000/engine")
    assert (page.context["form"].non_field_errors(), served.asked) == (["Choose a file or paste a bibliography."], [])
