"""The reference profile as the fixture holds it: what is known of it, and field by field against its sources."""

import re
from io import StringIO

import pytest
from django.core.management import call_command

from papers.models import Author, AuthorName, Authorship, Category, Identifier, Link, Metric, Paper
from tests import reference
from tests.conftest import REFERENCE_PROFILE, remove_everything

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_profile")]

# Tag, day posted, Code badge, number of authors, institutions; title.
PAPERS = """
CL 2023-06-28 code 18 openai,stanford
    Towards Measuring the Representation of Subjective Global Opinions in Language Models
CL 2022-06-09 - 450 allen-ai,amazon-science
    Beyond the Imitation Game: Quantifying and extrapolating the capabilities of language models
CL 2023-10-20 - 19 openai,stanford
    Towards Understanding Sycophancy in Language Models
CL 2022-12-15 - 51 anthropic,berkeley
    Constitutional AI: Harmlessness from AI Feedback
CL 2022-04-12 - 31 berkeley,openai
    Training a Helpful and Harmless Assistant with Reinforcement Learning from Human Feedback
CL 2022-07-11 - 36 berkeley,openai
    Language Models (Mostly) Know What They Know
LG 2022-09-24 - 26 openai
    In-context Learning and Induction Heads
CL 2022-08-23 - 36 berkeley,openai
    Red Teaming Language Models to Reduce Harms: Methods, Scaling Behaviors, and Lessons Learned
CL 2022-12-19 - 63 anthropic,berkeley
    Discovering Language Model Behaviors with Model-Written Evaluations
CL 2023-02-15 - 49 berkeley,openai
    The Capacity for Moral Self-Correction in Large Language Models
HC 2022-11-04 - 46 anthropic,openai
    Measuring Progress on Scalable Oversight for Large Language Models
CL 2023-10-20 - 36 berkeley,openai
    Specific versus General Principles for Constitutional AI
CL 2022-03-04 - 20 -
    Training language models to follow instructions with human feedback
CL 2023-12-06 code 9 stanford
    Evaluating and Mitigating Discrimination in Language Model Decisions
CR 2024-01-10 - 39 -
    Sleeper Agents: Training Deceptive LLMs that Persist Through Safety Training
CV 2021-02-26 code 12 -
    Learning Transferable Visual Models From Natural Language Supervision
CL 2025-01-31 - 43 -
    Constitutional Classifiers: Defending against Universal Jailbreaks across Thousands of Hours of Red Teaming
CL 2021-12-01 - 22 -
    A General Language Assistant as a Laboratory for Alignment
CL 2020-05-28 - 31 -
    Language Models are Few-Shot Learners
CL 2019-08-24 - 15 -
    Release Strategies and the Social Impacts of Language Models
CY 2019-07-10 - 3 -
    The Role of Cooperation in Responsible AI Development
"""

ONE_PERSON = {
    "samuel-r-bowman": {"Samuel R. Bowman", "Sam Bowman"},
    "tom-brown": {"Tom Brown", "Tom B. Brown"},
    "scott-johnston": {"Scott Johnston", "Scott R. Johnston"},
    "sheer-el-showk": {"Sheer El Showk", "Sheer El-Showk"},
    "kamile-lukosiute": {"Kamilė Lukošiūtė", "Kamile Lukosuite"},
    "ben-mann": {"Ben Mann", "Benjamin Mann"},
    "timothy-maxwell": {"Timothy Maxwell", "Tim Maxwell"},
    "noemi-mercado": {"Noemí Mercado", "Noemi Mercado"},
    "chris-olah": {"Chris Olah", "Christopher Olah"},
    "jeff-wu": {"Jeff Wu", "Jeffrey Wu"},
}
FALSE_FRIENDS = [
    {"Anna Chen", "Angelica Chen"},
    {"Dario Amodei", "Daniela Amodei"},
    {"Tom Brown", "Adam R. Brown"},
    {"Zijian Wang", "Zijie J. Wang", "Zirui Wang"},
    {"Ethan A. Chi", "Nathan A. Chi", "Ryan Chi"},
    {"Aykut Erdem", "Erkut Erdem"},
    {"Jason Wei", "Jerry Wei"},
]
POSITIONS = range(1, 22)


