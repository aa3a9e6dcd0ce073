"""The public pages, as a visitor and an editor get them."""

import datetime
import io
from html import unescape
from html.parser import HTMLParser

import pytest
from django.contrib.auth import get_user_model
from django.core.files.base import ContentFile
from django.db import connection
from django.test.signals import template_rendered
from django.test.utils import CaptureQueriesContext
from django.views.defaults import server_error
from PIL import Image

from papers.indexing import catch_up
from papers.models import Author, Authorship, Category, Identifier, Institution, Link, Paper, PaperInstitution
from profile_site.refusals import LONGEST_QUERY
from tests.factories import (
    AffiliationFactory,
    AuthorFactory,
    AuthorNameFactory,
    AuthorshipFactory,
    IdentifierFactory,
    InstitutionFactory,
    LinkFactory,
    MetricFactory,
    PageFactory,
    PaperFactory,
    ProfileLinkFactory,
    SiteFactory,
)

pytestmark = pytest.mark.django_db

DRAFT = Paper.Status.DRAFT


@pytest.fixture
def ada():
    """The one profile of the site."""
    return AuthorFactory(display_name="Ada Lovelace", slug="ada", is_profile=True)


@pytest.fixture
def site(ada):
    """A site with one of everything: Ada's paper with Mary, from London, with code; a page."""
    SiteFactory(title="Engines")
    london = InstitutionFactory(name="University of London", slug="london")
    paper = PaperFactory(
        title="Sketch of the Engine",
        slug="sketch",
        posted="2023-06-28",
        primary_category=Category.objects.get(code="cs.CL"),
        authors=[ada, AuthorFactory(display_name="Mary Somerville", slug="mary")],
        institutions=[london],
    )
    paper.cross_listed.add(Category.objects.get(code="cs.LG"))
    IdentifierFactory(paper=paper, scheme="arxiv", value="2306.16388")
    LinkFactory(paper=paper)
    AffiliationFactory(author=ada, institution=london)
    ProfileLinkFactory(author=ada)
    AuthorNameFactory(author=ada, name="Augusta Ada King")
    MetricFactory(author=ada)
    PageFactory(title="About", slug="about", menu_position=1)


@pytest.fixture
def editor(client):
    client.force_login(get_user_model().objects.create_user("editor", is_staff=True, is_superuser=True))
    return client


LISTS = [
    "/",
    "/papers/",
    "/authors/",
    "/institutions/",
    "/authors/ada/",
    "/authors/ada/coauthors/",
    "/institutions/london/",
]
RECORDS = ["/papers/sketch/", "/authors/ada/", "/institutions/london/", "/about/"]
PAGES = sorted({*LISTS, *RECORDS})


class Links(HTMLParser):
    """The addresses of a page's links, in order."""

    def __init__(self, html: str):
        super().__init__()
        self.addresses = []
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        if tag == "a":
            self.addresses.append(dict(attributes)["href"])


