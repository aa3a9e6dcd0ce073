"""A person who asks for it is taken out whole, and the papers stay as they are printed."""

import io
from dataclasses import asdict, replace

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.core.management import CommandError, call_command
from django.db import connection

from papers.history import keep_version, state_of
from papers.indexing import catch_up
from papers.merge import merge, plan_merge
from papers.models import Author, EditorScope, Paper
from papers.removal import remove_person
from tests.factories import (
    AffiliationFactory,
    AuthorFactory,
    AuthorNameFactory,
    AuthorshipFactory,
    EditorScopeFactory,
    ImportBatchFactory,
    ImportEntryFactory,
    LoadedRecordFactory,
    MetricFactory,
    NotSameFactory,
    OpenFormFactory,
    PageFactory,
    PaperDraftFactory,
    PaperFactory,
    ProfileLinkFactory,
    UserFactory,
)
from tests.public import picture
from tests.views.pages import shown

pytestmark = pytest.mark.django_db

# Each stands for one thing that the site knows of the person; only the first is printed on a paper.
PRINTED = "A. A. Quillfeather"
PRIVATE = [
    *("Wrenhaven", "quillfeather-slug", "former-quill", "0000-0002-1825-0097", "Birchbiography", "oakhome.example"),
    *("elmlink.example", "Hazelname", "Ashnote", "Larchalt", "Pinecredit", "Firfigure", "Maplerole", "Cedarname"),
    "former-merged",
]


@pytest.fixture
def person(settings, tmp_path) -> Author:
    """A person with all that a site can know of one, on a paper that has a draft, a version and an import."""
    settings.MEDIA_ROOT = tmp_path
    person = AuthorFactory(display_name="Ada Cedarname", slug="former-quill", is_profile=True)
    keep_version(person, None, "")
    paper = PaperFactory(title="Looms", slug="looms", posted="1843")
    AuthorshipFactory(paper=paper, author=person, printed_name=PRINTED, profile_rank=10, affiliation="London")
    AuthorshipFactory(paper=paper, author=AuthorFactory(display_name="Mary Somerville"), position=2)
    keep_version(paper, None, "")
    person.slug, person.display_name = "quillfeather-slug", "Ada Wrenhaven"
    person.orcid, person.bio, person.homepage = "0000-0002-1825-0097", "Birchbiography.", "https://oakhome.example/"
    person.note, person.portrait_alt, person.portrait_credit = "Ashnote", "Larchalt", "Pinecredit"
    person.portrait = picture()
    person.save()
    ProfileLinkFactory(author=person, url="https://elmlink.example/ada")
    AuthorNameFactory(author=person, name="Ada Hazelname", shown=False)
    MetricFactory(author=person, source="Firfigure")
    AffiliationFactory(author=person, role="Maplerole")
    other = AuthorFactory(display_name="Ada Cedarname", slug="former-merged")
    keys, kept = [person.pk, other.pk], {"kept": str(person.pk)}
    merge(Author, keys, kept, plan_merge(Author, keys, kept).digest, None)
    person.refresh_from_db()
    return tell_everywhere(person, paper)


def tell_everywhere(person: Author, paper: Paper) -> Author:
    """Have the history, the ledgers and the forms of the site tell of a person; return the person."""
    keep_version(person, None, "")
    keep_version(paper, None, "")
    state = state_of(paper)
    PaperDraftFactory(paper=paper, content=asdict(replace(state, values=state.values | {"volume": "3"})))
    user = UserFactory()
    LogEntry.objects.log_actions(user.pk, Author.objects.filter(pk=person.pk), CHANGE, [])
    OpenFormFactory(model="papers.author", key=str(person.pk))
    NotSameFactory(first=person.pk, second=person.pk + 1000)
    EditorScopeFactory(user=user, author=person)
    LoadedRecordFactory(key="papers.author\tquillfeather-slug", fields={"display_name": "Ada Wrenhaven"})
    LoadedRecordFactory(key="papers.metric\tquillfeather-slug\th_index", fields={"source": "Firfigure"})
    LoadedRecordFactory(key="papers.authorship\tlooms", fields=[{"author": ["quillfeather-slug"]}])
    ImportBatchFactory(owner=person, file_name="0000-0002-1825-0097", content=b"Wrenhaven")
    ImportEntryFactory(paper=paper, before={"people": {"orcid": "0000-0002-1825-0097", "name": "Ada Hazelname"}})
    catch_up()
    return person