def paper_at(position: int) -> Paper:
    """Return the paper that stands at `position` in Amanda Askell's list."""
    return Paper.objects.published().get(authorships__profile_rank=10 * position)


def printed_names(paper: Paper) -> tuple[str, ...]:
    """Return the names printed on `paper`, in order."""
    return tuple(paper.authorships.order_by("position").values_list("printed_name", flat=True))


def institution_slugs(paper: Paper) -> tuple[str, ...]:
    """Return the slugs of the paper's institutions, in order."""
    return tuple(paper.institution_entries.order_by("position").values_list("institution__slug", flat=True))


def has_code(paper: Paper) -> bool:
    """Return whether the paper has the Code badge."""
    return paper.links.filter(kind=Link.Kind.CODE).exists()


def summary(paper: Paper) -> str:
    """Return what PAPERS says of a paper above its title."""
    facts = [
        paper.primary_category.short_code,
        str(paper.posted),
        "code" if has_code(paper) else "-",
        str(paper.authorships.count()),
        ",".join(institution_slugs(paper)) or "-",
    ]
    return " ".join(facts)


def dump() -> str:
    """Return everything as the documented command writes it, to be loaded elsewhere."""
    out = StringIO()
    call_command("dumpdata", "papers", use_natural_foreign_keys=True, use_natural_primary_keys=True, stdout=out)
    return out.getvalue()


# From the repository alone


def test_the_profile_is_amanda_askells():
    profile = Author.objects.profiles().get()

    assert (profile.display_name, profile.slug, profile.field.code) == ("Amanda Askell", "amanda-askell", "cs.CL")


def test_the_five_figures_say_where_they_come_from():
    profile = Author.objects.profiles().get()
    figures = [
        (figure.kind, figure.value, figure.source, str(figure.received_on), figure.as_of)
        for figure in Metric.objects.current_for(profile)
    ]

    assert figures == [
        (kind, value, "profile as supplied", "2026-11-22", None)
        for kind, value in [
            ("h_index", 54),
            ("papers", 21),
            ("citations", 148_510),
            ("novelty", 54),
            ("ai_score", 40),
        ]
    ]


def test_the_papers_stand_in_the_profiles_order():
    papers = [
        f"{summary(paper)}\n    {paper.title}\n"
        for paper in Paper.objects.published().curated_by(Author.objects.profiles().get())
    ]

    assert "\n" + "".join(papers) == PAPERS


def test_the_order_is_sparse_and_the_owners_alone():
    ranks = Authorship.objects.filter(profile_rank__isnull=False).order_by("profile_rank")

    assert list(ranks.values_list("author__slug", "profile_rank")) == [
        ("amanda-askell", 10 * position) for position in POSITIONS
    ]


def test_641_printed_names_are_631_people():
    names = Authorship.objects.values("printed_name").distinct().count()

    assert (Authorship.objects.count(), names, Author.objects.count()) == (1055, 641, 631)


@pytest.mark.parametrize(("slug", "names"), ONE_PERSON.items())
def test_one_person_under_two_names_is_one_author(slug, names):
    authorships = Authorship.objects.filter(printed_name__in=names)
    author = Author.objects.get(slug=slug)
    known_as = {author.display_name, *author.names.values_list("name", flat=True)}

    assert ({credit.author for credit in authorships}, known_as) == ({author}, names)


@pytest.mark.parametrize("names", FALSE_FRIENDS, ids=", ".join)
def test_look_alikes_are_different_authors(names):
    authors = Author.objects.filter(authorships__printed_name__in=names).distinct()

    assert {author.display_name for author in authors} == names


def test_no_other_author_has_a_second_name():
    assert set(AuthorName.objects.values_list("author__slug", flat=True)) == set(ONE_PERSON)


def test_no_name_printed_on_a_paper_is_search_only():
    assert list(AuthorName.objects.filter(shown=False)) == []


def test_paper_nine_has_two_dois():
    assert paper_at(9).identifier_values("doi") == ["10.48550/arxiv.2212.09251", "10.18653/v1/2023.findings-acl.847"]


@pytest.mark.parametrize("model", [Author, Category, Identifier, Link, Metric, Paper])
def test_every_record_satisfies_its_form(model):
    records = list(model.objects.all())
    for record in records:
        record.full_clean()

    assert len(records) > 0