def html(client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


# Every page


@pytest.mark.parametrize("url", PAGES)
def test_every_page_is_there(site, client, url):
    assert client.get(url).status_code == 200


@pytest.mark.parametrize("url", PAGES)
def test_an_editor_gets_every_page(site, editor, url):
    assert editor.get(url).status_code == 200


@pytest.mark.parametrize("url", PAGES)
def test_head_is_a_page_without_its_body(site, client, url):
    response = client.head(url)
    assert (response.status_code, response.content) == (200, b"")


@pytest.mark.parametrize("method", ["post", "options"])  # the others are refused before any page is asked for
@pytest.mark.parametrize("url", [*PAGES, "/media/portraits/a.webp"])
def test_pages_are_only_read(site, client, url, method):
    response = getattr(client, method)(url)
    assert (response.status_code, response.headers["Allow"][: len("GET, HEAD")]) == (405, "GET, HEAD")


@pytest.mark.parametrize("url", PAGES)
def test_templates_ask_the_database_nothing(site, editor, url):
    asked_before = []

    def remember(**kwargs):
        asked_before.append(len(queries))

    with CaptureQueriesContext(connection) as queries:
        template_rendered.connect(remember)
        editor.get(url)
        template_rendered.disconnect(remember)
    assert asked_before[0] == len(queries)


@pytest.mark.parametrize("url", PAGES)
def test_every_link_within_the_site_leads_to_a_page(site, client, url):
    inside = {address for address in Links(html(client, url)).addresses if address.startswith(("/", "?"))}
    answers = {address: client.get(address if address[0] == "/" else url + address).status_code for address in inside}
    assert answers == dict.fromkeys(inside, 200)


HOSTILE = [
    *("q=%00", "q=a%00b", "q=%ED%A0%80", "q=%FF%FE", "q=%E2%80%AE", "q=" + "a+" * 990, "q=" + "a" * 1990),
    *("q='", 'q="', "q=%25", "q=_", "q=%5C", "q=(", "q=*", "q=<script>", "q=%7B%7B", "q=%0D%0ASet-Cookie:a", "q[]=a"),
    *("year_min=1e999999", "year_max=%C2%B2", "year_min=-1", "year_min=0", "year_max=99999999999999999999"),
    *(
        "year_min=%00",
        "year_min=NaN",
        "year_max=Infinity",
        "year_min=" + "9" * 1990,
        "year_min=%D9%A1%D9%A0%D9%A0%D9%A0",
    ),
    *("page=1e999999", "page=%C2%B2", "page=-1", "page=0", "page=99999999999999999999", "page=%00", "page=last"),
    *(
        "page=" + "9" * 1990,
        "page=1_0",
        "page=" + "%2B1",
        "sort=%00",
        "sort=-title",
        "sort=?",
        "has=%00",
        "has=code%00",
    ),
    *("category=%00", "category=%ED%A0%80", "category=cs.CL%00", "institution=%00", "author=%00", "author=../../etc"),
    "&".join(f"category=cs.{number}" for number in range(130)),
    "&".join(["institution=london"] * 105),
    *("&", "=", "=&=", "%00=1", "%ED%A0%80=1", "a=1&a=2&b", ";", "?", "q=a&q=b&q=%00", "sort=title&sort=oldest"),
]


@pytest.mark.parametrize("query", HOSTILE, ids=lambda query: query[:30])
def test_no_parameter_breaks_a_list(site, client, query):
    answers = {url: client.get(f"{url}?{query}").status_code for url in LISTS}
    assert answers == dict.fromkeys(LISTS, 414 if len(query) > LONGEST_QUERY else 200)


@pytest.mark.parametrize(
    "url",
    [
        *(
            "/nowhere/",
            "/papers/nowhere/",
            "/authors/nowhere/",
            "/authors/nowhere/coauthors/",
            "/institutions/nowhere/",
        ),
        *("/papers/%00/", "/papers/%ED%A0%80/", "/%00/", "/%FF/", "/a/b/c/d/", "/papers/" + "a" * 5000 + "/"),
        *(
            "/papers/mary/",
            "/authors/sketch/",
            "/about/about/",
            "/papers/sketch/x/",
            "/media/",
            "/media/%00",
            "/SKETCH/",
        ),
    ],
)
def test_what_is_not_there_is_404_in_the_site_s_look(site, client, url):
    response = client.get(url)
    assert (response.status_code, [template.name for template in response.templates][:2]) == (
        404,
        ["404.html", "base.html"],
    )
    assert "Engines" in response.content.decode()


def test_a_broken_page_says_so_without_a_query(rf, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = server_error(rf.get("/"))
    assert (response.status_code, b"Something went wrong" in response.content) == (500, True)


# Home


def test_without_a_profile_home_says_what_to_do(client):
    response = client.get("/")
    assert (response.status_code, response.templates[0].name) == (200, "papers/first_run.html")


def test_one_profile_is_at_home(site, client):
    response = client.get("/")
    assert (response.templates[0].name, response.context["author"].slug) == ("papers/author.html", "ada")


def test_several_profiles_are_a_directory(site, client):
    AuthorFactory(display_name="Charles Babbage", slug="charles", is_profile=True)
    response = client.get("/")
    assert response.templates[0].name == "papers/profile_directory.html"
    assert [author.slug for author in response.context["profiles"]] == ["charles", "ada"]


def test_home_is_canonical_to_the_profile(site, client):
    assert '<link rel="canonical" href="http://testserver/authors/ada/">' in html(client, "/?sort=title")


@pytest.mark.parametrize("url", RECORDS)
def test_a_record_s_page_is_canonical_to_itself(site, client, url):
    assert f'<link rel="canonical" href="http://testserver{url}">' in html(client, f"{url}?page=2&q=a")


def test_a_directory_is_canonical_to_home(client):
    AuthorFactory.create_batch(2, is_profile=True)
    assert '<link rel="canonical" href="http://testserver/">' in html(client, "/?a=b")


def test_filters_at_home_stay_at_home(site, client):
    assert client.get("/?q=nothing").context["listing"].total == 0


# Moved


@pytest.mark.parametrize("query", ["", "?page=2&category=cs.CL", "?q=%C3%BC%0A", "?a&b="])
@pytest.mark.parametrize(
    ("slug", "old", "new"),
    [
        ("sketch", "/papers/sketch/", "/papers/moved/"),
        ("ada", "/authors/ada/", "/authors/moved/"),
        ("ada", "/authors/ada/coauthors/", "/authors/moved/coauthors/"),
        ("london", "/institutions/london/", "/institutions/moved/"),
        ("about", "/about/", "/moved/"),
    ],
)
def test_an_old_address_leads_to_the_new_one_with_its_parameters(site, client, slug, old, new, query):
    for model in (Paper, Author, Institution, PageFactory._meta.model):
        model.objects.filter(slug=slug).update(slug="moved")
    response = client.get(old + query)
    assert (response.status_code, response.headers["Location"]) == (301, new + query)


def test_two_moves_are_one_step(site, client):
    for slug in ("second", "third"):
        Paper.objects.update(slug=slug)
    assert client.get("/papers/sketch/").headers["Location"] == "/papers/third/"


def test_the_old_address_of_a_draft_is_not_there(site, client):
    Paper.objects.update(slug="moved", status=DRAFT)
    assert client.get("/papers/sketch/").status_code == 404


@pytest.mark.parametrize("url", ["/papers", "/papers/sketch", "/authors/ada", "/about"])
def test_a_missing_slash_is_added(site, client, url):
    response = client.get(f"{url}?q=a")
    assert (response.status_code, response.headers["Location"]) == (301, f"{url}/?q=a")


# Drafts and private people


@pytest.fixture
def secret(site, ada):
    """Beside the site's own: a draft of Ada with people and institutions that stand on it alone, and a stranger."""
    people = [AuthorFactory(display_name="Secret Person", slug="secret-person")]
    institutions = [InstitutionFactory(name="Secret Institute", slug="secret-institute")]
    draft = PaperFactory(
        title="Secret draft",
        slug="secret-draft",
        status=DRAFT,
        posted="1777",
        primary_category=Category.objects.create(code="math.SECRET", short_code="SECRET", name="Secret category"),
        authors=[ada, *people, Author.objects.get(slug="mary")],
        institutions=[*institutions, Institution.objects.get(slug="london")],
    )
    Authorship.objects.filter(author=ada).update(profile_rank=10)
    LinkFactory(paper=draft, url="https://example.org/secret")
    IdentifierFactory(paper=draft, value="10.1000/secret")
    AuthorFactory(display_name="Secret Stranger", slug="secret-stranger")
    AffiliationFactory(author=people[0], institution=Institution.objects.get(slug="london"))


SECRET = [
    "/papers/secret-draft/",
    "/authors/secret-person/",
    "/authors/secret-person/coauthors/",
    "/authors/secret-stranger/",
]
SECRET += ["/institutions/secret-institute/"]


@pytest.mark.parametrize(
    "url", [*PAGES, "/authors/mary/", "/authors/mary/coauthors/", "/papers/?sort=title&author=ada"]
)
def test_a_draft_and_what_stands_on_it_alone_appear_nowhere(secret, client, url):
    page = html(client, url).lower()
    assert [word for word in ("secret", "1777") if word in page] == []


@pytest.mark.parametrize("url", SECRET)
def test_a_draft_and_what_stands_on_it_alone_have_no_page(secret, client, url):
    assert client.get(url).status_code == 404


@pytest.mark.parametrize(
    "query",
    [
        *("author=secret-person", "institution=secret-institute", "author=secret-stranger", "category=math.SECRET"),
        *("q=draft", "year_max=1800"),
    ],
)
def test_no_filter_finds_a_draft(secret, client, query):
    page = html(client, f"/papers/?{query}")
    assert [words for words in ("Secret draft", "Secret Person", "Secret Institute") if words in page] == []


@pytest.mark.parametrize(
    ("url", "counts"),
    [
        ("/", lambda context: (context["listing"].total, context["coauthor_total"])),
        ("/institutions/london/", lambda context: (context["listing"].total, context["people_total"] - 1)),
        ("/papers/", lambda context: (context["listing"].total, context["listing"].unfiltered_total)),
        ("/authors/", lambda context: (context["page"].paginator.count - 1, context["page"][0].paper_count)),
        ("/institutions/", lambda context: (context["page"].paginator.count, context["page"][0].paper_count)),
    ],
)
def test_counts_leave_drafts_out(secret, client, url, counts):
    assert counts(client.get(url).context) == (1, 1)


def test_a_draft_is_no_neighbour(secret, client):
    context = client.get("/papers/sketch/").context
    assert (context["previous"], context["next"]) == (None, None)


def test_a_profile_without_papers_has_its_page(client):
    AuthorFactory(slug="ada", is_profile=True)
    assert client.get("/authors/ada/").status_code == 200


def test_an_affiliation_at_an_institution_without_papers_has_no_link(ada, client):
    AffiliationFactory(author=ada, institution=InstitutionFactory(name="Analytical Society", slug="society"))
    page = html(client, "/")
    assert ("Analytical Society" in page, "/institutions/society/" in page) == (True, False)


# Search-only names


@pytest.fixture
def search_only(site, ada):
    AuthorNameFactory(author=ada, name="Augusta Wrongspelt", shown=False)


@pytest.mark.parametrize("url", PAGES)
def test_a_search_only_name_appears_on_no_page(search_only, client, url):
    assert "wrongspelt" not in html(client, url).lower()


def test_a_search_only_name_finds_the_person(search_only, client):
    assert [person.slug for person in client.get("/authors/?q=WRONG+augusta").context["page"]] == ["ada"]


def test_a_search_only_name_finds_the_papers(search_only, client):
    assert [paper.slug for paper in client.get("/papers/?q=wrongspelt").context["listing"].papers] == ["sketch"]


def test_a_shown_name_appears_on_the_person_s_page(site, client):
    assert "Augusta Ada King" in html(client, "/authors/ada/")


# People


def test_people_are_found_by_part_of_a_name(site, client):
    assert [person.slug for person in client.get("/authors/?q=somer").context["page"]] == ["mary"]


def test_co_authors_are_listed_with_shared_papers(site, client):
    people = client.get("/authors/ada/coauthors/").context["page"]
    assert [(person.slug, person.shared) for person in people] == [("mary", 1)]


def test_a_profile_shows_24_co_authors_of_all(ada, client):
    PaperFactory(authors=[ada, *AuthorFactory.create_batch(30)])
    context = client.get("/").context
    assert (len(context["coauthors"]), context["coauthor_total"]) == (24, 30)


def test_all_co_authors_are_paged(ada, client):
    PaperFactory(authors=[ada, *AuthorFactory.create_batch(101)])
    assert len(client.get("/authors/ada/coauthors/?page=2").context["page"]) == 1


def test_the_bars_of_a_profile_lead_to_its_years(site, client):
    bars = client.get("/").context["year_chart"].bars
    assert [(bar.label, bar.count, bar.url) for bar in bars] == [
        ("2023", 1, "/authors/ada/?year_min=2023&year_max=2023")
    ]


def test_a_bar_leads_to_the_papers_it_counts(site, client):
    (bar,) = client.get("/papers/").context["year_chart"].bars
    assert client.get(bar.url).context["listing"].total == bar.count


def test_without_dated_papers_there_is_no_chart(ada, client):
    assert client.get("/").context["year_chart"] is None


def test_figures_in_force_are_shown(ada, client):
    MetricFactory(author=ada, kind="citations", value=148510, received_on=datetime.date(2026, 11, 22))
    MetricFactory(
        author=ada, kind="citations", value=999999, received_on=datetime.date(2026, 11, 23), superseded_reason="No."
    )
    page = html(client, "/")
    assert ("148,510" in page, "999,999" in page) == (True, False)


def test_a_supplied_number_of_papers_stands_beside_the_counted_one(site, ada, client):
    MetricFactory(author=ada, kind="papers", value=55)
    response = client.get("/")
    assert (response.context["supplied_papers"], response.context["listing"].unfiltered_total) == (55, 1)
    assert "1 are listed here; the supplied figure is 55." in " ".join(response.content.decode().split())


def test_a_profile_lists_100_papers_a_page(ada, client):
    Paper.objects.bulk_create(Paper(title="T", slug=f"t{n}", status="published") for n in range(101))
    Authorship.objects.bulk_create(
        Authorship(paper=paper, author=ada, position=1, printed_name="A") for paper in Paper.objects.all()
    )
    pages = [len(client.get(f"/?page={number}").context["listing"].papers) for number in (1, 2)]
    assert pages == [100, 1]


# Papers


def test_a_paper_s_identifiers_are_links(site, client):
    assert client.get("/papers/sketch/").context["identifier_links"] == [
        ("arXiv", "2306.16388", "https://arxiv.org/abs/2306.16388")
    ]


def test_a_paper_has_its_place_in_the_profile(site, ada, client):
    before, after = PaperFactory(slug="before"), PaperFactory(slug="after")
    AuthorshipFactory(paper=before, author=ada, profile_rank=1)
    Authorship.objects.filter(author=ada, paper__slug="sketch").update(profile_rank=2)
    AuthorshipFactory(paper=after, author=ada, profile_rank=3)
    context = client.get("/papers/sketch/").context
    assert (context["owner"], context["previous"], context["next"]) == (ada, before, after)


def test_a_paper_of_nobody_with_a_profile_has_no_neighbours(client):
    PaperFactory(slug="sketch", authors=[AuthorFactory()])
    context = client.get("/papers/sketch/").context
    assert (context["owner"], context["previous"], context["next"]) == (None, None, None)


def test_a_paper_is_cited_by_the_names_printed_on_it(site, client):
    Authorship.objects.filter(author__slug="mary").update(printed_name="M. F. Somerville")
    assert "Somerville" in client.get("/papers/sketch/").context["citation"].bibtex


def test_a_paper_is_cited_in_every_style(site, client):
    response = client.get("/papers/sketch/")
    citation = response.context["citation"]
    assert [label for label, reference in citation.styles] == ["APA", "MLA", "Chicago", "IEEE"]
    page = unescape(response.content.decode())
    assert [text for text in [*dict(citation.styles).values(), citation.bibtex] if f">{text}</" not in page] == []


def test_a_page_is_markdown_made_safe(site, client):
    PageFactory(title="Notes", slug="notes", body="*Note* <script>alert(1)</script>")
    assert client.get("/notes/").context["body_html"] == (
        "<p><em>Note</em> &lt;script&gt;alert(1)&lt;/script&gt;</p>\n"
    )


@pytest.fixture
def write_everywhere(site):
    """A function that puts a text wherever an editor can."""

    def write(text: str) -> None:
        Paper.objects.update(title=text, abstract=text, volume=text, publisher=text, keywords=text, notice=text)
        Author.objects.update(display_name=text, note=text, bio=text)
        Authorship.objects.update(printed_name=text)
        Institution.objects.update(name=text)
        Link.objects.update(label=text)

    return write


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "<b>bold</b>"])
@pytest.mark.parametrize("url", PAGES)
def test_no_text_is_html(write_everywhere, client, url, text):
    write_everywhere(text)
    assert text not in html(client, url)