def dump() -> str:
    """Return all that every table holds, those of the search index included, in one text."""
    texts = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - the tables are the database's own
            for row in cursor.fetchall():
                texts += [bytes(cell).decode(errors="replace") if isinstance(cell, bytes | memoryview) else str(cell)
                          for cell in row]  # fmt: skip
    return "\n".join(texts)


def found_in(text: str) -> list[str]:
    text = text.casefold()
    return [word for word in PRIVATE if word.casefold() in text]


def removed(person: Author, *options: str) -> str:
    said = io.StringIO()
    call_command("remove_person", person.slug, *options, stdout=said)
    return said.getvalue()


def test_nothing_of_the_person_is_left_in_any_table_or_file(person, tmp_path, django_capture_on_commit_callbacks):
    assert (found_in(dump()), len(list(tmp_path.rglob("*.*")))) == (PRIVATE, 4)
    with django_capture_on_commit_callbacks(execute=True):
        remove_person(person)
    assert (found_in(dump()), list(tmp_path.rglob("*.*"))) == ([], [])


def test_papers_keep_the_printed_name_which_leads_nowhere(person, client):
    remove_person(person)
    page = client.get("/papers/looms/").content.decode()
    assert (f"<span>{PRINTED}</span>" in page, "Mary Somerville</a>" in page) == (True, True)
    credit = Paper.objects.get(slug="looms").authorships.first()
    assert (credit.printed_name, credit.position, credit.affiliation, credit.profile_rank) == (
        *(PRINTED, 1, "London"),
        None,
    )
    for url in ("/authors/", "/authors/mary-somerville/", "/sitemap.xml", "/papers/values/author/", "/papers/"):
        said = client.get(url).content.decode()
        assert (url, "/authors/name-" in said, "author=name-" in said) == (url, False, False)
    addresses = [f"/authors/{credit.author.slug}/", "/authors/quillfeather-slug/", "/authors/former-quill/"]
    assert [client.get(url).status_code for url in addresses] == [404] * 3


def test_the_paper_is_still_found_by_the_printed_name(person, client):
    remove_person(person)
    assert [paper.slug for paper in shown(client.get("/papers/?q=quillfeather").context["listing"])] == ["looms"]
    assert client.get("/papers/?q=hazelname").context["listing"].total == 0


def test_an_editor_of_the_person_s_papers_is_not_set_free(person):
    remove_person(person)
    assert [(scope.author_id, scope.institution_id) for scope in EditorScope.objects.all()] == [(None, None)]


def test_someone_on_no_paper_leaves_no_record():
    person = AuthorFactory()
    remove_person(person)
    assert Author.objects.count() == 0


def test_a_dry_run_says_what_would_go_and_changes_nothing(person):
    before = dump()
    said = removed(person, "--dry-run")
    assert dump() == before
    assert said.splitlines()[0] == "Ada Wrenhaven would be taken out, with:"
    assert "The name stays as it is printed on 1 papers, and leads nowhere." in said


def test_texts_that_name_the_person_and_backups_are_for_the_operator(person, monkeypatch):
    PageFactory(title="News", body="A prize for Ada Wrenhaven.")
    monkeypatch.setattr("papers.management.commands.remove_person.shrink", lambda: None)  # not within a transaction
    said = removed(person)
    assert "  page “News”\n" in said
    assert said.splitlines()[-1].startswith("Backups made before today still hold the data")


def test_an_unknown_address_is_refused(db):
    with pytest.raises(CommandError, match="There is no person at /authors/nobody/"):
        call_command("remove_person", "nobody")