def test_loading_twice_changes_nothing():
    before = dump()

    call_command("loaddata", REFERENCE_PROFILE, verbosity=0)

    assert dump() == before


def test_the_fixture_is_what_the_documented_command_writes():
    out = StringIO()
    call_command(
        "dumpdata",
        "papers",
        exclude=[f"papers.{name}" for name in ("address", "category", "importbatch", "importentry", "loadedrecord")],
        use_natural_foreign_keys=True,
        use_natural_primary_keys=True,
        indent=1,
        stdout=out,
    )

    assert out.getvalue() == REFERENCE_PROFILE.read_text(encoding="utf-8")


def test_a_dump_loads_elsewhere_and_dumps_the_same(tmp_path):
    file = tmp_path / "dump.json"
    file.write_text(dump(), encoding="utf-8")
    remove_everything()
    Category.objects.all().delete()

    call_command("loaddata", file, verbosity=0)

    assert dump() == file.read_text(encoding="utf-8")


# Against the sources


@pytest.fixture(scope="module")
def profile(corpus) -> reference.ReferenceProfile:
    """The profile's text."""
    return reference.read_profile(corpus / "seed" / "profile.txt")


@pytest.fixture(scope="module")
def records(corpus) -> list[reference.ReferenceRecord]:
    """The papers' records."""
    return reference.read_records(corpus / "seed" / "papers.json")


def test_name_field_and_figures_are_the_texts(profile):
    owner = Author.objects.profiles().get()
    figures = {figure.kind: figure.value for figure in Metric.objects.current_for(owner)}

    assert (owner.display_name, owner.field.short_code, figures) == (profile.name, profile.tag, profile.figures)


def test_the_text_has_as_many_papers_as_the_site(profile, records):
    assert (len(profile.papers), len(records), Paper.objects.published().count()) == (21, 21, 21)


@pytest.mark.parametrize("position", POSITIONS)
def test_a_paper_is_as_on_the_profile(profile, position):
    paper = paper_at(position)
    names = printed_names(paper)

    assert profile.papers[position - 1] == reference.ReferencePaper(
        position=position,
        tag=paper.primary_category.short_code,
        printed_date=f"{reference.MONTHS[paper.posted.month - 1]} {paper.posted.day}, {paper.posted.year}",
        has_code=has_code(paper),
        title=paper.title,
        authors=names[:3],
        et_al=len(names) > 3,
        institutions=institution_slugs(paper),
        abstract=paper.abstract,
    )


@pytest.mark.parametrize("position", POSITIONS)
def test_a_paper_is_as_in_its_record(records, position):
    record = records[position - 1]
    paper = paper_at(position)

    assert (
        paper.title,
        paper.identifier_values("arxiv"),
        paper.identifier_values("doi"),
        paper.primary_category.code,
        list(paper.cross_listed.all()),
        str(paper.posted),
        printed_names(paper),
        {link.url for link in paper.links.all()},
    ) == (
        record.title,
        [record.arxiv_id],
        [doi.lower() for doi in (record.doi, record.doi_venue) if doi],
        record.primary_category,
        [],
        record.date_v1,
        record.authors_full,
        {record.code_url, record.venue_url} - {None},
    )


@pytest.mark.parametrize("position", POSITIONS)
def test_a_link_is_code_where_the_profile_says_so(profile, records, position):
    record = records[position - 1]
    code = paper_at(position).links.filter(kind=Link.Kind.CODE)

    assert [link.url for link in code] == ([record.code_url] if profile.papers[position - 1].has_code else [])


@pytest.mark.parametrize("position", POSITIONS)
def test_a_venue_is_taken_apart_without_loss(records, position):
    stated = records[position - 1].venue or ""
    paper = paper_at(position)
    year = re.search(r"\b20\d\d\b", stated)
    volume = re.search(r"(?:Systems|Research) (\d+), pp\. ([\d-]+)", stated)
    names = {paper.venue.name, paper.venue.short_name, paper.venue.series} if paper.venue else set()

    assert (
        (paper.venue is None, paper.type == Paper.Type.PREPRINT, str(paper.issued) if paper.issued else None),
        (paper.volume, paper.pages),
        any(name and name in stated for name in names),
    ) == (
        (not stated, not stated, year and year[0]),
        volume.groups() if volume else ("", ""),
        bool(stated),
    )