def test_a_parameter_is_not_html(site, client):
    text = "<script>alert(1)</script>"
    shown = [url for url in LISTS if text in html(client, f"{url}?q={text}&category={text}&year_min={text}")]
    assert shown == []


# Uploaded pictures


@pytest.fixture
def portrait_of(settings, tmp_path):
    """A function that gives a person a portrait and returns its address."""
    settings.MEDIA_ROOT = tmp_path
    content = io.BytesIO()
    Image.new("RGB", (40, 40), "navy").save(content, "PNG")

    def give(author) -> str:
        author.portrait = ContentFile(content.getvalue(), name="ada.png")
        author.portrait_alt = "Ada, seated"
        author.save()
        return author.portrait.url.replace("whole", "2x")

    return give


def fetch(client, url: str) -> tuple:
    """Return status, headers and content of a file."""
    response = client.get(url)
    return response.status_code, response.headers, response.getvalue()


def test_a_public_person_s_portrait_is_for_everybody(ada, portrait_of, client):
    status, _headers, content = fetch(client, portrait_of(ada))
    assert (status, content[8:12]) == (200, b"WEBP")


def test_a_picture_is_nothing_but_a_picture_and_kept_for_long(ada, portrait_of, client):
    _status, headers, _content = fetch(client, portrait_of(ada))
    names = ("Content-Type", "Content-Security-Policy", "X-Content-Type-Options", "Cache-Control")
    assert [headers[name] for name in names] == [
        "image/webp",
        "default-src 'none'; sandbox",
        "nosniff",
        "public, max-age=31536000, immutable",
    ]


