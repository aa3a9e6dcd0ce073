"""JSON-LD: the types and properties of schema.org, and that it cannot leave its script element."""

import datetime
import json

import pytest

from papers.exports.json_ld import article, institution_page, profile_page, script_text
from papers.models import Paper
from tests.factories import (
    AffiliationFactory,
    AuthorFactory,
    AuthorNameFactory,
    InstitutionFactory,
    LinkFactory,
    ProfileLinkFactory,
    VenueFactory,
)

pytestmark = pytest.mark.django_db

ORCID = "0000-0002-1825-0097"


def absolute(address: str) -> str:
    return f"https://papers.example.org{address}"


def test_a_script_cannot_be_closed_from_within():
    described = {"name": "</script><script>alert(1)</script><!-- & \u2028\u2029 “ł”"}
    text = script_text(described)
    assert [character for character in "<>&\u2028\u2029" if character in text] == []
    assert json.loads(text) == described


def test_a_profile_is_a_person():
    ada = AuthorFactory(display_name="Ada Lovelace", slug="ada", orcid=ORCID, homepage="https://ada.example.org")
    names = [AuthorNameFactory(author=ada, name="Augusta Ada King")]
    london = InstitutionFactory(name="University of London", ror="04cw6st05")
    held = [
        AffiliationFactory(author=ada, institution=london),
        AffiliationFactory(author=ada, institution=InstitutionFactory(name="Before"), end="1840"),
    ]
    links = [ProfileLinkFactory(author=ada, url="https://example.org/ada")]
    modified = datetime.datetime(2026, 11, 22, tzinfo=datetime.UTC)
    assert profile_page(ada, names, held, links, absolute, modified) == {
        "@context": "https://schema.org",
        "@type": "ProfilePage",
        "dateModified": "2026-11-22T00:00:00+00:00",
        "mainEntity": {
            "@type": "Person",
            "name": "Ada Lovelace",
            "givenName": "Ada",
            "familyName": "Lovelace",
            "alternateName": ["Augusta Ada King"],
            "affiliation": [
                {"@type": "Organization", "name": "University of London", "sameAs": "https://ror.org/04cw6st05"}
            ],
            "identifier": {
                "@type": "PropertyValue",
                "propertyID": "ORCID",
                "value": ORCID,
                "url": f"https://orcid.org/{ORCID}",
            },
            "sameAs": [f"https://orcid.org/{ORCID}", "https://ada.example.org", "https://example.org/ada"],
            "url": "https://papers.example.org/authors/ada/",
        },
    }


def test_a_paper_is_a_scholarly_article(loaded_paper):
    paper = loaded_paper(
        ["Ada Lovelace", "Mary Somerville"],
        [("doi", "10.1000/1"), ("isbn", "9780262033848")],
        slug="notes",
        type=Paper.Type.ARTICLE,
        abstract="An engine.",
        keywords="engines; looms",
        issued="2020-07",
        venue=VenueFactory(name="Journal of Engines", kind="journal"),
        volume="3",
        issue="2",
        pages="5-9",
    )
    LinkFactory(paper=paper, url="https://example.org/code")
    described = article(Paper.objects.for_page().get(), absolute)
    assert [person["name"] for person in described.pop("author")] == ["Ada Lovelace", "Mary Somerville"]
    assert described == {
        "@context": "https://schema.org",
        "@type": "ScholarlyArticle",
        "headline": "Notes on the Engine",
        "datePublished": "2020-07",
        "abstract": "An engine.",
        "keywords": ["engines", "looms"],
        "inLanguage": "en",
        "isPartOf": {
            "@type": "PublicationIssue",
            "issueNumber": "2",
            "isPartOf": {
                "@type": "PublicationVolume",
                "volumeNumber": "3",
                "isPartOf": {"@type": "Periodical", "name": "Journal of Engines"},
            },
        },
        "pagination": "5-9",
        "identifier": [
            {"@type": "PropertyValue", "propertyID": "DOI", "value": "10.1000/1", "url": "https://doi.org/10.1000/1"},
            {"@type": "PropertyValue", "propertyID": "ISBN", "value": "9780262033848"},
        ],
        "sameAs": "https://doi.org/10.1000/1",
        "url": "https://papers.example.org/papers/notes/",
        "hasPart": [{"@type": "SoftwareSourceCode", "codeRepository": "https://example.org/code"}],
    }


def test_an_author_has_an_address_and_an_orcid(loaded_paper):
    paper = loaded_paper(["Ada Lovelace"])
    person = paper.authorships.all()[0].author
    person.orcid, person.slug = ORCID, "ada"
    assert article(paper, absolute)["author"] == [
        {
            "@type": "Person",
            "name": "Ada Lovelace",
            "url": "https://papers.example.org/authors/ada/",
            "sameAs": f"https://orcid.org/{ORCID}",
        }
    ]


def test_a_venue_without_a_volume_is_the_whole(loaded_paper):
    paper = loaded_paper(venue=VenueFactory(name="Engines Conference", kind="conference", short_name="EC"), issue="2")
    assert article(paper, absolute)["isPartOf"] == {
        "@type": "CreativeWork",
        "name": "Engines Conference",
        "alternateName": "EC",
    }


def test_a_retracted_paper_says_so(loaded_paper):
    assert article(loaded_paper(notice_kind="retraction"), absolute)["creativeWorkStatus"] == "Retracted"


def test_an_institution_is_an_organization():
    london = InstitutionFactory(name="University of London", short_name="UoL", slug="london", ror="04cw6st05")
    assert institution_page(london, absolute) == {
        "@context": "https://schema.org",
        "@type": "Organization",
        "name": "University of London",
        "alternateName": "UoL",
        "sameAs": "https://ror.org/04cw6st05",
        "url": "https://papers.example.org/institutions/london/",
    }