def test_a_private_person_s_portrait_is_not_there(portrait_of, client):
    assert client.get(portrait_of(AuthorFactory())).status_code == 404


def test_an_editor_sees_a_private_person_s_portrait(portrait_of, editor):
    status, headers, _content = fetch(editor, portrait_of(AuthorFactory()))
    assert (status, headers["Cache-Control"]) == (200, "private, max-age=31536000, immutable")


def test_every_file_made_from_a_portrait_is_sent_as_what_it_is(ada, portrait_of, client):
    shown = portrait_of(ada)
    files = [shown, shown.replace("2x", "1x"), shown.replace("webp", "jpg")]
    assert [fetch(client, file)[1]["Content-Type"] for file in files] == ["image/webp", "image/webp", "image/jpeg"]


def test_the_whole_picture_is_not_for_the_public(ada, portrait_of, client):
    assert client.get(portrait_of(ada).replace("2x", "whole")).status_code == 404


def test_the_whole_picture_is_for_editors(ada, portrait_of, editor):
    assert fetch(editor, portrait_of(ada).replace("2x", "whole"))[0] == 200


def test_a_portrait_has_its_words_and_its_credit_on_the_page(ada, portrait_of, client):
    shown = portrait_of(ada)
    Author.objects.filter(pk=ada.pk).update(portrait_credit="Mary Somerville")
    page = html(client, ada.get_absolute_url())
    source = f'<source type="image/webp" srcset="{shown.replace("2x", "1x")} 1x, {shown} 2x">'
    image = f'<img src="{shown.replace("webp", "jpg")}" width="40" height="40" alt="Ada, seated">'
    assert f'<picture class="portrait">{source}{image}</picture>' in page
    assert '<p class="credit">Portrait: Mary Somerville</p>' in page


def test_a_portrait_kept_alone_is_still_shown(ada, client):
    Author.objects.filter(pk=ada.pk).update(
        portrait="portraits/a.webp", portrait_alt="Ada", portrait_width=192, portrait_height=192
    )
    image = '<picture class="portrait"><img src="/media/portraits/a.webp" width="192" height="192" alt="Ada"></picture>'
    assert image in html(client, ada.get_absolute_url())


def test_a_logo_is_public_with_its_institution(settings, tmp_path, client):
    settings.MEDIA_ROOT = tmp_path
    content = io.BytesIO()
    Image.new("RGB", (40, 40), "navy").save(content, "PNG")
    logo = InstitutionFactory(logo=ContentFile(content.getvalue(), name="logo.png"), logo_alt="Blue")
    hidden, _headers, _content = fetch(client, logo.logo.fallback_url)
    PaperFactory(institutions=[logo])
    shown, headers, _content = fetch(client, logo.logo.fallback_url)
    assert (hidden, shown, headers["Content-Type"]) == (404, 200, "image/png")


@pytest.mark.parametrize(
    ("name", "status"),
    [
        *(("../secret_key", 400), ("%2e%2e/secret_key", 400), ("portraits/", 404), ("portraits/none.webp", 404)),
        *(("%00", 404), ("a%00b", 404), ("a" * 5000, 404)),
    ],
)
def test_nothing_else_is_sent_even_to_an_editor(ada, portrait_of, tmp_path, editor, name, status):
    portrait_of(ada)
    (tmp_path.parent / "secret_key").write_text("secret")
    assert editor.get(f"/media/{name}").status_code == status


# What a page costs


def add_papers(numbers: range) -> None:
    """Add published papers of the same owner, with co-authors, institutions, identifiers and links."""
    category = Category.objects.get(code="cs.CL")
    Paper.objects.bulk_create(
        Paper(
            title=f"Engine {n}",
            slug=f"engine-{n}",
            status="published",
            posted=f"{1900 + n % 120}-06-28",
            abstract="Weaves algebraic patterns.",
            primary_category=category,
        )
        for n in numbers
    )
    owner, people, institutions = (
        Author.objects.get(slug="ada"),
        *map(list, (Author.objects.all(), Institution.objects.all())),
    )
    for n, paper in zip(
        numbers, Paper.objects.filter(slug__startswith="engine-").order_by("pk")[numbers.start :], strict=True
    ):
        credited = list(dict.fromkeys([people[n % 60], owner, people[(n + 7) % 60]]))
        ROWS["authorships"] += [
            Authorship(paper=paper, author=author, position=place, printed_name="A. L.", profile_rank=n)
            for place, author in enumerate(credited, start=1)
        ]
        ROWS["institutions"].append(PaperInstitution(paper=paper, institution=institutions[n % 9], position=1))
        ROWS["identifiers"].append(Identifier(paper=paper, scheme="arxiv", value=f"2306.{n:05}"))
        ROWS["links"].append(Link(paper=paper, kind="code", url=f"https://example.org/{n}"))
    for model, rows in zip((Authorship, PaperInstitution, Identifier, Link), ROWS.values(), strict=True):
        model.objects.bulk_create(rows)
        rows.clear()


ROWS = {"authorships": [], "institutions": [], "identifiers": [], "links": []}
COSTLY = [
    *("/", "/papers/", "/authors/", "/institutions/", "/authors/ada/", "/authors/ada/coauthors/", "/papers/engine-7/"),
    *(
        "/institutions/london/",
        "/?q=engine&year_min=1901&has=code&sort=title",
        "/papers/?category=cs.CL&institution=london",
    ),
    *("/authors/mary/", "/authors/?q=ada", "/about/"),
]


def costs(client) -> dict[str, int]:
    """Return the number of queries that each page makes."""
    made = {}
    for url in COSTLY:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        made[url] = len(queries)
    return made


@pytest.mark.parametrize("signed_in", [False, True], ids=["visitor", "editor"])
def test_pages_cost_the_same_number_of_queries_for_21_papers_and_for_2100(site, client, request, signed_in):
    if signed_in:
        request.getfixturevalue("editor")
    AuthorFactory.create_batch(60)
    InstitutionFactory.create_batch(10)
    add_papers(range(20))
    catch_up()
    few = costs(client)
    add_papers(range(20, 2099))
    catch_up()
    assert Paper.objects.count() == 2100
    assert costs(client) == few


def test_a_profile_costs_few_queries(site, client, django_assert_max_num_queries):
    with django_assert_max_num_queries(30):
        client.get("/")
